"""Whether the sources give different answers to one question, and which statements are the sides.

A false alarm misleads as a missed one does, so two statements are sides only where they come from different
documents, speak of what was asked, and give values that cannot both be meant.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.domain import Citation, Statement
from bot.grounding.dates import Date, dates
from bot.grounding.modality import Level, levels
from bot.grounding.numbers import Quantity, quantities
from bot.grounding.words import Sentence, read
from bot.selection.wanted import Kind, Wanted, names, people, wanted
from retrieval.glossary import gloss
from retrieval.synonyms import synonyms
from retrieval.words import STOP_WORDS, fold, stem, words

ABOUT = 0.5
"""Share of the question's words that a side must hold,"""
FULLY = 0.7
"""and for a question of yes or no, where no value tells what a sentence speaks of."""
NEAR = 6
"""Tokens between an amount and the thing it counts."""
REACH = 4
"""Tokens before a word in which a denial covers it."""
SAME_NAME = 2
"""Letters in which two spellings of one long name may differ."""
_SEVERAL = re.compile(
    r"\b(?:which|what)\s+(?:[\w-]+\s+){0,2}?(?:\w+(?:[^s\W]s|ies)|people)\s+"
    r"(?:are|were|have|had|do|did|will|would|can|could|should|may|might|in|of|from|besides|other|that|which|who)\b",
    re.IGNORECASE,
)
"""A question for several things at once: two lists that differ may both be right."""
_IDENTITY = re.compile(r"\bwho (?:is|was) the\b", re.IGNORECASE)
_DENIED = frozenset("not never no neither nor without n't cannot denied denies".split())  # noqa: SIM905 - plainer


@dataclass(frozen=True, slots=True)
class Side:
    """What one document says of it."""

    value: str
    """As the document puts it."""
    statement: Statement

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.statement.citations


Values = frozenset[Hashable]


def find(question: str, statements: Sequence[Statement]) -> tuple[Side, ...]:
    """The sides that these statements take on the question, best first; none where they agree."""
    want = wanted(question)
    reader = _reader(question, want)
    if reader is None:
        return ()
    terms = {stem(w) for w in words(question) if w not in STOP_WORDS}
    sides: list[tuple[Values, Side]] = []
    for statement in statements:
        text = gloss(statement.text, statement.citations[0].language)
        values, said = reader(text)
        if values and _holds(terms, text) >= (FULLY if want.kind is Kind.YES_NO else ABOUT):
            sides.append((values, Side(said, statement)))
    return _opposed(sides)


def _opposed(sides: Sequence[tuple[Values, Side]]) -> tuple[Side, ...]:
    """The first side, and those of other documents that share no value with it; in their turn, those that
    agree with a side already taken are not repeated."""
    taken: list[tuple[Values, Side]] = []
    for values, side in sides:
        elsewhere = all(_documents(side).isdisjoint(_documents(other)) for _, other in taken)
        if not taken or (elsewhere and all(_differ(values, others) for others, _ in taken)):
            taken.append((values, side))
    return tuple(side for _, side in taken) if len(taken) > 1 else ()


def _documents(side: Side) -> set[tuple[str, str]]:
    return {(citation.collection, citation.document) for citation in side.citations}


def _differ(one: Values, other: Values) -> bool:
    return not any(_alike(a, b) for a in one for b in other)


def _alike(a: Hashable, b: Hashable) -> bool:
    if isinstance(a, str) and isinstance(b, str):
        close = min(len(a), len(b)) >= 5 and OSA.distance(a, b) <= SAME_NAME
        return a == b or close or _initials(a, b) or _initials(b, a)
    if isinstance(a, Date) and isinstance(b, Date):
        return a.covers(b) or b.covers(a)
    return a == b


def _initials(short: str, long: str) -> bool:
    """Whether one is the other's initials: "dsit" of "department for science innovation and technology"."""
    parts = [part for part in long.split() if part not in STOP_WORDS]
    return len(parts) > 1 and short == "".join(part[0] for part in parts)


def _holds(terms: set[str], text: str) -> float:
    """The share of the terms that stand in the text, in another spelling or by another word too."""
    here = {stem(w) for w in words(text)} | {stem(s) for w in words(text) for s in synonyms(w)}
    near = [t for t in terms if t in here or any(len(t) >= 6 and OSA.distance(t, h) <= 1 for h in here)]
    return len(near) / max(len(terms), 1)


Reader = Callable[[str], tuple[Values, str]]
"""The values that a sentence gives for what was asked, and how it puts them."""


def _reader(question: str, want: Wanted) -> Reader | None:
    """None for a question to which two different answers may both be right."""
    match want.kind:
        case Kind.MONEY | Kind.SHARE | Kind.NUMBER | Kind.DURATION:
            return lambda text: _amounts(text, want)
        case Kind.DATE | Kind.YEAR:
            return _dates
        case Kind.NAME | Kind.PLACE if not _SEVERAL.search(question) and _singles_out(question):
            return lambda text: _new(names(text), want)
        case Kind.PERSON if _IDENTITY.search(question):
            return lambda text: _new(people(text), want)
        case Kind.YES_NO:
            return lambda text: _stance(text, question)
        case _:
            return None


def _singles_out(question: str) -> bool:
    """Whether the question names what it is about; without, two names are seldom of the same thing."""
    return any(len(name) > 2 for name in names(question))


def _amounts(text: str, want: Wanted) -> tuple[Values, str]:
    found = [q for sentence in read(text) for q in quantities(sentence) if _is_asked(q, sentence, want)]
    return frozenset((q.kind, q.value) for q in found), ", ".join(q.said for q in found)


def _is_asked(quantity: Quantity, sentence: Sentence, want: Wanted) -> bool:
    """Whether the amount is of the kind asked for, and counts what was asked about."""
    if want.kind is Kind.MONEY:
        return quantity.kind not in {"count", "share", "points", "times", "ordinal"}
    if want.kind is Kind.SHARE:
        return quantity.kind == "share"
    near = sentence.tokens[max(quantity.first - NEAR, 0) : quantity.last + NEAR + 1]
    counted = not want.focus or any(stem(fold(token.text)) in want.focus for token in near)
    return quantity.kind == "count" and counted


def _dates(text: str) -> tuple[Values, str]:
    found = [d for sentence in read(text) for d in dates(sentence) if d.year or d.month]
    return frozenset(found), ", ".join(d.said for d in found)


def _new(found: Sequence[str], want: Wanted) -> tuple[Values, str]:
    """Names that the question does not hold. A sentence full of names tells no one value."""
    known = {stem(name) for name in want.names}
    new = [name for name in found if len(name) > 2 and not _is_known(name, known)]
    return (frozenset(fold(name) for name in new), ", ".join(new)) if len(new) <= 2 else (frozenset(), "")


def _is_known(name: str, known: set[str]) -> bool:
    return all(
        stem(part) in known or any(len(part) >= 6 and OSA.distance(part, other) <= 1 for other in known)
        for part in words(name)
    )


def _stance(text: str, question: str) -> tuple[Values, str]:
    """Whether the sentence says, denies or leaves open what a question of yes or no asks."""
    asked = {stem(w) for w in words(question) if w not in STOP_WORDS}
    asked -= {stem(fold(name)) for name in names(question)}
    for sentence in read(text):
        sure = levels(sentence)
        held = [i for i, token in enumerate(sentence.tokens) if stem(fold(token.text)) in asked]
        if not held:
            continue
        before = {token.lower for i in held for token in sentence.tokens[max(i - REACH, 0) : i]}
        if before & _DENIED:
            return frozenset({"denied"}), "no"
        if min(sure.get(i, Level.REAL) for i in held) is Level.POSSIBLE:
            return frozenset({"open"}), "may"
        return frozenset({"said"}), "yes"
    return frozenset(), ""
