"""Many results as figures: shares with what they are of, and the bars they have to clear."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from bot.evaluation.measure import Marked, Ranked

LEAST, MOST = "at_least", "at_most"


class BarsError(Exception):
    """A file of bars that cannot be used."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: a share of `of` cases, or a number where `of` is None."""

    name: str
    value: float | None
    """None where no question asked for it."""
    of: int | None = None


def answers(marks: Sequence[Marked]) -> tuple[Figure, ...]:
    cited = sum(mark.citations for mark in marks)
    return (
        _share("evidence_found", (mark.evidence_any for mark in marks)),
        _share("evidence_found_all", (mark.evidence_all for mark in marks)),
        Figure("citations_exact", sum(m.exact for m in marks) / cited if cited else None, cited),
        Figure("wrongly_said", float(sum(len(mark.said) for mark in marks))),
        Figure("failed", float(sum(mark.failed for mark in marks))),
        _share("refused_rightly", (mark.refused_rightly for mark in marks)),
        _share("refused_wrongly", (mark.refused_wrongly for mark in marks)),
        _share("both_sides_shown", (mark.both_sides for mark in marks)),
        *_times([mark.seconds for mark in marks]),
    )


def searches(ranks: Sequence[Ranked], k: int) -> tuple[Figure, ...]:
    return (
        *(
            _share(f"hit_at_{n}", (rank.rank is not None and rank.rank <= n for rank in ranks))
            for n in sorted({1, min(5, k), k})
        ),
        _share(f"all_at_{k}", (rank.every for rank in ranks)),
        *_times([rank.seconds for rank in ranks]),
    )


def below(figures: Iterable[Figure], bars: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """A sentence for each bar that is not cleared; a figure that could not be measured clears none."""
    measured = {figure.name: figure.value for figure in figures}
    return tuple(
        f"{name} is {'not measured' if measured[name] is None else f'{measured[name]:.3g}'}; "
        f"the bar is {kind.replace('_', ' ')} {bar:g}"
        for name, bar_of in bars.items()
        if name in measured
        for kind, bar in bar_of.items()
        if not _clears(measured[name], kind, bar)
    )


def bars(path: Path, questions: str = "") -> Mapping[str, Mapping[str, float]]:
    """Those for any file of questions, and those for the one of this name. Raises BarsError, which names the
    entry."""
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BarsError(f"{path} cannot be read: {error}") from None
    own = {name: entry for name, entry in raw.items() if _is_table(entry)}
    every = {name: entry for name, entry in raw.items() if name not in own}
    for table in (every, *own.values()):
        _check(path, table)
    chosen: dict[str, dict[str, float]] = every | own.get(questions, {})
    return chosen


def _is_table(entry: object) -> bool:
    """Whether it holds bars rather than being one."""
    return isinstance(entry, dict) and bool(entry) and all(isinstance(bar, dict) for bar in entry.values())


def _check(path: Path, table: Mapping[str, object]) -> None:
    known = {figure.name for figure in (*answers(()), *searches((), 5), *searches((), 10))}
    for name, entry in table.items():
        if name not in known:
            raise BarsError(f"{path}: {name} is no figure. Known: {', '.join(sorted(known))}.")
        if not isinstance(entry, dict) or not entry or not set(entry) <= {LEAST, MOST}:
            raise BarsError(f"{path}: {name} should say {LEAST} or {MOST} and a number.")


def _clears(value: float | None, kind: str, bar: float) -> bool:
    if value is None:
        return False
    return value >= bar if kind == LEAST else value <= bar


def _share(name: str, cases: Iterable[bool | None]) -> Figure:
    known = [case for case in cases if case is not None]
    return Figure(name, sum(known) / len(known) if known else None, len(known))


def _times(seconds: Sequence[float]) -> tuple[Figure, ...]:
    return (
        Figure("seconds_p50", _quantile(seconds, 0.5)),
        Figure("seconds_p95", _quantile(seconds, 0.95)),
    )


def _quantile(values: Sequence[float], share: float) -> float | None:
    return sorted(values)[ceil(share * len(values)) - 1] if values else None
