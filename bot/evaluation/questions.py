"""The questions that the bot is measured with: read from JSON lines."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

UNANSWERABLE = "unanswerable"
FALSE_PREMISE = "false_premise"
CONTRADICTION = "contradiction"


class QuestionsError(Exception):
    """A file of questions that cannot be used; says where and why."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that hold the answer, and the document they stand in."""

    file: str
    quote: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what kind it is, where its answer stands, and what must never be said."""

    id: str
    question: str
    type: str
    answer: str = ""
    quotes: tuple[Quote, ...] = ()
    must_not_say: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        return self.type != UNANSWERABLE


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters in a document."""

    file: str
    start: int
    end: int


_READER = TypeAdapter(Asked)


def load(path: Path) -> tuple[Asked, ...]:
    """Raises QuestionsError, which names the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{path} cannot be read: {error}") from None
    asked = tuple(_read(line, f"{path}, line {n}") for n, line in enumerate(lines, 1) if line.strip())
    if not asked:
        raise QuestionsError(f"{path} holds no questions.")
    return asked


def _read(line: str, where: str) -> Asked:
    try:
        return _READER.validate_python(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "the line"
        raise QuestionsError(f"{where}: {name}: {first['msg'].lower()}") from None
    except ValueError as error:
        raise QuestionsError(f"{where} is not JSON: {error}") from None


def spans(asked: Asked, text: Callable[[str], str | None]) -> tuple[Sequence[Span], ...]:
    """For each quote of a question, every range where it stands. Raises QuestionsError where it does not."""
    return tuple(_stands(asked, quote, text(quote.file)) for quote in asked.quotes)


def _stands(asked: Asked, quote: Quote, text: str | None) -> Sequence[Span]:
    if text is None:
        raise QuestionsError(
            f"{asked.id} expects {quote.file}, which is not ingested: `briefing ingest` it first."
        )
    found, at = [], text.find(quote.quote)
    while at >= 0:
        found.append(Span(quote.file, at, at + len(quote.quote)))
        at = text.find(quote.quote, at + 1)
    if not found:
        raise QuestionsError(f"{asked.id}: its quote does not stand in {quote.file}: {quote.quote[:60]!r}")
    return found
