"""What is asked for as the largest or the smallest of its kind."""

import re
from collections.abc import Sequence

from bot.selection.lacking import lacking
from bot.selection.lines import Candidate
from retrieval.query import Term

_SUPERLATIVES = frozenset(
    """largest biggest greatest smallest highest lowest longest shortest oldest youngest tallest
    cheapest""".split()  # noqa: SIM905 - easier to read
)
_LIMITS = re.compile(
    r"\b(?:no (?:more|less|fewer|longer|later) than|at (?:most|least)|up to|maximum|minimum)\b", re.IGNORECASE
)
"""What tells a largest or a smallest as well: "no more than 128 characters"."""


def lacks_the_most(asked: Sequence[Term], candidate: Candidate) -> bool:
    """Whether the largest of something is asked for, and the sentence tells of no largest."""
    most = lacking([t for t in asked if t.word in _SUPERLATIVES], candidate)
    return bool(most) and not _LIMITS.search(candidate.told)
