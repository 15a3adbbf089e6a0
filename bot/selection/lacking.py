"""What of a question a sentence does not tell."""

from collections.abc import Collection

from bot.selection.lines import Candidate
from retrieval.query import Term
from retrieval.words import held

ROOT = 5
ENDING = 3


def lacking(terms: Collection[Term], candidate: Candidate) -> list[Term]:
    """Those of the terms that stand neither in the sentence nor in what it stands under."""
    here = held(candidate.said)
    return [t for t in terms if t.forms.isdisjoint(here)]


def untold(terms: Collection[Term], candidate: Candidate) -> list[Term]:
    """Those of the terms that the document's title does not name either."""
    title = held(candidate.passage.title)
    return [t for t in lacking(terms, candidate) if t.forms.isdisjoint(title)]


def related(name: str, here: frozenset[str]) -> bool:
    """Whether a word of one root is there: "Aristotelian" stands for Aristotle, "European" for Europe."""
    root = name[: max(ROOT, len(name) - ENDING)]
    return len(root) >= ROOT and any(word.startswith(root) for word in here)
