"""The vector index: Chroma, one Chroma collection for each Collection, rebuilt from the truth at need."""

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from retrieval.errors import StoreUnreachableError
from retrieval.rows import Indexed

if TYPE_CHECKING:  # Chroma takes a second to import, and values of this package are wanted without it
    from chromadb import Collection
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.config import Settings

T = TypeVar("T")
Vector = npt.NDArray[np.float32]
BATCH = 100
"""Vectors in one write: embedded Chroma keeps queries waiting while it writes (231 ms with 100)."""
HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    "ef_construction": 100,
    "ef_search": 100,
    "batch_size": 100,
    # Vectors written since the last sync are put into the graph again at the next start: 500 take a second
    # at 100,000, where Chroma's own 1,000 take two.
    "sync_threshold": 500,
}


class Vectors:
    """Vectors by passage id. Texts are not stored here: Chroma takes twice as long with them, and the truth
    has them."""

    name = "vector index"

    def __init__(self, client: "Client", store: str) -> None:
        """`store` is the identity of the truth: several may share one Chroma server."""
        self._client = client
        self._store = store
        self._open: dict[str, Collection] = {}

    @classmethod
    def embedded(cls, path: Path, store: str) -> "Vectors":
        """Chroma in this process, which must be the only one that opens the folder."""
        import chromadb

        client = chromadb.PersistentClient(path=path, settings=_settings())
        vectors = cls(cast("Client", client), store)
        vectors._drop_others()
        return vectors

    @classmethod
    def served(cls, url: str, store: str) -> "Vectors":
        """A Chroma server. Raises StoreUnreachableError."""
        import chromadb

        parts = urlsplit(url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 8000)
        try:
            client = chromadb.HttpClient(
                host=parts.hostname or "localhost", port=port, ssl=secure, settings=_settings()
            )
        except ValueError as error:  # how Chroma reports a server that does not answer
            raise StoreUnreachableError(f"The Chroma server {url}", str(error).splitlines()[0]) from error
        return cls(cast("Client", client), store)

    def close(self) -> None:
        """Let go of the folder, so that it can be opened again."""
        self._open.clear()
        self._client.close()

    def search(self, collection: str, vector: Vector, limit: int) -> list[tuple[str, float]]:
        """Passages (by id) with the cosine of their vector and this one, best first."""
        here = self._find(collection)
        if limit < 1 or here is None:
            return []
        found = here.query(query_embeddings=vector, n_results=limit, include=["distances"])
        (distances,) = found["distances"] or [[]]
        return [(i, 1.0 - distance) for i, distance in zip(found["ids"][0], distances, strict=True)]

    def generation(self, collection: str) -> int:
        here = self._find(collection)
        return int(str(here.metadata["generation"])) if here else 0

    def size(self, collection: str) -> int:
        """Passages. The first call reads the whole collection into memory."""
        here = self._find(collection)
        return here.count() if here else 0

    def generations(self) -> dict[str, int]:
        """The generation of every collection indexed."""
        every = [found.metadata or {} for found in self._client.list_collections()]
        ours = [metadata for metadata in every if metadata.get("store") == self._store]
        return {str(metadata["collection"]): int(str(metadata["generation"])) for metadata in ours}

    def apply(
        self, collection: str, retired: Sequence[str], added: Sequence[Indexed], generation: int | None
    ) -> None:
        """Drop and add passages; `generation` is noted where it is given, when all the rest is done."""
        here = self._find(collection) or self._created(collection)
        for gone in _batches(retired):
            here.delete(ids=list(gone))
        for some in _batches(added):
            vectors = np.stack([item.vector for item in some])
            here.upsert(ids=[item.passage.id for item in some], embeddings=vectors)
        if generation is not None:
            here.modify(metadata=self._metadata(collection, generation))

    def drop(self, collection: str) -> None:
        """Forget a collection."""
        if self._find(collection):
            self._client.delete_collection(self._name(collection))
            del self._open[collection]

    def _find(self, collection: str) -> "Collection | None":
        from chromadb.errors import NotFoundError

        if collection not in self._open:
            try:
                found = self._client.get_collection(self._name(collection), embedding_function=None)
            except NotFoundError:
                return None
            self._open[collection] = found
        return self._open[collection]

    def _created(self, collection: str) -> "Collection":
        from langchain_chroma import Chroma

        Chroma(
            client=self._client,
            collection_name=self._name(collection),
            collection_configuration={"hnsw": HNSW},
            collection_metadata=self._metadata(collection, 0),
        )
        return self._client.get_collection(self._name(collection), embedding_function=None)

    def _name(self, collection: str) -> str:
        """A name as Chroma allows it, different for every collection of every store."""
        readable = re.sub(r"[^A-Za-z0-9]+", "-", collection)[:40].strip("-")
        digest = hashlib.sha256(f"{self._store}\0{collection}".encode()).hexdigest()[:12]
        return "-".join(filter(None, ("briefing", readable, digest)))

    def _metadata(self, collection: str, generation: int) -> dict[str, str | int]:
        return {"store": self._store, "collection": collection, "generation": generation}

    def _drop_others(self) -> None:
        for found in self._client.list_collections():
            if (found.metadata or {}).get("store") != self._store:  # of a database that was since replaced
                self._client.delete_collection(found.name)


def _settings() -> "Settings":
    from chromadb.config import Settings

    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    return Settings(anonymized_telemetry=False)


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(items), BATCH):
        yield items[first : first + BATCH]
