"""Words that stand for one another in the kind of text this corpus holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from retrieval.words import stem

_Words = frozenset[str]


@dataclass(slots=True)
class _Groups:
    words: dict[str, _Words] = field(default_factory=dict)
    """By stem, what says the same."""
    phrases: dict[tuple[str, ...], _Words] = field(default_factory=dict)


def synonyms(word: str) -> frozenset[str]:
    """Other words, folded, that say the same as a folded word; empty for most."""
    return _groups().words.get(stem(word), frozenset())


def phrases(words: Sequence[str]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Where phrases such as "turned down" stand among folded words, from and to, with the words that say the
    same; the longest at each place."""
    known, said = _groups().phrases, [stem(word) for word in words]
    longest = max(map(len, known), default=0)
    at = 0
    while at < len(said):
        ends = range(min(len(said), at + longest), at + 1, -1)
        end = next((end for end in ends if tuple(said[at:end]) in known), at)
        if end > at:
            yield at, end, known[tuple(said[at:end])]
        at = max(end, at + 1)


@lru_cache(maxsize=1)
def _groups() -> _Groups:
    groups = _Groups()
    for line in Path(__file__).with_name("synonyms.txt").read_text(encoding="utf-8").splitlines():
        group = frozenset(line.split()) if not line.startswith("#") else frozenset()
        single = frozenset(word for word in group if "_" not in word)
        for word in group:
            if "_" in word:
                groups.phrases[tuple(stem(part) for part in word.split("_"))] = single
                continue
            others = frozenset(other for other in single if stem(other) != stem(word))
            groups.words[stem(word)] = groups.words.get(stem(word), frozenset()) | others
    return groups
