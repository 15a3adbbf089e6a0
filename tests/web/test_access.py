"""Who may see the pages, and what they are told who may not."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.access import Access
from bot.channels.web.signing import inside
from tests.web.conftest import Open, settings
from tests.web.fakes import FakeApp

VIEWS = ("/", "/sources", "/sources/humphrey.txt", "/metrics", "/ask")
OPEN = ("/healthz", "/readyz", "/static/page.css")
TOKEN = "a-token-of-sixteen-or-more"
EVERYWHERE = {"host": "0.0.0.0"}  # noqa: S104 - what is tested
PROXY = {"web_identity_header": "X-Forwarded-Email", "trusted_proxies": "10.0.0.0/8"}
ELSEWHERE = "http://briefing.example.gov.uk"


@pytest.fixture
def serve(app: FakeApp, browse: Open) -> Any:
    """Opens the application with these settings, to a client at an address."""

    def serve(client: str = "192.0.2.7", base: str = ELSEWHERE, **values: object) -> TestClient:
        return browse(replace(app, settings=settings(**values)), base, (client, 50000))

    return serve


@pytest.mark.parametrize("view", VIEWS)
def test_on_loopback_the_page_is_open(page: TestClient, view: str) -> None:
    assert page.get(view).status_code == HTTPStatus.OK


@pytest.mark.parametrize("view", VIEWS)
def test_beyond_loopback_nothing_is_shown_until_access_is_set_up(serve: Any, view: str) -> None:
    response = serve(**EVERYWHERE).get(view)

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "BRIEFING_WEB_TOKEN=" in response.text
    assert "BRIEFING_WEB_IDENTITY_HEADER=" in response.text
    assert "BRIEFING_TRUSTED_PROXIES=" in response.text


@pytest.mark.parametrize("post", ["/ask", "/stop", "/new"])
def test_beyond_loopback_nothing_is_done_until_access_is_set_up(app: FakeApp, serve: Any, post: str) -> None:
    assert serve(**EVERYWHERE).post(post, data={"question": "Hello?"}).status_code == HTTPStatus.FORBIDDEN
    assert not app.engine.asked


@pytest.mark.parametrize("view", OPEN)
def test_health_and_style_are_open_everywhere(serve: Any, view: str) -> None:
    assert serve(**EVERYWHERE).get(view).status_code == HTTPStatus.OK


@pytest.mark.parametrize("view", VIEWS)
def test_with_a_token_a_stranger_is_asked_to_sign_in(serve: Any, view: str) -> None:
    response = serve(**EVERYWHERE, web_token=TOKEN).get(view)

    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert response.headers["www-authenticate"] == "Bearer"
    assert '<label for="token">' in response.text
    assert TOKEN not in response.text


@pytest.mark.parametrize("view", VIEWS)
def test_the_token_opens_every_view(serve: Any, view: str) -> None:
    page = serve(**EVERYWHERE, web_token=TOKEN)

    assert page.get(view, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"]
)
def test_no_other_token_opens_anything(serve: Any, header: str) -> None:
    page = serve(**EVERYWHERE, web_token=TOKEN)

    assert page.get("/", headers={"Authorization": header}).status_code == HTTPStatus.UNAUTHORIZED


def test_a_token_in_the_address_opens_nothing(serve: Any) -> None:
    response = serve(**EVERYWHERE, web_token=TOKEN).get(f"/?token={TOKEN}")

    assert response.status_code == HTTPStatus.UNAUTHORIZED


def test_a_token_that_is_set_counts_on_loopback_too(serve: Any) -> None:
    page = serve("127.0.0.1", "http://127.0.0.1:8080", web_token=TOKEN)

    assert page.get("/").status_code == HTTPStatus.UNAUTHORIZED


def test_the_form_signs_in_and_leads_to_the_page_that_was_asked_for(serve: Any) -> None:
    page = serve(**EVERYWHERE, web_token=TOKEN)
    asked = page.get("/sources/humphrey.txt?start=0&end=4")
    assert 'name="next" value="/sources/humphrey.txt?start=0&amp;end=4"' in asked.text

    signed = page.post(
        "/sign-in",
        data={"token": TOKEN, "next": "/sources/humphrey.txt?start=0&end=4"},
        follow_redirects=False,
    )

    cookie = signed.headers["set-cookie"]
    assert signed.headers["location"] == "/sources/humphrey.txt?start=0&end=4"
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert TOKEN not in cookie
    assert page.get("/").status_code == HTTPStatus.OK
    assert "Sign out" in page.get("/").text


def test_signing_out_closes_the_page(serve: Any) -> None:
    page = serve(**EVERYWHERE, web_token=TOKEN)
    page.post("/sign-in", data={"token": TOKEN})
    page.post("/sign-out")

    assert page.get("/").status_code == HTTPStatus.UNAUTHORIZED


def test_a_wrong_token_in_the_form_is_said_to_be_wrong(serve: Any) -> None:
    page = serve(**EVERYWHERE, web_token=TOKEN)
    response = page.post("/sign-in", data={"token": "wrong"})

    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert "That is not the token." in response.text
    assert 'aria-invalid="true"' in response.text
    assert page.get("/").status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize(
    "value", ["", ".", "x.y", "9999999999.", "9999999999." + "0" * 64, "٣.x", "9" * 5000]
)
def test_a_made_up_session_opens_nothing(serve: Any, value: str) -> None:
    page = serve(**EVERYWHERE, web_token=TOKEN)
    response = page.get("/", headers={"Cookie": b"session=" + value.encode()})

    assert response.status_code == HTTPStatus.UNAUTHORIZED


def test_a_session_ends() -> None:
    now = 1_000_000.0
    access = Access(settings(**EVERYWHERE, web_token=TOKEN), clock=lambda: now)
    session = access.session()
    assert access.in_session(session)

    now += 13 * 3600
    assert not access.in_session(session)


def test_a_session_ends_when_the_token_changes() -> None:
    session = Access(settings(**EVERYWHERE, web_token=TOKEN)).session()

    assert not Access(settings(**EVERYWHERE, web_token=TOKEN[::-1])).in_session(session)


def test_the_cookie_is_for_https_only_where_a_trusted_proxy_speaks_it(serve: Any) -> None:
    page = serve("10.1.2.3", **EVERYWHERE, **PROXY, web_token=TOKEN)
    signed = page.post(
        "/sign-in", data={"token": TOKEN}, headers={"X-Forwarded-Proto": "https"}, follow_redirects=False
    )

    assert "Secure" in signed.headers["set-cookie"]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/sources?page=2", "/sources?page=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\t/evil.example", "/"),
        ("", "/"),
    ],
)
def test_signing_in_never_leads_to_another_site(address: str, place: str) -> None:
    assert inside(address) == place


def test_a_trusted_proxy_says_who_asks(app: FakeApp, serve: Any) -> None:
    page = serve("10.1.2.3", **EVERYWHERE, **PROXY)
    response = page.post(
        "/ask", data={"question": "What else?"}, headers={"X-Forwarded-Email": "ann@example.gov.uk"}
    )

    assert response.status_code == HTTPStatus.OK
    assert app.engine.asked[0].asker == "ann@example.gov.uk"


@pytest.mark.parametrize("client", ["192.0.2.7", "::1", "not-an-address", "11.0.0.1"])
def test_from_any_other_address_the_identity_header_says_nothing(serve: Any, client: str) -> None:
    page = serve(client, **EVERYWHERE, **PROXY)

    assert (
        page.get("/", headers={"X-Forwarded-Email": "ann@example.gov.uk"}).status_code == HTTPStatus.FORBIDDEN
    )


def test_a_proxy_address_mapped_into_ipv6_is_that_address(serve: Any) -> None:
    page = serve("::ffff:10.1.2.3", **EVERYWHERE, **PROXY)

    assert page.get("/", headers={"X-Forwarded-Email": "ann@example.gov.uk"}).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "names", [[], [""], ["  "], ["a" * 300], ["ann@example.gov.uk", "bob@example.gov.uk"]]
)
def test_a_proxy_that_names_nobody_or_two_lets_nobody_in(serve: Any, names: list[str]) -> None:
    page = serve("10.1.2.3", **EVERYWHERE, **PROXY)
    response = page.get("/", headers=[("X-Forwarded-Email", name) for name in names])

    assert response.status_code == HTTPStatus.FORBIDDEN


def test_one_person_cannot_see_the_conversation_of_another_on_the_same_machine(serve: Any) -> None:
    page = serve("10.1.2.3", **EVERYWHERE, **PROXY)
    page.post(
        "/ask", data={"question": "When was it built?"}, headers={"X-Forwarded-Email": "ann@example.gov.uk"}
    )

    assert "2024" in page.get("/", headers={"X-Forwarded-Email": "ann@example.gov.uk"}).text
    assert "2024" not in page.get("/", headers={"X-Forwarded-Email": "bob@example.gov.uk"}).text


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "LOCALHOST:8080", "[::1]:8080", "127.0.0.2"])
def test_on_loopback_its_own_names_are_served(page: TestClient, host: str) -> None:
    assert page.get("/", headers={"Host": host}).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[", "localhost.evil.example:8080"]
)
def test_on_loopback_a_name_that_was_made_to_point_here_is_refused(page: TestClient, host: str) -> None:
    assert page.get("/", headers={"Host": host}).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_proxy_in_front_of_loopback_does_not_open_the_page_to_the_world(
    page: TestClient, header: str
) -> None:
    response = page.get("/", headers={header: "203.0.113.9"})

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "BRIEFING_WEB_TOKEN=" in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8080"},
    ],
)
@pytest.mark.parametrize("post", ["/ask", "/stop", "/new", "/sign-in", "/sign-out"])
def test_another_site_can_post_nothing(
    app: FakeApp, page: TestClient, headers: dict[str, str], post: str
) -> None:
    assert page.post(post, data={"question": "Hi?"}, headers=headers).status_code == HTTPStatus.FORBIDDEN
    assert not app.engine.asked


@pytest.mark.parametrize("headers", [{"Origin": "http://127.0.0.1:8080"}, {"Sec-Fetch-Site": "same-origin"}])
def test_our_own_page_can_post(page: TestClient, headers: dict[str, str]) -> None:
    assert page.post("/ask", data={"question": "What else?"}, headers=headers).status_code == HTTPStatus.OK


def test_a_program_is_refused_in_json(serve: Any) -> None:
    response = serve(**EVERYWHERE).get("/", headers={"Accept": "application/json"})

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "closed until access is set up" in response.json()["error"]
