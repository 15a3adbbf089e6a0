"""How well passages match a question, in a handful of figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from retrieval.corpus import Kind, Line, Passage
from retrieval.late import Interaction, Matrix, interact, unpack
from retrieval.lexis import Lexis, number
from retrieval.query import Understood
from retrieval.rows import Indexed

NAMES = ("meaning", "closeness", "pair", "coverage", "phrases", "furniture")
"""The figures of one passage, in the order of `Match.figures`."""
Flags = npt.NDArray[np.bool_]
Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Match:
    """One passage compared with one question."""

    passage: Passage
    figures: Matrix
    """Shape (len(NAMES),)."""
    late: Interaction
    covered: Shares
    """The share of the question's terms, by weight, that stand in each sentence."""
    lexis: Lexis

    @property
    def lines(self) -> tuple[Line, ...]:
        spans, late = self.lexis.spans.tolist(), self.late
        figures = zip(spans, late.lines.tolist(), late.meanings.tolist(), self.covered.tolist(), strict=False)
        return tuple(Line(start, end, *rest) for (start, end), *rest in figures)


def matches(question: Understood, items: Sequence[Indexed], lexes: Sequence[Lexis]) -> list[Match]:
    """The question compared with each passage: all at once, for one large array takes a tenth of the time
    of many small ones."""
    if not items:
        return []
    late = interact(question.query, question.token_weights, [unpack(item.states) for item in items])
    worded = wording(question, lexes)
    return [
        Match(item.passage, _figures(item.passage, near, said), near, said.covered, lexis)
        for item, near, said, lexis in zip(items, late, worded, lexes, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Wording:
    """How much of a question one passage says in the question's own words, each share by weight."""

    covered: Shares
    """Of the terms, in each sentence."""
    coverage: float
    """Of the terms, in the best sentence and the title."""
    phrases: float
    """Of the neighbouring terms, side by side in the passage."""


def wording(question: Understood, lexes: Sequence[Lexis]) -> list[Wording]:
    """The same for each passage."""
    weights = np.array([term.weight for term in question.terms])
    words = _Words(lexes)
    held = _Sought(question).held(words)
    lines = words.by_line(held)
    shares = lines @ weights / question.weight
    best = words.titled(lines) @ weights / question.weight
    beside = words.by_passage(_beside(held[0], words.passage)) @ _pairs(weights)
    return [
        Wording(shares[begin + 1 : end], float(best[begin + 1 : end].max(initial=0)), float(beside[place]))
        for place, (begin, end) in enumerate(pairwise(words.first))
    ]


class _Words:
    """The words of several passages one after the other, and the lines (a title, then its sentences) that
    they stand in."""

    def __init__(self, lexes: Sequence[Lexis]) -> None:
        counts = [len(lexis.stems) for lexis in lexes]
        self.first = np.cumsum([0, *(len(lexis.spans) + 1 for lexis in lexes)])
        """The line of each passage's title, and the number of all lines."""
        self.stems = np.concatenate([lexis.stems for lexis in lexes])
        self.joined = np.concatenate([lexis.joined for lexis in lexes])
        self.passage = np.repeat(np.arange(len(lexes)), counts)
        self.line = np.concatenate([lexis.sentence for lexis in lexes]) + self.first[self.passage]

    def by_line(self, held: tuple[Flags, Flags]) -> Flags:
        """The terms that stand in each line."""
        return _any(held[0] | held[1], self.line, int(self.first[-1]))

    def titled(self, lines: Flags) -> Flags:
        """The terms that stand in each line or in the title above it."""
        counts = np.diff(self.first)
        return np.asarray(lines | np.repeat(lines[self.first[:-1]], counts, axis=0))

    def by_passage(self, flags: Flags) -> Flags:
        return _any(flags, self.passage, len(self.first) - 1)


class _Sought:
    """A question's terms, by the stems that count as them."""

    def __init__(self, question: Understood) -> None:
        forms = sorted({number(form) for term in question.terms for form in term.forms})
        self._forms = np.array(forms, np.uint32)
        self._terms = np.zeros((len(forms) + 1, len(question.terms)), np.bool_)
        for place, term in enumerate(question.terms):
            self._terms[[forms.index(number(form)) for form in term.forms], place] = True

    def held(self, words: _Words) -> tuple[Flags, Flags]:
        """The terms that each word is, by itself and written together with the next."""
        return self._of(words.stems), self._of(words.joined)

    def _of(self, numbers: npt.NDArray[np.uint32]) -> Flags:
        last = len(self._forms)
        place = np.searchsorted(self._forms, numbers)
        known = self._forms[np.minimum(place, last - 1)] == numbers if last else np.zeros(len(numbers), bool)
        return self._terms[np.where(known, place, last)]


def _beside(held: Flags, passage: npt.NDArray[np.int64]) -> Flags:
    """For each word and each term but the last, whether that term stands there and the next one within two
    words of it."""
    near = np.zeros((len(held), max(held.shape[1] - 1, 0)), np.bool_)
    for far in (1, 2):
        together = held[:-far, :-1] & held[far:, 1:]
        near[: len(together)] |= together & (passage[:-far] == passage[far:])[:, None]
    return near


def _pairs(weights: Shares) -> Shares:
    pairs = weights[:-1] + weights[1:]
    return np.asarray(pairs / (pairs.sum() or 1))


def _any(flags: Flags, group: npt.NDArray[np.int64], groups: int) -> Flags:
    """The flags of each group's rows, put together; the groups are in order, and some may have no rows."""
    found = np.zeros((groups, flags.shape[1]), np.bool_)
    if flags.size:
        starts = np.flatnonzero(np.diff(group, prepend=-1))
        found[group[starts]] = np.logical_or.reduceat(flags, starts, axis=0)
    return found


def _figures(passage: Passage, late: Interaction, said: Wording) -> Matrix:
    furniture = float(passage.kind is Kind.FURNITURE)
    meaning = late.meanings.max(initial=0)
    return np.array(
        [meaning, late.whole, late.pair, said.coverage, said.phrases, furniture], dtype=np.float32
    )
