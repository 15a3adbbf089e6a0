"""Whether two sentences say the same in nearly the same words."""

import re
from functools import lru_cache

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
    one, other = _plain(one), _plain(other)
    a, b = set(stems(one)), set(stems(other))
    if not a or not b or _figures(one) != _figures(other):
        return False
    shared = len(a & b)
    return shared / len(a | b) >= NEARLY or (
        min(len(a), len(b)) >= 4 and shared / min(len(a), len(b)) >= CONTAINED
    )


def _plain(text: str) -> str:
    """Without footnote marks, and with "£4.6 million" written as "£4.6m"."""
    return _SCALE.sub(lambda scale: _SCALES.get(scale[1].lower(), scale[1].lower()), without_footnotes(text))


def _figures(text: str) -> tuple[frozenset[str], bool]:
    tokens = text.lower().replace("’", "'").split()
    numbers = frozenset(t.strip('.,;:()"”“') for t in tokens if any(c.isdigit() for c in t))
    return numbers, any(
        t in {"not", "no", "never"} or t.endswith("n't") or t.startswith("non-") for t in tokens
    )
