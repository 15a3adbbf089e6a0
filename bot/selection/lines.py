"""The sentences of the passages found, scored by how well each answers."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import Any

from bot.selection.heads import Head, heads, is_item, is_question, is_sentence
from bot.selection.referents import REACH, names_somebody, refers_back, subject
from bot.selection.rules import ruling
from bot.selection.wanted import Kind, Wanted, counts, counts_on, has, names_day, speaks, speaks_of
from retrieval.columns import Row, row_of, rows
from retrieval.corpus import Found, Line, Passage
from retrieval.corpus import Kind as PassageKind
from retrieval.glossary import gloss
from retrieval.query import Term, Understood
from retrieval.words import held, stem, stems, topical

_UNTYPED = frozenset({Kind.OPEN, Kind.YES_NO, Kind.WHERE})
_SOFT = _UNTYPED | {Kind.PERSON}
"""Kinds for which a sentence without the thing may still answer: "who" is often "the minister"."""
NEXT = 2
"""Lines from one sentence to another that follows it."""
FURNITURE = -1.5
HEADING = -1.0
UNCOUNTED = -0.6
"""For a number of something else than what the question counts, it seems."""
UNDER = 0.6
"""How much the words of a heading count for a sentence below it,"""
HEADED = 1.5
"""What it is worth to stand under a heading that is all in the question: "Prescribed grounds"."""
ASKED = 0.9
"""and for an item of a list, and those of a question for its answer."""


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
    head: Head | None = None
    """What it stands under."""
    is_item: bool = False
    """Of a list or a table."""
    row: Row | None = None
    """Of a table, where it is one or stands in one."""
    gloss: str = ""
    """Rough English, where the passage is in another language."""
    referent: str = ""
    """What the sentence before speaks of, where it refers back to that."""
    around: str = ""
    """The sentences before it, in which what it speaks of may be named."""
    known: frozenset[str] = frozenset()
    """Stems of the question's names that stand in its document."""
    counts: bool = False
    """It counts what the question counts, be it as "the other 13"."""

    @property
    def said(self) -> str:
        """What it tells, with what it tells of: the heading or the question above it, what its "it" is."""
        return "\n".join(filter(None, (self.head.text if self.head else "", self.referent, self.told)))

    @property
    def told(self) -> str:
        """What it tells, also in English."""
        return f"{self.text}\n{self.gloss}" if self.gloss else self.text

    @property
    def text(self) -> str:
        return self.passage.text[self.line.start : self.line.end]

    @property
    def is_head(self) -> bool:
        """It is a heading or a question itself."""
        return self.head is not None and self.head.position == self.position

    @property
    def is_question(self) -> bool:
        return is_question(self.text)


def follows(candidate: Candidate, other: Candidate) -> bool:
    """Whether it stands right after the other, or nearly so: what that one names it need not repeat."""
    return candidate.passage.id == other.passage.id and 0 < candidate.position - other.position <= NEXT


def candidates(
    found: Sequence[Found], want: Wanted, labels: Mapping[str, str], question: Understood | None = None
) -> list[Candidate]:
    """Every line of the passages, best first; `labels` by passage id. With the question, a "he" or an "it"
    stands for the names of the question that stand before it."""
    every = [
        _candidate(labels[item.passage.id], rank, item, position, head, want, question, row)
        for rank, item in enumerate(found)
        for position, (head, row) in enumerate(_placed(item))
        if not (row and row.is_names)
    ]
    return sorted(every, key=lambda c: -c.score)


def _placed(item: Found) -> Iterator[tuple[Head | None, Row | None]]:
    """What each line stands under, and the row it is or stands in."""
    spans = [(line.start, line.end) for line in item.lines]
    within = row_of(spans, rows(item.passage.text, item.passage.columns))
    return ((head, within.get(n)) for n, head in enumerate(heads(item.passage, item.lines, within)))


def _candidate(
    label: str,
    rank: int,
    item: Found,
    position: int,
    head: Head | None,
    want: Wanted,
    question: Understood | None,
    row: Row | None,
) -> Candidate:
    line, passage = item.lines[position], item.passage
    text = passage.text[line.start : line.end]
    english = gloss(text, passage.language) if passage.language != "en" else ""
    around = _before(item, position)
    counted = counts(english or text, want) or (counts_on(text) and speaks_of(around, want))
    counted = counted or (row is not None and row.counts(frozenset(want.focus)))
    right = _is_of_the_kind(text, english, around, passage, want)
    table = weights()["line"]
    carried = carried_over(question, item, position) if question and refers_back(text) else 0.0
    listed = is_item(passage, item.lines, position) or row is not None
    if head and head.position != position and question:
        line = under(line, head, item, question)
    apart = (
        table["meaning"] * line.meaning
        + table["coverage"] * (line.coverage + carried)
        + table["passage"] * _logit(item.score)
        + (FURNITURE if passage.kind is PassageKind.FURNITURE else 0)
        + (0 if is_sentence(text) or text.endswith(":") or (listed and head) else HEADING)
        + (ruling(question.text, want, english or text) if question else 0)
        + (HEADED if _stands_under_asked(head, text, position, passage, question) else 0)
    )
    score = apart + _for_kind(want, table, right=right, counted=counted)
    return Candidate(
        label,
        passage,
        line,
        position,
        rank,
        score,
        apart,
        right,
        head,
        listed,
        row,
        gloss=english,
        referent=_referent(item, position) if refers_back(text) else "",
        around=around,
        known=item.known,
        counts=counted,
    )


def _stands_under_asked(
    head: Head | None, text: str, position: int, passage: Passage, question: Understood | None
) -> bool:
    """Whether it stands under a heading that is asked for, or opens a list of just that."""
    if head and head.position == position:
        return False
    above = [head.text] if head else []
    above += [text] if text.endswith(":") else []
    return any(_is_asked_for(told, passage, question) for told in above)


def _is_asked_for(above: str, passage: Passage, question: Understood | None) -> bool:
    """Whether a heading of two words or more, other than the title, stands in the question."""
    told = set(topical(above))
    if question is None or len(told) < 2 or above == passage.title:
        return False
    asked = frozenset[str]().union(*(t.forms for t in question.terms))
    return all(stem(word) in asked for word in told)


def _is_of_the_kind(text: str, english: str, around: str, passage: Passage, want: Wanted) -> bool:
    """Whether a line has the kind of thing asked for, in its own language or in English."""
    if has(text, want) or (english != "" and has(english, want)):
        return True
    if want.kind is Kind.SAID:
        return speaks(passage.title, want) or (refers_back(text) and has(f"{around} {text}", want))
    return passage.date is not None and names_day(text, want)


def _before(item: Found, position: int) -> str:
    """The sentences before a line in which a pronoun of it may have its name."""
    text, lines = item.passage.text, item.lines
    return text[lines[max(0, position - REACH)].start : lines[position].start]


def _referent(item: Found, position: int) -> str:
    before = item.lines[position - 1] if position else None
    return subject(item.passage.text[before.start : before.end]) if before else ""


def under(line: Line, head: Head, item: Found, question: Understood) -> Line:
    """The line, with the credit of what it stands under: an item of a list has that of the document's title
    as well, for it seldom names anything itself."""
    text = item.passage.text[line.start : line.end]
    above, here = held(head.text), held(text)
    lacks = [t for t in question.terms if t.forms.isdisjoint(here)]
    told = [t for t in lacks if not t.forms.isdisjoint(above)]
    if not told:
        return line
    if not is_sentence(text):
        title = held(item.passage.title)
        told = [t for t in lacks if t in told or not t.forms.isdisjoint(title)]
    factor = UNDER if is_sentence(text) and not head.asks else ASKED
    heading = item.lines[head.position] if head.position >= 0 else line
    return replace(
        line,
        coverage=min(1.0, line.coverage + factor * share(question, told)),
        meaning=max(line.meaning, factor * heading.meaning),
        closeness=max(line.closeness, factor * heading.closeness),
    )


def carried_over(question: Understood, item: Found, position: int) -> float:
    """The share of the question in names that stand a few lines before this one and not in it, and in what
    the sentence before speaks of."""
    if not position:
        return 0.0
    text, lines = item.passage.text, item.lines
    here = held(text[lines[position].start : lines[position].end])
    reach = REACH if names_somebody(text[lines[position].start : lines[position].end]) else 1
    before = held(text[lines[max(0, position - reach)].start : lines[position - 1].end])
    of_it = held(_referent(item, position))
    lacks = [t for t in question.terms if t.forms.isdisjoint(here)]
    return share(question, [t for t in lacks if not t.forms.isdisjoint(before if t.named else of_it)])


def _for_kind(want: Wanted, table: Mapping[str, float], *, right: bool, counted: bool) -> float:
    if want.kind in _UNTYPED:
        return 0.0
    if right and want.focus and want.kind is Kind.NUMBER and not counted:
        return UNCOUNTED
    if right:
        return table["right_kind"]
    return 0.0 if want.kind in _SOFT else table["wrong_kind"]


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
        "missing_name": share(question, missing),
    }


def share(question: Understood, terms: Sequence[Term]) -> float:
    """How much of the question, by weight, these terms are."""
    return sum(t.weight for t in terms) / question.weight


@lru_cache(maxsize=1)
def weights() -> dict[str, dict[str, float]]:
    """The learned weights, by table and name."""
    table: dict[str, Any] = tomllib.loads(
        Path(__file__).with_name("weights.toml").read_text(encoding="utf-8")
    )
    return table
