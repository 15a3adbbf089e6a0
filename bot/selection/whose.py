"""Whose number it is: the vacancies for teachers are not those for prison officers."""

import re
from collections.abc import Collection

from bot.selection.lines import Candidate
from retrieval.query import Understood
from retrieval.words import held, stem, words

_OF_WHAT = re.compile(r"\b(?P<by>for|of|from|to|by) (?:the |an? )?(?P<whose>[^?]+?)\W*$")


def of_another(question: Understood, focus: Collection[str], candidate: Candidate) -> bool:
    """Whether it counts the vacancies for prison officers, where those for teachers are asked for."""
    asked = _OF_WHAT.search(question.text)
    whose = [t for t in question.terms if asked and t.start >= asked.start("whose")]
    if (
        not asked
        or not whose
        or not focus
        or any(not t.forms.isdisjoint(held(candidate.said)) for t in whose)
    ):
        return False
    here = words(candidate.text)
    counted = [n for n, word in enumerate(here[:-1]) if stem(word) in focus]
    return any(here[n + 1] == asked["by"] for n in counted)
