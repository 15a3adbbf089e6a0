"""What is asked for as the largest or the smallest of its kind, or of the whole world."""

import re
from collections.abc import Sequence

from bot.selection.lacking import lacking
from bot.selection.lines import Candidate
from retrieval.query import Term

_SUPERLATIVES = frozenset(
    """largest biggest greatest smallest highest lowest longest shortest oldest youngest tallest
    cheapest
    worldwide globally nationwide nationally""".split()  # noqa: SIM905 - easier to read
)
_LIMITS = re.compile(
    r"\b(?:no (?:more|less|fewer|longer|later) than|at (?:most|least)|up to|maximum|minimum)\b", re.IGNORECASE
)
"""What tells a largest or a smallest as well: "no more than 128 characters"."""


def lacks_the_most(asked: Sequence[Term], candidate: Candidate) -> bool:
    """Whether the largest of something is asked for, or all of it worldwide, and the sentence does not tell
    of that."""
    most = lacking([t for t in asked if t.word in _SUPERLATIVES], candidate)
    return bool(most) and not _LIMITS.search(candidate.told)
