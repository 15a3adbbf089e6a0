"""What is asked to be allowed, needed or left alone is answered by what rules on it."""

import pytest

from bot.selection.rules import RULED, SPOKEN, ruling
from bot.selection.wanted import wanted
from tests.selection.conftest import Ask


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Does a volunteer have to wear a badge?", "Wearing a badge is optional."),
        (
            "Can a volunteer be paid staff in the same branch?",
            "You cannot be a volunteer and a paid member of staff",
        ),
        (
            "Libraries - what shouldn't the label on a locker have on it?",
            "a rude word; the name of a reader",
        ),
        (
            "What are the prescribed reasons to end the work of a volunteer?",
            "the volunteer has lent out the keys",
        ),
        ("Who took the chair of the Reading Board in November 2016?", "Colm Reedy"),
        ("How many lamps did the Reading Board buy in April 2016?", "eleven lamps"),
    ],
)
def test_the_sentence_that_rules_on_it_answers(ask: Ask, question: str, told: str) -> None:
    answer = ask(question, "desk")

    assert answer.outcome.value == "answered"
    assert told in " ".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("Who took the chair of the Reading Board in November 2016?", "Priya Vale"),
        ("How many lamps did the Reading Board buy in April 2016?", "thirty"),
    ],
)
def test_what_is_of_another_month_does_not(ask: Ask, question: str, wrong: str) -> None:
    assert wrong not in " ".join(statement.text for statement in ask(question, "desk").statements)


@pytest.mark.parametrize(
    ("question", "sentence", "worth"),
    [
        ("Do I need a badge?", "A badge is not required.", RULED),
        ("Do I need a badge?", "You must wear a badge.", SPOKEN),
        ("Can we film there?", "You must not film there.", RULED),
        ("Can we film there?", "You may film there.", SPOKEN),
        ("Can we film there?", "The film was shown there.", 0.0),
        ("Can you tell me who filmed there?", "You must not film there.", 0.0),
        ("What shouldn't we film?", "Do not film faces.", RULED),
        ("What did they film?", "Do not film faces.", 0.0),
        ("Is the film long?", "You must not film there.", 0.0),
    ],
)
def test_only_what_is_asked_to_be_ruled_on_counts(question: str, sentence: str, worth: float) -> None:
    assert ruling(question, wanted(question), sentence) == worth
