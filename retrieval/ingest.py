"""From files to a store: what is new or changed is loaded, split, encoded and put in place."""

import hashlib
import posixpath
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from retrieval.corpus import Document, Passage
from retrieval.files import Failure, File, find_files, other_file, storable
from retrieval.language import UNKNOWN
from retrieval.loaders import load
from retrieval.loaders.loaded import LoadError, TooLargeError
from retrieval.manifest import NAME, Entry, ManifestError, read_manifest, without_file
from retrieval.passages import VERSION, split
from retrieval.rows import Indexed, Sourced
from retrieval.sniffing import name_as_title, sniff
from retrieval.store import Store

if TYPE_CHECKING:
    from retrieval.embeddings import Encoded
    from retrieval.late import Reading

__all__ = ["Failure", "Ingested", "Progress", "ingest"]

MAX_BYTES = 64_000_000
BATCH = 256
"""Passages encoded together: texts of one length share a forward pass, so more of them waste less."""


class Model(Protocol):
    """What ingest needs of an embedding model."""

    def encode(self, texts: "Sequence[Reading]", report: Callable[[int], None]) -> "list[Encoded]": ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is."""

    path: str
    """The document at hand."""
    files: int
    """Files done."""
    of: int
    """Files in all."""
    passages: int
    """Passages encoded so far."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did."""

    documents: int
    """New or changed."""
    passages: int
    """Of those documents."""
    unchanged: int
    failed: tuple[Failure, ...]
    seconds: float
    removed: int = 0


def ingest(
    store: Store,
    model: Model,
    paths: Sequence[Path],
    *,
    collection: str = "default",
    prune: bool = False,
    max_bytes: int = MAX_BYTES,
    report: Callable[[Progress], None] = lambda _: None,
) -> Ingested:
    """Bring a collection up to date with files and folders. A file that fails is reported, what was stored
    of it before stays, and the others go on. `prune` also removes documents that came from one of these
    folders and are no longer in it. Raises StoreError."""
    started = time.monotonic()
    run = _Run(store, model, collection, max_bytes, report)
    run.take(find_files(paths))
    run.flush()
    removed = run.prune([path for path in paths if path.is_dir()]) if prune else 0
    return Ingested(
        documents=run.documents,
        passages=run.passages,
        unchanged=run.unchanged,
        failed=tuple(run.failed),
        seconds=time.monotonic() - started,
        removed=removed,
    )


class _Run:
    """One ingest: documents wait here until there are enough passages to encode together."""

    def __init__(
        self,
        store: Store,
        model: Model,
        collection: str,
        max_bytes: int,
        report: Callable[[Progress], None],
    ) -> None:
        self.documents = self.passages = self.unchanged = 0
        self.failed: list[Failure] = []
        self._store = store
        self._model = model
        self._collection = collection
        self._max_bytes = max_bytes
        self._report = report
        self._known = store.known(collection)
        self._manifests: dict[Path, Mapping[str, Entry] | None] = {}
        self._waiting: list[tuple[Document, list[Passage], str]] = []
        self._found: set[str] = set()
        self._moved: list[tuple[str, str]] = []
        self._of = self._done = self._encoded = 0

    def take(self, found: Iterator[File | Failure]) -> None:
        """Load what is new or changed, and store it batch by batch."""
        files: dict[str, File] = {}
        for one in found:
            if isinstance(one, Failure):
                self.failed.append(one)
            else:
                self._note_double(files.pop(one.path, one), one)
                files[one.path] = one
        self._found = set(files)
        self._of = len(files)
        for file in files.values():
            self._tell(file.path)
            try:
                loaded = self._load(file)
            except (LoadError, OSError) as error:
                self.failed.append(Failure(file.path, _sentence(error)))
            else:
                if loaded:
                    self._add(*loaded, file.root)
            self._done += 1

    def flush(self) -> None:
        """Encode and store what waits."""
        waiting, self._waiting = self._waiting, []
        encoded = iter(self._encode([passage for _, passages, _ in waiting for passage in passages]))
        items = [
            Sourced(document, [next(encoded) for _ in passages], root) for document, passages, root in waiting
        ]
        if items:
            self._store.replace_all(self._collection, items)
            self.documents += len(items)
            self.passages += sum(len(item.passages) for item in items)
        self._store.move(self._moved)
        self._moved = []

    def prune(self, folders: Sequence[Path]) -> int:
        """Remove documents that came from these folders and were not found in them. What could not be read
        may well be there still."""
        failed = {failure.path for failure in self.failed}
        roots = {storable(str(folder.resolve())) for folder in folders} - failed
        kept = self._found | failed
        behind = tuple(f"{path}/" for path in failed)
        gone = [
            known.id
            for path, known in self._known.items()
            if known.root in roots and path not in kept and not path.startswith(behind)
        ]
        self._store.remove(gone)
        return len(gone)

    def _load(self, file: File) -> tuple[Document, list[Passage]] | None:
        """The document and its passages, None where it is unchanged. Raises LoadError or OSError."""
        size = file.place.stat().st_size
        if size > self._max_bytes:
            raise TooLargeError(size, self._max_bytes)
        data = file.place.read_bytes()
        known, manifest = self._known.get(file.path), self._manifest(file.place.parent)
        if manifest is None and known:
            # What it said before stands until it can be read: some may be withdrawn.
            self.unchanged += 1
            return None
        entry = (manifest or {}).get(file.place.name, Entry())
        digest = hashlib.sha256(data + repr((VERSION, entry)).encode()).hexdigest()
        if known is None or known.digest != digest:
            if known and (before := other_file(file, known.root)):
                self._note_double(before, file)
            return _read(file, data, entry, digest, self._collection)
        self.unchanged += 1
        if known.root != file.root:
            self._moved.append((known.id, file.root))
        return None

    def _add(self, document: Document, passages: list[Passage], root: str) -> None:
        if len(passages) > 4 * BATCH:
            self._store_large(document, passages, root)
        else:
            self._waiting.append((document, passages, root))
            if sum(len(waiting) for _, waiting, _ in self._waiting) >= BATCH:
                self.flush()

    def _store_large(self, document: Document, passages: Sequence[Passage], root: str) -> None:
        """A book must not fill the memory: its passages are stored as they are encoded, and seen together."""
        for first in range(0, len(passages), BATCH):
            some = self._encode(passages[first : first + BATCH])
            self._store.stage(document, some, first=first == 0)
        self._store.publish(document, root)
        self.documents += 1
        self.passages += len(passages)

    def _encode(self, passages: Sequence[Passage]) -> list[Indexed]:
        from retrieval.late import reading

        if not passages:
            return []
        before = self._encoded

        def tell(done: int) -> None:
            self._encoded = before + done
            self._tell(passages[min(done, len(passages)) - 1].document)

        encoded = self._model.encode([reading(passage) for passage in passages], tell)
        self._encoded = before + len(passages)
        return [
            Indexed(passage, one.vector, one.states) for passage, one in zip(passages, encoded, strict=True)
        ]

    def _manifest(self, folder: Path) -> Mapping[str, Entry] | None:
        """None where it cannot be used."""
        if folder not in self._manifests:
            place = storable(str(folder / NAME))
            try:
                entries = read_manifest(folder)
            except ManifestError as error:
                self.failed.append(Failure(place, str(error)))
                self._manifests[folder] = None
            else:
                self.failed += [Failure(place, said) for said in without_file(folder, entries)]
                self._manifests[folder] = entries
        return self._manifests[folder]

    def _note_double(self, first: File, second: File) -> None:
        if first.place.resolve() != second.place.resolve():
            self.failed.append(
                Failure(
                    first.path,
                    f"{first.place} has the same path as {second.place}, which was taken instead: "
                    "ingest the folder above both, or use another collection.",
                )
            )

    def _tell(self, path: str) -> None:
        self._report(Progress(path, self._done, self._of, self._encoded))


def _read(
    file: File, data: bytes, entry: Entry, digest: str, collection: str
) -> tuple[Document, list[Passage]]:
    loaded = load(file.place.name, data)
    said = sniff(loaded.text)
    title = entry.title or loaded.title or said.title or name_as_title(file.path, loaded.text)
    document = Document(
        id=hashlib.sha256(f"{collection}\0{file.path}".encode()).hexdigest()[:16],
        collection=collection,
        path=file.path,
        title=" ".join(title.split()),
        text=loaded.text,
        digest=digest,
        language=entry.language or UNKNOWN,
        publisher=entry.publisher,
        author=entry.author or loaded.author or said.author,
        date=entry.date or loaded.date or said.date,
        withdrawn=entry.withdrawn,
        superseded_by=entry.superseded_by and _beside(file.path, entry.superseded_by),
    )
    passages = split(document)
    if entry.language is None:
        document = replace(document, language=_main_language(passages))
    return document, [] if document.withdrawn else passages


def _beside(path: str, name: str) -> str:
    """The path of another file of the same folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def _main_language(passages: Sequence[Passage]) -> str:
    characters: Counter[str] = Counter()
    for passage in passages:
        characters[passage.language] += len(passage.text)
    return characters.most_common(1)[0][0]


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"The file cannot be read: {error.strerror or error}."
    return str(error)
