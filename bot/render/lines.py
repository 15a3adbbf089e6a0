"""An answer as lines in reading order, for any chat channel: what is ours, what is a statement, its marks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain import Answer, Citation, Outcome, Statement
from bot.render.cut import SHORTENED, Spent, clean, shortened, size
from bot.render.sides import Said, said_by
from bot.render.text import LANGUAGES, day
from retrieval.corpus import Kind

CLOSEST = "Closest lines, not an answer"
YOU_COULD_ASK = "You could ask"
LONGEST_TITLE = 150
LONGEST_DATE = 40
LONGEST_REPLY = 1_500
LEAST_OF_A_LINE = 120
"""Characters below which the beginning of a line says nothing, so that it is left out."""


class Role(StrEnum):
    """What a line is, which decides how a channel shows it."""

    REPLY = "reply"
    HEADING = "heading"
    STATEMENT = "statement"
    POINT = "point"
    """A statement below a heading."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, and the numbers of its citations."""

    role: Role
    text: str
    marks: tuple[int, ...] = ()

    @property
    def plain(self) -> str:
        bullet = "• " if self.role is Role.POINT else ""
        return bullet + " ".join(part for part in (self.text, marked(self.marks)) if part)


def of(answer: Answer) -> tuple[Line, ...]:
    """What an answer says, in reading order; the notice, suggestions and sources are not part of it."""
    lines = tuple(line for line in _lines(answer) if line.text or line.marks)
    return lines or (Line(Role.REPLY, "There is no answer."),)


def fitted(lines: Sequence[Line], limit: int, each: int, spent: Spent = size) -> tuple[Line, ...]:
    """`lines` within `limit` characters in all and `each` for one. The marks of what had to go stand at the
    end, where the text says that it was shortened."""
    lines = [_within(line, each, spent) for line in lines]
    if _cost(lines, spent) <= limit:
        return tuple(lines)
    return tuple(_cut(lines, limit - _cost([_rest(_marks(lines))], spent), spent))


def plain(lines: Iterable[Line]) -> str:
    return "\n".join(line.plain for line in lines)


def marked(numbers: Iterable[int]) -> str:
    return " ".join(f"[{number}]" for number in numbers)


def origin(citation: Citation) -> str:
    """The title and date of a source."""
    title = shortened(clean(citation.title), LONGEST_TITLE) or "Untitled"
    return f"{title} ({dated(citation.date) or 'no date given'})"


def dated(date: str | None) -> str:
    """A document's date as people write it, "" for none."""
    return shortened(day(clean(date)), LONGEST_DATE) if date else ""


def about(citation: Citation) -> str:
    """The title and date of a source, with what a reader should know of the quote."""
    known = [origin(citation)]
    known += [f"in {LANGUAGES[citation.language]}"] if citation.language in LANGUAGES else []
    known += ["teaser, not the article’s own text"] if citation.kind is Kind.FURNITURE else []
    return " · ".join(known)


def _lines(answer: Answer) -> Iterator[Line]:
    reply = Line(Role.REPLY, shortened(clean(answer.reply or _missing(answer)), LONGEST_REPLY))
    if answer.outcome is Outcome.SOURCES_DISAGREE:
        yield reply
        for side in said_by(answer):
            yield Line(Role.HEADING, _who(side))
            yield from (_line(answer, statement, Role.POINT) for statement in side.statements)
    elif answer.outcome.is_answer:
        yield from (_line(answer, statement, Role.STATEMENT) for statement in answer.statements)
        yield reply
    else:
        yield reply
        yield Line(Role.HEADING, CLOSEST if answer.statements else "")
        yield from (_line(answer, statement, Role.POINT) for statement in answer.statements)


def _missing(answer: Answer) -> str:
    return f"The sources do not say: {'; '.join(answer.unanswered)}" if answer.unanswered else ""


def _who(side: Said) -> str:
    shown = "; ".join(origin(citation) for citation in side.citations[:3])
    more = f"; and {len(side.citations) - 3} more" if len(side.citations) > 3 else ""
    return f"{shown}{more} {'says' if len(side.citations) == 1 else 'say'}:"


def _line(answer: Answer, statement: Statement, role: Role) -> Line:
    return Line(role, clean(statement.text), answer.numbers(statement))


def _within(line: Line, each: int, spent: Spent) -> Line:
    room = each - _cost([replace(line, text="")], spent)
    return replace(line, text=shortened(line.text, room, SHORTENED, spent))


def _cut(lines: Sequence[Line], limit: int, spent: Spent) -> Iterator[Line]:
    """The lines that fit whole, the beginning of the first that does not, and the marks of the rest."""
    whole = 0
    while _cost(lines[: whole + 1], spent) <= limit:
        whole += 1
    yield from lines[:whole]
    next_, *others = lines[whole:]
    room = limit - _cost([*lines[:whole], replace(next_, text="")], spent)
    if next_.role is not Role.HEADING and room >= LEAST_OF_A_LINE:
        yield replace(next_, text=shortened(next_.text, room, spent=spent))
        yield _rest(_marks(others))
    else:
        yield _rest(_marks([next_, *others]))


def _rest(marks: tuple[int, ...]) -> Line:
    return Line(Role.REPLY, SHORTENED, marks)


def _marks(lines: Iterable[Line]) -> tuple[int, ...]:
    return tuple(sorted({mark for line in lines for mark in line.marks}))


def _cost(lines: Iterable[Line], spent: Spent) -> int:
    return sum(spent(line.text) + len(marked(line.marks)) + 4 for line in lines)
