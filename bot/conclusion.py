"""Decides how a question ended, from what is left after checking, and says what the asker should know."""

import re
from collections.abc import Sequence

from bot.compose import Checked
from bot.domain import Answer, Outcome, Question, Statement
from config.replies import Replies
from retrieval.corpus import Kind

_WORD = re.compile(r"\w+")
_STEM = 4
"""Characters in which a word of the question and one of a missing part must agree."""


def conclude(
    checked: Checked, sides: Sequence[Statement], question: Question, meaning: str, replies: Replies
) -> Answer:
    """`sides` are the statements that contradict each other."""
    outcome = _outcome(checked, sides)
    unanswered = _missing(checked, f"{question.text} {meaning}") if outcome.is_answer else ()
    if outcome is Outcome.ANSWERED and unanswered:
        outcome = Outcome.PARTLY_ANSWERED
    statements = tuple(dict.fromkeys((*checked.statements, *sides)))
    return Answer(
        question,
        outcome,
        statements=statements,
        reply=replies.outcome(outcome, parts="; ".join(unanswered)),
        notice=" ".join(_notices(checked, outcome, statements, replies)),
        unanswered=unanswered,
        model=checked.drafted.model,
    )


def _outcome(checked: Checked, sides: Sequence[Statement]) -> Outcome:
    if checked.drafted.draft.closest or not checked.statements:
        return Outcome.NOT_IN_SOURCES
    return Outcome.SOURCES_DISAGREE if sides else Outcome.ANSWERED


def _missing(checked: Checked, asked: str) -> tuple[str, ...]:
    """The parts without an answer, in words of the question: nothing else that a model wrote there is
    checked, so nothing else is shown."""
    known = {word[:_STEM] for word in _WORD.findall(asked.casefold())}
    parts = []
    for part in checked.drafted.draft.unanswered:
        words = [word for word in _WORD.findall(part.casefold()) if len(word) >= _STEM or word.isdigit()]
        strange = [word for word in words if word[:_STEM] not in known]
        if not any(word[0].isdigit() for word in strange) and len(strange) * 2 <= len(words):
            parts.append(part.rstrip(" .?"))
    return tuple(parts) or (("part of the question",) if checked.drafted.draft.unanswered else ())


def _notices(
    checked: Checked, outcome: Outcome, statements: Sequence[Statement], replies: Replies
) -> list[str]:
    said = replies.notices
    kinds = {citation.kind for statement in statements for citation in statement.citations}
    shown = {
        replies.notice(checked.drafted.instead): bool(checked.drafted.instead),
        said.some_cut: checked.cut,
        said.closest: outcome is Outcome.NOT_IN_SOURCES and bool(statements),
        said.furniture: Kind.FURNITURE in kinds,
    }
    return [notice for notice, applies in shown.items() if applies]
