"""Which of the sentences found answer a simple question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.selection.counted import told
from bot.selection.lines import Candidate, is_sentence, refers_back
from bot.selection.same import same
from bot.selection.wanted import Kind, Wanted, has
from retrieval.query import Understood
from retrieval.words import held

MOST_CLOSEST = 2
BEHIND = 2.6
"""How far below the best sentence's score another may stand and still be shown."""
MISSES = 2.5
"""A sentence with the right kind of thing, this far behind one without, speaks of something else;"""
MISSES_WEAKLY = 0.5
WEAK = 0.6
"""and so does a less distant one that is this little close to the question."""
UNNAMED = 0.2
"""A passage that lacks names which make up this much of the question speaks of somebody else."""
ROOT = 5
NEXT = 2
NEAR = 0.7
"""A sentence must be this close where it holds no word of the question but names."""
LESS_COVERED = 0.25
"""Much less of the question stands in a sentence that lacks a name which another sentence holds."""
_IDENTITY = re.compile(r"\bwho (?:is|was) (?:the|its|their|his|her)\b", re.IGNORECASE)
_UNTYPED = frozenset({Kind.OPEN, Kind.YES_NO})
_SOFT = _UNTYPED | {Kind.PERSON}


@dataclass(frozen=True, slots=True)
class Selected:
    """What was selected for one part of a question."""

    lines: tuple[Candidate, ...]
    answers: bool
    views: tuple[Candidate, ...] = ()
    """What further documents say of the same thing."""


def answering(ranked: Sequence[Candidate], want: Wanted, question: Understood, most: int) -> Selected:
    """The best of the sentences that may answer, or the closest ones where none does."""
    right = [c for c in ranked if _fits(c, ranked, question, want)]
    if not right:
        return Selected(tuple(sorted(ranked, key=lambda c: -c.apart)[:MOST_CLOSEST]), answers=False)
    lines = tuple(told_of(right[0], ranked, question.text) or best(right, most))
    return Selected(lines, answers=True, views=_views(ranked, lines, question))


def told_of(first: Candidate, ranked: Sequence[Candidate], question: str) -> list[Candidate]:
    """The sentence with those that tell what it announces, none where it announces nothing."""
    further = told(first, ranked, question)
    return [first, *further] if further else []


def best(ranked: Sequence[Candidate], most: int) -> list[Candidate]:
    """The best sentence, those that say the same elsewhere, and others while they are nearly as good."""
    near = [c for c in ranked[:20] if ranked[0].score - c.score <= BEHIND]
    # A heading answers only where no sentence does; a line that opens a list is shown with the list.
    near = [c for c in near if is_sentence(c.text) or c.text.endswith(":")] or near
    taken: list[Candidate] = []
    different = 0
    for candidate in near:
        repeats = any(same(candidate.text, earlier.text) for earlier in taken)
        if not repeats and different >= most:
            continue
        taken.append(candidate)
        different += not repeats
    return taken


def _fits(candidate: Candidate, ranked: Sequence[Candidate], question: Understood, want: Wanted) -> bool:
    """Whether the sentence may answer: it speaks of what was asked, and has a thing of the right kind."""
    if _missing_names(question, candidate) > UNNAMED:
        return False
    if want.kind not in _UNTYPED and _shares_only_names(question, candidate):
        return False
    if want.kind is Kind.PERSON and _IDENTITY.search(question.text):
        # Who somebody is stands with what they are: a sentence that only shares names tells of others.
        return has(candidate.text, replace(want, kind=Kind.NAME)) and _says_more_than_names(
            question, candidate
        )
    return want.kind in _SOFT or (candidate.right_kind and _is_near(candidate, ranked, question))


def _shares_only_names(question: Understood, candidate: Candidate) -> bool:
    """What the sentence tells of those that the question names is something else."""
    return candidate.line.closeness < NEAR and not _says_more_than_names(question, candidate)


def _is_near(candidate: Candidate, ranked: Sequence[Candidate], question: Understood) -> bool:
    """Whether the thing of the right kind is said about what was asked."""
    nearest = max(ranked, key=lambda c: c.apart)
    behind = nearest.apart - candidate.apart
    if behind <= MISSES and _beside(candidate, nearest) and _says_all_but_names(question, candidate):
        return True
    if behind > MISSES or (behind > MISSES_WEAKLY and candidate.line.closeness < WEAK):
        return False
    speaks_of_less = nearest.line.coverage - candidate.line.coverage > LESS_COVERED
    if behind <= 0 or not speaks_of_less or refers_back(candidate.text):
        return True
    return _named(question, nearest) <= _named(question, candidate) and _says_more_than_names(
        question, candidate
    )


def _beside(candidate: Candidate, other: Candidate) -> bool:
    """Whether the sentence follows the other, or nearly so: what that one names it need not repeat."""
    return candidate.passage.id == other.passage.id and 0 < candidate.position - other.position <= NEXT


def _says_all_but_names(question: Understood, candidate: Candidate) -> bool:
    here = held(candidate.text)
    said = [t for t in question.terms if not t.named]
    return bool(said) and not any(t.forms.isdisjoint(here) for t in said)


def _says_more_than_names(question: Understood, candidate: Candidate) -> bool:
    here = held(candidate.text)
    said = [t for t in question.terms if not t.named]
    return not said or any(not t.forms.isdisjoint(here) for t in said)


def _missing_names(question: Understood, candidate: Candidate) -> float:
    """The share of the question, by weight, in names that its passage lacks."""
    asked = [t for t in question.terms if t.named and t.word.isalpha() and len(t.word) > 2]
    if not asked:
        return 0.0
    passage = candidate.passage
    here, roots = _held(passage.title, passage.heading, passage.text)
    missing = [t for t in asked if t.forms.isdisjoint(here) and t.word[:ROOT] not in roots]
    return sum(t.weight for t in missing) / question.weight


@lru_cache(maxsize=256)
def _held(title: str, heading: str, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of a passage, and their roots: "Aristotelian" stands for Aristotle, "European" for Europe."""
    here = held(f"{title}\n{heading}\n{text}")
    return here, frozenset(word[:ROOT] for word in here if len(word) >= ROOT)


def _named(question: Understood, candidate: Candidate) -> set[str]:
    """The names of the question that stand in the sentence."""
    here = held(candidate.text)
    return {t.word for t in question.terms if t.named and not t.forms.isdisjoint(here)}


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
