"""The keyword index: stems in SQLite FTS5, a file of its own that can be dropped and rebuilt."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DatabaseError

from retrieval import keyword_tables as tables
from retrieval.abbreviations import Abbreviations, Explained, abbreviations, well_known
from retrieval.lexis import Lexis, unpack
from retrieval.rows import Indexed
from retrieval.variants import Variants
from retrieval.words import stem, words

MOST_RANKED = 5_000
"""Passages whose BM25 is computed for one question, at 4 microseconds each. The rarest words choose them;
the common ones tell passages apart least, and late interaction hears them all the same."""
CAPITALS = 0.9
"""Share of the passages with a word that have it in capitals, from which on it is an abbreviation only."""


class Keywords:
    """One FTS5 table for each Collection, so that access never depends on a filter."""

    name = "keyword index"

    def __init__(self, path: Path, store: str, *, check: bool = False) -> None:
        """`store` is the identity of the truth: an index of another one is emptied. Raises sqlalchemy's
        DatabaseError where the file is damaged, which `check` looks for."""
        self._engine = tables.connect(path)
        self._frequency: dict[str, dict[str, int]] = {}
        self._variants: dict[str, Variants] = {}
        self._abbreviations: dict[tuple[str, ...], Abbreviations] = {}
        self._changes: Counter[str] = Counter()
        try:
            if check:
                tables.check(self._engine)
            self._numbers = tables.numbers(self._engine, store)
        except DatabaseError:
            self._engine.dispose()
            raise

    def close(self) -> None:
        self._engine.dispose()

    # Searching

    def search(self, collection: str, query: Iterable[str], limit: int) -> list[tuple[str, float]]:
        """Passages (by id) that hold any of the words, in any inflection, with their BM25, best first. The
        words are taken as they are: the caller leaves out the ones that carry no topic."""
        if collection not in self._numbers:
            return []
        stems = self._by_rarity(collection, filter(None, dict.fromkeys(map(_stem, query))))
        common = len(stems) > 1 and stems[0][0] > MOST_RANKED
        if common:  # then the passages that hold two of them are ranked, where there are enough
            found = self._ranked(collection, " AND ".join(_quoted(s) for _, s in stems[:2]), limit)
            if len(found) == limit:
                return found
        kept = [stem for total, stem in _totals(stems) if total <= MOST_RANKED] or [s for _, s in stems[:1]]
        return self._ranked(collection, " OR ".join(map(_quoted, kept)), limit) if kept else []

    def frequency(self, collection: str, query: Iterable[str]) -> dict[str, int]:
        """In how many passages each word stands, in any inflection."""
        if collection not in self._numbers:
            return dict.fromkeys(query, 0)
        counts = self._frequency.setdefault(collection, {})
        return {word: self._count(collection, _stem(word), counts) for word in query}

    def held(self, collection: str, document: str, stems: Iterable[str]) -> frozenset[str]:
        """Those of the stems that stand anywhere in a document, by its id."""
        asked = list(filter(None, dict.fromkeys(stems)))
        if collection not in self._numbers or not asked:
            return frozenset()
        n = self._numbers[collection]
        of_it = (
            f"{document}.",
            f"{document}/",
        )  # every passage's id begins with its document's and a full stop
        [(first, last)] = self._all(
            f"SELECT min(id), max(id) FROM entries_{n} WHERE passage BETWEEN ? AND ?", of_it
        )
        query = f"SELECT 1 FROM stems_{n} WHERE stems_{n} MATCH ? AND rowid BETWEEN ? AND ? LIMIT 1"
        return frozenset(s for s in asked if self._all(query, (_quoted(s), first, last)))

    def size(self, collection: str) -> int:
        """Passages."""
        rows = self._all("SELECT passages FROM collections WHERE name = ?", (collection,))
        return int(rows[0][0]) if rows else 0

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

    def abbreviations(self, collections: tuple[str, ...]) -> Abbreviations:
        """Those that the collections' own passages explain, one that they explain differently left out, and
        those that everybody in government knows."""
        known = self._abbreviations.get(collections)
        if known is None:
            changes = self._changes.total()
            own = [one for name in collections for one in self._explained(name)]
            held = frozenset(word for name in collections for word in self.terms(name))
            known = abbreviations([*own, *well_known(held, {one.short for one in own})])
            if changes == self._changes.total():
                self._abbreviations[collections] = known
        return known

    def lexes(self, collection: str, ids: Sequence[str]) -> dict[str, Lexis]:
        """Of passages by id, without those that the collection does not hold."""
        if collection not in self._numbers:
            return {}
        query = (
            f"SELECT passage, lexis FROM entries_{self._numbers[collection]} "
            "WHERE passage IN (SELECT value FROM json_each(?))"
        )
        return {passage: unpack(lexis) for passage, lexis in self._all(query, (json.dumps(ids),))}

    # Following the truth

    def generation(self, collection: str) -> int:
        return self.generations().get(collection, 0)

    def generations(self) -> dict[str, int]:
        """The generation of every collection indexed."""
        return dict(map(tuple, self._all("SELECT name, generation FROM collections", ())))

    def apply(
        self, collection: str, retired: Sequence[str], added: Sequence[Indexed], generation: int | None
    ) -> None:
        """Drop and add passages, in one transaction; `generation` is noted where it is given."""
        with self._engine.begin() as connection:
            n = tables.number(connection, collection)
            counts: Counter[str] = Counter()
            gone = tables.remove(connection, n, [*retired, *(item.passage.id for item in added)], counts)
            tables.add(connection, n, [item.passage for item in added], counts)
            tables.count_terms(connection, n, counts)
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
                tables.drop_tables(connection, n)
        self._forget(collection)

    def _forget(self, collection: str) -> None:
        self._changes[collection] += 1
        self._frequency.pop(collection, None)
        self._variants.pop(collection, None)
        self._abbreviations.clear()

    def _by_rarity(self, collection: str, stems: Iterable[str]) -> list[tuple[int, str]]:
        """Each with the number of passages that hold it, rarest first, without those that none does. Where
        there are others, one that most do is left out: its weight in BM25 is nought."""
        counts = self._frequency.setdefault(collection, {})
        counted = sorted((self._count(collection, stemmed, counts), stemmed) for stemmed in stems)
        present = [pair for pair in counted if pair[0]]
        half = self.size(collection) / 2
        return [pair for pair in present if pair[0] <= half] or present

    def _ranked(self, collection: str, match: str, limit: int) -> list[tuple[str, float]]:
        n = self._numbers[collection]
        rows = self._all(
            f"SELECT e.passage, -r.score FROM (SELECT rowid AS id, bm25(stems_{n}) AS score FROM stems_{n} "
            f"WHERE stems_{n} MATCH ? LIMIT ?) r JOIN entries_{n} e ON e.id = r.id ORDER BY r.score LIMIT ?",
            (match, 2 * MOST_RANKED, limit),
        )
        return [(passage, max(score, 0.0)) for passage, score in rows]

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

    def _explained(self, collection: str) -> list[Explained]:
        if collection not in self._numbers:
            return []
        pairs = self._all(f"SELECT DISTINCT short, long FROM abbreviations_{self._numbers[collection]}", ())
        counts = self.terms(collection) if pairs else {}
        return [Explained(short, long, _in_capitals(short, counts)) for short, long in pairs]

    def _all(self, query: str, values: tuple[object, ...]) -> list[Any]:
        with self._engine.connect() as connection:
            return list(connection.exec_driver_sql(query, values))


def _totals(stems: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Each stem with how many passages hold it or one before it, at most."""
    total = 0
    for count, stemmed in stems:
        total += count
        yield total, stemmed


def _in_capitals(word: str, counts: Mapping[str, int]) -> bool:
    """Whether the collection hardly ever writes the word in small letters."""
    return counts.get(word.upper(), 0) >= CAPITALS * counts.get(word, 0) > 0


def _stem(word: str) -> str:
    """The stem under which the index holds a word; a compound ("gpt-4o") is held as neighbours."""
    return " ".join(map(stem, words(word)))


def _quoted(stems: str) -> str:
    """An FTS5 string: nothing in it is read as syntax."""
    return '"' + stems.replace('"', '""') + '"'
