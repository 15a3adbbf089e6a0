"""The one thing that search and ingest stand on: the truth, and the two indexes that follow it."""

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Protocol

from sqlalchemy.exc import DatabaseError

from retrieval.corpus import Document, Passage
from retrieval.database import Database
from retrieval.errors import StoreError, StoreLockedError, StoreModelError, StoreVersionError, explained
from retrieval.folder import DataFolder
from retrieval.keywords import Keywords
from retrieval.rows import Change, DocumentSummary, Indexed, Known, Sourced
from retrieval.vectors import Vectors

__all__ = [
    "DocumentSummary",
    "Indexed",
    "Store",
    "StoreError",
    "StoreLockedError",
    "StoreModelError",
    "StoreVersionError",
]

REBUILD_BATCH = 500
"""Passages read back at once when an index is rebuilt: about 5 MB."""
Report = Callable[[str], None]


class Index(Protocol):
    """What can be rebuilt from the truth."""

    name: str

    def generation(self, collection: str) -> int: ...
    def generations(self) -> dict[str, int]: ...
    def size(self, collection: str) -> int: ...
    def apply(
        self, collection: str, retired: Sequence[str], added: Sequence[Indexed], generation: int | None
    ) -> None: ...
    def drop(self, collection: str) -> None: ...


class Store:
    """Reads may come from any thread; writes wait for each other. Each write goes to the truth first, so a
    process that is killed leaves at most an index that is behind, and the next start brings it up to date."""

    def __init__(self, folder: DataFolder, database: Database, keywords: Keywords, vectors: Vectors) -> None:
        self.keywords = keywords
        self.vectors = vectors
        self._folder = folder
        self._database = database
        self._writing = threading.RLock()

    @classmethod
    def open(
        cls,
        data_dir: Path,
        *,
        embedding: str,
        dimensions: int,
        database_url: str | None = None,
        chroma_url: str | None = None,
        report: Report = lambda _: None,
    ) -> "Store":
        """Raises StoreError. `report` hears, a line each, what had to be repaired."""
        folder = DataFolder(data_dir)
        try:
            with explained(data_dir):
                return _opened(
                    folder, f"{embedding}, {dimensions} dimensions", database_url, chroma_url, report
                )
        except BaseException:
            folder.release()
            raise

    def close(self) -> None:
        with self._writing:
            try:
                self.vectors.close()
                self.keywords.close()
                self._database.close()
                self._folder.note_closed()
            finally:
                self._folder.release()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def collections(self) -> list[str]:
        return self._database.collections()

    def documents(self, collection: str) -> list[DocumentSummary]:
        return self._database.summaries(collection)

    def known(self, collection: str) -> dict[str, Known]:
        """What an ingest compares files with, by path."""
        return self._database.known(collection)

    def document(self, collection: str, path: str) -> Document | None:
        return self._database.document(collection, path)

    def passages(self, ids: Sequence[str]) -> list[Indexed]:
        """In the order asked, without those that were replaced since they were found."""
        return self._database.passages(ids)

    def neighbours(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """The passages before and after it in its document."""
        return self._database.neighbours(passage)

    def replace(self, document: Document, passages: Sequence[Indexed]) -> None:
        """Put a document in place of what stands under its id. Doing it twice is doing it once."""
        self.replace_all(document.collection, [Sourced(document, passages)])

    def replace_all(self, collection: str, items: Sequence[Sourced]) -> None:
        """The same for many documents of one collection, in one transaction."""
        with self._writing, explained(self._folder.path):
            change = self._database.replace(collection, items)
            self._index(change, [item for source in items for item in source.passages])

    def stage(self, document: Document, some: Sequence[Indexed], *, first: bool) -> None:
        """Store some passages of a large document; they are seen once `publish` is called."""
        with self._writing, explained(self._folder.path):
            self._database.stage(document, some, first=first)

    def publish(self, document: Document, root: str) -> None:
        """Put a staged document in place of what stands under its id."""
        with self._writing, explained(self._folder.path):
            change = self._database.publish(document, root)
            for index in self._indexes():
                self._catch_up(index, change.collection)

    def move(self, roots: Sequence[tuple[str, str]]) -> None:
        """Note for documents (by id) the folder in which they are found now."""
        with self._writing, explained(self._folder.path):
            self._database.move(roots)

    def remove(self, document_ids: Sequence[str]) -> None:
        """Delete documents with their passages; unknown ids are passed over."""
        with self._writing, explained(self._folder.path):
            for collection, ids in self._database.homes(document_ids).items():
                self._index(self._database.remove(collection, ids), ())

    def refresh(self, report: Report = lambda _: None, *, count: bool = False) -> None:
        """Bring both indexes up to date with the truth. With `count`, also look whether they hold as many
        passages, and rebuild one that does not."""
        with self._writing:
            wanted = self._database.generations()
            for index in self._indexes():
                for collection in index.generations().keys() - wanted.keys():
                    index.drop(collection)
                for collection, (_, passages) in wanted.items():
                    self._catch_up(index, collection, report)
                    if count and index.size(collection) != passages:
                        report(
                            f"The {index.name} of '{collection}' does not match the database: rebuilding it."
                        )
                        index.drop(collection)
                        self._catch_up(index, collection)
            if not self._database.shared:
                for collection in wanted:
                    self._database.forget_retired(collection)

    def _indexes(self) -> tuple[Index, ...]:
        return self.keywords, self.vectors

    def _index(self, change: Change, added: Sequence[Indexed]) -> None:
        for index in self._indexes():
            if index.generation(change.collection) == change.generation - 1:
                index.apply(change.collection, change.retired, added, change.generation)
            else:
                self._catch_up(index, change.collection)

    def _catch_up(self, index: Index, collection: str, report: Report = lambda _: None) -> None:
        until, since = self._database.generations()[collection][0], index.generation(collection)
        if since == until:
            return
        report(f"Bringing the {index.name} of '{collection}' up to date.")
        if since > until:  # it followed a database that was put back to an earlier state
            index.drop(collection)
            since = 0
        if since:
            index.apply(collection, self._database.retired_since(collection, since), (), None)
        for some in self._database.changed_since(collection, since, REBUILD_BATCH):
            index.apply(collection, (), some, None)
        index.apply(collection, (), (), until)


def _opened(
    folder: DataFolder, embedding: str, database_url: str | None, chroma_url: str | None, report: Report
) -> Store:
    clean = folder.was_closed_cleanly()
    if not clean and chroma_url is None:
        folder.start_probe()
    with ExitStack() as opened:
        database = Database(database_url or f"sqlite:///{folder.database}")
        opened.callback(database.close)
        identity = database.check(embedding)
        folder.note_open()
        keywords = _opened_keywords(folder, identity, report, check=not clean)
        opened.callback(keywords.close)
        vectors = _opened_vectors(folder, identity, chroma_url, report)
        opened.callback(vectors.close)
        store = Store(folder, database, keywords, vectors)
        store.refresh(report, count=not clean)
        opened.pop_all()
    return store


def _opened_keywords(folder: DataFolder, identity: str, report: Report, *, check: bool) -> Keywords:
    try:
        return Keywords(folder.keywords, identity, check=check)
    except DatabaseError:
        report("The keyword index is damaged: rebuilding it.")
        folder.delete_keywords()
        return Keywords(folder.keywords, identity, check=False)


def _opened_vectors(folder: DataFolder, identity: str, chroma_url: str | None, report: Report) -> Vectors:
    import chromadb  # noqa: F401 - takes a second, in which the probe runs

    if chroma_url is not None:
        return Vectors.served(chroma_url, identity)
    if not folder.is_chroma_sound():
        kept = folder.quarantine_chroma()
        report(f"The vector index is damaged: rebuilding it. The damaged one is kept in {kept}.")
    return Vectors.embedded(folder.chroma, identity)
