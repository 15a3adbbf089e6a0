"""What is shown around a sentence that answers, so that it can be read by itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.selection.lines import REACH, Candidate, is_sentence, names_somebody, refers_back
from bot.selection.wanted import people
from retrieval.corpus import Line, Passage
from retrieval.paragraphs import BULLET
from retrieval.sentences import without_footnotes

MOST_ITEMS = 8
LONGEST_LIST = 700
"""Characters."""
_ITEM = re.compile(rf"\s*[\r\n]+\s*(?:{BULLET.pattern})")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A range of a passage: whole sentences, or a list with the line that introduces it."""

    label: str
    """Of the passage, as the draft names it."""
    passage: Passage
    start: int
    end: int
    sentences: int

    @property
    def quote(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def text(self) -> str:
        """The quote on one line, without its source's footnote marks; a list's items are set apart."""
        opening, *items = _ITEM.split(self.quote)
        listed = "; ".join(item.strip().rstrip(";,") for item in items)
        return without_footnotes(" ".join(f"{opening} {listed}".split()))

    def overlaps(self, other: "Excerpt") -> bool:
        return self.passage.id == other.passage.id and self.start < other.end and other.start < self.end

    def joined(self, other: "Excerpt") -> "Excerpt":
        """Both, where they overlap."""
        start, end = min(self.start, other.start), max(self.end, other.end)
        return replace(self, start=start, end=end, sentences=max(self.sentences, other.sentences))


def excerpt(candidate: Candidate, lines: Sequence[Line]) -> Excerpt:
    """The sentence with what it needs, of the lines of its passage: the sentence before where it refers back,
    and the whole list where it is a part of one."""
    passage, first = candidate.passage, candidate.position
    listed = _listed(passage, lines, first)
    if listed:
        return Excerpt(candidate.label, passage, lines[listed[0]].start, lines[listed[-1]].end, 1)
    opening = _opening(passage, lines, first) if refers_back(candidate.text) else first
    return Excerpt(candidate.label, passage, lines[opening].start, lines[first].end, first - opening + 1)


def _opening(passage: Passage, lines: Sequence[Line], at: int) -> int:
    """The line from which on a line that refers back can be understood: the one before; for a "he" or "she",
    the nearest that names somebody."""
    reach = range(at - 1, max(-1, at - 1 - REACH), -1)
    if names_somebody(_text(passage, lines[at])):
        named = [n for n in reach if people(_text(passage, lines[n]))]
        return named[0] if named else at
    before = at - 1
    return before if at and is_sentence(_text(passage, lines[before])) else at


def _listed(passage: Passage, lines: Sequence[Line], at: int) -> list[int]:
    """The places of the list that a line introduces or is an item of, with the line that introduces it; none
    where there is no such list."""
    opening = at
    while opening and _is_item(passage, lines, opening):
        opening -= 1
    if not _text(passage, lines[opening]).endswith(":"):
        return []
    places = [opening, *_items(passage, lines, opening)]
    return places if len(places) > 1 and at in places else []


def _items(passage: Passage, lines: Sequence[Line], opening: int) -> Iterator[int]:
    for place in range(opening + 1, min(len(lines), opening + 1 + MOST_ITEMS)):
        fits = lines[place].end - lines[opening].start <= LONGEST_LIST
        if not (fits and _is_item(passage, lines, place)):
            return
        yield place


def _is_item(passage: Passage, lines: Sequence[Line], place: int) -> bool:
    """Whether a bullet or a number stands before the line."""
    gap = passage.text[lines[place - 1].end : lines[place].start] if place else ""
    return "\n" in gap and _ITEM.fullmatch(gap) is not None


def _text(passage: Passage, line: Line) -> str:
    return passage.text[line.start : line.end]
