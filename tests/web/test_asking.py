"""Asking on the page, with JavaScript and without."""

import asyncio
import json
import re
import threading
from collections.abc import MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.application import create_app
from bot.conversation import Conversations, NotRecordedError
from bot.domain import Answer, Outcome
from tests.web.conftest import Open, settings
from tests.web.fakes import FakeApp, FakeEngine

STREAM = {"Accept": "application/x-ndjson"}


def lines(page: TestClient, question: str) -> list[dict[str, Any]]:
    response = page.post("/ask", data={"question": question}, headers=STREAM)
    assert response.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in response.text.splitlines() if line]


def test_the_first_page_asks_for_a_question_and_shows_what_it_answers_from(page: TestClient) -> None:
    response = page.get("/")

    assert response.status_code == 200
    assert '<label for="question">Your question</label>' in response.text
    assert "UK government signs partnership" in response.text
    page.post("/ask", data={"question": "When was it built?"})
    assert "the 2 documents held here" in page.get("/").text


def test_without_javascript_a_question_leads_back_to_the_page_with_its_answer(page: TestClient) -> None:
    posted = page.post("/ask", data={"question": "When was it built?"}, follow_redirects=False)

    assert (posted.status_code, posted.headers["location"]) == (303, "/#turn-1")
    shown = page.get("/").text
    assert "<title>When was it built? – Briefing</title>" in shown
    assert "It was built in 2024." in shown
    assert 'id="turn-1"' in shown


def test_reloading_the_answer_asks_nothing_again(app: FakeApp, page: TestClient) -> None:
    page.post("/ask", data={"question": "When was it built?"})
    page.get("/")

    assert len(app.engine.asked) == 1


def test_the_stream_gives_an_id_then_each_step_then_the_answer(app: FakeApp, page: TestClient) -> None:
    first, *steps, last = lines(page, "When was it built?")

    assert first["id"]
    assert [step["status"] for step in steps] == [
        app.replies.steps["screening"],
        app.replies.steps["searching"],
    ]
    assert last["title"] == "When was it built?"
    assert last["status"] == "The answer has arrived. 2 sentences, 2 sources."
    assert 'id="turn-1"' in last["html"]


def test_the_streamed_answer_stands_on_the_page_when_it_is_opened_again(page: TestClient) -> None:
    streamed = lines(page, "When was it built?")[-1]["html"]

    assert streamed.strip() in page.get("/").text


def test_a_follow_up_is_asked_with_the_turns_before_it(app: FakeApp, page: TestClient) -> None:
    page.post("/ask", data={"question": "When was it built?"})
    page.post("/ask", data={"question": "What else?"})

    first, second = app.engine.asked
    assert first.turns == ()
    assert [turn.question for turn in second.turns] == ["When was it built?"]
    assert first.conversation == second.conversation
    assert 'id="turn-2"' in page.get("/").text


def test_every_turn_is_recorded_for_the_web_channel(app: FakeApp, page: TestClient) -> None:
    lines(page, "When was it built?")

    assert [turn.channel for turn in app.conversations.recent()] == ["web"]


def test_the_cookie_is_no_name_in_the_record(app: FakeApp, page: TestClient) -> None:
    page.post("/ask", data={"question": "When was it built?"})

    assert page.cookies["conversation"] not in app.engine.asked[0].conversation


def test_a_new_conversation_begins_empty(app: FakeApp, page: TestClient) -> None:
    page.post("/ask", data={"question": "When was it built?"})
    page.post("/new")

    assert "It was built in 2024." not in page.get("/").text
    page.post("/ask", data={"question": "What else?"})
    assert app.engine.asked[1].turns == ()


def test_another_browser_sees_nothing_of_the_conversation(app: FakeApp, browse: Open) -> None:
    browse(app).post("/ask", data={"question": "When was it built?"})

    assert "It was built in 2024." not in browse(app).get("/").text


def test_after_a_restart_the_conversation_is_shown_from_the_record_with_its_citations(
    app: FakeApp, browse: Open
) -> None:
    before = browse(app)
    shown = before.post("/ask", data={"question": "When was it built?"}).text

    after = browse(app)
    after.cookies.update(before.cookies)
    assert after.get("/").text == shown
    after.post("/ask", data={"question": "What else?"})
    assert 'id="turn-2"' in after.get("/").text


def test_only_the_collections_of_the_web_are_asked(app: FakeApp, browse: Open) -> None:
    bound = replace(app, settings=settings(web_collections=("papers", "minutes")))
    browse(bound).post("/ask", data={"question": "What else?"})

    assert app.engine.asked[0].collections == ("papers", "minutes")
    assert app.engine.asked[0].asker == "local"


def test_suggested_questions_are_buttons_that_ask(app: FakeApp, page: TestClient) -> None:
    shown = page.post("/ask", data={"question": "What is the weather?"}).text

    button = re.search(r'<button class="suggestion" name="question" value="([^"]+)"', shown)
    assert button
    page.post("/ask", data={"question": button[1]})
    assert app.engine.asked[-1].text == "What is Humphrey?"


@pytest.mark.parametrize(
    "question", ["", "   ", "🙂🙂", "a\x00b", "x" * 10_000, "\u202eevil", "<script>alert(1)</script>"]
)
def test_whatever_is_typed_reaches_the_engine_as_it_is_and_comes_back_escaped(
    app: FakeApp, page: TestClient, question: str
) -> None:
    response = page.post("/ask", data={"question": question})

    assert response.status_code == 200
    assert app.engine.asked[0].text == question
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"question=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 100, "application/x-www-form-urlencoded", 400),
        (b'{"question": "Hello"}', "application/json", 400),
        (b"question=" + b"x" * 1_100_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_a_body_that_is_no_form_gets_a_page_that_says_so(
    app: FakeApp, page: TestClient, body: bytes, kind: str, status: int
) -> None:
    response = page.post("/ask", content=body, headers={"Content-Type": kind})

    assert response.status_code == status
    assert "<h1>" in response.text
    assert "Traceback" not in response.text
    assert not app.engine.asked


def test_a_form_without_a_question_is_an_empty_question(app: FakeApp, page: TestClient) -> None:
    page.post("/ask", data={"other": "x"})

    assert app.engine.asked[0].text == ""


def test_a_question_is_stopped_by_its_id(app: FakeApp, browse: Open) -> None:
    """The id is read from the stream while the engine still works, as the page's script does."""
    page = browse(app)
    working = threading.Event()

    def wait_until_stopped(stopped: Any) -> None:
        working.set()
        while not stopped():
            threading.Event().wait(0.005)

    app.engine.before = wait_until_stopped
    desk_ids: list[str] = []
    result: list[dict[str, Any]] = []
    asking = threading.Thread(target=lambda: result.extend(lines(page, "When was it built?")))
    asking.start()
    assert working.wait(10)
    desk_ids += ids(page)
    assert page.post("/stop", data={"id": "guess"}).status_code == 404
    assert page.post("/stop", data={"id": desk_ids[0]}).status_code == 204
    asking.join(10)

    assert "You stopped this question." in result[-1]["html"]


def ids(page: TestClient) -> list[str]:
    """The test client gives a stream only when it is whole, so the ids are taken from the desk."""
    return list(page.app.state.desk.running)  # type: ignore[attr-defined]  # the client knows only ASGI


def test_an_answer_that_could_not_be_recorded_is_not_given(
    browse: Open, app: FakeApp, tmp_path: Path
) -> None:
    class FullDisk(Conversations):
        def record(self, answer: Answer, *, channel: str, key: str = "") -> None:  # noqa: ARG002
            raise NotRecordedError("briefing.db", "disk full")

    shown = browse(replace(app, conversations=FullDisk(f"sqlite:///{tmp_path / 'full.db'}"))).post(
        "/ask", data={"question": "When was it built?"}
    )

    assert "2024" not in shown.text
    assert app.replies.outcomes[Outcome.FAILED_INTERNAL] in shown.text


def test_a_defect_gets_a_page_without_its_trace(browse: Open, app: FakeApp) -> None:
    class Broken(FakeEngine):
        def answer(self, *_: Any, **__: Any) -> Answer:
            raise RuntimeError("the secret of the stack")

    page = browse(replace(app, engine=Broken()))
    page._transport.raise_server_exceptions = False  # type: ignore[attr-defined]  # as a server does
    response = page.post("/ask", data={"question": "When was it built?"})

    assert response.status_code == 500
    assert "There is a problem with this service" in response.text
    assert "secret of the stack" not in response.text
    assert response.headers["x-frame-options"] == "DENY"


def test_who_closes_the_page_stops_the_question(app: FakeApp) -> None:
    """Spoken in ASGI: the browser goes away after the first line of the stream."""
    first_line, was_stopped = asyncio.Event(), threading.Event()

    def wait_until_stopped(stopped: Any) -> None:
        while not stopped():
            threading.Event().wait(0.005)
        was_stopped.set()

    app.engine.before = wait_until_stopped
    body = [{"type": "http.request", "body": b"question=Hello", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if body:
            return body.pop()
        await first_line.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message.get("body"):
            first_line.set()

    headers = {"host": "127.0.0.1", "accept": "application/x-ndjson"}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/ask",
        "raw_path": b"/ask",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8080),
    }
    asyncio.run(create_app(app)(scope, receive, send))

    assert was_stopped.wait(10)
