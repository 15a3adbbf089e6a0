"""Decides how a question ended, from what is left after checking, and says what the asker should know."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.completeness import is_asked
from bot.compose import Checked
from bot.dating import dating
from bot.domain import Answer, Outcome, Question, Statement
from config.replies import Replies
from retrieval.corpus import Kind


def conclude(
    checked: Checked,
    sides: Sequence[Statement],
    question: Question,
    meaning: str,
    replies: Replies,
    today: date,
) -> Answer:
    """`sides` are the statements that contradict each other."""
    outcome = _outcome(checked, sides)
    unanswered = _missing(checked, f"{question.text} {meaning}", replies) if outcome.is_answer else ()
    if outcome is Outcome.ANSWERED and unanswered:
        outcome = Outcome.PARTLY_ANSWERED
    parts = "; ".join(unanswered)
    statements = tuple(dict.fromkeys((*checked.statements, *sides)))
    answer = Answer(
        question,
        outcome,
        statements=statements,
        reply=replies.outcome(outcome, parts=parts),
        unanswered=unanswered,
        model=checked.drafted.model,
    )
    said = (*_notices(checked, outcome, statements, replies), *dating(answer, meaning, today, replies))
    return replace(answer, notice=" ".join(said))


def _outcome(checked: Checked, sides: Sequence[Statement]) -> Outcome:
    if checked.drafted.draft.closest or not checked.statements:
        return Outcome.NOT_IN_SOURCES
    return Outcome.SOURCES_DISAGREE if sides else Outcome.ANSWERED


def _missing(checked: Checked, asked: str, replies: Replies) -> tuple[str, ...]:
    """The parts without an answer, as far as they are in words of the question: nothing else that a model
    wrote there is checked, so nothing else is shown."""
    unanswered = checked.drafted.draft.unanswered
    parts = tuple(part.rstrip(" .?") for part in unanswered if is_asked(part, asked))
    return parts or ((replies.notices.some_part,) if unanswered else ())


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
