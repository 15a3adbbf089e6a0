"""The page in a real browser: with JavaScript and without, by the keyboard alone, and by axe's rules."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from bot.channels.web.application import create_app
from tests.web.fakes import BUILT, FakeApp

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
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUESTIONS = ("When was it built?", "Is there a deal?", "Who is right?", "What is the weather?")

POLICY = "Content Security Policy"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH: apt-get install chromium"),
]
Page = Any
"""A playwright page; its type is there only where the package is."""


@pytest.fixture
def address(app: FakeApp) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(app), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Any, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the first page in a browser of these properties; an error of the script, or something that the
    content policy had to block, fails the test."""
    contexts, complaints = [], []

    def browse(**properties: object) -> Page:
        contexts.append(chromium.new_context(base_url=address, **properties))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if POLICY in said.text else None)
        page.goto("/")
        return page

    yield browse
    for context in contexts:
        context.close()
    assert not complaints


def ask(page: Page, question: str, turn: int = 1) -> None:
    page.get_by_label("Your question").or_(page.get_by_label("Ask a follow-up")).fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector(f"#turn-{turn}")


def focused(page: Page) -> str:
    text: str = page.evaluate("document.activeElement.innerText || document.activeElement.id")
    return " ".join(text.split())


def test_an_answer_arrives_on_the_page_and_its_citation_opens_the_words(browse: Callable[..., Page]) -> None:
    page = browse()
    ask(page, QUESTIONS[0])

    assert page.url.endswith("/")
    assert page.title() == "When was it built? – Briefing"
    assert page.inner_text("#status") == "The answer has arrived. 2 sentences, 2 sources."
    page.get_by_role("link", name="[1] OpenAI and UK team up").first.click()
    page.wait_for_url("**/sources/**")
    assert page.inner_text("mark") == BUILT.quote
    assert focused(page) == BUILT.quote
    page.get_by_role("link", name="Back to the answer").first.click()
    assert page.locator("#turn-1").is_visible()


def test_a_follow_up_stands_below_and_an_old_page_keeps_both(browse: Callable[..., Page]) -> None:
    page = browse()
    ask(page, QUESTIONS[0])
    ask(page, QUESTIONS[2], turn=2)
    page.reload()

    assert page.locator("article.turn").count() == 2
    page.get_by_role("button", name="Start a new conversation").click()
    page.wait_for_selector(".first")
    assert page.locator("article.turn").count() == 0


def test_everything_can_be_done_with_the_keyboard_alone(browse: Callable[..., Page]) -> None:
    page = browse()
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "question"

    page.keyboard.type("What is the weather?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#turn-1")
    assert focused(page) == "You asked: What is the weather?"

    page.keyboard.press("Tab")
    assert focused(page) == "What is Humphrey?"
    page.keyboard.press("Enter")
    page.wait_for_selector("#turn-2")
    assert focused(page) == "You asked: What is Humphrey?"


def test_a_question_is_stopped_with_escape(app: FakeApp, browse: Callable[..., Page]) -> None:
    def wait_until_stopped(stopped: Callable[[], bool]) -> None:
        while not stopped():
            time.sleep(0.01)

    app.engine.before = wait_until_stopped
    page = browse()
    page.fill("#question", QUESTIONS[0])
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('status').textContent.startsWith('Searching')")
    assert page.get_by_role("button", name="Stop").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_selector("#turn-1")

    assert "You stopped this question." in page.inner_text("#turn-1")
    assert not page.get_by_role("button", name="Stop").is_visible()


def test_without_javascript_nothing_is_missing(browse: Callable[..., Page]) -> None:
    page = browse(java_script_enabled=False)
    ask(page, QUESTIONS[3])
    page.get_by_role("button", name="What is Humphrey?").first.click()
    page.wait_for_selector("#turn-2")
    ask(page, QUESTIONS[0], turn=3)
    page.locator("#turn-3 .mark").first.click()
    page.wait_for_url("**/sources/**")

    assert page.inner_text("mark") == BUILT.quote
    page.get_by_role("link", name="Back to the answer").first.click()
    page.wait_for_url("**/#turn-3")


def test_a_lost_connection_is_said_and_the_question_kept(browse: Callable[..., Page]) -> None:
    page = browse()
    page.route("**/ask", lambda route: route.abort())
    page.fill("#question", QUESTIONS[0])
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('status').textContent.includes('did not arrive')")

    assert page.input_value("#question") == QUESTIONS[0]


@pytest.mark.parametrize(
    "properties",
    [
        {"viewport": {"width": 1200, "height": 900}},
        {"viewport": {"width": 320, "height": 640}},
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
    ],
    ids=["wide", "narrow", "dark", "forced"],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browse: Callable[..., Page], properties: dict[str, Any]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browse(**properties)
    found: list[str] = []

    def look() -> None:
        violations = axe.run(page, options={"runOnly": RULES}).response["violations"]
        found.extend(f"{page.url}: {v['id']}: {v['nodes'][0]['html']}" for v in violations)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{page.url}: scrolls sideways")

    look()
    for turn, question in enumerate(QUESTIONS, 1):
        ask(page, question, turn)
    look()
    for link in ("/sources", "/sources/humphrey.txt?start=0&end=6#quote", "/none"):
        page.goto(link)
        look()

    assert not found
