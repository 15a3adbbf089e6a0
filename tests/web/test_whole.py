"""The page over the real bot and the five articles."""

import html
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from bot.app import App
from bot.channels.web.application import create_app
from bot.conversation import Conversations
from tests.web.conftest import HERE, settings

QUESTIONS = (
    "How many applications to host an AI growth zone did the government receive?",
    "Which OpenAI model powers Humphrey?",
    "On what date was the memorandum signed?",
    "What is the boiling point of tungsten?",
)


@pytest.fixture(scope="module")
def bot(shelf: App, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The shelf's bot, with settings and conversations of its own."""
    mine = replace(shelf, settings=settings(data_dir=tmp_path_factory.mktemp("var"), questions_per_minute=0))
    with closing(Conversations(mine.database_url)) as conversations:
        yield replace(mine, conversations=conversations)


@pytest.fixture
def page(bot: App) -> Iterator[TestClient]:
    with TestClient(create_app(bot), HERE) as client:
        yield client


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_of_an_answer_opens_the_words_that_it_quotes(page: TestClient, question: str) -> None:
    shown = page.post("/ask", data={"question": question}).text
    links = re.findall(r'<a class="origin" href="([^"]+)"', shown)
    quotes = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", shown, re.DOTALL)

    assert len(links) == len(quotes)
    for link, quoted in zip(links, quotes, strict=True):
        marked = re.search(r"<mark[^>]*>(.*?)</mark>", page.get(html.unescape(link)).text, re.DOTALL)
        assert marked
        assert marked[1] == quoted


def test_an_answer_shows_what_the_sources_say(page: TestClient) -> None:
    assert "200 applications" in page.post("/ask", data={"question": QUESTIONS[0]}).text


def test_what_the_sources_do_not_say_is_not_answered(bot: App, page: TestClient) -> None:
    shown = page.post("/ask", data={"question": QUESTIONS[3]}).text

    assert bot.replies.outcomes["not_in_sources"] in shown


def test_the_personal_data_in_a_question_is_not_shown_again(page: TestClient) -> None:
    shown = page.post("/ask", data={"question": "Is AB123456C my National Insurance number?"}).text

    assert "AB123456C" not in shown


def test_the_bot_is_ready_and_lists_the_five_articles(page: TestClient) -> None:
    assert page.get("/readyz").json() == {"ready": True}
    assert len(re.findall('href="/sources/00', page.get("/sources").text)) == 5
