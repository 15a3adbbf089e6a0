"""One question's result against what was expected of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain import Answer, Citation, Outcome
from bot.evaluation.questions import CONTRADICTION, FALSE_PREMISE, Asked, Span
from bot.render import payload
from retrieval.corpus import Found

ENOUGH = 0.6
"""The share of a quote that citations have to cover for it to count as shown."""

UNDECIDED = frozenset(
    {Outcome.FAILED_INTERNAL, Outcome.FAILED_MODEL, Outcome.STOPPED, Outcome.DECLINED_RATE_LIMITED}
)


@dataclass(frozen=True, slots=True)
class Marked:
    """How one answer did; None where the question's type does not ask for it."""

    id: str
    type: str
    outcome: Outcome
    seconds: float
    citations: int
    exact: int
    uncited: int
    """Statements without a citation: none can be built, and this counts them all the same."""
    said: tuple[str, ...]
    """Of `must_not_say`, what was said."""
    evidence_any: bool | None
    evidence_all: bool | None
    failed: bool
    """Nothing was decided: a failure, or a limit, is no refusal."""
    refused: bool
    refused_rightly: bool | None
    """None for a question that the documents answer."""
    refused_wrongly: bool | None
    """None for a question that the documents do not answer, or whose premise is false."""
    both_sides: bool | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where a search put the evidence of one question: the rank of the first passage that holds some."""

    id: str
    type: str
    rank: int | None
    every: bool
    """All the quotes are covered by the passages found."""
    seconds: float


def mark(asked: Asked, expected: Sequence[Sequence[Span]], answer: Answer, exact: Iterable[bool]) -> Marked:
    shown = [_shown(places, map(_cited, answer.citations)) for places in expected]
    answered, failed = answer.outcome.is_answer, answer.outcome in UNDECIDED
    refused = not answered and not failed
    exactness = list(exact)
    text = " ".join((answer.reply, payload.text(answer), answer.notice)).casefold()
    sides = {places[0].file for places, was in zip(expected, shown, strict=True) if was}
    return Marked(
        id=asked.id,
        type=asked.type,
        outcome=answer.outcome,
        seconds=answer.seconds,
        citations=len(exactness),
        exact=sum(exactness),
        uncited=sum(not statement.citations for statement in answer.statements),
        said=tuple(phrase for phrase in asked.must_not_say if phrase.casefold() in text),
        evidence_any=answered and any(shown) if asked.answerable else None,
        evidence_all=answered and all(shown) if asked.answerable else None,
        failed=failed,
        refused=refused,
        refused_rightly=None if asked.answerable else refused,
        refused_wrongly=refused if asked.answerable and asked.type != FALSE_PREMISE else None,
        both_sides=answered and len(sides) > 1 if asked.type == CONTRADICTION else None,
    )


def rank(asked: Asked, expected: Sequence[Sequence[Span]], found: Sequence[Found], seconds: float) -> Ranked:
    ranges = [_passage(each) for each in found]
    first = next(
        (n for n, each in enumerate(ranges, 1) if any(_shown(places, [each]) for places in expected)), None
    )
    return Ranked(asked.id, asked.type, first, all(_shown(places, ranges) for places in expected), seconds)


def _cited(citation: Citation) -> Span:
    return Span(citation.document, citation.start, citation.end)


def _passage(found: Found) -> Span:
    return Span(found.passage.document, found.passage.start, found.passage.end)


def _shown(places: Sequence[Span], ranges: Iterable[Span]) -> bool:
    """Whether enough of a quote, at any of the places where it stands, is covered by the ranges together."""
    given = list(ranges)
    return any(_covered(place, given) >= ENOUGH * (place.end - place.start) for place in places)


def _covered(place: Span, ranges: Sequence[Span]) -> int:
    covered: set[int] = set()
    for each in ranges:
        if each.file == place.file:
            covered.update(range(max(place.start, each.start), min(place.end, each.end)))
    return len(covered)
