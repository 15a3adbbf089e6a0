"""The two regressions that the weights come from, in NumPy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
STEPS = 1500
RATE = 0.05


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one question has to put in order."""

    figures: Floats
    """One row a candidate."""
    right: tuple[int, ...]
    """The rows of the right ones, none where they are not among the candidates."""
    article: str
    share: float = 1.0
    """How much it counts."""


def listwise(rankings: Sequence[Ranking], columns: Sequence[int], ridge: float = 1e-3) -> Floats:
    """Weights under which the right candidate is the likeliest: a softmax over each question's candidates."""
    kept = [r for r in rankings if r.right]
    usable = [(r.figures[:, columns], r.right[0]) for r in kept]
    shares = np.array([r.share for r in kept]) / sum(r.share for r in kept)
    pooled = np.concatenate([figures for figures, _ in usable])
    scale = pooled.std(axis=0) + 1e-9
    width = max(len(figures) for figures, _ in usable)
    padded = np.zeros((len(usable), width, len(columns)))
    absent = np.full((len(usable), width), -1e9)
    for row, (figures, _) in enumerate(usable):
        padded[row, : len(figures)] = (figures - pooled.mean(axis=0)) / scale
        absent[row, : len(figures)] = 0
    right = padded[np.arange(len(usable)), [place for _, place in usable]]

    def slope(weights: Floats) -> Floats:
        sums = padded @ weights + absent
        chances = np.exp(sums - sums.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        expected = np.einsum("qc,qcf->qf", chances, padded)
        return np.asarray(shares @ (expected - right) + ridge * weights, dtype=np.float64)

    return np.asarray(_descended(slope, len(columns)) / scale, dtype=np.float64)


def logistic(figures: Floats, yes: npt.NDArray[np.bool_], ridge: float = 1e-2) -> tuple[Floats, float]:
    """Slopes and intercept; yes and no weigh the same in all, however many there are of each."""
    middle, scale = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    rows = np.column_stack([(figures - middle) / scale, np.ones(len(figures))])
    shares = np.where(yes, 0.5 / max(1, yes.sum()), 0.5 / max(1, (~yes).sum()))
    penalty = ridge * np.append(np.ones(figures.shape[1]), 0)

    def slope(weights: Floats) -> Floats:
        chances = 1 / (1 + np.exp(-(rows @ weights)))
        return np.asarray(rows.T @ (shares * (chances - yes)) + penalty * weights, dtype=np.float64)

    weights = _descended(slope, rows.shape[1])
    slopes = weights[:-1] / scale
    return slopes, float(weights[-1] - slopes @ middle)


def rank(ranking: Ranking, columns: Sequence[int], weights: Floats) -> int | None:
    """Of the best right candidate, from 1; None where there is none."""
    if not ranking.right:
        return None
    sums = ranking.figures[:, columns] @ weights
    return int((sums > sums[list(ranking.right)].max()).sum()) + 1


def _descended(slope: Callable[[Floats], Floats], size: int) -> Floats:
    """Adam, from nought."""
    weights, speed, force = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        down = slope(weights)
        speed = 0.9 * speed + 0.1 * down
        force = 0.99 * force + 0.01 * down**2
        moved = speed / (1 - 0.9**step) / (np.sqrt(force / (1 - 0.99**step)) + 1e-8)
        weights = weights - RATE * moved * (1 - step / (STEPS + 1))
    return weights
