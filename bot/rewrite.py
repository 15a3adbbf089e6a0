"""Makes a follow-up question stand alone, so that it can be searched for."""

from collections.abc import Callable, Sequence

from bot.domain import Outcome, Turn
from bot.pointing import pointed
from bot.selection.leaning import combined, content, words
from bot.selection.tags import untagged

Rewrite = Callable[[Sequence[Turn]], str]
"""A model's way to make the question stand alone after these turns; "" where there is none."""
LONGEST = 600


def standalone(question: str, turns: Sequence[Turn], rewrite: Rewrite) -> str:
    """The question as it is to be looked up; unchanged where nothing was asked before. What was declined
    or failed is no context, so that an attack is not carried on through the conversation."""
    context = [turn for turn in turns if turn.outcome.is_answer or turn.outcome is Outcome.NOT_IN_SOURCES]
    if not context:
        return question
    rewritten = rewrite(context)
    if rewritten and len(rewritten) <= LONGEST and _keeps_to(rewritten, question, context):
        return rewritten
    # A question that only points speaks of what the one before it speaks of.
    told = [
        untagged(turn.question) for i, turn in enumerate(context) if not pointed(turn.question, context[:i])
    ]
    return pointed(question, context) or combined(question, told)


def _keeps_to(rewritten: str, question: str, context: Sequence[Turn]) -> bool:
    """Whether it speaks of what the conversation speaks of: another question would get another answer."""
    said = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in context)])
    known = {_begin(word) for word in words(said)}
    told = content(rewritten)
    strange = [word for word in told if _begin(word) not in known]
    return len(strange) * 3 <= len(told) and not any(word[0].isdigit() for word in strange)


def _begin(word: str) -> str:
    return word.casefold()[:4]
