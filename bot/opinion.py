"""What a second model thinks of the statements that a first one wrote."""

from collections.abc import Callable, Sequence

from bot.domain import Claim, Statement
from bot.grounding.ground import Cut, Grounded
from bot.models import Judge, never
from retrieval.corpus import Found

REFUSED = "the judge does not support it"


def confirmed(
    grounded: Grounded,
    found: Sequence[Found],
    judge: Judge | None,
    stopped: Callable[[], bool] = never,
) -> Grounded:
    """With the statements cut that the judge does not support; unchanged where there is no judge.
    Raises ModelError where the asker has stopped it."""
    doubtful = [statement for statement in grounded.statements if not _is_verbatim(statement)]
    if not judge or not doubtful:
        return grounded
    opinions = zip(doubtful, judge.opinions(doubtful, found, stopped=stopped), strict=True)
    refused = [statement for statement, supported in opinions if not supported]
    kept = tuple(statement for statement in grounded.statements if statement not in refused)
    return Grounded(kept, grounded.cut + tuple(map(_cut, refused)))


def _is_verbatim(statement: Statement) -> bool:
    """Where a source says it in the same words, there is no question."""
    return any(statement.text in citation.quote for citation in statement.citations)


def _cut(statement: Statement) -> Cut:
    return Cut(Claim(statement.text, ()), (REFUSED,))
