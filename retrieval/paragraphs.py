"""The paragraphs of a text and which of them are headings, each in its exact place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from retrieval.dates import day_in
from retrieval.sentences import is_row
from retrieval.wrapping import WRAPPED, leaves_open, overflows

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_MARKED = re.compile(r"#{1,6}[ \t]+(?P<title>\S.*?)[ \t#]*|(?P<bold>\*\*|__)(?P<told>[^*_|]+?):?(?P=bold):?")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})[ \t]*")
_FENCE = re.compile(r"```|~~~")
BULLET = re.compile(r"(?:[•◦▪‣·*+–—-]|\(?(?:\d{1,2}|[a-z])[.)])\s+")
_FINAL = re.compile(r"[.!…:;,][\"'”’)\]]*$")
_BYLINE = re.compile(r"by\s", re.IGNORECASE)
LONGEST_HEADING = 200
"""Characters."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text[start:end]`, without white space around it."""

    start: int
    end: int
    text: str
    heading: str = ""
    """The words of a heading, without its marks; "" for any other paragraph."""

    @property
    def is_bullet(self) -> bool:
        return BULLET.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    block: int
    """Counts the blank lines before it, so that neighbours in one block share it."""


def paragraphs(text: str) -> list[Paragraph]:
    """Together they hold every character that is not white space, in order."""
    lines = list(_lines(text))
    return _with_headings(list(_unwrapped(text, lines, _wrap_width(lines))) if lines else [])


def _lines(text: str) -> Iterator[_Line]:
    block = 0
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            yield _Line(start, start + len(stripped), stripped, block)
        else:
            block += 1


def _wrap_width(lines: Sequence[_Line]) -> int:
    """The width at which the text was broken into lines, 0 where each line is a paragraph: in broken text,
    the next line's first word would almost never have fitted."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < 4 or lengths[-1 - len(lengths) // 50] > WRAPPED:
        return 0
    width = lengths[len(lengths) * 9 // 10]
    pairs = [(a, b) for a, b in pairwise(lines) if a.block == b.block]
    full = sum(overflows(a.text, b.text, width) for a, b in pairs)
    return width if len(pairs) >= 3 and width >= 45 and full >= 0.7 * len(pairs) else 0


def _unwrapped(text: str, lines: Sequence[_Line], width: int) -> Iterator[Paragraph]:
    first = last = lines[0]
    for line in lines[1:]:
        full = width and overflows(last.text, line.text, width)
        if (
            line.block != last.block
            or not (full or leaves_open(last.text, line.text))
            or BULLET.match(line.text)
            or is_row(line.text)
            or is_row(last.text)
            or line.text.startswith("#")
            or last.text.startswith("#")
        ):
            yield Paragraph(first.start, last.end, text[first.start : last.end])
            first = line
        last = line
    yield Paragraph(first.start, last.end, text[first.start : last.end])


def _with_headings(found: Sequence[Paragraph]) -> list[Paragraph]:
    result = list(found)
    fenced = False
    run: list[int] = []
    for i, paragraph in enumerate(found):
        if _FENCE.match(paragraph.text):
            fenced = not fenced
        if fenced:
            run = []
        elif heading := _marked_heading(found, i):
            result[i] = replace(paragraph, heading=heading)
        elif is_heading_like(paragraph.text):
            run.append(i)
            continue
        for heading_at in _headings_of(run):
            result[heading_at] = replace(found[heading_at], heading=found[heading_at].text)
        run = []
    return result


def _headings_of(run: Sequence[int]) -> Sequence[int]:
    """Which of the short lines that stand in a row above a longer one are headings. At the top they are
    title, subtitle and the like; many of them are a list or an address."""
    if run[:1] == [0]:
        return run if len(run) <= 3 else run[:1]
    return run if len(run) <= 2 else ()


def _marked_heading(found: Sequence[Paragraph], i: int) -> str:
    text = found[i].text
    if len(text) > LONGEST_HEADING:
        return ""
    marked = _MARKED.fullmatch(text)
    if marked:
        return marked["title"] or marked["told"]
    underlined = i + 1 < len(found) and _UNDERLINE.fullmatch(found[i + 1].text)
    return text if underlined and text[0] not in "-=|" else ""


def is_heading_like(text: str) -> bool:
    """Short, begins like a title, does not end like a sentence."""
    return (
        len(text) <= 100
        and "\n" not in text
        and len(text.split()) <= 14
        and not (text[0].islower() or text[0] in "|<>[{(/\\=_~&@")
        and any(c.isalpha() for c in text)
        and not _FINAL.search(text)
        and not BULLET.match(text)
        and not _BYLINE.match(text)
        and "://" not in text
        and not is_row(text)
        and day_in(text) is None
    )
