"""Whether two sentences say the same in nearly the same words."""

import re
from functools import lru_cache
from typing import NamedTuple

from retrieval.sentences import readable
from retrieval.synonyms import synonyms
from retrieval.words import stem, stems

NEARLY = 0.6
CONTAINED = 0.85
_LIMITS = frozenset(
    """not no never cannot may might could would should must shall will can all some most many few only every
    each none both any nearly almost about around approximately roughly least up over under than
    former""".split()  # noqa: SIM905 - easier to read
)
_TURNS = frozenset("to by from against for with without before after until since".split())  # noqa: SIM905
_SCALE = re.compile(r"(?<=\d)\s*(thousand|million|billion|trillion|tn|bn|k|m)\b", re.IGNORECASE)
_SCALES = {"thousand": "k", "million": "m", "billion": "bn", "trillion": "tn"}


@lru_cache(maxsize=8192)
def same(one: str, other: str) -> bool:
    """True where one says what the other does, and perhaps more, in nearly the same words: it can then be
    cited for it. What each says in a word of its own, June or October, will or may, sets it apart."""
    first, second = _read(one), _read(other)
    a, b = first.stems, second.stems
    if not a or not b or (first.figures, first.limits) != (second.figures, second.limits):
        return False
    if _differ(first.turns, second.turns) or _differ(_unlike(a, b), _unlike(b, a)):
        return False
    shared = len(a & b)
    return shared / len(a | b) >= NEARLY or (
        min(len(a), len(b)) >= 4 and shared / min(len(a), len(b)) >= CONTAINED
    )


class _Read(NamedTuple):
    """What is compared of a sentence."""

    stems: frozenset[str]
    figures: frozenset[str]
    limits: frozenset[str]
    """What denies it, or makes more or less of it: not, may, some, up to."""
    turns: frozenset[str]
    """Which way it goes: to, by."""


@lru_cache(maxsize=4096)
def _read(text: str) -> _Read:
    plain = _plain(text)
    tokens = plain.lower().replace("’", "'").split()
    limits = {"not" if t.endswith("n't") or t.startswith("non-") else t for t in tokens}
    figures = frozenset(t.strip('.,;:()"”“') for t in tokens if any(c.isdigit() for c in t))
    return _Read(frozenset(stems(plain)), figures, _LIMITS & limits, _TURNS.intersection(tokens))


def _unlike(some: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Those for which the others have no other word either."""
    return frozenset(w for w in some - others if others.isdisjoint(map(stem, synonyms(w))))


def _differ(some: frozenset[str], others: frozenset[str]) -> bool:
    return bool(some - others and others - some)


def _plain(text: str) -> str:
    """Without footnote marks, and with "£4.6 million" written as "£4.6m"."""
    return _SCALE.sub(lambda scale: _SCALES.get(scale[1].lower(), scale[1].lower()), readable(text))
