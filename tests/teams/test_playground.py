"""End to end against Microsoft's own client, the Agents Playground, with pictures of what people see."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.teams.commands import MOST_OPENERS
from tests.shelf import SEEDS
from tests.teams.npm import CannotRunError, install
from tests.teams.playground import PACKAGE, Client, command, free_port, started

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: uv sync --group browser"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",  # the tests may run as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
BRIEFING = Path(sys.executable).with_name("briefing")
ASKED = "Is the memorandum legally binding?"
SAID = "not legally binding"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.playground,
    pytest.mark.timeout(400),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("playground")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[Client]:
    try:
        program = install(PACKAGE, folder)
    except CannotRunError as error:
        pytest.skip(str(error))
    pictures = Path(os.environ.get("ARTEFACTS", folder)) / "playground"
    pictures.mkdir(parents=True, exist_ok=True)
    bot, port = free_port(), free_port()
    serve = [str(BRIEFING), "serve", "--ingest", str(SEEDS)]
    settings = {"BRIEFING_TEAMS_ANONYMOUS": "1", "PORT": str(bot), "BRIEFING_DATA_DIR": str(folder / "data")}
    with (
        started(serve, f"http://127.0.0.1:{bot}/healthz", folder / "bot.log", **settings),
        started(command(program, bot, port), f"http://127.0.0.1:{port}/", folder / "playground.log"),
        playwright.sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1500, "height": 1000})
        page.goto(f"http://127.0.0.1:{port}/")
        page.get_by_role("button", name="Hide log panel").click()
        yield Client(page, pictures)
        browser.close()


def test_it_welcomes_people_once_and_says_what_it_is(client: Client) -> None:
    client.open("Personal Chat")

    client.sees("I answer questions from a set of documents.")
    client.sees("Summarise this conversation")
    client.picture("1-welcome")
    assert client.log.count("I answer questions from a set of documents.") == 1


def test_in_a_personal_chat_a_status_becomes_the_answer_with_citations(client: Client) -> None:
    client.open("Personal Chat")
    client.ask("What is Humphrey?")

    client.sees("known as “Humphrey.”")
    client.page.get_by_role("button", name="AI generated").last.wait_for()
    log = client.log
    assert log.index("typing 201 Searching the sources") < log.rindex("message 202")
    client.page.get_by_role("button", name="1", exact=True).last.hover()
    client.sees("OpenAI and UK team up to bring AI to public services")
    client.picture("2-personal-chat-with-a-citation-card")


def test_without_an_answer_it_offers_questions_that_can_be_asked(client: Client) -> None:
    client.open("Personal Chat")
    client.ask("What is the weather?")

    client.sees("The sources do not answer this.")
    client.page.get_by_role("button", name="What do the sources say about").nth(MOST_OPENERS).wait_for()
    offered = client.page.get_by_role("button", name="What do the sources say about").last
    client.picture("3-no-answer-and-suggestions")
    before = client.page.get_by_role("button", name="AI generated").count()
    offered.click()
    client.page.get_by_role("button", name="AI generated").nth(before).wait_for(timeout=30_000)


def test_an_answer_can_be_rated_with_a_reason(client: Client, folder: Path) -> None:
    page = client.page
    client.open("Personal Chat")
    page.get_by_role("button", name="Dislike").last.click()
    page.locator("[role=dialog] textarea, [role=dialog] input").first.fill("It is out of date")
    client.picture("4-feedback")
    page.get_by_role("dialog").get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Close").click()

    database = sqlite3.connect(folder / "data" / "briefing.sqlite")
    rated = database.execute("SELECT rating, comment FROM chat_feedback").fetchall()
    assert rated == [("bad", "It is out of date")]


def test_in_a_group_chat_it_answers_a_mention_with_one_whole_message(client: Client) -> None:
    client.open("Group Chat")
    client.ask(ASKED, mention=True)

    client.page.get_by_role("button", name="AI generated").last.wait_for(timeout=30_000)
    client.sees(SAID)
    client.picture("5-group-chat")


def test_in_a_channel_it_answers_in_the_thread_of_the_mention(client: Client) -> None:
    page = client.page
    client.open("My Team - General")
    page.get_by_text("Start a new post").wait_for()

    def post() -> None:
        client.write(ASKED, mention=True)
        page.get_by_role("button", name="Post").click()

    def reply() -> None:
        client.write("What is Humphrey?", mention=True, box=1)
        page.keyboard.press("Enter")

    client.is_answered(post, SAID, "The memorandum of understanding between")
    client.picture("6-channel")
    client.is_answered(reply, "known as “Humphrey.”", "The government is already using OpenAI’s models")
    client.picture("7-channel-thread")


def test_the_search_extension_puts_a_cited_passage_into_a_message(client: Client) -> None:
    page = client.page
    client.open("Personal Chat")
    page.get_by_role("button", name="Trigger Message Extension App").click()
    page.get_by_role("menuitem", name="Search Command").click()
    page.get_by_placeholder("Enter a search term").fill("Humphrey")

    found = page.get_by_text("OpenAI and UK team up to bring AI to public services", exact=True).last
    found.wait_for(timeout=30_000)
    client.picture("8-search-extension")
    found.click()
    page.get_by_text("OpenAI and UK team up to bring AI to public services (no date given)").last.wait_for()
    client.picture("8-search-extension-inserted")


def test_brief_me_on_this_says_what_the_sources_say_about_a_message(client: Client) -> None:
    page = client.page
    client.open("Group Chat")
    page.get_by_role("button", name="Show more information").nth(2).click()  # the welcome is the first two
    page.get_by_role("menuitem", name="Action Command").click()
    page.get_by_placeholder("Input command id or leave blanks").fill("brief")
    page.get_by_role("button", name="Create").click()

    page.get_by_role("dialog").get_by_text(SAID).first.wait_for(timeout=30_000)
    client.picture("9-brief-me-on-this")
    page.get_by_role("dialog").get_by_role("button").first.click()  # closes it
    page.get_by_role("dialog").wait_for(state="hidden")


def test_the_bot_was_never_unwell(client: Client, folder: Path) -> None:
    log = (folder / "bot.log").read_text(encoding="utf-8")

    assert "Traceback" not in log
    assert " 500" not in client.log
