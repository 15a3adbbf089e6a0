"""What is not from Slack, or not whole, is turned away: nothing is done, and nobody sees a traceback."""

import json
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from tests.slack.conftest import Running, settled
from tests.slack_server import APP, CHANNEL, USER, SlackServer

pytestmark = pytest.mark.usefixtures("bot")
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
EVENT = json.dumps({"type": "event_callback", "team_id": "T0TOWNHALL", "event": {"type": "app_mention"}})


def signed(
    body: str, kind: str = JSON, stamp: object = None, secret: str = APP.signing_secret
) -> dict[str, str]:
    at = str(int(time.time()) if stamp is None else stamp)
    signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body) or ""
    return {"content-type": kind, "x-slack-request-timestamp": at, "x-slack-signature": signature}


MANY = "&".join(f"a{n}=1" for n in range(500))
Headers = Callable[[], dict[str, str]]
"""Signed when they are sent: Slack's signatures are good for five minutes."""


def forms() -> list[tuple[str, Headers, int]]:
    """What arrives, its headers, and the status that it is given."""
    return [
        (EVENT, partial(signed, EVENT, secret="not the secret"), 401),
        (EVENT, lambda: {"content-type": JSON}, 401),
        (EVENT, lambda: signed(EVENT, stamp=int(time.time()) - 3600), 401),
        (EVENT, partial(signed, EVENT, stamp="yesterday"), 401),
        (EVENT, partial(signed, EVENT, stamp="٣"), 401),
        (EVENT, lambda: signed(EVENT) | {"x-slack-signature": "v0=é"}, 401),
        (EVENT + " ", partial(signed, EVENT), 401),
        *((body, partial(signed, body), 400) for body in ("{", "[]", '"text"', "[" * 50_000)),
        *((body, partial(signed, body, FORM), 400) for body in ("payload={", MANY)),
        ("x" * 1_000_001, partial(signed, "x" * 1_000_001), 413),
        ("<xml/>", partial(signed, "<xml/>", "text/xml"), 415),
    ]


def test_what_cannot_be_of_slack_is_turned_away(slack: SlackServer, bot: Running) -> None:
    expected, given = [], []
    for body, headers, status in forms():
        sent = {name: value.encode().decode("latin-1") for name, value in headers().items()}
        said = slack.post(body.encode(), sent)
        assert "Traceback" not in said.text
        expected.append((body[:80], status))
        given.append((body[:80], said.status))

    assert given == expected
    settled(slack, bot)
    assert not slack.calls()


def test_bytes_that_are_no_text_are_turned_away(slack: SlackServer) -> None:
    said = slack.post(b"\xff\xfe", signed(""))

    assert said.status == 400


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "event_callback", "team_id": "T0TOWNHALL", "event": {"type": "app_mention"}},
        {"type": "event_callback", "team_id": "T0TOWNHALL", "event": {"type": "never_heard_of"}},
        {"type": "block_actions", "team": {"id": "T0TOWNHALL"}, "user": {"id": USER}, "actions": []},
        {"type": "view_submission", "team": {"id": "T0TOWNHALL"}, "user": {"id": USER}, "view": {}},
        {"type": "something_new"},
        {},
    ],
)
def test_signed_but_not_whole_is_answered_without_a_traceback(
    payload: dict[str, object], slack: SlackServer
) -> None:
    if "event" in payload:
        body, kind = json.dumps(payload), JSON
    else:
        body, kind = urlencode({"payload": json.dumps(payload)}), FORM

    said = slack.post(body.encode(), signed(body, kind))

    assert said.status in (200, 400, 404, 503)
    assert "Traceback" not in said.text


MENTION: dict[str, object] = {
    "type": "app_mention",
    "user": USER,
    "text": "<@U0BOT> hello",
    "ts": "1.2",
    "channel": CHANNEL,
}
WRONG: tuple[object, ...] = (5, [], {})
TEAM: dict[str, object] = {"type": "event_callback", "team_id": "T0TOWNHALL", "event_id": "Ev1"}


MISSHAPEN: list[dict[str, object]] = [
    *(TEAM | {"event": MENTION | {part: wrong}} for part in ("user", "channel", "ts") for wrong in WRONG),
    TEAM | {"event": MENTION | {"text": ["hello"]}},
    TEAM | {"event": MENTION | {"thread_ts": 7}},
    *(TEAM | {"event": event} for event in (*WRONG, "app_mention", None)),
    {"type": "event_callback", "event_id": "Ev1", "event": MENTION},
    TEAM | {"authorizations": ["T0TOWNHALL"], "event": MENTION},
    TEAM | {"event": {"type": "message", "subtype": "message_changed", "message": [], "channel": CHANNEL}},
]


def test_an_event_of_the_wrong_shape_is_a_bad_request(slack: SlackServer, bot: Running) -> None:
    bodies = [json.dumps(payload) for payload in MISSHAPEN]

    said = [slack.post(body.encode(), signed(body)) for body in bodies]

    assert [body for body, reply in zip(bodies, said, strict=True) if reply.status != 400] == []
    assert not any("Traceback" in reply.text for reply in said)
    settled(slack, bot)
    assert not slack.thread(CHANNEL, "1.2")


def test_a_message_whose_words_are_null_is_one_without_words(slack: SlackServer) -> None:
    payload = json.dumps(TEAM | {"event": MENTION | {"text": None, "thread_ts": None}})

    assert slack.post(payload.encode(), signed(payload)).status == 200


def test_the_address_is_verified_as_slack_asks(slack: SlackServer) -> None:
    assert slack.verify_url().wait().accepted
