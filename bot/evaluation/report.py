"""Results of an evaluation for people and for programs: pure functions."""

from collections.abc import Sequence
from dataclasses import asdict

from rich import box
from rich.table import Table

from bot.evaluation.measure import Marked, Ranked
from bot.evaluation.tally import Figure

LABELS = {
    "evidence_found": "Right evidence shown",
    "evidence_found_all": "All the expected evidence shown",
    "citations_exact": "Citations exact",
    "wrongly_said": "Wrongly said",
    "failed": "Failed: neither answered nor refused",
    "refused_rightly": "Refused rightly, of the unanswerable",
    "refused_wrongly": "Refused wrongly, of the answerable",
    "both_sides_shown": "Both sides shown, of contradictions",
    "seconds_p50": "Seconds, half of the answers within",
    "seconds_p95": "Seconds, 95% of the answers within",
}


def payload(
    figures: Sequence[Figure], results: Sequence[Marked | Ranked], low: Sequence[str]
) -> dict[str, object]:
    return {
        "questions": len(results),
        "figures": {figure.name: {"value": figure.value, "of": figure.of} for figure in figures},
        "below_bars": list(low),
        "results": [asdict(result) for result in results],
    }


def summary(figures: Sequence[Figure]) -> Table:
    table = Table("Figure", "Value", "Cases", box=box.SIMPLE_HEAD)
    for figure in figures:
        table.add_row(_label(figure.name), _value(figure), "" if figure.of is None else str(figure.of))
    return table


def by_question(results: Sequence[Marked | Ranked]) -> Table:
    table = Table("Question", "Type", "Result", "Evidence", "Wrongly said", box=box.SIMPLE_HEAD)
    for result in results:
        row = _marked(result) if isinstance(result, Marked) else _ranked(result)
        table.add_row(result.id, result.type, *row)
    return table


def _marked(mark: Marked) -> tuple[str, str, str]:
    evidence = {None: "", True: "some", False: "none"}[mark.evidence_any]
    return mark.outcome.value, "all" if mark.evidence_all else evidence, "; ".join(mark.said)


def _ranked(rank: Ranked) -> tuple[str, str, str]:
    place = "not found" if rank.rank is None else f"rank {rank.rank}"
    return place, "all" if rank.every else "none" if rank.rank is None else "some", ""


def _label(name: str) -> str:
    return LABELS.get(name) or name.replace("hit_at_", "Some evidence in the first ").replace(
        "all_at_", "All evidence in the first "
    )


def _value(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    if figure.of is None:
        return f"{figure.value:.3g}"
    return f"{figure.value:.0%}"
