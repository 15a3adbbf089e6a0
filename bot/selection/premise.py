"""A premise of the question that the sources deny."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.selection.heads import is_sentence
from bot.selection.lines import Candidate
from retrieval.query import Understood
from retrieval.words import STOP_WORDS, fold, stem, words

_DENIAL = re.compile(
    r"\b(?:not|never|no longer|neither|nor|denied|denies|without)\b"
    r"|\b(?:is|was|are|were|does|did)n['’]t\b|\bnon-",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\s*(?:(?:be|been|yet|fully|legally|at all|necessarily)\s+)*(?P<word>[\w-]+)(?:\s+(?P<next>[\w’'-]+))?"
)
_CAPITAL = re.compile(r"(?<!^)(?<![.?!] )\b[A-ZÀ-Þ][^\W_]*")
_REACH = 5
"""Words after a denial that it still covers."""
_EVENT = re.compile(
    r"\b(?:why|when|how|where)\s+(?:did|does|do|has|have|had|will|would|was|were|is|are)\s+(?P<told>[^?]+)",
    re.IGNORECASE,
)
"""A question that takes it for granted that something happens."""
_HAPPENS_NOT = re.compile(
    r"\b(?:did|does|do|has|have|had|will|would|can|could)(?:\s+not|n['’]t)\b"
    r"|\b(?:was|were|is|are)(?:\s+not|n['’]t)\b(?=\s+\w+(?:ed|en|wn|ght|ld|nt|de)\b)"
    r"|\b(?:never|refused to|no plans? to|no intention of)\b|^\W*no(?:body)?\b",
    re.IGNORECASE,
)
NEAR = 30
"""How near the best sentence one must be that denies a phrase of the question,"""
PARTLY = 0.25
"""and the share of the question that it must hold."""
FULLY = 0.5
"""The share of the question that a sentence must hold to deny what happens in it,"""
FIRST = 3
"""and how near the best one it must be."""


def denials(question: str, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Sentences, best first, that deny what a question takes for granted: "not legally binding" for a
    question about "the legally binding contract", "the scheme is not compulsory" for one about "the
    compulsory scheme", "no plans to extend the fund" for "When will the fund be extended?". Empty where the
    question itself denies it."""
    if _DENIAL.search(question):
        return []
    taken = _phrases(question)
    near = [c for c in ranked[:NEAR] if c.line.coverage >= PARTLY] if taken else []
    denied = [c for c in near if _denies(c.text, taken)]
    return denied or [
        c for c in ranked[:FIRST] if c.line.coverage >= FULLY and _happens_not(c.text, question)
    ]


def refuses(candidate: Candidate, question: Understood) -> bool:
    """Whether the sentence says no to what is asked with yes or no, also in another word for it: "not legally
    binding" to "Does it commit us to buy?"."""
    if candidate.line.coverage < PARTLY or _DENIAL.search(question.text):
        return False
    asked = frozenset[str]().union(*(term.forms for term in question.terms if not term.named))
    return any(
        _said_of(candidate.text[match.end() :], of_all=match[0].casefold() == "non-") in asked
        for match in _DENIAL.finditer(candidate.text)
    )


def _happens_not(sentence: str, question: str) -> bool:
    """Whether the sentence says that just this does not happen: what it denies ends in what was asked."""
    event, denial = _EVENT.search(question), _HAPPENS_NOT.search(sentence)
    if not event or not denial or not is_sentence(sentence):
        return False
    asked = {stem(word) for word in words(event["told"]) if word not in STOP_WORDS}
    return _said_of(sentence[denial.end() :]) in asked


def _phrases(question: str) -> set[tuple[str, str]]:
    """Neighbouring content words after "the", "this" or a possessive: what is taken for granted. Names are
    not: a sentence that says "not" of the European Union does not deny that there is one."""
    named = {fold(word) for word in _CAPITAL.findall(question)}
    tokens = ["" if word in named else word for word in words(question)]
    granted = set()
    for i, word in enumerate(tokens):
        if word in {"the", "this", "that", "these", "those", "its", "their", "his", "her"}:
            follow = tokens[i + 1 : i + 4]
            granted |= {
                (stem(a), stem(b))
                for a, b in pairwise(follow)
                if a and b and a not in STOP_WORDS and b not in STOP_WORDS
            }
    return granted


def _denies(sentence: str, taken: set[tuple[str, str]]) -> bool:
    here: set[str] = set()
    for match in _DENIAL.finditer(sentence):
        here = here or {stem(word) for word in words(sentence)}
        follow = words(sentence[match.end() :])[: _REACH + 1]
        stemmed = [stem(word) for word in follow]
        said = _said_of(sentence[match.end() :])
        if taken & set(pairwise(stemmed)) or any(first == said and thing in here for first, thing in taken):
            return True
    return False


def _said_of(rest: str, *, of_all: bool = False) -> str:
    """The stem of the one word that a denial is about, where nothing follows that it could belong to: of
    "compulsory for small firms", not of "new offices". `of_all`: whatever follows."""
    match = _ALONE.match(rest)
    if not match or (not of_all and match["next"] and fold(match["next"]) not in STOP_WORDS):
        return ""
    return stem(fold(match["word"]))
