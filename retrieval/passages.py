"""Splitting a document into passages: `document.text[passage.start:passage.end] == passage.text`."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.cleaning import furniture
from retrieval.columns import row_of, rows
from retrieval.corpus import Document, Kind, Passage
from retrieval.language import languages
from retrieval.paragraphs import Paragraph, paragraphs
from retrieval.sentences import sentences

VERSION = "7"
"""Raised with every change of the way documents are split: unchanged files are then split again."""
FULL = 180
"""Words up to which short paragraphs are put together: the embedding model reads 256 tokens."""
ALONE = 40
"""Words from which on a paragraph is a passage of its own."""
CRUMB = 12
"""Words up to which a paragraph goes with the next even if that one could stand alone."""
LONGEST = 240
"""Words of a paragraph that is left whole."""
LONGEST_CHARS = 1600
WINDOW = 8000
"""Characters looked at together when a long paragraph is split."""


_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_Unit = tuple[int, int, float]
"""Start, end and words of a sentence in its window."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a document between two characters, all of one kind and language."""

    start: int
    end: int
    words: float
    kind: Kind
    language: str
    heading: str
    """The nearest heading above, or the piece's own."""
    is_heading: bool
    opens: bool
    """It ends with a colon: what follows belongs to it."""
    is_bullet: bool
    columns: str
    """The row that names the columns, of one further down in a table."""


def split(document: Document) -> list[Passage]:
    """In order, without overlap; together they hold every character that is not white space."""
    passages = []
    for number, parts in enumerate(_packed(list(_parts(document)))):
        first, last = parts[0], parts[-1]
        passages.append(
            Passage(
                id=f"{document.id}.{document.digest[:8]}.{number}",
                document_id=document.id,
                collection=document.collection,
                document=document.path,
                title=document.title,
                date=document.date,
                heading=last.heading if last.heading != document.title else "",
                start=first.start,
                end=last.end,
                text=document.text[first.start : last.end],
                language=first.language,
                kind=first.kind,
                columns=first.columns,
            )
        )
    return passages


def _parts(document: Document) -> Iterator[_Part]:
    found = paragraphs(document.text)
    aside = furniture(found)
    _, spoken = languages([paragraph.text for paragraph in found])
    heading = ""
    within = row_of([(p.start, p.end) for p in found], rows(document.text))
    for i, (paragraph, language) in enumerate(zip(found, spoken, strict=True)):
        kind = Kind.FURNITURE if i in aside else Kind.BODY
        if paragraph.heading and kind is Kind.BODY and not _is_subtitle(found, i):
            heading = paragraph.heading
        for start, end in _pieces(paragraph, language):
            text = document.text[start:end]
            opens = text.endswith(":")
            row = within.get(i)
            names = row.names if row and not row.is_names else ""
            count = _words(text) + (_words(names) if names else 0)  # they are read with every row
            is_heading = bool(paragraph.heading)
            bullet = paragraph.is_bullet
            yield _Part(start, end, count, kind, language, heading, is_heading, opens, bullet, names)


def _is_subtitle(found: Sequence[Paragraph], i: int) -> bool:
    return i == 1 and bool(found[0].heading) and not found[1].text.startswith("#")


def _packed(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """The parts of each passage; a crumb at the end of a section goes with what stands before it there."""
    before: list[_Part] = []
    pack: list[_Part] = []
    for part in parts:
        if pack and not (_belongs(pack[0], pack[-1], _sum(pack), part) or _is_listed(pack, part)):
            if before and _is_rest(before, pack):
                pack = [*before, *pack]
            elif before:
                yield before
            before, pack = pack, []
        pack.append(part)
    if before and pack and _is_rest(before, pack):
        before, pack = [*before, *pack], []
    yield from filter(None, (before, pack))


def _is_listed(pack: Sequence[_Part], part: _Part) -> bool:
    """Whether it is an item of a list that was opened here: "You cannot apply if:"."""
    first, last = pack[0], pack[-1]
    return (
        part.is_bullet
        and (last.opens or (last.is_bullet and any(p.opens for p in pack)))
        and (first.kind, first.language) == (part.kind, part.language)
        and _sum(pack) + part.words <= LONGEST
        and part.end - first.start <= LONGEST_CHARS
    )


def _is_rest(before: Sequence[_Part], pack: Sequence[_Part]) -> bool:
    """Whether some words are left over of the section that the passage before them is of."""
    first, last = before[0], pack[-1]
    return (
        _sum(pack) <= CRUMB
        and not any(part.is_heading or part.opens for part in pack)
        and (first.kind, first.language) == (last.kind, last.language)
        and before[-1].heading == last.heading
        and last.end - first.start <= LONGEST_CHARS
        and _sum(before) + _sum(pack) <= LONGEST
    )


def _sum(pack: Sequence[_Part]) -> float:
    return sum(part.words for part in pack)


def _belongs(first: _Part, last: _Part, words: float, part: _Part) -> bool:
    """Whether a part goes into the passage that has so many words from `first` to `last`."""
    if (first.kind, first.language) != (part.kind, part.language):
        return False
    if part.end - first.start > LONGEST_CHARS:
        return False
    crumb = words <= CRUMB or last.is_heading
    if part.is_heading:
        return crumb and (last.is_heading or not first.heading)
    if crumb and words <= 3 * CRUMB and part.words <= LONGEST:
        return True
    if part.kind is Kind.FURNITURE:
        return words + part.words <= FULL
    alone = part.words >= ALONE or (last.words >= ALONE and not last.opens)
    return words + part.words <= FULL and not alone


def _pieces(paragraph: Paragraph, language: str) -> Iterator[tuple[int, int]]:
    """The paragraph, or where it is too long, its sentences in groups of about one size."""
    if _fits(paragraph.text):
        yield paragraph.start, paragraph.end
        return
    for start, units in _windows(paragraph.text, language):
        target = sum(words for _, _, words in units)
        target /= max(1, math.ceil(target / FULL))
        for first, last in _grouped(units, target):
            text = paragraph.text[start + first : start + last]
            if stripped := text.strip():
                begin = paragraph.start + start + first + len(text) - len(text.lstrip())
                yield begin, begin + len(stripped)


def _grouped(units: Sequence[_Unit], target: float) -> Iterator[tuple[int, int]]:
    """Where groups of about `target` words begin and end."""
    first, words, groups = 0, 0.0, 1
    for i, (start, end, more) in enumerate(units):
        full = words + more / 2 > target * groups or end - units[first][0] > LONGEST_CHARS
        if i > first and full:
            yield units[first][0], start
            first, groups = i, groups + 1
        words += more
    if units:
        yield units[first][0], units[-1][1]


def _windows(text: str, language: str) -> Iterator[tuple[int, list[_Unit]]]:
    """The sentences of a text of any length, in windows, so that the time it takes grows as the text."""
    position = 0
    while position < len(text):
        window = text[position : position + WINDOW]
        starts = [0, *(start for start, _ in sentences.__wrapped__(window, language)[1:])]
        if position + WINDOW < len(text):  # the last sentence may go on beyond the window
            cut = starts.pop() if len(starts) > 1 else window.rfind(" ") + 1
            window = window[:cut] or window
        ends = [*starts[1:], len(window)]
        units = [unit for a, b in zip(starts, ends, strict=True) for unit in _units(window, a, b)]
        yield position, units
        position += len(window)


def _units(window: str, start: int, end: int) -> Iterator[_Unit]:
    """A sentence; one too long to be a passage, and a blob without spaces, in pieces."""
    text = window[start:end]
    if _fits(text.strip()):
        yield start, end, _words(text)
        return
    size = min(LONGEST_CHARS * 3 // 4, int(len(text) / _words(text) * FULL))
    if " " not in text:
        for first in range(start, end, size):
            yield first, min(first + size, end), _words(window[first : min(first + size, end)])
        return
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=size, chunk_overlap=0, separators=[" ", ""], add_start_index=True
    )
    for piece in splitter.create_documents([text]):
        first = start + int(piece.metadata["start_index"])
        yield first, first + len(piece.page_content), _words(piece.page_content)


def _fits(text: str) -> bool:
    return len(text) <= LONGEST_CHARS and _words(text) <= LONGEST


def _words(text: str) -> float:
    """How many words the embedding model would see: writing without spaces counts by characters."""
    words = float(len(text.split()))
    if not text.isascii():
        words += 0.6 * len(_UNSPACED.findall(text))
    return max(words, len(text) / 9)
