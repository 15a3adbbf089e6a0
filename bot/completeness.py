"""Which parts of a question a draft leaves out though the evidence answers them."""

import re
from collections.abc import Callable, Sequence

from bot.domain import Draft, Statement
from bot.selection.parts import parts
from retrieval.words import held

Select = Callable[[str], Draft]
"""What can be selected from the evidence for a question."""
ENOUGH = 0.5
"""The share of a part's own words that a statement about it holds."""
_WORD = re.compile(r"\w+")
_DENIALS = frozenset({"not", "no", "never", "none", "nothing", "nobody", "without", "t"})
_STEM = 4
"""Characters in which a word of the question and one of a missing part must agree."""


def left_out(question: str, draft: Draft, kept: Sequence[Statement], select: Select) -> tuple[str, ...]:
    """`kept` is what passed the checks. A part counts as left out where the model says so itself, or no
    statement speaks of it; and only where selection finds it answered."""
    asked = parts(question)
    silent = [part for part in asked if len(asked) > 1 and not _spoken_of(part, asked, kept, select)]
    named = [part for part in draft.unanswered if is_asked(part, question)]
    # A model names a part in its own words: one that is known in the question's words is not asked twice.
    new = [part for part in named if not any(_alike(part, known) for known in silent)]
    return tuple(part for part in (*silent, *new) if _answers(select(part)))


def still_open(first: Draft, second: Draft, missing: Sequence[str], *, answered: bool) -> tuple[str, ...]:
    """The parts without an answer after `missing` was asked for in a second draft; `answered` says whether
    anything of that one passed the checks."""

    def again(part: str) -> bool:
        return any(_alike(part, other) for other in missing)

    before = [part for part in first.unanswered if not (answered and again(part))]
    after = [part for part in second.unanswered if again(part)]
    return (*before, *(part for part in after if not any(_alike(part, known) for known in before)))


def is_asked(part: str, asked: str) -> bool:
    """Whether a part that a model names is in words of the question: nothing else there is checked."""
    known = {word[:_STEM] for word in _WORD.findall(asked.casefold())}
    words = _WORD.findall(part.casefold())
    told = [word for word in words if (word in _DENIALS or word[0].isdigit()) and word[:_STEM] not in known]
    content = [word for word in words if len(word) >= _STEM]
    strange = [word for word in content if word[:_STEM] not in known]
    return bool(content) and not told and len(strange) * 2 <= len(content)


def _spoken_of(part: str, asked: Sequence[str], kept: Sequence[Statement], select: Select) -> bool:
    """By words of its own, or by saying in full what would have been selected for it. To cite that is not
    enough: a sentence may answer two parts, and the statement tell one."""
    own = held(part) - frozenset[str]().union(*(held(other) for other in asked if other != part))
    if any(len(own & held(statement.text)) >= ENOUGH * len(own) for statement in kept):
        return True
    quotes = [evidence.quote for claim in select(part).claims for evidence in claim.evidence]
    return any(quote in statement.text for quote in quotes for statement in kept)


def _alike(part: str, known: str) -> bool:
    words, there = held(part), held(known)
    return len(words & there) >= ENOUGH * len(words)


def _answers(selected: Draft) -> bool:
    return bool(selected.claims) and not selected.closest
