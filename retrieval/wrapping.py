"""Lines that were broken by hand or by mail in the middle of a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

WRAPPED = 120
"""Characters: text that is broken into lines by hand or by mail has no longer ones,"""
NARROWEST = 45
"""and, but for the last line of a paragraph, hardly shorter ones: a heading or an address has."""
MOSTLY = 0.7
_LINE = re.compile(r"[^\r\n]+")
_GAP = re.compile(r"\r\n|\r|\n")
_FIRST_WORD = re.compile(r"\S+")
_OPENS = re.compile(r"(?:[•◦▪‣·*+–—-]|\(?(?:\d{1,2}|[a-z])[.)])\s|[#>|]")
"""A line that begins anew whatever stands before it: a bullet, a heading, a quoted mail, a table."""
_LEFT_OPEN = re.compile(
    r"\b(?:an?|the|and|or|but|its|their|his|her|our|your|whose|which|that|than|as|if|because|per"
    r"|of|to|in|on|at|by|for|from|with|into|between|under|over|about|through|until|after|before"
    r"|is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|shall|not)$",
    re.IGNORECASE,
)
"""Words that a long line ends with only in the middle of a sentence,"""
_TAKEN_UP = re.compile(
    r"(?:is|are|was|were|has|have|had|will|would|must|should|of|and|or|than|which|who|whose|that|because)\b"
)
"""and words that the next one begins with only there."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def runs(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of the text in which every line break is only for the width of the page, in order; together
    they hold every character but line breaks. A text whose lines are paragraphs has one range a line."""
    lines = [_Line(m.start(), m.end(), m.group().strip()) for m in _LINE.finditer(text)]
    if not lines:
        return
    neighbours = [_are_neighbours(text, one, other) for one, other in pairwise(lines)]
    width = max((len(line.text) for line in lines if len(line.text) <= WRAPPED), default=0)
    broken = _is_broken(lines, neighbours, width)
    start = lines[0].start
    for (one, other), near in zip(pairwise(lines), neighbours, strict=True):
        if not (near and _goes_on(one.text, other.text, width, broken=broken)):
            yield start, one.end
            start = other.start
    yield start, lines[-1].end


def overflows(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted into this one."""
    word = _FIRST_WORD.match(following)
    return len(line) + 1 + (len(word.group()) if word else 0) > width


def leaves_open(line: str, following: str) -> bool:
    """Whether a sentence runs from one line into the next, however wide the page was: hand-broken lines are
    uneven."""
    if not NARROWEST <= len(line) <= WRAPPED or line.startswith(("#", "|")) or _OPENS.match(following):
        return False
    taken_up = line[-1].isalnum() and _TAKEN_UP.match(following) is not None
    return taken_up or _LEFT_OPEN.search(line) is not None


def _are_neighbours(text: str, one: _Line, other: _Line) -> bool:
    return bool(one.text and other.text) and _GAP.fullmatch(text, one.end, other.start) is not None


def _is_broken(lines: Sequence[_Line], neighbours: Sequence[bool], width: int) -> bool:
    """Whether nearly all lines are as full as they can be: then a capital tells nothing of where one ends."""
    if any(len(line.text) > WRAPPED for line in lines) or width < NARROWEST:
        return False
    pairs = [(a.text, b.text) for (a, b), near in zip(pairwise(lines), neighbours, strict=True) if near]
    full = sum(overflows(one, other, width) for one, other in pairs)
    return len(pairs) >= 3 and full >= MOSTLY * len(pairs)


def _goes_on(line: str, following: str, width: int, *, broken: bool) -> bool:
    if not NARROWEST <= len(line) <= WRAPPED or len(following) > WRAPPED:
        return False
    if line.endswith(":") or line.startswith(("#", "|")) or _OPENS.match(following):
        return False
    full = overflows(line, following, width) and (broken or not following[0].isupper())
    return full or leaves_open(line, following)
