"""A term is shown as it was written, with the day it means where it can mean one day only."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefings.due import Due, due

WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "written", "day"),
    [
        ("Priya to send the figures by Friday", "by Friday", date(2026, 3, 6)),
        ("I'll send it by 5pm on Friday please", "by 5pm on Friday", date(2026, 3, 6)),
        ("I'll send it by Friday 5pm", "by Friday 5pm", date(2026, 3, 6)),
        ("I'll do it on Monday morning", "on Monday morning", date(2026, 3, 9)),
        ("I'll do it tomorrow", "tomorrow", date(2026, 3, 5)),
        ("I'll do it by tomorrow lunchtime", "by tomorrow lunchtime", date(2026, 3, 5)),
        ("I'll do it today", "today", date(2026, 3, 4)),
        ("I'll do it by close of play today", "by close of play today", date(2026, 3, 4)),
        ("I'll do it by COP Thursday", "by COP Thursday", date(2026, 3, 5)),
        ("I'll do it by the end of the week", "by the end of the week", date(2026, 3, 6)),
        ("I'll do it by end of next week", "by end of next week", date(2026, 3, 13)),
        ("I'll do it by the end of the month", "by the end of the month", date(2026, 3, 31)),
        ("I'll do it next week", "next week", date(2026, 3, 9)),
        ("I'll do it by next Tuesday", "by next Tuesday", date(2026, 3, 10)),
        ("I'll do it within two weeks", "within two weeks", date(2026, 3, 18)),
        ("I'll do it in 3 days", "in 3 days", date(2026, 3, 7)),
        ("Due 14 March", "Due 14 March", date(2026, 3, 14)),
        ("due by 14th of April 2027.", "due by 14th of April 2027", date(2027, 4, 14)),
        ("by Friday 13 March", "by Friday 13 March", date(2026, 3, 13)),
        ("by March 14th, 2026", "by March 14th, 2026", date(2026, 3, 14)),
        ("by 14/03", "by 14/03", date(2026, 3, 14)),
        ("by 3/4/26", "by 3/4/26", date(2026, 4, 3)),
        ("by 2026-05-01", "by 2026-05-01", date(2026, 5, 1)),
        ("by the 14th", "by the 14th", date(2026, 3, 14)),
        ("by the 2nd", "by the 2nd", date(2026, 4, 2)),
        ("by 10 January", "by 10 January", date(2026, 1, 10)),
    ],
)
def test_a_term_is_resolved_from_the_day_it_was_written(text: str, written: str, day: date) -> None:
    found = due(text, WEDNESDAY)

    assert found
    assert (found.written, found.day) == (written, day)


@pytest.mark.parametrize(
    ("text", "written", "at"),
    [
        ("I'll do it by Wednesday", "by Wednesday", WEDNESDAY),
        ("I'll do it by next Friday", "by next Friday", datetime(2026, 3, 7, 10, tzinfo=UTC)),
        ("I'll do it by the end of the week", "by the end of the week", datetime(2026, 3, 8, 10, tzinfo=UTC)),
        ("I'll do it ASAP", "ASAP", WEDNESDAY),
        ("by 31 February", "by 31 February", WEDNESDAY),
        ("by 14/13", "by 14/13", WEDNESDAY),
    ],
)
def test_words_that_may_mean_two_days_are_not_resolved(text: str, written: str, at: datetime) -> None:
    assert due(text, at) == Due(written)


@pytest.mark.parametrize(
    "text",
    [
        "Friday's paper was good",
        "We spoke on Friday's call",
        "I may do it",
        "He sent it with a march of 3 people",
        "Version 2/3 of it",
        "The 2nd point stands",
        "",
    ],
)
def test_no_term_is_none(text: str) -> None:
    assert due(text, WEDNESDAY) is None


def test_the_day_is_london_s() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    found = due("I'll do it today", late)

    assert found
    assert found.day == date(2026, 7, 1)


def test_a_term_is_shown_as_written_with_its_day() -> None:
    today = date(2026, 3, 4)

    assert Due("by Friday", date(2026, 3, 6)).shown(today) == "by Friday (Friday 6 March 2026)"
    assert Due("by Monday", date(2026, 3, 2)).shown(today) == "by Monday (Monday 2 March 2026, now past)"
    assert Due("next week", date(2026, 3, 9), whole_week=True).shown(today) == (
        "next week (week of Monday 9 March 2026)"
    )
    assert Due("asap").shown(today) == "asap"


@given(
    st.text(max_size=60)
    | st.from_regex(r"by (the )?\d{1,4}[/-]\d{1,3}([/-]\d{1,4})?|in \d+ days", fullmatch=True),
    st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)
def test_whatever_is_written_is_read_without_fail(text: str, at: datetime) -> None:
    found = due(text, at)

    assert found is None or found.written in " ".join(text.split())
