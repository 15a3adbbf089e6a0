"""Small stand-ins and short cuts for tests of the corpus."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from retrieval.corpus import Document, Kind, Passage
from retrieval.embeddings import Encoded, Vector
from retrieval.ingest import Ingested, ingest
from retrieval.late import Reading
from retrieval.passages import split
from retrieval.rows import Indexed
from retrieval.store import Store

SEEDS = Path(__file__).parents[2] / "seeds"
DIMENSIONS = 16


class HashModel:
    """A model whose vectors depend on the text and on nothing else."""

    identity = "hash"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self.encoded = 0

    def encode(
        self, texts: Sequence[Reading], report: Callable[[int], None] = lambda _: None
    ) -> list[Encoded]:
        self.encoded += len(texts)
        report(len(texts))
        return [Encoded(vector(text.text), text.text.encode()[:8]) for text in texts]


def vector(text: str) -> Vector:
    seed = int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8])
    drawn = np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn), dtype=np.float32)


def document(
    text: str, path: str = "a.txt", *, collection: str = "default", title: str = "", language: str = "en"
) -> Document:
    return Document(
        id=hashlib.sha256(f"{collection} {path}".encode()).hexdigest()[:16],
        collection=collection,
        path=path,
        title=title,
        text=text,
        digest=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        language=language,
    )


def passage(
    text: str,
    name: str = "p",
    *,
    title: str = "",
    collection: str = "default",
    language: str = "en",
) -> Passage:
    return Passage(
        id=name,
        document_id="d",
        collection=collection,
        document="d.txt",
        title=title,
        date=None,
        heading="",
        start=0,
        end=len(text),
        text=text,
        language=language,
        kind=Kind.BODY,
    )


def indexed(passage: Passage) -> Indexed:
    return Indexed(passage, vector(passage.text), b"states")


def put(store: Store, text: str, path: str = "a.txt", *, collection: str = "default") -> Document:
    """Store a document as an ingest would."""
    stored = document(text, path, collection=collection)
    store.replace(stored, [indexed(passage) for passage in split(stored)])
    return stored


def opened(
    data_dir: Path,
    *,
    database_url: str | None = None,
    chroma_url: str | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> Store:
    return Store.open(
        data_dir,
        embedding="hash",
        dimensions=DIMENSIONS,
        database_url=database_url,
        chroma_url=chroma_url,
        report=report,
    )


def take(store: Store, *paths: Path, prune: bool = False, collection: str = "default") -> Ingested:
    return ingest(store, HashModel(), paths, prune=prune, collection=collection)


def texts(store: Store, word: str, collection: str = "default") -> list[str]:
    """The texts of the passages that hold a word."""
    ids = [found for found, _ in store.keywords.search(collection, [word], 20)]
    return sorted(item.passage.text for item in store.passages(ids))
