"""What the documents look like from one place: which there are, and a quote in its surroundings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain import Citation
from retrieval.corpus import Document
from retrieval.rows import DocumentSummary

AROUND = 600
"""Characters shown before and after a quote, more or less."""
NEWEST = 5


class Library(Protocol):
    """The documents as ingested."""

    def collections(self) -> Sequence[str]: ...
    def documents(self, collection: str) -> Sequence[DocumentSummary]: ...
    def document(self, collection: str, path: str) -> Document | None: ...


@dataclass(frozen=True, slots=True)
class Shelf:
    """One collection."""

    collection: str
    documents: tuple[DocumentSummary, ...]
    """Those that are answered from, by title."""
    newest: tuple[DocumentSummary, ...]
    """The few with the latest dates, latest first; what has no date is left out."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A quote where it stands: `before + quote + after` is a piece of the document."""

    before: str
    quote: str
    after: str
    citation: Citation
    changed: bool = False
    """The document has changed since: the quote no longer stands where it was cited, and is shown alone."""
    starts: bool = False
    """`before` begins where the document does."""
    ends: bool = False
    """`after` ends where the document does."""


def shelf(library: Library, collection: str) -> Shelf:
    standing = [each for each in library.documents(collection) if not each.withdrawn]
    documents = sorted(standing, key=lambda each: (each.title.casefold(), each.path))
    dated = sorted((d for d in documents if d.date), key=lambda each: str(each.date), reverse=True)
    return Shelf(collection, tuple(documents), tuple(dated[:NEWEST]))


def surroundings(library: Library, citation: Citation, around: int = AROUND) -> Surroundings | None:
    """None where the document is gone."""
    document = library.document(citation.collection, citation.document)
    if document is None:
        return None
    text, start, end = document.text, citation.start, citation.end
    if text[start:end] != citation.quote:
        found = text.find(citation.quote)
        if found < 0:
            return Surroundings("", citation.quote, "", citation, changed=True)
        start, end = found, found + len(citation.quote)
    low, high = _word(text, max(0, start - around), 1), _word(text, min(len(text), end + around), -1)
    low, high = min(low, start), max(high, end)
    return Surroundings(
        text[low:start], text[start:end], text[end:high], citation, starts=low == 0, ends=high == len(text)
    )


def _word(text: str, place: int, direction: int) -> int:
    """The nearest place at the border of a word, a few characters on."""
    if place in {0, len(text)}:
        return place
    steps = range(place, max(0, min(len(text), place + 40 * direction)), direction)
    return next((at for at in steps if text[at - 1].isspace() or text[at].isspace()), place)
