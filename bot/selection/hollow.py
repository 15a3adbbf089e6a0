"""Sentences that tell nothing themselves."""

import re

_SUPPOSED = re.compile(r"[\W_]*(?:suppose|imagine|assume|supposing|assuming|picture) ", re.IGNORECASE)
_POINTS = re.compile(
    r"[\W_]*(?:read more|find out more|learn more|see also|more information|click|visit (?:our|the)"
    r"|for (?:more|further) (?:information|details|guidance)"
    r"|you can (?:find|read|get) (?:out )?(?:more|further|the latest))\b",
    re.IGNORECASE,
)
"""What only says where more is told,"""
_ASKS_WHERE = re.compile(
    r"\b(?:where|find|read|more|information|details|link|contact|page|website)\b", re.IGNORECASE
)
"""which answers those alone who ask for that."""


def tells_nothing(sentence: str, question: str) -> bool:
    """Whether it only supposes something, or points to where it is told."""
    points = _POINTS.match(sentence) is not None and not _ASKS_WHERE.search(question)
    return points or _SUPPOSED.match(sentence) is not None
