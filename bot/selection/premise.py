"""A premise of the question that the sources deny."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.selection.lines import Candidate
from retrieval.words import STOP_WORDS, stem, words

_DENIAL = re.compile(
    r"\b(?:not|never|no longer|neither|nor|denied|denies|without)\b"
    r"|\b(?:is|was|are|were|does|did)n['’]t\b|\bnon-",
    re.IGNORECASE,
)
_REACH = 5
"""Words after a denial that it still covers."""


def denials(question: str, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Sentences, best first, that deny a phrase the question takes for granted: "not legally binding" for a
    question about "the legally binding contract". Empty where the question itself denies it."""
    if _DENIAL.search(question):
        return []
    taken = _phrases(question)
    return [c for c in ranked[:30] if taken & _denied(c.text)]


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


def _denied(sentence: str) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for match in _DENIAL.finditer(sentence):
        follow = [stem(w) for w in words(sentence[match.end() :])[: _REACH + 1]]
        found |= set(pairwise(follow))
    return found
