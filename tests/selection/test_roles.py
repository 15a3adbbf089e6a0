"""Who holds a post, and dates that are asked for by name."""

import pytest

from bot.selection.wanted import Kind, wanted
from tests.selection.conftest import Ask


def said(ask: Ask, question: str) -> str:
    return " ".join(statement.text for statement in ask(question, "desk").statements)


def test_a_director_is_who_directed_it(ask: Ask) -> None:
    assert "directed by Ada Quill" in said(ask, "Who is the director of The Long Weir?")


def test_a_person_goes_before_a_sentence_that_names_nobody(ask: Ask) -> None:
    told = said(ask, "Who is the director of the Wharf Theatre?")

    assert "Ruth Amery" in told
    assert "dearer" not in told


def test_season_4_is_the_fourth(ask: Ask) -> None:
    told = said(ask, "When does season 4 of the Wharf Theatre open?")

    assert "6 March 2023" in told
    assert "2021" not in told


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is the publication date for the report?", Kind.WHEN),
        ("What's the next meeting date?", Kind.WHEN),
        ("publication date of the report", Kind.WHEN),
        ("What is the closing date for bids?", Kind.DEADLINE),
        ("What is the date of the report?", Kind.DATE),
        ("What is the date range of the file?", Kind.OPEN),
    ],
)
def test_a_date_is_asked_for_by_what_it_is_the_date_of(question: str, kind: Kind) -> None:
    assert wanted(question).kind is kind


def test_a_publication_date_is_when_it_was_published(ask: Ask) -> None:
    assert "2 May 2022" in said(ask, "What is the publication date of the theatre's roof report?")


def test_who_signed_for_a_body_is_a_person(ask: Ask) -> None:
    told = ask("who signed the openai memorandum for the government?")

    assert told.outcome.is_answer
    assert "Peter Kyle" in told.statements[0].text


def test_how_many_worldwide_is_not_told_by_one_office(ask: Ask) -> None:
    told = ask("How many people does OpenAI employ worldwide?")

    assert not told.outcome.is_answer or "100 people" not in " ".join(s.text for s in told.statements)
