"""What a sentence announces by its number ("three instalments", "two risks") and further sentences tell."""

import re
from collections.abc import Sequence

from bot.selection.heads import is_sentence
from bot.selection.lines import Candidate
from retrieval.words import fold, stem, words

SHORT = 12
"""Words of a sentence that does little more than announce."""
REACH = 2500
"""Characters after it in which what it announces is told."""
_ANNOUNCED = re.compile(
    r"\b(?:two|three|four|five|six|several|[2-6])\s+(?:[\w-]+\s+){0,2}?(?P<things>[^\W\d]+s)\b", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"^[\"“]?(?:(?:The|A|An|Our|Its)\s+)?(?:first|second|third|fourth|fifth|sixth|final|last|further)(?:ly)?\b"
    r"|^Finally\b",
    re.IGNORECASE,
)


def told(announcing: Candidate, ranked: Sequence[Candidate], question: str) -> list[Candidate]:
    """The sentences after this one that tell what it announces, in order; none where the question asks for
    something else."""
    announced = _ANNOUNCED.search(announcing.text)
    if not announced:
        return []
    asked = {stem(word) for word in words(question)}
    short = len(announcing.text.split()) <= SHORT
    if not short and stem(fold(announced["things"])) not in asked:
        return []
    after = [c for c in ranked if _follows(c, announcing) and is_sentence(c.text) and _NUMBERED.match(c.text)]
    return sorted(after, key=_place)


def _follows(candidate: Candidate, announcing: Candidate) -> bool:
    same = candidate.passage.document_id == announcing.passage.document_id
    return same and 0 < _place(candidate) - _place(announcing) <= REACH


def _place(candidate: Candidate) -> int:
    return candidate.passage.start + candidate.line.start
