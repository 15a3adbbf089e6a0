"""What an "It" speaks of, what a list answers, and what decides a yes or no."""

import pytest

from bot.selection.referents import refers_back, subject
from tests.selection.conftest import Ask


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The Blue Badge costs £10.", "The Blue Badge"),
        ("A contribution of £10 is expected.", "A contribution of £10"),
        ("The new depot at Mill Lane is being built by Harker Homes.", "The new depot at Mill Lane"),
        ("Costs rise.", "Costs"),
        ("", ""),
    ],
)
def test_what_a_sentence_speaks_of_stands_before_its_verb(sentence: str, told: str) -> None:
    assert subject(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "back"),
    [
        ("It opens in May.", True),
        ("Currently this is £100 a week.", True),
        ("However, they may appeal.", True),
        ("In these cases a permit is needed.", True),
        ("The plan can be left in the event of changes like these.", True),
        ("In this report we show three things.", False),
        ("Currently the fee is £100 a week.", False),
        ("It is clear that the pool opens in May.", False),
    ],
)
def test_what_points_back_is_known(sentence: str, back: bool) -> None:
    assert refers_back(sentence) is back


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many wheelchairs does the ferry take?", "It takes two wheelchairs."),
        ("How much is a crossing on the Selby ferry?", "£4 for each crossing."),
        ("What time does the first Selby ferry leave?", "6.40am"),
        ("When can I not board the Selby ferry?", "your dog is not on a lead"),
        ("How do I buy a ticket for the Selby ferry?", "on the quay; by telephone"),
        ("Do the deckhands of the Selby ferry get any training?", "full training and a coat"),
        ("How much did the Selby ferry lose?", "That is wrong. Its books show a loss of £2 million."),
        ("Hi all, many thanks in advance. What does a crossing on the Selby ferry cost please?", "£4"),
    ],
)
def test_the_sentence_comes_with_what_it_needs(ask: Ask, question: str, told: str) -> None:
    answer = ask(question, "desk")

    assert answer.outcome.value == "answered"
    assert told in " ".join(statement.text for statement in answer.statements)


def test_an_item_of_a_list_is_not_shown_without_the_line_that_forbids_it(ask: Ask) -> None:
    for statement in ask("Can I board the Selby ferry with fuel?", "desk").statements:
        assert "you carry fuel" not in statement.text or "You cannot board if" in statement.text


def test_how_big_a_fine_is_asks_for_money(ask: Ask) -> None:
    assert ask("How big is the fine for a dog on the Selby ferry?", "desk").outcome.value == "not_in_sources"


@pytest.mark.parametrize(
    "question",
    [
        "When does the office close in Wales?",
        "Who chaired the Selby board before Mary Tolland?",
        "How many vacancies are there for teachers?",
        "How many people would lose their work in Selby?",
    ],
)
def test_what_is_told_of_others_or_only_supposed_does_not_answer(ask: Ask, question: str) -> None:
    answer = ask(question, "desk")

    told = " ".join(statement.text for statement in answer.statements)
    assert answer.outcome.value == "not_in_sources" or "stays open" in told
    assert not [wrong for wrong in ("noon", "30 November", "40", "300") if wrong in told]
