"""A premise of the question that the sources deny."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.selection.lines import Candidate
from retrieval.words import STOP_WORDS, fold, stem, words

_DENIAL = re.compile(
    r"\b(?:not|never|no longer|neither|nor|denied|denies|without)\b"
    r"|\b(?:is|was|are|were|does|did)n['’]t\b|\bnon-",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\s*(?:(?:be|been|yet|fully|legally|at all|necessarily)\s+)*(?P<word>[\w-]+)(?:\s+(?P<next>[\w’'-]+))?"
)
_REACH = 5
"""Words after a denial that it still covers."""


def denials(question: str, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Sentences, best first, that deny what a question takes for granted: "not legally binding" for a
    question about "the legally binding contract", "the scheme is not compulsory" for one about "the
    compulsory scheme". Empty where the question itself denies it."""
    if _DENIAL.search(question):
        return []
    taken = _phrases(question)
    return [c for c in ranked[:30] if _denies(c.text, taken)] if taken else []


def _phrases(question: str) -> set[tuple[str, str]]:
    """Neighbouring content words after "the", "this" or a possessive: what is taken for granted."""
    tokens = words(question)
    granted = set()
    for i, word in enumerate(tokens):
        if word in {"the", "this", "that", "these", "those", "its", "their", "his", "her"}:
            follow = tokens[i + 1 : i + 4]
            granted |= {
                (stem(a), stem(b)) for a, b in pairwise(follow) if a not in STOP_WORDS and b not in STOP_WORDS
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


def _said_of(rest: str) -> str:
    """The stem of the one word that a denial is about, where nothing follows that it could belong to: of
    "compulsory for small firms", not of "new offices"."""
    match = _ALONE.match(rest)
    if not match or (match["next"] and fold(match["next"]) not in STOP_WORDS):
        return ""
    return stem(fold(match["word"]))
