"""What holds for every page, and health."""

import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from bot.channels.web import pages
from bot.channels.web.security import HEADERS
from tests.web.conftest import Open
from tests.web.fakes import FakeApp, FakeEngine

PAGES = ("/", "/sources", "/sources/humphrey.txt?start=0&end=4", "/none")


@pytest.mark.parametrize("address", [*PAGES, "/healthz", "/metrics", "/static/page.css"])
def test_every_response_carries_the_security_headers(page: TestClient, address: str) -> None:
    headers = page.get(address).headers

    for name in HEADERS.keys() - {"Cache-Control"}:
        assert headers[name] == HEADERS[name]
    assert "unsafe-inline" not in headers["content-security-policy"]


@pytest.mark.parametrize("address", PAGES)
def test_pages_have_landmarks_a_skip_link_one_heading_and_nothing_inline(
    page: TestClient, address: str
) -> None:
    page.post("/ask", data={"question": "When was it built?"})
    shown = page.get(address).text

    assert '<html lang="en-GB">' in shown
    assert '<a class="skip" href="#main">' in shown
    assert '<main id="main"' in shown
    assert shown.count("<h1") == 1
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=)", shown)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', shown)


def test_ids_are_unique_in_a_conversation(page: TestClient) -> None:
    for question in ("When was it built?", "Who is right?", "What is the weather?", "When was it built?"):
        page.post("/ask", data={"question": question})
    ids = re.findall(r'\sid="([^"]+)"', page.get("/").text)

    assert len(ids) == len(set(ids))


def test_the_status_is_a_polite_live_region(page: TestClient) -> None:
    assert 'role="status" aria-live="polite"' in page.get("/").text


def test_static_files_are_kept_for_ever_under_the_address_of_their_content(page: TestClient) -> None:
    address = re.findall(r"/static/page\.css\?v=\w+", page.get("/").text)[0]

    assert page.get(address).headers["cache-control"] == pages.FOREVER
    assert page.get("/static/page.css?v=old").headers["cache-control"] == "no-cache"
    assert page.get("/static/../access.py").status_code == 404


@pytest.mark.parametrize("address", ["/docs", "/openapi.json", "/redoc"])
def test_nothing_describes_the_interface_to_strangers(page: TestClient, address: str) -> None:
    assert page.get(address).status_code == 404


@pytest.mark.parametrize("address", [*PAGES[:3], "/healthz", "/readyz"])
def test_what_can_be_read_can_be_asked_about(page: TestClient, address: str) -> None:
    assert page.head(address).status_code == 200


def test_an_address_used_in_another_way_gets_a_page(page: TestClient) -> None:
    response = page.delete("/")

    assert response.status_code == 405
    assert response.headers["allow"] == "GET"
    assert "<h1>This address is part of another page</h1>" in response.text


def test_alive_and_ready_are_said_plainly(page: TestClient) -> None:
    assert page.get("/healthz").status_code == 200
    assert page.get("/readyz").json() == {"ready": True}


@pytest.mark.slow
def test_a_broken_index_is_alive_but_not_ready(app: FakeApp, browse: Open) -> None:
    page = browse(replace(app, engine=FakeEngine(broken=True)))

    assert page.get("/healthz").status_code == 200
    assert page.get("/readyz").status_code == 503
    assert "no index" not in page.get("/readyz").text


def test_metrics_count_outcomes_and_seconds_and_hold_no_words(page: TestClient) -> None:
    page.post("/ask", data={"question": "When was it built?"})
    page.post("/ask", data={"question": "What is the weather?"})
    shown = page.get("/metrics").text

    assert 'briefing_questions_total{channel="web",outcome="answered"} 1.0' in shown
    assert 'briefing_questions_total{channel="web",outcome="not_in_sources"} 1.0' in shown
    assert 'briefing_step_seconds_count{step="searching"} 2.0' in shown
    assert "weather" not in shown
