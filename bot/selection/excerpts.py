"""What is shown around a sentence that answers, so that it can be read by itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.grounding.denial import takes_back
from bot.selection.heads import (
    HEADING_MARKS,
    ITEM,
    asks,
    is_heading,
    is_item,
    is_question,
    is_sentence,
    is_step,
)
from bot.selection.lines import Candidate
from bot.selection.referents import REACH, names_somebody, refers_back
from bot.selection.wanted import people
from retrieval.columns import Row, cells
from retrieval.corpus import Line, Passage
from retrieval.sentences import readable

_ANNOUNCES = re.compile(r"\b(?:below|as follows|the following|these (?:are|include))\b", re.IGNORECASE)
MOST_ITEMS = 8
LONGEST_LIST = 700
"""Characters."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A range of a passage: whole sentences, or a list with the line that introduces it."""

    label: str
    """Of the passage, as the draft names it."""
    passage: Passage
    start: int
    end: int
    sentences: int
    told: str = ""
    """The text, where it is not the quote: a row of a table, or a cell of it, with what it is about."""
    columns: str = ""
    """The row that names its columns."""

    @property
    def quote(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def quotes(self) -> tuple[str, ...]:
        """All that the text is taken from."""
        return (self.quote, self.columns) if self.columns else (self.quote,)

    @property
    def text(self) -> str:
        """The quote on one line, without its source's footnote marks; a list's items are set apart, and a
        row's cells stand with the names of their columns."""
        if self.told:
            return readable(" ".join(self.told.split()))
        opening, *items = ITEM.split(HEADING_MARKS.sub("", self.quote))
        listed = "; ".join(item.strip().rstrip(";,") for item in items)
        opening += ":" if items and opening.strip() and not opening.rstrip().endswith((":", ".", "?")) else ""
        return readable(" ".join(f"{opening} {listed}".split()).replace(".; ", ". "))

    def overlaps(self, other: "Excerpt") -> bool:
        return self.passage.id == other.passage.id and self.start < other.end and other.start < self.end

    def joined(self, other: "Excerpt") -> "Excerpt":
        """Both, where they overlap."""
        start, end = min(self.start, other.start), max(self.end, other.end)
        told = " ".join(dict.fromkeys((self.told, other.told))).strip()
        return replace(self, start=start, end=end, sentences=max(self.sentences, other.sentences), told=told)


def excerpt(candidate: Candidate, lines: Sequence[Line]) -> Excerpt:
    """The sentence with what it needs, of the lines of its passage: the question it answers, the sentence
    before where it refers back, and the whole list where it is a part of one."""
    passage, first = candidate.passage, candidate.position
    if candidate.row:
        return _of_a_table(candidate, candidate.row)
    listed = _listed(passage, lines, first)
    if listed:
        return _of(candidate, lines, listed[0], listed[-1], 1)
    if (asked := _asked(candidate, lines)) is not None:
        last = _reply_ends(passage, lines, first)
        return _of(candidate, lines, asked, last, last - asked)
    if asks(candidate.text) and first + 1 < len(lines):
        return _of(candidate, lines, first, first + 1, 2)
    opening = _opening(passage, lines, first) if refers_back(candidate.text) else first
    last = _taken_back(passage, lines, first)
    return _of(candidate, lines, opening, last, last - opening + 1)


def _of(candidate: Candidate, lines: Sequence[Line], first: int, last: int, sentences: int) -> Excerpt:
    return Excerpt(candidate.label, candidate.passage, lines[first].start, lines[last].end, sentences)


def _of_a_table(candidate: Candidate, row: Row) -> Excerpt:
    """The row with the names of its columns, or a sentence of it with what the row is about."""
    whole = row.text == candidate.text
    said = cells(row.text)[1] if candidate.text == row.label else candidate.text
    told = row.reading if whole else f"{row.label}: {said}"
    columns = row.names if whole and row.names in candidate.passage.text else ""
    return Excerpt(candidate.label, candidate.passage, row.start, row.end, 1, told, columns)


def _asked(candidate: Candidate, lines: Sequence[Line]) -> int | None:
    """The line of the question that the sentence begins to answer: first, or after a "Not yet."."""
    head, place = candidate.head, candidate.position
    if head is None or not head.asks or head.position < 0:
        return None
    before = [_text(candidate.passage, line) for line in lines[head.position + 1 : place]]
    return None if any(map(is_sentence, before)) or len(before) > 1 else head.position


def _reply_ends(passage: Passage, lines: Sequence[Line], first: int) -> int:
    """With the next sentence where this is no more than "Not yet." or "Some."."""
    short = not is_sentence(_text(passage, lines[first]))
    follows = first + 1 < len(lines) and not is_question(_text(passage, lines[first + 1]))
    return first + 1 if short and follows else first


def _opening(passage: Passage, lines: Sequence[Line], at: int) -> int:
    """The line from which on a line that refers back can be understood: the one before; for a "he" or "she",
    the nearest that names somebody."""
    reach = range(at - 1, max(-1, at - 1 - REACH), -1)
    if names_somebody(_text(passage, lines[at])):
        named = [n for n in reach if people(_text(passage, lines[n]))]
        return named[0] if named else at
    before = at - 1
    return before if at and is_sentence(_text(passage, lines[before])) else at


def _taken_back(passage: Passage, lines: Sequence[Line], first: int) -> int:
    """The last of the lines that say a sentence is wrong, and what is right."""
    following = [_text(passage, line) for line in lines[first + 1 : first + 3]]
    if not following or not takes_back(following[0]):
        return first
    return first + (2 if len(following) > 1 and refers_back(following[1]) else 1)


def _listed(passage: Passage, lines: Sequence[Line], at: int) -> list[int]:
    """The places of the list that a line introduces or is an item of, with the line that introduces it; none
    where there is no such list. A sentence needs no heading, unless it is a numbered step."""
    opening = at
    while opening and is_item(passage, lines, opening):
        opening -= 1
    whole = is_step(passage, lines, at) or not is_sentence(_text(passage, lines[at]))
    line = _text(passage, lines[opening])
    heads = (
        whole and is_heading(passage, lines, opening) and ": " not in line
    )  # "Apologies: Ann Hale" heads nothing
    if not (_introduces(line) or heads) or not any(map(str.isalpha, line)):
        return []
    places = [opening, *_items(passage, lines, opening)]
    return places if len(places) > 1 and at in places else []


def _introduces(line: str) -> bool:
    """ "You must bring:", "Below are the ways to apply." """
    return line.endswith(":") or _ANNOUNCES.search(line) is not None


def _items(passage: Passage, lines: Sequence[Line], opening: int) -> Iterator[int]:
    for place in range(opening + 1, min(len(lines), opening + 1 + MOST_ITEMS)):
        fits = lines[place].end - lines[opening].start <= LONGEST_LIST
        if not (fits and is_item(passage, lines, place)):
            return
        yield place


def _text(passage: Passage, line: Line) -> str:
    return passage.text[line.start : line.end]
