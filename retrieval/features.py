"""How well a passage matches a question, in a handful of figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from retrieval.corpus import Kind, Line, Passage
from retrieval.late import Interaction, Matrix, Reading, interact, reading, unpack
from retrieval.query import Term, Understood
from retrieval.sentences import sentences
from retrieval.words import held, stems

NAMES = ("meaning", "closeness", "pair", "coverage", "phrases", "furniture")
"""The figures of one passage, in the order of `Match.figures`."""


@dataclass(frozen=True, slots=True)
class Match:
    """One passage compared with one question."""

    passage: Passage
    figures: Matrix
    """Shape (len(NAMES),)."""
    lines: tuple[Line, ...]


_reading = lru_cache(maxsize=8192)(reading)


def match(question: Understood, passage: Passage, states: bytes) -> Match:
    """Compares a question with a passage, given the passage's stored token states."""
    read = _reading(passage)
    late = interact(question.query, question.token_weights, unpack(states))
    title = frozenset(stems(read.header))
    here = [held(sentence) for sentence in read.sentences]
    covered = [coverage(question, stems_here) for stems_here in here]
    figures = np.array(
        [
            late.meanings.max(initial=0),
            late.whole,
            late.pair,
            max((coverage(question, stems_here | title) for stems_here in here), default=0),
            _phrases(question.terms, read),
            float(passage.kind is Kind.FURNITURE),
        ],
        dtype=np.float32,
    )
    return Match(passage, figures, _lines(passage, late, covered))


def coverage(question: Understood, stems_here: frozenset[str]) -> float:
    """The share of the question's terms, by weight, of which a form stands among these stems."""
    return sum(t.weight for t in question.terms if not t.forms.isdisjoint(stems_here)) / question.weight


def _phrases(terms: Sequence[Term], read: Reading) -> float:
    """The share of neighbouring terms of the question, by weight, that stand side by side in the passage."""
    here = [s for sentence in (read.header, *read.sentences) for s in stems(sentence)]
    near = {*pairwise(here), *zip(here, here[2:], strict=False)}
    pairs = list(pairwise(terms))
    total = sum(a.weight + b.weight for a, b in pairs)
    if not total:
        return 0.0
    return sum(a.weight + b.weight for a, b in pairs if _beside(a, b, near)) / total


def _beside(a: Term, b: Term, near: set[tuple[str, str]]) -> bool:
    return any((x, y) in near for x in a.forms for y in b.forms)


def _lines(passage: Passage, late: Interaction, covered: Sequence[float]) -> tuple[Line, ...]:
    spans = sentences(passage.text)
    return tuple(
        Line(start, end, float(late.lines[i]), float(late.meanings[i]), covered[i])
        for i, (start, end) in enumerate(spans[: len(late.lines)])
    )
