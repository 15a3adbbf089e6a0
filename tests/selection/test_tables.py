"""A row of a table answers with the names of its columns, and only the row that is asked about."""

import pytest

from tests.selection.conftest import Ask


@pytest.mark.parametrize(
    ("question", "told", "quote"),
    [
        (
            "How much is a twelve month permit for a second car?",
            "Permit: Second car; Six months: £55; Twelve months: £100",
            "| Second car | £55 | £100 |",
        ),
        (
            "What is the recovery time objective for Lanternfish?",
            "System: Lanternfish; Recovery time objective: 24 hours; Vacancies: 7",
            "| Lanternfish | 24 hours | 7 |",
        ),
        (
            "How many vacancies are there in Mailroom?",
            "System: Mailroom; Recovery time objective: 2 hours; Vacancies: 4",
            "| Mailroom | 2 hours | 4 |",
        ),
        (
            "What does a permit for a motorcycle cost?",
            "Permit: Motorcycle; Six months: free; Twelve months: free",
            "| Motorcycle | free | free |",
        ),
        (
            "When was Hugh Barlow elected as a warden?",
            "Ward: Old Town; Warden: Hugh Barlow; Elected: 2024",
            "| Old Town | Hugh Barlow | 2024 |",
        ),
        (
            "When is the Beck Street recycling site open?",
            "Site: Beck Street; Opening hours: 9am to 4pm, Mon-Fri; Accepts: glass and paper",
            "Beck Street     9am to 4pm, Mon-Fri  glass and paper",
        ),
    ],
)
def test_the_row_answers_with_the_names_of_its_columns(
    ask: Ask, question: str, told: str, quote: str
) -> None:
    answer = ask(question, "desk")

    assert [statement.text for statement in answer.statements] == [told]
    assert answer.statements[0].citations[0].quote == quote


def test_the_names_of_the_columns_are_cited_as_well(ask: Ask) -> None:
    (statement,) = ask("How much is a twelve month permit for a second car?", "desk").statements

    assert [citation.quote for citation in statement.citations][1:] == [
        "| Permit | Six months | Twelve months |"
    ]


def test_a_sentence_of_a_long_row_is_said_of_what_the_row_is_about(ask: Ask) -> None:
    answer = ask("What does the driver pay for a car towed away from a red bay?", "desk")

    (statement,) = answer.statements
    assert statement.text.startswith("Red bays: ")
    assert "£150" in statement.text
    assert statement.citations[0].quote.startswith("| Red bays |")


@pytest.mark.parametrize(
    "question", ["How much is a parking permit for a lorry?", "When was Ruth Adair elected as a warden?"]
)
def test_a_row_that_the_table_does_not_have_is_not_answered_by_another(ask: Ask, question: str) -> None:
    assert ask(question, "desk").outcome.value == "not_in_sources"
