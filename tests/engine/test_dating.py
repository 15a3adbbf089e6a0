"""Where time is told by a day that is not written there, the answer says which day that is."""

from dataclasses import replace
from datetime import date

import pytest

from bot.dating import dating
from bot.domain import Answer, Citation, Outcome, Question, Statement
from tests.engine.parts import REPLIES, passage

TODAY = date(2026, 3, 4)


def answered(*sources: tuple[str, str | None], outcome: Outcome = Outcome.ANSWERED) -> Answer:
    """One statement for each quote and the date of its source."""
    passages = [replace(passage(text, number=n), date=day) for n, (text, day) in enumerate(sources)]
    statements = tuple(Statement(p.text, (Citation.of(p, 0, len(p.text)),)) for p in passages)
    return Answer(Question("?"), outcome, statements)


def told(question: str, *sources: tuple[str, str | None], outcome: Outcome = Outcome.ANSWERED) -> str:
    return " ".join(dating(answered(*sources, outcome=outcome), question, TODAY, REPLIES))


def test_what_a_source_counts_from_its_own_day_is_said_beside_it() -> None:
    assert told("Who signed it?", ("It was signed yesterday.", "2025-07-22")) == (
        "“yesterday” in [1] counts from the date of that source, 22 July 2025."
    )
    assert told("Who signed it?", ("Rents rise.", None), ("They fell later this year.", None)) == (
        "“later this year” in [2] cannot be dated: that source gives no date."
    )


def test_a_day_of_the_week_is_counted_from_the_source_unless_its_date_follows() -> None:
    assert "“on Tuesday” in [1]" in told(
        "When?", ("It was handed over on Tuesday, after a row.", "2024-03-14")
    )
    assert told("When?", ("It was handed over on Tuesday 12 March.", "2024-03-14")) == ""
    assert told("When?", ("It opens on Sundays.", "2024-03-14")) == ""


def test_a_question_about_a_time_that_no_cited_source_is_from_says_so() -> None:
    assert told("What was agreed this year?", ("A deal was agreed.", "2025-07-22"), ("So it was.", None)) == (
        "You asked about 2026. No source cited here is dated then."
    )
    assert told("What was agreed last year?", ("A deal was agreed.", "2025-07-22")) == ""


@pytest.mark.parametrize("quote", ["It opened in May 2024.", "The year ended well.", "This may be next.", ""])
def test_an_answer_that_tells_time_by_the_calendar_has_no_such_notice(quote: str) -> None:
    assert told("When did it open?", (quote or "It is open.", "2024-06-01")) == ""


def test_the_closest_lines_are_no_answer_and_have_none() -> None:
    closest = ("It was signed yesterday.", "2025-07-22")

    assert told("Who signed it this year?", closest, outcome=Outcome.NOT_IN_SOURCES) == ""
