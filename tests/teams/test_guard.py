"""What stands in front: nothing unsigned, oversized, unreadable or misaddressed gets through."""

import asyncio
import json
import time
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.teams.activity import Activity
from bot.channels.teams.endpoint import Reply, router
from bot.channels.teams.guard import MOST_BYTES, Check, Nobody, Signed, ThisMachine
from bot.channels.teams.tokens import Tokens
from tests.teams.activities import message
from tests.teams.signing import CLIENT_ID, KeySet, pair

KEYS = KeySet()
OTHER = pair()
LOCAL = {"serviceUrl": "http://127.0.0.1:56150/_connector"}


class Door:
    """The endpoint alone, with a record of what came through."""

    def __init__(self, check: Check, client: str = "127.0.0.1", base: str = "http://127.0.0.1") -> None:
        self.taken: list[Activity] = []
        self._web = FastAPI()
        self._web.include_router(router(check, self._take))
        self._client, self._base = client, base

    async def _take(self, activity: Activity) -> Reply:
        self.taken.append(activity)
        return Reply()

    def post(self, body: Any, *, token: str | None = None, **headers: str) -> int:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        return asyncio.run(self._post(content, sent))

    async def _post(self, content: bytes, headers: dict[str, str]) -> int:
        transport = httpx.ASGITransport(self._web, client=(self._client, 1234))
        async with httpx.AsyncClient(transport=transport, base_url=self._base) as http:
            return (await http.post("/api/messages", content=content, headers=headers)).status_code


def signed(keys: KeySet = KEYS) -> Door:
    return Door(Signed(Tokens(CLIENT_ID, keys.keys())))


def test_a_signed_message_comes_through() -> None:
    door = signed()

    assert door.post(message(), token=KEYS.token()) == 200
    assert [activity.text for activity in door.taken] == ["When was the bridge built?"]


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        "nonsense",
        "a.b.c",
        KEYS.token(key=OTHER),
        KEYS.token(kid="two"),
        KEYS.token(iss="https://sts.windows.net/x/"),
        KEYS.token(iss=None),
        KEYS.token(aud="another-bot"),
        KEYS.token(aud=None),
        KEYS.token(exp=int(time.time()) - 301),
        KEYS.token(exp=None),
        KEYS.token(nbf=int(time.time()) + 600),
        KEYS.token(serviceurl=None),
        KEYS.token(serviceurl=""),
        KEYS.token(serviceurl=["https://smba.trafficmanager.net/uk/"]),
        KEYS.token(serviceurl="https://smba.trafficmanager.net/de/"),
        KEYS.token(key="secret" * 8, algorithm="HS256"),
        "x" * 100_000,
    ],
    ids=range(19),
)
def test_a_request_whose_token_proves_nothing_is_refused(token: str | None) -> None:
    door = signed()

    assert door.post(message(), token=token) == 401
    assert door.taken == []


def test_a_token_without_a_signature_is_refused() -> None:
    header, claims, _ = KEYS.token().split(".")
    unsigned = "eyJhbGciOiJub25lIiwia2lkIjoib25lIn0"

    for token in (f"{unsigned}.{claims}.", f"{header}.{claims}.", f"{header}.{claims}"):
        assert signed().post(message(), token=token) == 401


def test_a_token_vouches_for_one_service_url_only() -> None:
    body = message(serviceUrl="https://smba.trafficmanager.net/amer/")

    assert signed().post(body, token=KEYS.token()) == 401


def test_a_slash_at_the_end_makes_no_other_service_url() -> None:
    body = message(serviceUrl="https://smba.trafficmanager.net/uk")

    assert signed().post(body, token=KEYS.token()) == 200


@pytest.mark.parametrize("missing", ["serviceUrl", "from", "conversation"])
def test_an_activity_that_lacks_what_a_reply_needs_is_refused(missing: str) -> None:
    door = signed()
    body = message()
    del body[missing]

    assert door.post(body, token=KEYS.token()) == 400
    assert door.taken == []


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "http://smba.trafficmanager.net/uk/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example\\.teams.microsoft.com/",
        "https://evil.example#.teams.microsoft.com/",
        "https://evil.example?.botframework.com",
        "https://smba.trafficmanager.net:8443/",
        "https://127.0.0.1/",
        "https://[::1",
        "https:///uk",
        "ftp://smba.trafficmanager.net/",
    ],
)
def test_replies_go_to_microsofts_hosts_only_whatever_a_token_says(url: str) -> None:
    door = signed()

    assert door.post(message(serviceUrl=url), token=KEYS.token(serviceurl=url)) == 403
    assert door.taken == []


def test_a_key_speaks_only_for_the_channels_that_it_is_endorsed_for() -> None:
    keys = KeySet(endorsements=("webchat",))

    assert signed(keys).post(message(), token=keys.token()) == 401


def test_a_key_set_that_names_no_channels_does_for_all() -> None:
    keys = KeySet(endorsements=())

    assert signed(keys).post(message(), token=keys.token()) == 200


def test_while_the_key_set_cannot_be_had_the_sender_is_asked_to_come_again() -> None:
    keys = KeySet(down=True)
    door = signed(keys)

    assert [door.post(message(), token=keys.token()) for _ in range(3)] == [503] * 3


def test_without_credentials_all_are_refused() -> None:
    door = Door(Nobody())

    assert door.post(message()) == 401
    assert door.post(message(), token=KEYS.token()) == 401
    assert door.post(b"{") == 401


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b'{"type": NaN}',
        b"[" * 100_000,
        b'{"type":"message","text":"\\ud800"}',
        b'{"type":"message"}',
        b'{"type":"message","serviceUrl":"https://smba.trafficmanager.net/uk/","from":7,"conversation":[]}',
    ],
)
def test_what_cannot_be_read_is_refused_and_never_an_error_of_ours(content: bytes) -> None:
    assert signed().post(content, token=KEYS.token()) == 400


def test_a_body_beyond_the_limit_is_refused_whatever_length_it_declares() -> None:
    door = signed()
    body = message("x" * MOST_BYTES)

    assert door.post(body, token=KEYS.token()) == 413
    assert door.post(body, token=KEYS.token(), content_length="10") == 413
    assert door.post(body, token=KEYS.token(), content_length="9" * 5000) == 413
    assert door.post(message(), token=KEYS.token(), content_length="-1") == 400
    assert door.taken == []


@pytest.mark.parametrize("kind", ["event", "typing", "messageReaction", "endOfConversation", "new/kind", ""])
def test_an_activity_of_another_kind_is_taken_and_left_alone(kind: str) -> None:
    door = signed()

    assert door.post({"type": kind}, token=KEYS.token()) == 200
    assert door.taken == []


@pytest.mark.parametrize("id_", ["../../x", "a/b", "a?b", "a#b", "a b", "a\nb", "%2e%2e", "x" * 600])
def test_an_identifier_cannot_climb_out_of_the_address_it_becomes_part_of(id_: str) -> None:
    conversation = {"id": id_, "conversationType": "personal"}

    assert signed().post(message(conversation=conversation), token=KEYS.token()) == 400


@settings(deadline=None)  # eight requests each
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["id", "from", "name", "tenant", "entities", "type", "mentioned", "text", "value"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_activity_however_odd_is_an_error_of_ours(odd: Any) -> None:
    keys = ["from", "conversation", "channelData", "recipient", "entities", "text", "value", "membersAdded"]

    for key in keys:
        assert signed().post(message(**{"text": "x", key: odd}), token=KEYS.token()) in {200, 400}


# Trying out, unsigned


def test_this_machine_may_send_unsigned_when_that_is_wanted() -> None:
    door = Door(ThisMachine())

    assert door.post(message(**LOCAL)) == 200
    assert len(door.taken) == 1


@pytest.mark.parametrize(
    "door",
    [Door(ThisMachine(), client="10.0.0.7"), Door(ThisMachine(), base="http://bot.example")],
    ids=["from another machine", "to another name"],
)
def test_other_machines_may_not_send_unsigned(door: Door) -> None:
    assert door.post(message(**LOCAL)) == 401


@pytest.mark.parametrize(
    "header",
    [
        {"x_forwarded_for": "203.0.113.9"},
        {"x_forwarded_host": "abc.devtunnels.ms"},
        {"forwarded": "for=203.0.113.9"},
        {"via": "1.1 proxy"},
        {"origin": "https://evil.example"},
        {"sec_fetch_site": "cross-site"},
    ],
)
def test_what_came_through_a_tunnel_or_out_of_a_web_page_is_not_from_this_machine(
    header: dict[str, str],
) -> None:
    assert Door(ThisMachine()).post(message(**LOCAL), **header) == 401


@pytest.mark.parametrize(
    "url", ["https://smba.trafficmanager.net/uk/", "http://10.0.0.7/", "http://localhost.x/"]
)
def test_an_unsigned_request_gets_its_replies_on_this_machine_or_nowhere(url: str) -> None:
    assert Door(ThisMachine()).post(message(serviceUrl=url)) == 403
