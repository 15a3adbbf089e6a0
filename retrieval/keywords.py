"""The keyword index: stems in SQLite FTS5, a file of its own that can be dropped and rebuilt."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from retrieval.corpus import Passage
from retrieval.glossary import gloss
from retrieval.rows import Indexed
from retrieval.variants import Variants
from retrieval.words import stem, words

LAYOUT = "1"
"""Raised with every change of the tables below or of the stems: an index of another layout is emptied."""
LONGEST_TERM = 30
"""Letters of a word that is kept for spelling variants."""
_CREATE = (
    'CREATE VIRTUAL TABLE stems_{n} USING fts5(head, body, gloss, tokenize="unicode61 remove_diacritics 0")',
    "CREATE TABLE entries_{n} (id INTEGER PRIMARY KEY, passage TEXT NOT NULL UNIQUE, words TEXT NOT NULL)",
    "CREATE TABLE terms_{n} (word TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID",
)
_COLLECTIONS = """
CREATE TABLE IF NOT EXISTS collections (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
    generation INTEGER NOT NULL, passages INTEGER NOT NULL
)
"""


class Keywords:
    """One FTS5 table for each Collection, so that access never depends on a filter."""

    name = "keyword index"

    def __init__(self, path: Path, store: str, *, check: bool = False) -> None:
        """`store` is the identity of the truth: an index of another one is emptied. Raises sqlalchemy's
        DatabaseError where the file is damaged, which `check` looks for."""
        self._engine = _connect(path)
        self._frequency: dict[str, dict[str, int]] = {}
        self._variants: dict[str, Variants] = {}
        self._changes: Counter[str] = Counter()
        try:
            if check:
                self._check()
            self._numbers = self._opened(f"{store} {LAYOUT}")
        except DatabaseError:
            self._engine.dispose()
            raise

    def close(self) -> None:
        self._engine.dispose()

    # Searching

    def search(self, collection: str, query: Iterable[str], limit: int) -> list[tuple[str, float]]:
        """Passages (by id) that hold any of the words, in any inflection, with their BM25, best first. The
        words are taken as they are: the caller leaves out the ones that carry no topic."""
        match = self._match(collection, query)
        if not match:
            return []
        n = self._numbers[collection]
        rows = self._all(
            f"SELECT e.passage, -s.rank FROM stems_{n} s JOIN entries_{n} e ON e.id = s.rowid "
            f"WHERE stems_{n} MATCH ? ORDER BY s.rank LIMIT ?",
            (match, limit),
        )
        return [(passage, max(score, 0.0)) for passage, score in rows]

    def frequency(self, collection: str, query: Iterable[str]) -> dict[str, int]:
        """In how many passages each word stands, in any inflection."""
        if collection not in self._numbers:
            return dict.fromkeys(query, 0)
        counts = self._frequency.setdefault(collection, {})
        return {word: self._count(collection, _stem(word), counts) for word in query}

    def size(self, collection: str) -> int:
        """Passages."""
        return self.generations().get(collection, (0, 0))[1]

    def terms(self, collection: str) -> Mapping[str, int]:
        """Every folded word, uninflected, with the number of passages that hold it."""
        return self._vocabulary(collection).counts

    def similar(self, collection: str, word: str, limit: int = 8) -> list[tuple[str, int]]:
        """Words of the collection spelled almost like a folded word, with their counts, closest first; one
        that the collection writes as two ("data centre") has a space in it."""
        vocabulary = self._vocabulary(collection)
        found = vocabulary.close(word, limit)
        pairs = [(f"{a} {b}", self._together(collection, a, b)) for a, b in vocabulary.splits(word)]
        return ([pair for pair in pairs if pair[1]] + found)[:limit]

    # Following the truth

    def generation(self, collection: str) -> int:
        return self.generations().get(collection, (0, 0))[0]

    def generations(self) -> dict[str, tuple[int, int]]:
        """Generation and number of passages of every collection indexed."""
        rows = self._all("SELECT name, generation, passages FROM collections", ())
        return {name: (generation, count) for name, generation, count in rows}

    def apply(
        self, collection: str, retired: Sequence[str], added: Sequence[Indexed], generation: int | None
    ) -> None:
        """Drop and add passages, in one transaction; `generation` is noted where it is given."""
        with self._engine.begin() as connection:
            n = _number(connection, collection)
            counts: Counter[str] = Counter()
            gone = _drop(connection, n, [*retired, *(item.passage.id for item in added)], counts)
            _add(connection, n, [item.passage for item in added], counts)
            _count_terms(connection, n, counts)
            connection.exec_driver_sql(
                "UPDATE collections SET passages = passages + ?, generation = coalesce(?, generation) "
                "WHERE number = ?",
                (len(added) - gone, generation, n),
            )
        self._numbers[collection] = n
        self._forget(collection)

    def drop(self, collection: str) -> None:
        """Forget a collection."""
        n = self._numbers.pop(collection, None)
        if n is not None:
            with self._engine.begin() as connection:
                _drop_tables(connection, n)
        self._forget(collection)

    def _forget(self, collection: str) -> None:
        self._changes[collection] += 1
        self._frequency.pop(collection, None)
        self._variants.pop(collection, None)

    def _match(self, collection: str, query: Iterable[str]) -> str:
        if collection not in self._numbers:
            return ""
        stems = list(dict.fromkeys(filter(None, map(_stem, query))))
        if len(stems) > 1:
            # FTS5 gives a word that most passages hold a weight of nought, and takes longest over it
            counts = self._frequency.setdefault(collection, {})
            half = self.size(collection) / 2
            stems = [s for s in stems if self._count(collection, s, counts) <= half] or stems
        return " OR ".join(map(_quoted, stems))

    def _count(self, collection: str, stemmed: str, counts: dict[str, int]) -> int:
        if stemmed not in counts:
            n = self._numbers[collection]
            query = f"SELECT count(*) FROM stems_{n} WHERE stems_{n} MATCH ?"
            counts[stemmed] = self._all(query, (_quoted(stemmed),))[0][0] if stemmed else 0
        return counts[stemmed]

    def _together(self, collection: str, first: str, second: str) -> int:
        n = self._numbers[collection]
        query = f"SELECT count(*) FROM stems_{n} WHERE stems_{n} MATCH ?"
        phrase = _quoted(f"{_stem(first)} {_stem(second)}")
        return int(self._all(query, (phrase,))[0][0])

    def _vocabulary(self, collection: str) -> Variants:
        known = self._variants.get(collection)
        if known is not None:
            return known
        changes = self._changes[collection]
        rows: list[Any] = []
        if collection in self._numbers:
            rows = self._all(f"SELECT word, passages FROM terms_{self._numbers[collection]}", ())
        vocabulary = Variants(dict(rows))
        if changes == self._changes[collection]:  # else another thread wrote while this one read
            self._variants[collection] = vocabulary
        return vocabulary

    def _opened(self, store: str) -> dict[str, int]:
        with self._engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS stores (identity TEXT PRIMARY KEY)")
            connection.exec_driver_sql(_COLLECTIONS)
            owner = connection.exec_driver_sql("SELECT identity FROM stores").scalar()
            numbers = {
                row.name: row.number
                for row in connection.exec_driver_sql("SELECT name, number FROM collections")
            }
            if owner != store:
                for n in numbers.values():
                    _drop_tables(connection, n)
                connection.exec_driver_sql("DELETE FROM stores")
                connection.exec_driver_sql("INSERT INTO stores VALUES (?)", (store,))
                return {}
            return numbers

    def _check(self) -> None:
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if found != "ok":
                raise DatabaseError("PRAGMA quick_check", None, ValueError(found))

    def _all(self, query: str, values: tuple[object, ...]) -> list[Any]:
        with self._engine.connect() as connection:
            return list(connection.exec_driver_sql(query, values))


def _connect(path: Path) -> Engine:
    def tune(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        # NORMAL: a power cut may take the last changes back; the generation then shows it
        connection.execute("PRAGMA synchronous=NORMAL")

    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 60})
    event.listen(engine, "connect", tune)
    return engine


def _number(connection: Connection, collection: str) -> int:
    add = "INSERT INTO collections (name, generation, passages) VALUES (?, 0, 0) ON CONFLICT DO NOTHING"
    new = connection.exec_driver_sql(add, (collection,)).rowcount
    find = "SELECT number FROM collections WHERE name = ?"
    n = int(connection.exec_driver_sql(find, (collection,)).scalar_one())
    for statement in _CREATE if new else ():
        connection.exec_driver_sql(statement.format(n=n))
    return n


def _drop_tables(connection: Connection, n: int) -> None:
    connection.exec_driver_sql("DELETE FROM collections WHERE number = ?", (n,))
    for table in ("stems", "entries", "terms"):
        connection.exec_driver_sql(f"DROP TABLE {table}_{n}")


def _drop(connection: Connection, n: int, ids: Sequence[str], counts: Counter[str]) -> int:
    gone = []
    for passage in ids:
        query = f"SELECT id, words FROM entries_{n} WHERE passage = ?"
        for number, held in connection.exec_driver_sql(query, (passage,)):
            gone.append((number,))
            counts.subtract(held.split())
    if gone:
        connection.exec_driver_sql(f"DELETE FROM stems_{n} WHERE rowid = ?", gone)
        connection.exec_driver_sql(f"DELETE FROM entries_{n} WHERE id = ?", gone)
    return len(gone)


def _add(connection: Connection, n: int, passages: Sequence[Passage], counts: Counter[str]) -> None:
    if not passages:
        return
    last = connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM entries_{n}").scalar_one()
    entries, stems = [], []
    for number, passage in enumerate(passages, last + 1):
        body = words(passage.text)
        held = {word for word in body if word.isalpha() and LONGEST_TERM >= len(word) > 1}
        counts.update(held)
        entries.append((number, passage.id, " ".join(held)))
        columns = (words(_head(passage)), body, _gloss(passage))
        stems.append((number, *(" ".join(map(stem, column)) for column in columns)))
    connection.exec_driver_sql(f"INSERT INTO entries_{n} VALUES (?, ?, ?)", entries)
    connection.exec_driver_sql(f"INSERT INTO stems_{n} (rowid, head, body, gloss) VALUES (?, ?, ?, ?)", stems)


def _head(passage: Passage) -> str:
    """Title and heading, as far as the passage does not hold them itself."""
    return " ".join(part for part in (passage.title, passage.heading) if part not in passage.text)


def _gloss(passage: Passage) -> list[str]:
    """English words for a passage in another language, so that an English question finds it."""
    english = gloss(passage.text, passage.language)
    return words(english) if english != passage.text else []


def _count_terms(connection: Connection, n: int, counts: Counter[str]) -> None:
    changed = [(word, count) for word, count in counts.items() if count]
    if changed:
        connection.exec_driver_sql(
            f"INSERT INTO terms_{n} VALUES (?, ?) "
            "ON CONFLICT (word) DO UPDATE SET passages = passages + excluded.passages",
            changed,
        )
    if any(count < 0 for _, count in changed):
        connection.exec_driver_sql(f"DELETE FROM terms_{n} WHERE passages <= 0")


def _stem(word: str) -> str:
    """The stem under which the index holds a word; a compound ("gpt-4o") is held as neighbours."""
    return " ".join(map(stem, words(word)))


def _quoted(stems: str) -> str:
    """An FTS5 string: nothing in it is read as syntax."""
    return '"' + stems.replace('"', '""') + '"'
