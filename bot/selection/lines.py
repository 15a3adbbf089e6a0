"""The sentences of the passages found, scored by how well each answers."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import Any

from bot.selection.wanted import Kind, Wanted, has
from retrieval.corpus import Found, Line, Passage
from retrieval.corpus import Kind as PassageKind
from retrieval.query import Term, Understood
from retrieval.words import stems

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_UNTYPED = frozenset({Kind.OPEN, Kind.YES_NO})
_SOFT = _UNTYPED | {Kind.PERSON}
"""Kinds for which a sentence without the thing may still answer: "who" is often "the minister"."""
FURNITURE = -1.5
HEADING = -1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer."""

    label: str
    """Of its passage, as the composer's draft names it."""
    passage: Passage
    line: Line
    position: int
    """Among the passage's lines."""
    rank: int
    """Of its passage, 0 the best."""
    score: float
    apart: float
    """The score without regard to the kind of thing asked for."""
    right_kind: bool
    """It has a thing of the kind that was asked for, or no one kind was."""

    @property
    def text(self) -> str:
        return self.passage.text[self.line.start : self.line.end]

    @property
    def is_question(self) -> bool:
        return self.text.rstrip("\"'”’)").endswith("?")


def candidates(found: Sequence[Found], want: Wanted, labels: Mapping[str, str]) -> list[Candidate]:
    """Every line of the passages, best first; `labels` by passage id."""
    every = [
        _candidate(labels[item.passage.id], rank, item, position, want)
        for rank, item in enumerate(found)
        for position in range(len(item.lines))
    ]
    return sorted(every, key=lambda c: -c.score)


def _candidate(label: str, rank: int, item: Found, position: int, want: Wanted) -> Candidate:
    line, passage = item.lines[position], item.passage
    text = passage.text[line.start : line.end]
    right = has(text, want)
    table = weights()["line"]
    apart = (
        table["meaning"] * line.meaning
        + table["coverage"] * line.coverage
        + table["passage"] * _logit(item.score)
        + (FURNITURE if passage.kind is PassageKind.FURNITURE else 0)
        + (HEADING if not is_sentence(text) else 0)
    )
    score = apart + _for_kind(want, table, right=right)
    return Candidate(label, passage, line, position, rank, score, apart, right)


def _for_kind(want: Wanted, table: Mapping[str, float], *, right: bool) -> float:
    if want.kind in _UNTYPED:
        return 0.0
    if right:
        return table["right_kind"]
    return 0.0 if want.kind in _SOFT else table["wrong_kind"]


def is_sentence(text: str) -> bool:
    """Rather than a heading, a label or a fragment."""
    return _SENTENCE_END.search(text) is not None and len(text.split()) >= 4


def _logit(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return log(bounded / (1 - bounded))


def on_topic(question: Understood, found: Sequence[Found]) -> float:
    """How likely the passages are about what the question asks: between 0 and 1, calibrated."""
    lines = [line for item in found for line in item.lines]
    if not lines:
        return 0.0
    table = weights()["topic"]
    figures = topic_figures(question, found, lines)
    total = sum(table[name] * value for name, value in figures.items()) + table["intercept"]
    return 1 / (1 + exp(-total))


def topic_figures(question: Understood, found: Sequence[Found], lines: Sequence[Line]) -> dict[str, float]:
    """What the topic's likelihood is made of."""
    held = frozenset(s for item in found[:3] for s in (*stems(item.passage.text), *stems(item.passage.title)))
    missing = [t for t in question.terms if t.named and t.forms.isdisjoint(held)]
    return {
        "closeness": max(line.closeness for line in lines),
        "meaning": max(line.meaning for line in lines),
        "coverage": max(line.coverage for line in lines),
        "missing_name": _share(question, missing),
    }


def _share(question: Understood, terms: Sequence[Term]) -> float:
    return sum(t.weight for t in terms) / question.weight


@lru_cache(maxsize=1)
def weights() -> dict[str, dict[str, float]]:
    """The learned weights, by table and name."""
    table: dict[str, Any] = tomllib.loads(
        Path(__file__).with_name("weights.toml").read_text(encoding="utf-8")
    )
    return table
