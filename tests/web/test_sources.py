"""Documents, and the words of a citation highlighted in them."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.window import SIZE, WHOLE, window
from bot.render.fingerprint import fingerprint
from bot.render.html import blocks, source_link
from tests.web.conftest import Open, settings
from tests.web.fakes import (
    BUILT,
    COST,
    DOCUMENTS,
    HUMPHREY,
    NEWS,
    SPANISH,
    TEASER,
    FakeApp,
    FakeLibrary,
    document,
)


def marked(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL)]


def words(page: str) -> str:
    found = re.search(r'<div class="words"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert found
    return html.unescape(re.sub(r"<[^>]+>", "", found[1]))


def test_a_citation_opens_its_exact_words_in_the_whole_text(page: TestClient) -> None:
    response = page.get(source_link(BUILT, 1))

    assert marked(response.text) == [BUILT.quote]
    assert words(response.text).strip() == HUMPHREY.strip()
    assert '<mark id="quote" tabindex="-1">' in response.text
    assert '<a href="/#turn-1">Back to the answer</a>' in response.text


def test_the_text_of_a_document_is_never_markup(page: TestClient) -> None:
    response = page.get(source_link(TEASER))

    assert marked(response.text) == [TEASER.quote]
    assert "<b>" not in response.text


def test_a_source_is_headed_by_its_title_publisher_and_date(page: TestClient) -> None:
    shown = page.get("/sources/humphrey.txt").text

    assert "<title>OpenAI and UK team up to bring AI to public services – Briefing</title>" in shown
    assert "<dd>The Register</dd>" in shown
    assert '<time datetime="2025-07-22">22 July 2025</time>' in shown


def test_a_withdrawn_source_can_be_opened_and_says_so_and_what_replaced_it(page: TestClient) -> None:
    shown = page.get("/sources/old/plan.txt").text

    assert "The old plan." in shown
    assert "This document has been withdrawn" in shown
    assert 'href="/sources/news/uk%20deal.txt?collection=default"' in shown
    assert "withdrawn" not in page.get("/sources/humphrey.txt").text


def test_a_path_with_folders_and_spaces_is_found(page: TestClient) -> None:
    assert marked(page.get("/sources/news/uk%20deal.txt?start=0&end=2").text) == [NEWS[:2]]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("5", "99999"),
        ("-1", "4"),
        ("9", "3"),
        ("3", "3"),
        ("x", "4"),
        ("", "4"),
        ("9" * 5000, "1"),
        ("1.5", "2"),
        ("0", ""),
    ],
)
def test_a_range_that_does_not_fit_shows_the_document_and_says_so(
    page: TestClient, start: str, end: str
) -> None:
    response = page.get("/sources/humphrey.txt", params={"start": start, "end": end})

    assert response.status_code == 200
    assert "Nothing is highlighted." in response.text
    assert not marked(response.text)
    assert words(response.text).strip() == HUMPHREY.strip()


@pytest.mark.parametrize(
    "address",
    [
        "/sources/none.txt",
        "/sources/secret.txt",
        "/sources/secret.txt?collection=secret",
        "/sources/humphrey.txt?collection=other",
        "/sources/%2e%2e/%2e%2e/etc/passwd",
        "/nothing/here",
    ],
)
def test_what_is_not_here_or_not_for_the_web_is_a_plain_404(page: TestClient, address: str) -> None:
    response = page.get(address)

    assert response.status_code == 404
    assert "<h1>Page not found</h1>" in response.text


def test_the_list_names_the_documents_of_the_web_collections_only(page: TestClient) -> None:
    shown = page.get("/sources").text

    assert 'href="/sources/news/uk%20deal.txt?collection=default"' in shown
    assert "secret" not in shown


def test_the_list_of_many_documents_comes_in_pages(app: FakeApp, browse: Open) -> None:
    many = FakeLibrary([document(f"{n:03}.txt", "A text.") for n in range(250)])
    page = browse(replace(app, store=many))

    assert "Page 1 of 3" in page.get("/sources").text
    assert "249.txt" in page.get("/sources?page=3").text
    for odd in ("0", "-1", "99", "x", "9" * 99):
        assert page.get("/sources", params={"page": odd}).status_code == 200


def test_nothing_ingested_is_said_with_what_to_do(app: FakeApp, browse: Open) -> None:
    page = browse(replace(app, store=FakeLibrary([])))

    assert "briefing ingest PATH" in page.get("/sources").text
    assert "briefing ingest PATH" in page.get("/").text


def test_a_foreign_document_says_its_language(app: FakeApp, browse: Open) -> None:
    library = FakeLibrary([document("c.txt", "Mae'n wlyb.", language="cy")])

    assert '<div class="words" lang="cy">' in browse(replace(app, store=library)).get("/sources/c.txt").text


LONG = "".join(f"Line {n} of a very long report.\n\n" for n in range(60_000))


@pytest.fixture
def long(app: FakeApp, browse: Open) -> TestClient:
    return browse(replace(app, store=FakeLibrary([document("long.txt", LONG)])))


def test_the_highlighted_words_say_their_own_language(page: TestClient) -> None:
    assert '<mark id="quote" tabindex="-1" lang="es">El gobierno' in page.get(source_link(SPANISH)).text
    assert "<mark" in page.get("/sources/humphrey.txt?start=0&end=4&lang=%22%3E").text
    assert 'lang=""' not in page.get("/sources/humphrey.txt?start=0&end=4&lang=%22%3E").text


def test_the_way_back_leads_to_the_answer_or_to_the_list(page: TestClient) -> None:
    assert 'href="/">Back to the answer' in page.get("/sources/humphrey.txt?start=0&end=4").text
    assert 'href="/sources">All sources' in page.get("/sources/humphrey.txt").text


def test_of_a_long_document_a_window_around_the_quote_is_shown(long: TestClient) -> None:
    start = LONG.index("Line 40000 of")
    response = long.get(f"/sources/long.txt?start={start}&end={start + 13}")

    assert len(response.text) < 3 * SIZE
    assert marked(response.text) == ["Line 40000 of"]
    assert "This is a long document." in response.text
    assert "Earlier part" in response.text
    assert "Later part" in response.text


def test_one_can_page_through_all_of_a_long_document(long: TestClient) -> None:
    address, seen = "/sources/long.txt", ""
    while address:
        page = long.get(address).text
        seen += words(page)
        later = re.search(r'<a href="([^"]+)">Later part', page)
        address = html.unescape(later[1]) if later else ""

    assert "".join(seen.split()) == "".join(LONG.split())


def test_the_whole_of_a_long_document_is_there_as_plain_text(long: TestClient) -> None:
    response = long.get("/sources/long.txt?plain=1")

    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text == LONG


def texts() -> st.SearchStrategy[str]:
    return st.text(st.sampled_from("ab \n\t\r\u00a0é🙂<&"), max_size=80)


@given(texts(), st.data())
def test_the_blocks_of_a_text_are_all_of_it_and_mark_exactly_the_range(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = list(blocks(text, start, end))

    assert "".join(b.before + b.marked + b.after + b.gap for b in found) == text
    assert [b.marked for b in found if b.marked] == ([text[start:end]] if start < end else [])


@given(st.integers(0, 4 * WHOLE), st.data())
def test_a_window_holds_the_quote_and_lies_in_the_text(length: int, data: st.DataObject) -> None:
    text = ("x" * 70 + "\n") * (length // 71)
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, min(len(text), start + 500)))
    shown = window(text, start, end)

    assert 0 <= shown.low <= shown.start == start <= shown.end == end <= shown.high <= len(text)
    assert shown.high - shown.low <= WHOLE


def test_documents_of_several_collections_are_listed_with_theirs(app: FakeApp, browse: Open) -> None:
    both: Sequence[str] = ("default", "secret")
    shown = browse(replace(app, settings=settings(web_collections=both))).get("/sources").text

    assert "secret.txt" in shown
    assert len(re.findall("<li>\n", shown)) >= len(DOCUMENTS)


def test_cited_words_that_have_moved_are_found_again(page: TestClient) -> None:
    link = f"/sources/news/uk%20deal.txt?start=0&end={len(COST.quote)}&words={fingerprint(COST.quote)}"

    assert marked(page.get(link).text) == [COST.quote]


def test_cited_words_that_are_gone_are_not_shown_as_others(page: TestClient) -> None:
    shown = page.get(f"/sources/news/uk%20deal.txt?start=0&end=20&words={fingerprint('Not in it any more.')}")

    assert marked(shown.text) == []
    assert "not in this document any more" in shown.text
