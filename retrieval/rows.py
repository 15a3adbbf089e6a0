"""What the truth takes and gives: values made from rows, and rows made from values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Row

from retrieval.corpus import Document, Kind, Passage

_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Indexed:
    """A passage with what the embedding model made of it."""

    passage: Passage
    vector: npt.NDArray[np.float32]
    states: bytes


@dataclass(frozen=True, slots=True)
class Sourced:
    """A document with its passages and the folder it was found in ("" for a file given by name)."""

    document: Document
    passages: Sequence[Indexed]
    root: str = ""


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text."""

    id: str
    collection: str
    path: str
    title: str
    date: str | None
    language: str
    passages: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What an ingest compares a file with."""

    id: str
    digest: str
    root: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction changed in one collection."""

    collection: str
    generation: int
    retired: tuple[str, ...]


def document_rows(items: Sequence[Sourced], generation: int) -> list[dict[str, object]]:
    names = ("id", "collection", "path", "title", "digest", "language", "publisher", "author", "date", "text")
    return [
        {name: getattr(item.document, name) for name in names}
        | {"root": item.root, "generation": generation, "passages": len(item.passages)}
        for item in items
    ]


def withdrawn_rows(items: Sequence[Sourced]) -> list[dict[str, object]]:
    return [
        {"document_id": item.document.id, "superseded_by": item.document.superseded_by}
        for item in items
        if item.document.withdrawn
    ]


def passage_rows(items: Sequence[Sourced]) -> list[dict[str, object]]:
    return [
        {
            "id": item.passage.id,
            "document_id": source.document.id,
            "digest": source.document.digest,
            "start": item.passage.start,
            "end": item.passage.end,
            "heading": item.passage.heading,
            "language": item.passage.language,
            "kind": item.passage.kind.value,
            "columns": item.passage.columns,
            "text": item.passage.text,
            "vector": np.asarray(item.vector, dtype="<f4").tobytes(),
            "states": item.states,
        }
        for source in items
        for item in source.passages
    ]


def document_of(row: Row[Any]) -> Document:
    return Document(
        id=row.id,
        collection=row.collection,
        path=row.path,
        title=row.title,
        text=row.text,
        digest=row.digest,
        language=row.language,
        publisher=row.publisher,
        author=row.author,
        date=row.date,
        withdrawn=row.withdrawn is not None,
        superseded_by=row.superseded_by,
    )


def indexed_of(row: Row[Any]) -> Indexed:
    """Of a passage's columns and its document's collection, path, title and date. By position: sixty are made
    for each question."""
    values: tuple[Any, ...] = tuple(row)
    passage_id, document_id, _, start, end, heading, language, kind, columns, text = values[:10]
    vector, states, collection, path, title, date = values[10:]
    passage = Passage(
        passage_id,
        document_id,
        collection,
        path,
        title,
        date,
        heading,
        start,
        end,
        text,
        language,
        _KINDS[kind],
        columns,
    )
    return Indexed(passage, np.frombuffer(vector, dtype="<f4"), states)
