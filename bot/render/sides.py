"""Who says what: the statements of an answer by the documents they rest on."""

from dataclasses import dataclass

from bot.domain import Answer, Citation, Statement


@dataclass(frozen=True, slots=True)
class Said:
    """What one source, or several in agreement, say: statements that rest on the same documents."""

    citations: tuple[Citation, ...]
    """One for each document."""
    statements: tuple[Statement, ...]


def said_by(answer: Answer) -> tuple[Said, ...]:
    """The statements of an answer by the documents they rest on, in order of first use."""
    sides: dict[tuple[tuple[str, str], ...], list[Statement]] = {}
    for statement in answer.statements:
        key = tuple(dict.fromkeys(c.source for c in statement.citations))
        sides.setdefault(key, []).append(statement)
    return tuple(Said(_one_each(said[0]), tuple(said)) for said in sides.values())


def _one_each(statement: Statement) -> tuple[Citation, ...]:
    return tuple({c.source: c for c in reversed(statement.citations)}.values())[::-1]
