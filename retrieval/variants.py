"""Words spelled almost alike, among those that a collection holds."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Shorter words are too often one letter from another word."""
HALF = 3
"""Letters that each half of a split word has at least."""


class Variants:
    """The vocabulary of one collection, as it stood when it was read."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        lengths: dict[int, list[str]] = {}
        for word in self.counts:
            lengths.setdefault(len(word), []).append(word)
        return lengths

    def close(self, word: str, limit: int) -> list[tuple[str, int]]:
        """Words within one edit (two from seven letters on), with their counts, closest first."""
        if len(word) < SHORTEST:
            return []
        edits = 1 if len(word) < 7 else 2
        lengths = range(len(word) - edits, len(word) + edits + 1)
        candidates = [near for length in lengths for near in self._by_length.get(length, ())]
        found = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=edits, limit=None, processor=None
        )
        ranked = sorted((distance, -self.counts[near], near) for near, distance, _ in found if near != word)
        return [(near, -count) for _, count, near in ranked[:limit]]

    def splits(self, word: str) -> Iterator[tuple[str, str]]:
        """The ways to write a word as two that the collection holds, the second spelled almost alike."""
        for at in range(HALF, len(word) - HALF + 1):
            first, second = word[:at], word[at:]
            if first in self.counts:
                for near in (second, *(near for near, _ in self.close(second, 4))):
                    if near in self.counts:
                        yield first, near
