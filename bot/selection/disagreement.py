"""Whether the sources give different answers to one question, and what the sides are.

A false alarm misleads as a missed one does. So a disagreement is looked for only where two different answers
cannot both be right, and only among statements that hold most of what was asked.
"""

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from rapidfuzz.distance import OSA

from bot.domain import Statement
from bot.grounding import disagreement
from bot.grounding.asked import asked as of_question
from bot.grounding.certainty import Level, levels
from bot.grounding.dates import Date
from bot.grounding.disagreement import Side
from bot.grounding.matter import is_one_of
from bot.grounding.mentions import ARTICLES, Mention
from bot.grounding.words import Token, is_predicate, read
from bot.selection import parallel
from bot.selection.wanted import Kind, Wanted, names, people, wanted
from retrieval.glossary import gloss
from retrieval.synonyms import synonyms
from retrieval.words import ABOUT_SOURCES, STOP_WORDS, fold, stem, words

ABOUT = 0.5
"""Share of the question's words that a side must hold,"""
FULLY = 0.7
"""and for amounts, and a question of yes or no, where two sentences may speak of different things."""
REACH = 4
"""Tokens before a word in which a denial covers it."""
LONG = 6
"""Letters of a word that may be spelled in two ways, one letter apart."""
_SEVERAL = re.compile(
    r"\b(?:which|what)\s+(?:[\w-]+\s+){0,2}?(?:\w+(?:[^s\W]s|ies)|people)\s+"
    r"(?:are|were|have|had|do|did|will|would|can|could|should|may|might|in|of|from|besides|other|that|which|who)\b",
    re.IGNORECASE,
)
"""A question for several things at once: two lists that differ may both be right."""
_IDENTITY = re.compile(r"\bwho (?:is|was) the\b", re.IGNORECASE)
_AMOUNTS = frozenset({Kind.MONEY, Kind.SHARE, Kind.NUMBER, Kind.DURATION})
_DATES = frozenset({Kind.DATE, Kind.YEAR, Kind.WHEN, Kind.TIME, Kind.DEADLINE})
_NAMES = frozenset({Kind.NAME, Kind.PLACE})
_KINDS = frozenset({"year", "month", "day", "percentage", "proportion", "share"})
"""Words of a question that say what kind of answer is wanted: an answer seldom repeats them."""
_DENIALS = frozenset({"not", "never", "no", "neither", "nor", "without", "n't", "cannot", "denied", "denies"})


def find(question: str, statements: Sequence[Statement]) -> tuple[Side, ...]:
    """The sides that these statements take on the question, best first; none where they agree."""
    want = wanted(question)
    return _by_what_is_asked(question, statements, want) or _by_one_word(question, statements, want)


def _by_one_word(question: str, statements: Sequence[Statement], want: Wanted) -> tuple[Side, ...]:
    """Of two that have the same words but in one place, which the question leaves open."""
    for one, two in combinations(_speaking(question, statements, ABOUT), 2):
        values = None if one.sources & two.sources else parallel.differ(_english(one), _english(two))
        if values is not None and (not values or _is_open(question, (one, two), values, want)):
            return Side(one.text, one.citations), Side(two.text, two.citations)
    return ()


def _is_open(
    question: str, statements: tuple[Statement, Statement], values: tuple[Mention, Mention], want: Wanted
) -> bool:
    """Whether the question leaves open which value it is, and both cannot be right: 2023 and 2024 can."""
    given = {stem(word) for value in values for word in words(value.said)}
    chosen = want.kind is not Kind.YES_NO and given & {stem(word) for word in words(question)}
    if chosen or values[0].kind == "ordinal":
        return False
    if values[0].kind == "name":
        told = zip(statements, values, strict=True)
        return all(parallel.is_done_by_one(_english(statement), value) for statement, value in told)
    dates = [value.value for value in values if isinstance(value.value, Date)]
    return want.kind in _DATES or not any(set(dict(date.parts)) <= {"year"} for date in dates)


def _by_what_is_asked(question: str, statements: Sequence[Statement], want: Wanted) -> tuple[Side, ...]:
    if want.kind is Kind.YES_NO:
        verbs = _verbs(question)
        return _opposed(_speaking(question, statements, FULLY), lambda text: _stance(text, question, verbs))
    if want.kind is Kind.PERSON and _IDENTITY.search(question):
        return _opposed(_speaking(question, statements, ABOUT), lambda text: _person(text, want))
    if want.kind in _AMOUNTS | _DATES:
        speaking = _speaking(question, statements, FULLY)
        return disagreement.find(question, _of_the_same(question, speaking, want))
    if want.kind in _NAMES and not _SEVERAL.search(question) and _singles_out(question):
        return disagreement.find(question, _speaking(question, statements, ABOUT))
    return ()


def _singles_out(question: str) -> bool:
    """Whether the question names what it is about; without, two names are seldom of the same thing."""
    return any(len(name) > 2 for name in names(question))


def _speaking(question: str, statements: Sequence[Statement], least: float) -> list[Statement]:
    """The statements that hold at least this share of the question's words, in any spelling or synonym."""
    asked = _asked(question)
    return [s for s in statements if len(_held(asked, _english(s))) >= least * len(asked)]


def _of_the_same(question: str, statements: Sequence[Statement], want: Wanted) -> list[Statement]:
    """The first statement, and those that hold every word of the question that it holds: £2bn for zones is
    no other answer to what was asked of £500m for research."""
    asked = _asked(question) - set(want.focus)
    held = [_held(asked, _english(statement)) for statement in statements]
    return [
        s
        for s, here in zip(statements, held, strict=True)
        if held[0] <= here and not parallel.tell_of_two_things(_english(statements[0]), _english(s))
    ]


def _asked(question: str) -> set[str]:
    return {stem(w) for w in words(question) if w not in STOP_WORDS | ABOUT_SOURCES | _KINDS}


def _held(asked: set[str], text: str) -> set[str]:
    here = {stem(other) for w in words(text) for other in (w, *synonyms(w))}
    return {w for w in asked if w in here or any(len(w) >= LONG and OSA.distance(w, h) <= 1 for h in here)}


def _english(statement: Statement) -> str:
    return gloss(statement.text, statement.citations[0].language)


Reader = Callable[[str], str]
"""What a sentence answers, "" where it does not tell."""


def _opposed(statements: Sequence[Statement], reader: Reader) -> tuple[Side, ...]:
    """One side for each answer that documents give, with all their citations; a document that gives two is
    taken at its first."""
    sides: dict[str, tuple[Statement, ...]] = {}
    heard: set[tuple[str, str]] = set()
    for statement in statements:
        answer = reader(_english(statement))
        if answer and statement.sources.isdisjoint(heard):
            sides[answer] = (*sides.get(answer, ()), statement)
            heard |= statement.sources
    if len(sides) < 2:
        return ()
    return tuple(Side(answer, tuple(c for s in some for c in s.citations)) for answer, some in sides.items())


def _person(text: str, want: Wanted) -> str:
    """The one person that a sentence names, by the last word of the name: the first may be a title. A
    sentence that names several does not tell which it is."""
    new = [name for name in people(text) if any(fold(word) not in want.names for word in name.split())]
    found = {words(name)[-1] for name in new}
    return found.pop() if len(found) == 1 else ""


def _verbs(question: str) -> frozenset[str]:
    """What it asks whether somebody does; nothing, where it asks how something is."""
    may_be = of_question(question).verbs
    return frozenset(
        token.key
        for sentence in read(question)
        for place, token in enumerate(sentence.tokens)
        if token.key in may_be and place and sentence.tokens[place - 1].lower not in ARTICLES
    )


def _does(tokens: Sequence[Token], place: int, verbs: frozenset[str]) -> bool:
    """Whether one of the verbs stands there, and is a verb there: no "park" of park keepers."""
    return is_one_of(tokens[place].key, verbs) and is_predicate(tokens, place)


def _stance(text: str, question: str, verbs: frozenset[str]) -> str:
    """Whether the sentence says, denies or leaves open what a question of yes or no asks: "" where it
    does not tell of the question's verb at all."""
    asked = _asked(question) - {stem(fold(name)) for name in names(question)}
    for sentence in read(text):
        sure = levels(sentence)
        held = [
            i
            for i, token in enumerate(sentence.tokens)
            if (_does(sentence.tokens, i, verbs) if verbs else stem(fold(token.text)) in asked)
        ]
        before = {token.lower for i in held for token in sentence.tokens[max(i - REACH, 0) : i]}
        if before & _DENIALS:
            return "no"
        if held:
            return "may" if min(sure.get(i, Level.REAL) for i in held) is Level.POSSIBLE else "yes"
    return ""
