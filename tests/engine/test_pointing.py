"""A question may point at what was said before; it is looked up with the words it points at."""

import pytest

from bot.domain import Outcome, Turn
from bot.pointing import pointed
from bot.rewrite import standalone

ANSWERED = Turn(
    "What was agreed?",
    "A memorandum was signed in July 2025. It may create up to 5,000 jobs.",
    Outcome.ANSWERED,
)
MESSAGE = Turn(
    "Agenda for Friday:\n1. Budget\n2. Hiring of analysts\n3. Any other business", "", Outcome.ANSWERED
)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What does the second point mean?", "What does “It may create up to 5,000 jobs” mean?"),
        ("Explain the 2nd bullet", "Explain “It may create up to 5,000 jobs”"),
        ("What about point two?", "What about “It may create up to 5,000 jobs”?"),
        ("Who said the first one?", "Who said “A memorandum was signed in July 2025”?"),
        ("And the last statement of that answer?", "And “It may create up to 5,000 jobs” of that answer?"),
        ("What does the third point mean?", ""),
        ("What does point 2 of the strategy say?", ""),
        ("What does point 2.1 say?", ""),
        ("When was the first line opened?", ""),
        ("How many jobs?", ""),
    ],
)
def test_a_point_is_the_sentence_of_the_last_answer(question: str, meant: str) -> None:
    assert pointed(question, [ANSWERED]) == meant


def test_the_items_of_a_list_are_its_points() -> None:
    assert pointed("What does item two mean?", [ANSWERED, MESSAGE]) == "What does “Hiring of analysts” mean?"


def test_what_was_said_last_is_meant_first() -> None:
    assert "5,000" in pointed("What does point 2 mean?", [MESSAGE, ANSWERED])


def test_nothing_is_meant_where_nothing_was_said() -> None:
    assert pointed("What does the second point mean?", []) == ""


def test_a_question_that_points_stands_alone_without_a_model() -> None:
    assert "5,000 jobs" in standalone("What does the second point mean?", [ANSWERED], lambda _: "")


def test_a_question_after_one_that_points_leans_on_the_one_before_it() -> None:
    pointing = Turn("What does the second point mean?", "It may create up to 5,000 jobs.", Outcome.ANSWERED)
    agreed = Turn("What was agreed with OpenAI?", ANSWERED.answer, Outcome.ANSWERED)

    assert standalone("Who signed it?", [agreed, pointing], lambda _: "") == "Who signed it agreed OpenAI?"
