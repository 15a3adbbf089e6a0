"""Words spelled almost alike, among those that a collection holds."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Shorter words are too often one letter from another word."""
HALF = 3
"""Letters that each half of a split word has at least."""
REMEMBERED = 4096
"""Words whose neighbours are kept: 1 ms each to find, and the same names are asked for again and again."""
_Letters = npt.NDArray[np.uint64]
_Words = npt.NDArray[np.object_]


class Variants:
    """The vocabulary of one collection, as it stood when it was read."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self._found = lru_cache(maxsize=REMEMBERED)(self._close)

    @cached_property
    def _by_length(self) -> dict[int, tuple[_Words, _Letters]]:
        lengths: dict[int, list[str]] = {}
        for word in self.counts:
            if word.isupper():  # counted a second time, as it is written
                continue
            lengths.setdefault(len(word), []).append(word)
        return {
            length: (np.array(words, dtype=object), _letters(words))
            for length, words in lengths.items()
            if length
        }

    def close(self, word: str, limit: int) -> list[tuple[str, int]]:
        """Words within one edit (two from seven letters on), with their counts, closest first."""
        return list(self._found(word)[:limit]) if len(word) >= SHORTEST else []

    def _close(self, word: str) -> list[tuple[str, int]]:
        edits = 1 if len(word) < 7 else 2
        found = process.extract(
            word,
            list(self._alike(word, edits)),
            scorer=OSA.distance,
            score_cutoff=edits,
            limit=None,
            processor=None,
        )
        ranked = sorted((distance, -self.counts[near], near) for near, distance, _ in found if near != word)
        return [(near, -count) for _, count, near in ranked]

    def splits(self, word: str) -> Iterator[tuple[str, str]]:
        """The ways to write a word as two that the collection holds, the second spelled almost alike."""
        for at in range(HALF, len(word) - HALF + 1):
            first, second = word[:at], word[at:]
            if first in self.counts:
                for near in (second, *(near for near, _ in self.close(second, 4))):
                    if near in self.counts:
                        yield first, near

    def _alike(self, word: str, edits: int) -> Iterator[str]:
        """Words of about that length with nearly the same letters: an edit brings one in and puts one out.
        Comparing each word of a large vocabulary letter by letter takes 15 ms."""
        (asked,) = _letters([word])
        for length in range(len(word) - edits, len(word) + edits + 1):
            if known := self._by_length.get(length):
                words, letters = known
                yield from words[np.bitwise_count(letters ^ asked) <= 2 * edits].tolist()


def _letters(words: Sequence[str]) -> _Letters:
    """Which letters stand in each of some words of one length, a bit each; some letters share one."""
    if not words:
        return np.zeros(0, np.uint64)
    codes = np.array(words).view(np.uint32).reshape(len(words), -1)
    return np.asarray(np.bitwise_or.reduce(np.uint64(1) << (codes % 64).astype(np.uint64), axis=1))
