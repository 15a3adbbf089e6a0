"""Words that stand for one another in the kind of text this corpus holds."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from retrieval.words import stem


def synonyms(word: str) -> frozenset[str]:
    """Other words, folded, that say the same as a folded word; empty for most."""
    return _groups().get(stem(word), frozenset())


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, frozenset[str]]:
    lines = Path(__file__).with_name("synonyms.txt").read_text(encoding="utf-8").splitlines()
    groups: dict[str, frozenset[str]] = {}
    for line in lines:
        group = frozenset(line.split()) if not line.startswith("#") else frozenset()
        for word in group:
            others = frozenset(other for other in group if stem(other) != stem(word))
            groups[stem(word)] = groups.get(stem(word), frozenset()) | others
    return groups
