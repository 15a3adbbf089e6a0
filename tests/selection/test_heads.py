"""A heading or a question above a sentence says what the sentence tells."""

import pytest

from tests.selection.conftest import Ask, Compose


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Can I renew my book over the phone?", "Not yet. A telephone line is planned for the spring."),
        ("How soon does my card arrive?", "Within five working days."),
        ("Will the Eastgate branch close?", "The chair said that no decision had been taken."),
        ("reserve a book", "Search the catalogue for the title. Press the green button. Wait"),
        ("Who is the chief librarian of Brookshire County Council?", "Omar Hale"),
    ],
)
def test_what_stands_under_a_heading_or_question_answers_it(
    compose: Compose, question: str, words: str
) -> None:
    drafted = compose(question, "desk")

    assert drafted.answers
    assert words in drafted.text


@pytest.mark.parametrize(
    "question",
    [
        "Who is the chief librarian of Linford Books?",
        "Is Linford Books going to publish the catalogue?",
        "How many people work for Linford Books?",
        "What do unions say about Linford Books?",
        "When was Omar Hale appointed?",
    ],
)
def test_what_only_shares_a_name_with_the_question_is_no_answer(compose: Compose, question: str) -> None:
    assert not compose(question, "desk").answers


def test_a_list_is_said_with_its_heading(ask: Ask) -> None:
    answer = ask("reading rooms", "desk")

    assert answer.outcome.is_answer
    assert "Reading rooms: a quiet room; a room for children; a map room" in answer.statements[0].text


def test_marks_of_code_and_fields_head_no_list(ask: Ask) -> None:
    told = " ".join(s.text for s in ask("How soon are the lamplighters told?", "desk").statements)

    assert "Tell the lamplighters within 30 minutes." in told
    assert not told.startswith(":")
