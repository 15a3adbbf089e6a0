"""The tables of the keyword index: how passages get into them and out again."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from retrieval.abbreviations import explained
from retrieval.corpus import Passage
from retrieval.glossary import gloss
from retrieval.lexis import pack
from retrieval.words import stem, words

LAYOUT = "3"
"""Raised with every change of the tables below or of the stems: an index of another layout is emptied."""
LONGEST_TERM = 30
"""Letters of a word that is kept for spelling variants."""
_WORD = re.compile(r"[^\W\d_]+")
_CREATE = (
    'CREATE VIRTUAL TABLE stems_{n} USING fts5(head, body, gloss, tokenize="unicode61 remove_diacritics 0")',
    """
    CREATE TABLE entries_{n} (
        id INTEGER PRIMARY KEY, passage TEXT NOT NULL UNIQUE, words TEXT NOT NULL, lexis BLOB NOT NULL
    )
    """,
    "CREATE TABLE terms_{n} (word TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE abbreviations_{n} (entry INTEGER NOT NULL, short TEXT NOT NULL, long TEXT NOT NULL)",
    "CREATE INDEX abbreviations_{n}_by_entry ON abbreviations_{n} (entry)",
)
_COLLECTIONS = """
CREATE TABLE IF NOT EXISTS collections (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
    generation INTEGER NOT NULL, passages INTEGER NOT NULL
)
"""


def connect(path: Path) -> Engine:
    """An engine for the index file."""

    def tune(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        # NORMAL: a power cut may take the last changes back; the generation then shows it
        connection.execute("PRAGMA synchronous=NORMAL")

    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 60})
    event.listen(engine, "connect", tune)
    return engine


def check(engine: Engine) -> None:
    """Raises DatabaseError where the file is damaged."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise DatabaseError("PRAGMA quick_check", None, ValueError(found))


def numbers(engine: Engine, store: str) -> dict[str, int]:
    """The number in the names of each collection's tables; those of another store or layout are dropped."""
    identity = f"{store} {LAYOUT}"
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS stores (identity TEXT PRIMARY KEY)")
        connection.exec_driver_sql(_COLLECTIONS)
        rows = connection.exec_driver_sql("SELECT name, number FROM collections")
        found = {row.name: row.number for row in rows}
        if connection.exec_driver_sql("SELECT identity FROM stores").scalar() == identity:
            return found
        for n in found.values():
            drop_tables(connection, n)
        connection.exec_driver_sql("DELETE FROM stores")
        connection.exec_driver_sql("INSERT INTO stores VALUES (?)", (identity,))
        return {}


def number(connection: Connection, collection: str) -> int:
    """The same for one collection, whose tables are made where there are none."""
    add = "INSERT INTO collections (name, generation, passages) VALUES (?, 0, 0) ON CONFLICT DO NOTHING"
    new = connection.exec_driver_sql(add, (collection,)).rowcount
    find = "SELECT number FROM collections WHERE name = ?"
    n = int(connection.exec_driver_sql(find, (collection,)).scalar_one())
    for statement in _CREATE if new else ():
        connection.exec_driver_sql(statement.format(n=n))
    return n


def drop_tables(connection: Connection, n: int) -> None:
    connection.exec_driver_sql("DELETE FROM collections WHERE number = ?", (n,))
    for table in ("stems", "entries", "terms", "abbreviations"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}_{n}")


def remove(connection: Connection, n: int, ids: Sequence[str], counts: Counter[str]) -> int:
    """How many of these passages there were; `counts` loses their words."""
    gone = []
    for passage in ids:
        query = f"SELECT id, words FROM entries_{n} WHERE passage = ?"
        for number, held in connection.exec_driver_sql(query, (passage,)):
            gone.append((number,))
            counts.subtract(held.split())
    if gone:
        connection.exec_driver_sql(f"DELETE FROM stems_{n} WHERE rowid = ?", gone)
        connection.exec_driver_sql(f"DELETE FROM entries_{n} WHERE id = ?", gone)
        connection.exec_driver_sql(f"DELETE FROM abbreviations_{n} WHERE entry = ?", gone)
    return len(gone)


def add(connection: Connection, n: int, passages: Sequence[Passage], counts: Counter[str]) -> None:
    """`counts` gains the words of these passages, which are not there yet."""
    if not passages:
        return
    last = connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM entries_{n}").scalar_one()
    entries, stems, explanations = [], [], []
    for number, passage in enumerate(passages, last + 1):
        body = words(passage.text)
        held = {word for word in body if word.isalpha() and LONGEST_TERM >= len(word) > 1}
        held |= _capitals(passage.text)
        counts.update(held)
        entries.append((number, passage.id, " ".join(held), pack(passage)))
        columns = (words(_head(passage)), body, _gloss(passage))
        stems.append((number, *(" ".join(map(stem, column)) for column in columns)))
        explanations += [(number, short, long) for short, long in explained(passage.text)]
    connection.exec_driver_sql(f"INSERT INTO entries_{n} VALUES (?, ?, ?, ?)", entries)
    connection.exec_driver_sql(f"INSERT INTO stems_{n} (rowid, head, body, gloss) VALUES (?, ?, ?, ?)", stems)
    if explanations:
        connection.exec_driver_sql(f"INSERT INTO abbreviations_{n} VALUES (?, ?, ?)", explanations)


def _capitals(text: str) -> set[str]:
    """What the text writes in capitals only, as "NICE" where it says nothing nice. Counted beside the word in
    small letters, it tells whether a short form is a word besides."""
    written = set(_WORD.findall(text))
    return {word for word in written if len(word) > 1 and word.isupper() and word.lower() not in written}


def _head(passage: Passage) -> str:
    """Title and heading, as far as the passage does not hold them itself."""
    return " ".join(part for part in (passage.title, passage.heading) if part not in passage.text)


def _gloss(passage: Passage) -> list[str]:
    """English words for a passage in another language, so that an English question finds it."""
    english = gloss(passage.text, passage.language)
    return words(english) if english != passage.text else []


def count_terms(connection: Connection, n: int, counts: Counter[str]) -> None:
    """Write down in how many more passages, or fewer, each word stands."""
    changed = [(word, count) for word, count in counts.items() if count]
    if changed:
        connection.exec_driver_sql(
            f"INSERT INTO terms_{n} VALUES (?, ?) "
            "ON CONFLICT (word) DO UPDATE SET passages = passages + excluded.passages",
            changed,
        )
    if any(count < 0 for _, count in changed):
        connection.exec_driver_sql(f"DELETE FROM terms_{n} WHERE passages <= 0")
