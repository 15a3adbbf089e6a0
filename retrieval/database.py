"""The truth: documents and passages in SQLite or Postgres; every index is rebuilt from it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError, OperationalError

from retrieval.corpus import Document, Passage
from retrieval.errors import StoreDamagedError, StoreModelError, StoreUnreachableError, StoreVersionError
from retrieval.rows import (
    Change,
    DocumentSummary,
    Indexed,
    Known,
    Sourced,
    document_of,
    document_rows,
    indexed_of,
    passage_rows,
    withdrawn_rows,
)
from retrieval.tables import (
    SCHEMA,
    collections,
    connect,
    documents,
    meta,
    passages,
    retired,
    tables,
    withdrawn,
)

MOST_IDS = 500
"""Bound values in one statement; SQLite's own limit was 999 for long."""
_VISIBLE = and_(documents.c.id == passages.c.document_id, documents.c.digest == passages.c.digest)
_PASSAGE = (passages, documents.c.collection, documents.c.path, documents.c.title, documents.c.date)
_WITHDRAWN = withdrawn.c.document_id
_STANDING = documents.outerjoin(withdrawn, documents.c.id == _WITHDRAWN)
_BY_ID = (
    select(*_PASSAGE).join(documents, _VISIBLE).where(passages.c.id.in_(bindparam("ids", expanding=True)))
)
"""Made once: it takes longer to put together than to run."""


class Database:
    """Reads and writes the truth. Each write is one transaction and its first statement writes, so that
    SQLite takes the write lock at once and never has to give up half-way."""

    def __init__(self, url: str) -> None:
        """Raises StoreDamagedError or StoreUnreachableError."""
        self.place = make_url(url).render_as_string(hide_password=True)
        self._engine = connect(url)
        self.shared = self._engine.dialect.name != "sqlite"
        """Other processes may write too."""
        try:
            tables.create_all(self._engine)
        except OperationalError as error:
            raise StoreUnreachableError(self.place, _reason(error)) from error
        except DatabaseError as error:
            raise StoreDamagedError(self.place, _reason(error)) from error

    def close(self) -> None:
        self._engine.dispose()

    def check(self, embedding: str) -> str:
        """Note the schema and the embedding model, or raise StoreVersionError or StoreModelError; the
        identity of this database, which its indexes carry."""
        wanted = {"schema": SCHEMA, "embedding": embedding, "identity": uuid4().hex}
        with self._engine.begin() as connection:
            found: dict[str, str] = {row.key: row.value for row in connection.execute(select(meta))}
            missing = [{"key": key, "value": wanted[key]} for key in wanted if key not in found]
            if missing:
                connection.execute(insert(meta), missing)
        found = wanted | found
        if found["schema"] != SCHEMA:
            raise StoreVersionError(self.place, found["schema"], SCHEMA)
        if found["embedding"] != embedding:
            raise StoreModelError(self.place, found["embedding"], embedding)
        return found["identity"]

    def collections(self) -> list[str]:
        holds = select(documents.c.id).where(documents.c.collection == collections.c.name).exists()
        return self._column(select(collections.c.name).where(holds).order_by(collections.c.name))

    def generations(self) -> dict[str, tuple[int, int]]:
        """Generation and number of passages of every collection there ever was."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(collections))
            return {row.name: (row.generation, row.passages) for row in rows}

    def summaries(self, collection: str) -> list[DocumentSummary]:
        c = documents.c
        columns = (
            c.id,
            c.collection,
            c.path,
            c.title,
            c.date,
            c.language,
            c.passages,
            _WITHDRAWN.is_not(None),
        )
        query = select(*columns).select_from(_STANDING).where(c.collection == collection).order_by(c.path)
        with self._engine.connect() as connection:
            return [DocumentSummary(*row) for row in connection.execute(query)]

    def known(self, collection: str) -> dict[str, Known]:
        """Every document by its path."""
        query = select(documents.c.path, documents.c.id, documents.c.digest, documents.c.root)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(documents.c.collection == collection))
            return {row.path: Known(row.id, row.digest, row.root) for row in rows}

    def document(self, collection: str, path: str) -> Document | None:
        columns = (documents, _WITHDRAWN.label("withdrawn"), withdrawn.c.superseded_by)
        here = (documents.c.collection == collection, documents.c.path == path)
        query = select(*columns).select_from(_STANDING).where(*here)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else document_of(row)

    def passages(self, ids: Sequence[str]) -> list[Indexed]:
        """In the order of `ids`, without those that are gone."""
        found: dict[str, Indexed] = {}
        with self._engine.connect() as connection:
            for some in _parts(ids):
                rows = connection.execute(_BY_ID, {"ids": list(some)}).all()
                found.update((item.passage.id, item) for item in map(indexed_of, rows))
        return [found[i] for i in ids if i in found]

    def neighbours(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        of = passages.c.document_id == passage.document_id
        here = select(*_PASSAGE).join(documents, _VISIBLE).where(of).limit(1)
        before = here.where(passages.c.start < passage.start).order_by(passages.c.start.desc())
        after = here.where(passages.c.start > passage.start).order_by(passages.c.start)
        with self._engine.connect() as connection:
            rows = [connection.execute(query).first() for query in (before, after)]
        previous, following = (None if row is None else indexed_of(row).passage for row in rows)
        return previous, following

    def changed_since(self, collection: str, generation: int, many: int) -> Iterator[list[Indexed]]:
        """The passages of documents written after `generation`, `many` at a time."""
        query = (
            select(*_PASSAGE)
            .join(documents, _VISIBLE)
            .where(documents.c.collection == collection, documents.c.generation > generation)
            .execution_options(yield_per=many)
        )
        with self._engine.connect() as connection:
            for rows in connection.execute(query).partitions():
                yield [indexed_of(row) for row in rows]

    def retired_since(self, collection: str, generation: int) -> list[str]:
        of = (retired.c.collection == collection, retired.c.generation > generation)
        return self._column(select(retired.c.passage_id).where(*of).distinct())

    def replace(self, collection: str, items: Sequence[Sourced]) -> Change:
        """Write documents of one collection with their passages in place of what stood under their ids."""
        new = {item.passage.id for source in items for item in source.passages}
        with self._changing(collection) as (connection, generation):
            gone = _clear(connection, [source.document.id for source in items])
            _insert(connection, documents, document_rows(items, generation))
            _insert(connection, withdrawn, withdrawn_rows(items))
            _insert(connection, passages, passage_rows(items))
            change = Change(collection, generation, tuple(gone - new))
            return _settle(connection, change, len(new) - len(gone))

    def stage(self, document: Document, some: Sequence[Indexed], *, first: bool) -> None:
        """Write some passages of a document too large for one transaction; they are seen once it is
        published."""
        with self._engine.begin() as connection:
            if first:  # what an earlier run that was killed left
                connection.execute(delete(passages).where(_staged(document)))
            _insert(connection, passages, passage_rows([Sourced(document, some)]))

    def publish(self, document: Document, root: str) -> Change:
        """Make the staged passages of a document the ones that are seen."""
        with self._changing(document.collection) as (connection, generation):
            gone = set(connection.scalars(_visible([document.id])))
            other = and_(passages.c.document_id == document.id, passages.c.digest != document.digest)
            connection.execute(delete(passages).where(other))
            connection.execute(delete(documents).where(documents.c.id == document.id))
            connection.execute(delete(withdrawn).where(withdrawn.c.document_id == document.id))
            staged = select(func.count()).select_from(passages).where(_staged(document))
            count = connection.scalar(staged) or 0
            (row,) = document_rows([Sourced(document, (), root)], generation)
            _insert(connection, documents, [row | {"passages": count}])
            change = Change(document.collection, generation, tuple(gone))
            return _settle(connection, change, count - len(gone))

    def remove(self, collection: str, ids: Sequence[str]) -> Change:
        """Delete documents of one collection with their passages."""
        with self._changing(collection) as (connection, generation):
            gone = _clear(connection, ids)
            return _settle(connection, Change(collection, generation, tuple(gone)), -len(gone))

    def homes(self, ids: Sequence[str]) -> dict[str, list[str]]:
        """The ids of documents by the collection they are in."""
        found: dict[str, list[str]] = {}
        query = select(documents.c.collection, documents.c.id)
        with self._engine.connect() as connection:
            for some in _parts(ids):
                for row in connection.execute(query.where(documents.c.id.in_(some))):
                    found.setdefault(row.collection, []).append(row.id)
        return found

    def move(self, roots: Sequence[tuple[str, str]]) -> None:
        """Note for documents (by id) the folder in which they are found now."""
        statement = update(documents).where(documents.c.id == bindparam("which"))
        rows = [{"which": document, "folder": root} for document, root in roots]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(statement.values(root=bindparam("folder")), rows)

    def forget_retired(self, collection: str) -> None:
        """Drop the notes on passages that left: every index has followed."""
        with self._engine.begin() as connection:
            connection.execute(delete(retired).where(retired.c.collection == collection))

    @contextmanager
    def _changing(self, collection: str) -> Iterator[tuple[Connection, int]]:
        of = collections.c.name == collection
        advance = update(collections).where(of).values(generation=collections.c.generation + 1)
        with self._engine.begin() as connection:
            if not connection.execute(advance).rowcount:
                connection.execute(insert(collections).values(name=collection, generation=1, passages=0))
            yield connection, connection.scalars(select(collections.c.generation).where(of)).one()

    def _column(self, query: Select[str]) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.scalars(query))


def _visible(ids: Sequence[str]) -> Select[str]:
    return select(passages.c.id).join(documents, _VISIBLE).where(documents.c.id.in_(ids))


def _staged(document: Document) -> Any:
    return and_(passages.c.document_id == document.id, passages.c.digest == document.digest)


def _clear(connection: Connection, ids: Sequence[str]) -> set[str]:
    gone: set[str] = set()
    for some in _parts(ids):
        gone |= set(connection.scalars(_visible(some)))
        connection.execute(delete(passages).where(passages.c.document_id.in_(some)))
        connection.execute(delete(documents).where(documents.c.id.in_(some)))
        connection.execute(delete(withdrawn).where(_WITHDRAWN.in_(some)))
    return gone


def _insert(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _settle(connection: Connection, change: Change, difference: int) -> Change:
    of = collections.c.name == change.collection
    connection.execute(update(collections).where(of).values(passages=collections.c.passages + difference))
    here = {"collection": change.collection, "generation": change.generation}
    _insert(connection, retired, [here | {"passage_id": gone} for gone in change.retired])
    return change


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(ids), MOST_IDS):
        yield ids[first : first + MOST_IDS]


def _reason(error: DatabaseError) -> str:
    return str(error.orig).splitlines()[0] if error.orig else str(error)
