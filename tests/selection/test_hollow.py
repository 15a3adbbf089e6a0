"""Sentences that tell nothing, and what a question of time is about."""

import pytest

from bot.selection.deeds import tells_of_no_such_deed
from bot.selection.hollow import tells_nothing
from tests.selection.conftest import Ask


@pytest.mark.parametrize(
    ("sentence", "question", "nothing"),
    [
        ("Read more about the ferry on our website page.", "Can the ferry be booked online?", True),
        ("For more information see the handbook.", "Can I take a dog?", True),
        ("You can find the latest timetable on the quay.", "How many dogs may I take?", True),
        ("Read more about the ferry on our website page.", "Where can I read about the ferry?", False),
        ("Suppose that the ferry sinks.", "Where is the ferry?", True),
        ("You can find seals in the harbour.", "Are there seals?", False),
        ("Readers liked it more.", "Did readers like it?", False),
    ],
)
def test_what_only_points_elsewhere_or_supposes_tells_nothing(
    sentence: str, question: str, nothing: bool
) -> None:
    assert tells_nothing(sentence, question) is nothing


def test_how_long_it_takes_to_do_one_thing_is_not_told_of_another(ask: Ask) -> None:
    taking = ask("How many weeks does the Wharf Theatre take to register a play?", "desk")
    having = ask("How many weeks do neighbours have to object to the Wharf Theatre?", "desk")

    assert "3 weeks" in " ".join(statement.text for statement in having.statements)
    assert not taking.outcome.is_answer or "3 weeks" not in " ".join(s.text for s in taking.statements)


def test_whoever_is_named_did_not_pay_where_nothing_is_told_of_paying() -> None:
    question, met = "Who paid for the dinners?", "Ms Hale and Mr Osei met for dinners in May."

    assert tells_of_no_such_deed(question, met)
    assert not tells_of_no_such_deed(question, "Ms Hale met the cost of the dinners.")
    assert tells_of_no_such_deed("Who attended the meeting?", "The minutes of 12 May were agreed.")
    assert not tells_of_no_such_deed("Who attended the meeting?", "Present: Ms Hale and Mr Osei.")
    assert not tells_of_no_such_deed(
        "Who came to the dinners?", "Ms Hale and Mr Osei met for dinners in May."
    )


def test_the_price_of_an_event_may_stand_in_the_sentence_after_it(ask: Ask) -> None:
    answer = ask("How much is the quiz night?", "desk")

    assert "£6" in " ".join(statement.text for statement in answer.statements)
    assert not ask("How much is the bingo?", "desk").outcome.is_answer
