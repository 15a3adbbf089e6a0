"""The desk with the whole bot behind it, over the five articles."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.briefings.wiring import summariser
from bot.chat.answering import Asked, Desk
from bot.chat.wiring import open_desk
from bot.conversation import Conversations
from bot.domain import Outcome
from tests.chat.desk import ANN, ROOM, message

FIRST = Asked("k1", "What did the government agree with OpenAI?", ROOM, ANN, message="m1")


@pytest.fixture
def whole(app: App, tmp_path: Path) -> Desk:
    url = f"sqlite:///{tmp_path / 'b.db'}"
    return open_desk(
        app.settings,
        url,
        engine=app.engine,
        library=app.store,
        conversations=Conversations(url),
        replies=app.replies,
    )


def test_a_question_may_point_at_the_answer_before_it(whole: Desk) -> None:
    first = whole.answer(FIRST)

    answer = whole.answer(replace(FIRST, key="k2", text="What does the second point mean?", message="m2"))

    assert len(first.statements) > 1
    assert answer.outcome is Outcome.ANSWERED
    assert answer.statements[0].text == first.statements[1].text


def test_a_question_may_point_at_what_people_wrote(whole: Desk) -> None:
    points = (
        "For the paper:\n1. The agreement with OpenAI\n2. The Humphrey tools of the civil service\n3. Risks"
    )
    thread = (message(1, "Bob", points),)

    answer = whole.answer(replace(FIRST, text="What does the second point mean?", thread=thread))

    assert "Humphrey" in answer.statements[0].text
    assert all(citation.document.endswith(".txt") for citation in answer.citations)


def test_every_citation_opens_in_its_surroundings(whole: Desk) -> None:
    for citation in whole.answer(FIRST).citations:
        shown = whole.source(citation, ROOM, ANN)

        assert shown
        assert not shown.changed
        assert shown.quote == citation.quote


def test_the_articles_are_what_a_room_is_answered_from(whole: Desk) -> None:
    (shelf,) = whole.sources(ROOM, ANN)

    assert (shelf.collection, len(shelf.documents)) == ("default", 5)
    assert list(shelf.newest) == sorted(shelf.newest, key=lambda each: str(each.date), reverse=True)


def test_each_article_is_summarised_by_its_own_words(app: App) -> None:
    summaries = summariser(None, app.store, app.replies)

    for each in app.store.documents("default"):
        document = app.store.document("default", each.path)
        made = summaries.of_document("default", each.path)

        assert document
        assert len(made.main) >= 5
        for line in made.lines:
            assert line.citation
            assert document.text[line.citation.start : line.citation.end] == line.quote
