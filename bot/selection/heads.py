"""What a sentence stands under: a heading, or a question that it answers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.columns import Row, cells
from retrieval.corpus import Line, Passage
from retrieval.paragraphs import BULLET
from retrieval.sentences import is_row

LONGEST = 12
"""Words of a heading."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
HEADING_MARKS = re.compile(r"^#{1,6}\s+|^(?:\*\*|__)(?=[^*_|]+(?:\*\*|__):?$)|(?<=[^\s*_])(?:\*\*|__)(?=:?$)")
_MARKED = re.compile(r"#{1,6}\s+\S.*|(\*\*|__)[^*_|]+\1:?")
ITEM = re.compile(rf"\s*[\r\n]+\s*(?:{BULLET.pattern})")
_REPORTED = re.compile(
    r"\basked(?: (?!for\b)[\w’'-]+){0,4}? (?:whether|if|why|how|when|what|who|where|about)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Head:
    """A heading or question, for the lines that follow it."""

    text: str
    position: int
    """Among the passage's lines; -1 where it stands in an earlier passage."""
    asks: bool
    """The lines that follow are its answer."""


def is_sentence(text: str) -> bool:
    """Rather than a heading, a label or a fragment."""
    return _SENTENCE_END.search(text) is not None and len(text.split()) >= 4


def is_question(text: str) -> bool:
    return text.rstrip("\"'”’)").endswith("?")


def asks(text: str) -> bool:
    """Whether it asks, or tells that somebody did: the answer is the next sentence."""
    return is_question(text) or _REPORTED.search(text) is not None


def is_item(passage: Passage, lines: Sequence[Line], place: int) -> bool:
    """Whether a bullet or a number stands before the line."""
    gap = passage.text[lines[place - 1].end : lines[place].start] if place else ""
    return "\n" in gap and ITEM.fullmatch(gap) is not None


def is_step(passage: Passage, lines: Sequence[Line], place: int) -> bool:
    """Whether a number stands before the line: it is one of several to be done in turn."""
    gap = passage.text[lines[place - 1].end : lines[place].start] if place else ""
    return is_item(passage, lines, place) and any(c.isdigit() for c in gap)


def heads(passage: Passage, lines: Sequence[Line], within: Mapping[int, Row]) -> Iterator[Head | None]:
    """The head of each line, None where it has none; a heading is its own. The document's title is none. A
    row of a table stands under the names of its columns as well; `within` are the rows by line."""
    above = Head(passage.heading, -1, is_question(passage.heading)) if passage.heading else None
    for place, line in enumerate(lines):
        text = passage.text[line.start : line.end]
        if row := within.get(place):
            told = " ".join(cells(row.names)) if row.text == text else row.label
            position = place if row.is_names else -1
            yield Head(f"{above.text}\n{told}".strip() if above else told, position, asks=False)
        elif is_question(text) or is_heading(passage, lines, place):
            head = Head(HEADING_MARKS.sub("", text), place, is_question(text))
            above = head if head.text != passage.title else None
            yield head
        elif place and _REPORTED.search(
            before := passage.text[lines[place - 1].start : lines[place - 1].end]
        ):
            yield Head(before, place - 1, asks=True)
        else:
            yield above


def is_heading(passage: Passage, lines: Sequence[Line], place: int) -> bool:
    """Short, no sentence, and with something of another kind below it."""
    text = passage.text[lines[place].start : lines[place].end]
    if _MARKED.fullmatch(text) and place + 1 < len(lines) and not is_item(passage, lines, place):
        return "\n" in passage.text[lines[place].end : lines[place + 1].start]
    if is_sentence(text) or text.endswith((":", ".")) or len(text.split()) > LONGEST or is_row(text):
        return False
    if place + 1 == len(lines) or "\n" not in passage.text[lines[place].end : lines[place + 1].start]:
        return False
    following = passage.text[lines[place + 1].start : lines[place + 1].end]
    listed = is_item(passage, lines, place + 1)
    return listed != is_item(passage, lines, place) if listed else is_sentence(following)
