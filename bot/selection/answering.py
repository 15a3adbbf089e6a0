"""Which of the sentences found answer a simple question."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf

from bot.selection import roles
from bot.selection.counted import told
from bot.selection.fitting import FEW, LESS_COVERED, Fitting
from bot.selection.heads import is_sentence
from bot.selection.lacking import lacking
from bot.selection.lines import Candidate, follows
from bot.selection.premise import refuses
from bot.selection.reasons import asks_why, tells_why
from bot.selection.same import same
from bot.selection.wanted import Kind, Wanted
from retrieval.query import Understood
from retrieval.words import held

MOST_CLOSEST = 2
_REPEATED = frozenset((Kind.MONEY, Kind.NUMBER, Kind.SHARE, Kind.PHONE, Kind.EMAIL))
"""What is soon repeated for what was asked: where it is of something else, its line is not shown as near."""
BEHIND = 2.6
"""How far below the best sentence's score another may stand and still be shown;"""
A_WORD = 0.3
"""and how much further for each word of a long question: the first then often tells its setting."""


CLOSEST, CLOSELY = 0.25, 0.55
"""How much of the question stands in a line, or how close it is, that is shown where nothing answers."""
POINT = 0.4
"""Weight of a word that may be what is asked with yes or no,"""
TOLD = 0.4
"""and how close a sentence with it has to be."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What was selected for one part of a question."""

    lines: tuple[Candidate, ...]
    answers: bool
    views: tuple[Candidate, ...] = ()
    """What further documents say of the same thing."""


def answering(
    ranked: Sequence[Candidate], want: Wanted, question: Understood, most: int, *, least: float = -inf
) -> Selected:
    """The best of the sentences that may answer, or the closest ones where none does, or none has `least` as
    its score; rows of a table have few words, and score less."""
    fitting = Fitting(ranked, want, question)
    right = [c for c in ranked if fitting.fits(c)]
    if name := roles.introduced(question.text):
        right = [c for c in right if roles.introduces(c.text, name)] or right
    if want.kind is Kind.YES_NO:
        right.sort(key=lambda c: not refuses(c, question))
    if all(c.apart < least and c.row is None for c in right):
        here = [c for c in ranked if not (fitting.is_elsewhere(c) or c.is_head) and _is_close(c)]
        near = [c for c in here if not (c.right_kind and want.kind in _REPEATED)]
        return Selected(tuple(sorted(near, key=lambda c: -c.apart)[:MOST_CLOSEST]), answers=False)
    reach = BEHIND + A_WORD * max(0, len(question.terms) - FEW)
    lines = tuple(told_of(right[0], ranked, question.text) or best(right, most, reach))
    if want.kind is Kind.YES_NO:
        lines = _with_the_point(lines, ranked, question)
    own = [c for c in ranked if not fitting.is_of_others(c)]
    if asks_why(question.text):
        lines = _with_the_reason(lines, own)
    return Selected(lines, answers=True, views=_views(own, lines, question))


def _is_close(candidate: Candidate) -> bool:
    """Whether it has anything to do with the question: further-off lines are not worth a look."""
    return candidate.line.coverage >= CLOSEST or candidate.line.closeness >= CLOSELY


def _with_the_point(
    lines: tuple[Candidate, ...], ranked: Sequence[Candidate], question: Understood
) -> tuple[Candidate, ...]:
    """With a sentence of the same document on what none of them speaks of, where there is one: whether the
    volunteers get any training is not told by those who say that there are volunteers."""
    said = frozenset[str]().union(*(held(line.said) for line in lines))
    missing = [t for t in question.terms if not t.named and t.weight >= POINT and t.forms.isdisjoint(said)]
    here = lines[0].passage.document_id
    for candidate in ranked:
        of_it = candidate.passage.document_id == here and candidate.line.closeness >= TOLD
        if of_it and is_sentence(candidate.text) and len(lacking(missing, candidate)) < len(missing):
            return (*lines, candidate)
    return lines


def _with_the_reason(lines: tuple[Candidate, ...], ranked: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """With the sentence after one of them that tells why, where none of them does."""
    if any(tells_why(line.told) for line in lines):
        return lines
    for line in lines:
        for after in ranked:
            if follows(after, line) and tells_why(after.told) and is_sentence(after.text):
                return (*lines, after)
    return lines


def closest(ranked: Sequence[Candidate], question: Understood) -> tuple[Candidate, ...]:
    """Of those who are named, what a question asks of them apart: what somebody said of another matter."""
    named = [term for term in question.terms if term.named]
    holding = (c for c in ranked if all(not t.forms.isdisjoint(held(c.text)) for t in named))
    return tuple(islice(holding, MOST_CLOSEST)) if named else ()


def told_of(first: Candidate, ranked: Sequence[Candidate], question: str) -> list[Candidate]:
    """The sentence with those that tell what it announces, none where it announces nothing."""
    further = told(first, ranked, question)
    return [first, *further] if further else []


def best(ranked: Sequence[Candidate], most: int, reach: float = BEHIND) -> list[Candidate]:
    """The best sentence, those that say the same elsewhere, and others while they are nearly as good."""
    near = [c for c in ranked[:20] if ranked[0].score - c.score <= reach]
    # A heading answers only where no sentence does; a line that opens a list is shown with the list.
    near = [c for c in near if is_sentence(c.text) or c.text.endswith(":") or c.is_item] or near
    taken: list[Candidate] = []
    different = 0
    for candidate in near:
        repeats = any(same(candidate.text, earlier.text) for earlier in taken)
        if not repeats and different >= most:
            continue
        taken.append(candidate)
        different += not repeats
    return taken


def _views(
    ranked: Sequence[Candidate], taken: Sequence[Candidate], question: Understood
) -> tuple[Candidate, ...]:
    """The best sentence of each further document that holds the name asked about, and what was asked for."""
    named = max((t for t in question.terms if t.named), key=lambda t: t.weight, default=None)
    views: dict[str, Candidate] = {}
    for candidate in ranked:
        holds = named is None or not named.forms.isdisjoint(held(candidate.text))
        close = named is not None or candidate.line.coverage >= taken[0].line.coverage - LESS_COVERED
        if holds and close and candidate.right_kind and is_sentence(candidate.text):
            views.setdefault(candidate.passage.document_id, candidate)
    return tuple(view for view in views.values() if view not in taken)
