"""Which words say the opposite of one another."""

from collections.abc import Mapping
from functools import cache, lru_cache

from bot.grounding.lexicon import OPPOSITES
from bot.grounding.words import key, thesaurus

PREFIXES = ("un", "non")
_LEAST_LETTERS = 4


@lru_cache(maxsize=8192)
def opposites(word: str) -> frozenset[str]:
    """The keys that say the opposite of a key."""
    if word.endswith("li") and word[:-2] in thesaurus().same:
        return _opposites(word) | _opposites(word[:-2])
    return _opposites(word) | {f"{other}li" for other in _opposites(word)}


def _opposites(word: str) -> frozenset[str]:
    known = thesaurus()
    listed = _listed().get(word, frozenset()) | known.opposite.get(word, frozenset())
    prefixed = {prefix + word for prefix in PREFIXES if len(word) >= _LEAST_LETTERS and word in known.same}
    bare = {word.removeprefix(prefix) for prefix in PREFIXES if word.startswith(prefix)}
    return listed | prefixed | {rest for rest in bare if len(rest) >= _LEAST_LETTERS and rest in known.same}


@cache
def _listed() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, two in OPPOSITES:
        found.setdefault(key(one), set()).add(key(two))
        found.setdefault(key(two), set()).add(key(one))
    return {word: frozenset(others) for word, others in found.items()}
