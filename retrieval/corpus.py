"""What the corpus is made of: documents, passages, and passages as found."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What part a passage plays in its document."""

    BODY = "body"
    FURNITURE = "furniture"
    """Teasers, link lists, "Read more about…": kept and searchable, of low authority."""


@dataclass(frozen=True, slots=True)
class Document:
    """One source as ingested; its text is the original, unchanged."""

    id: str
    """Stable for a collection and a path, so the same path again replaces it."""
    collection: str
    path: str
    """Relative to the folder that was ingested: the name that people and programs use."""
    title: str
    text: str
    """Every character range in the project counts in this string (Unicode code points)."""
    digest: str
    """SHA-256 of the file's bytes and of what its manifest says, in hexadecimal."""
    language: str
    """ISO 639-1, "und" where it cannot be told."""
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    """As ISO 8601 where the text or manifest gives a whole date, else None."""
    withdrawn: bool = False
    """It is kept, so that what cited it can be opened, and has no passages: it is never found."""
    superseded_by: str | None = None
    """The path of the document that took its place."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is retrieved: `document.text[start:end] == text`."""

    id: str
    document_id: str
    collection: str
    document: str
    """The document's path."""
    title: str
    """The document's title."""
    date: str | None
    heading: str
    """The nearest heading above, or ""."""
    start: int
    end: int
    text: str
    language: str
    kind: Kind
    columns: str = ""
    """The row that names the columns, where the passage begins in the middle of a table."""

    @property
    def source(self) -> tuple[str, str]:
        """Which document it is of, by collection and path: two collections may each have an `a.txt`."""
        return self.collection, self.document


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a found passage, and how well it matches the question; each figure up to 1."""

    start: int
    """`passage.text[start:end]` is the sentence."""
    end: int
    closeness: float
    """Late interaction: each word of the question beside the nearest word here."""
    meaning: float
    """Cosine of the question and the sentence."""
    coverage: float
    """The share of the question's words, by weight, that stand here."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as a search returned it, best first."""

    passage: Passage
    score: float
    """Between 0 and 1; comparable between questions on one store."""
    lines: tuple[Line, ...] = ()
    """Its sentences, in reading order."""
    known: frozenset[str] = frozenset()
    """Stems of the question's names that stand in its document, be it elsewhere."""
