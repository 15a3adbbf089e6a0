"""People of one age and of another, and what tells why."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.selection.ages import another_age, bands, same_age
from bot.selection.reasons import asks_why, tells_why
from tests.selection.conftest import Ask


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("babies under one", (0, 1)),
        ("children aged under 5", (0, 5)),
        ("under-18s", (0, 18)),
        ("the over 80s", (80, math.inf)),
        ("people over the age of 65", (65, math.inf)),
        ("aged 75 and over", (75, math.inf)),
        ("aged between one and four years", (1, 5)),
        ("pupils aged 5 to 11", (5, 12)),
        ("aged 16–24", (16, 25)),
        ("16- to 17-year-olds", (16, 18)),
        ("a 12-year-old", (12, 13)),
        ("aged 40", (40, 41)),
    ],
)
def test_ages_are_read_in_the_ways_they_are_written(text: str, band: tuple[float, float]) -> None:
    assert bands(text) == [band]


@pytest.mark.parametrize(
    "text",
    ["under £50", "in under 5 minutes", "a fall of over 12%", "over 40 people", "page 12", "those under 10%"],
)
def test_what_is_no_age_is_not_read_as_one(text: str) -> None:
    assert bands(text) == []


@given(st.integers(1, 99), st.integers(1, 99))
def test_those_under_an_age_are_others_than_those_of_it_and_over(age: int, other: int) -> None:
    younger, older = f"people under {age}", f"those aged {other} and over"

    assert another_age(younger, older) == (age <= other)
    assert same_age(younger, older) == (age > other)


def test_where_no_age_is_told_nobody_is_another() -> None:
    assert not another_age("children under five", "Children travel free.")
    assert not another_age("children", "Children aged 5 travel free.")


@pytest.mark.parametrize(
    ("question", "asks"),
    [("Why did it fall?", True), ("What caused the delay?", True), ("When did it fall?", False)],
)
def test_a_reason_is_asked_for(question: str, asks: bool) -> None:
    assert asks_why(question) is asks


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("It fell because fewer came.", True),
        ("This may have had an impact.", True),
        ("It has fallen since 1998.", False),
        ("It has fallen since then.", False),
    ],
)
def test_a_reason_is_told(sentence: str, tells: bool) -> None:
    assert tells_why(sentence) is tells


def said(ask: Ask, question: str) -> str:
    return " ".join(statement.text for statement in ask(question, "desk").statements)


def test_babies_are_not_told_of_by_older_children(ask: Ask) -> None:
    told = said(ask, "What share of children adopted in 2012 were babies under one?")

    assert "2.2%" in told
    assert "63%" not in told
    assert "85%" not in told


def test_why_is_answered_with_the_sentence_that_tells_it(ask: Ask) -> None:
    assert "may have had an effect" in said(ask, "Why did adoptions in Harker fall between 2005 and 2006?")


def test_changes_like_these_come_with_what_they_are(ask: Ask) -> None:
    assert "marriage, divorce" in said(ask, "Which changes let me leave the leave plan at once?")
