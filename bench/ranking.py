"""How good a ranking is, by the usual measures: each takes what was found, best first, and what is right."""

from collections.abc import Callable, Mapping, Sequence
from math import log2

Measure = Callable[[Sequence[bool], int, int], float]
"""Whether each thing found is right, how many right ones there are, and how many things are looked at."""


def hit(found: Sequence[bool], right: int, first: int) -> float:  # noqa: ARG001 - one shape for all
    """Whether any of the first is right."""
    return float(any(found[:first]))


def reciprocal(found: Sequence[bool], right: int, first: int) -> float:  # noqa: ARG001
    """One by the rank of the first right one."""
    return next((1 / rank for rank, good in enumerate(found[:first], 1) if good), 0.0)


def recall(found: Sequence[bool], right: int, first: int) -> float:
    """The share of the right ones that is found."""
    return sum(found[:first]) / max(1, right)


def gain(found: Sequence[bool], right: int, first: int) -> float:
    """Discounted cumulative gain, by what the best order would have had (nDCG, as trec_eval has it)."""
    best = sum(1 / log2(rank + 1) for rank in range(1, min(right, first) + 1))
    return sum(good / log2(rank + 1) for rank, good in enumerate(found[:first], 1)) / (best or 1.0)


def precision(found: Sequence[bool], right: int, first: int) -> float:
    """The mean of the precision at each right one (average precision)."""
    at = [sum(found[:rank]) / rank for rank, good in enumerate(found[:first], 1) if good]
    return sum(at) / max(1, min(right, first))


_MEASURES: Mapping[str, Measure] = {
    "hit": hit,
    "MRR": reciprocal,
    "recall": recall,
    "nDCG": gain,
    "MAP": precision,
}


def measured(name: str, found: Sequence[bool], right: int) -> float:
    """By a measure's name and how many things it looks at: "nDCG@10"."""
    kind, _, first = name.partition("@")
    return _MEASURES[kind](found, right, int(first))
