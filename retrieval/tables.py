"""The tables of the truth, and how a database is reached."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    make_url,
)

SCHEMA = "2"
"""Raised with every change of the tables below; a store of another schema is refused."""

tables = MetaData()
meta = Table(
    "corpus_meta",
    tables,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)
collections = Table(
    "collections",
    tables,
    Column("name", String, primary_key=True),
    Column("generation", BigInteger, nullable=False),  # counts the changes; an index that has fewer is behind
    Column("passages", Integer, nullable=False),
)
documents = Table(
    "documents",
    tables,
    Column("id", String, primary_key=True),
    Column("collection", String, nullable=False),
    Column("path", String, nullable=False),
    Column("root", String, nullable=False),  # the folder it was found in, "" for a file given by name
    Column("title", Text, nullable=False),
    Column("digest", String, nullable=False),
    Column("language", String, nullable=False),
    Column("publisher", Text),
    Column("author", Text),
    Column("date", String),
    Column("passages", Integer, nullable=False),
    Column("generation", BigInteger, nullable=False),  # of its collection, when it was written
    Column("text", Text, nullable=False),  # last, so that reading the other columns leaves it on the disk
    UniqueConstraint("collection", "path"),
    Index("documents_by_generation", "collection", "generation"),
)
withdrawn = Table(  # documents that are not answered from any more
    "withdrawn_documents",
    tables,
    Column("document_id", String, primary_key=True),
    Column("superseded_by", String),  # a path
)
passages = Table(
    "passages",
    tables,
    Column("id", String, primary_key=True),
    Column("document_id", String, nullable=False),
    Column("digest", String, nullable=False),  # visible only while it equals the document's
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("heading", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("columns", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Column("states", LargeBinary, nullable=False),
    Index("passages_by_place", "document_id", "start"),
)
retired = Table(  # passages that left, so that an index which is behind knows what to drop
    "retired_passages",
    tables,
    Column("collection", String, primary_key=True),
    Column("generation", BigInteger, primary_key=True),
    Column("passage_id", String, primary_key=True),
)


def connect(url: str) -> Engine:
    """An engine for a database URL. SQLite waits for other writers instead of failing."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    engine = create_engine(parsed, connect_args={"timeout": 60})
    event.listen(engine, "connect", _tune)
    return engine


def _tune(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")  # readers and the one writer do not wait for each other
    # FULL: the audit record lies in the same file and must outlive a power cut. An ingest commits every few
    # hundred passages, so its price (one fsync, 4 ms measured) does not show.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()
