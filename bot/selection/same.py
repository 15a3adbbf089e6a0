"""Whether two sentences say the same in nearly the same words."""

import re
from functools import lru_cache
from typing import NamedTuple

from retrieval.sentences import without_footnotes
from retrieval.words import stems

NEARLY = 0.6
CONTAINED = 0.85
_SCALE = re.compile(r"(?<=\d)\s*(thousand|million|billion|trillion|tn|bn|k|m)\b", re.IGNORECASE)
_SCALES = {"thousand": "k", "million": "m", "billion": "bn", "trillion": "tn"}


@lru_cache(maxsize=8192)
def same(one: str, other: str) -> bool:
    """True where the words overlap so far that showing both would say one thing twice. Two sentences that
    differ in a number or a negation are not the same: that difference is what the asker wants to see."""
    first, second = _read(one), _read(other)
    a, b = first.stems, second.stems
    if not a or not b or (first.figures, first.denies) != (second.figures, second.denies):
        return False
    shared = len(a & b)
    return shared / len(a | b) >= NEARLY or (
        min(len(a), len(b)) >= 4 and shared / min(len(a), len(b)) >= CONTAINED
    )


class _Read(NamedTuple):
    """What is compared of a sentence."""

    stems: frozenset[str]
    figures: frozenset[str]
    denies: bool


@lru_cache(maxsize=4096)
def _read(text: str) -> _Read:
    plain = _plain(text)
    tokens = plain.lower().replace("’", "'").split()
    denies = any(t in {"not", "no", "never"} or t.endswith("n't") or t.startswith("non-") for t in tokens)
    figures = frozenset(t.strip('.,;:()"”“') for t in tokens if any(c.isdigit() for c in t))
    return _Read(frozenset(stems(plain)), figures, denies)


def _plain(text: str) -> str:
    """Without footnote marks, and with "£4.6 million" written as "£4.6m"."""
    return _SCALE.sub(lambda scale: _SCALES.get(scale[1].lower(), scale[1].lower()), without_footnotes(text))
