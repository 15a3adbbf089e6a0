"""The Slack server over Socket Mode, and installing an app over OAuth."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.server.asking import error_of
from tests.slack.server.bolt import Heard, build
from tests.slack_server import APP_TOKEN, CHANNEL, USER, SlackServer

pytestmark = pytest.mark.asyncio
BACK = "http://127.0.0.1:9/slack/oauth_redirect"


@asynccontextmanager
async def over_sockets(slack: SlackServer, connections: int = 1) -> AsyncIterator[Heard]:
    """A Bolt app that is connected over Socket Mode."""
    app, heard = build(slack)
    handlers = [AsyncSocketModeHandler(app, APP_TOKEN) for _ in range(connections)]
    for handler in handlers:
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    await slack.until(lambda: slack.sockets.connected == connections)
    try:
        yield heard
    finally:
        for handler in handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]  # the same


# Socket Mode


async def test_events_commands_and_modals_travel_over_a_socket(slack: SlackServer) -> None:
    async with over_sockets(slack) as heard:
        asked = slack.ask(USER, CHANNEL, "when does the pool open?")
        await slack.until(lambda: slack.replies(asked))
        slack.command(USER, CHANNEL, "/briefing", "form")
        (modal,) = await slack.until(lambda: slack.views)
        submitted = await slack.submit(USER, modal, {"reason": "old"}).arrived()

        assert submitted.answer["response_action"] == "errors"
        assert slack.world.view_errors[modal.id] == {"more": "Say a little more."}
        assert {event["type"] for event in heard.events} == {"app_mention", "message"}
        assert asked.accepted


async def test_each_envelope_goes_to_one_connection_only(slack: SlackServer) -> None:
    async with over_sockets(slack, connections=2) as heard:
        for number in range(6):
            await slack.say(USER, CHANNEL, f"message {number}").deliveries[0].arrived()

        assert [event["text"] for event in heard.events] == [f"message {number}" for number in range(6)]


async def test_an_app_comes_back_after_slack_closed_its_socket(slack: SlackServer) -> None:
    async with over_sockets(slack):
        await asyncio.to_thread(slack.disconnect_sockets)
        await slack.until(lambda: len(slack.calls("apps.connections.open")) == 2)
        await slack.until(lambda: slack.sockets.connected == 1)

        while not await taken(
            slack, "back?"
        ):  # Slack's client may change its socket once more; ends by the timeout
            pass


async def taken(slack: SlackServer, text: str) -> bool:
    """Whether the app took a message at the first try."""
    (delivery,) = slack.say(USER, CHANNEL, text).deliveries
    await slack.until(lambda: delivery.attempts)
    return not delivery.attempts[0].failure


async def test_without_a_connection_an_event_is_not_taken(slack: SlackServer) -> None:
    delivery = await slack.say(USER, CHANNEL, "anybody?").deliveries[0].arrived()

    assert [attempt.failure for attempt in delivery.attempts] == ["connection_failed"]


async def test_a_ticket_opens_one_socket(slack: SlackServer, client: AsyncWebClient) -> None:
    url = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]

    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
    assert await error_of(client.apps_connections_open(app_token="xoxb-1")) == "not_allowed_token_type"
    assert slack.calls("apps.connections.open")[0].token == APP_TOKEN


# Installing


async def allowed(slack: SlackServer, **more: str) -> dict[str, str]:
    """What comes back to the app when a person is sent to the page and presses Allow."""
    asked = {"client_id": slack.app.client_id, "scope": "chat:write", "state": "s1", "redirect_uri": BACK}
    async with aiohttp.ClientSession() as session:
        page = f"{slack.url}/oauth/v2/authorize?{urlencode(asked | more)}"
        async with session.get(page, allow_redirects=False) as answer:
            back = answer.headers["location"]
    assert back.startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


async def test_a_workspace_is_installed_and_its_token_works(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.add_team("T0OTHER", "Other Council")
    slack.add_user("U0CLERK", team="T0OTHER")

    back = await allowed(slack, team="T0OTHER")
    granted = await client.oauth_v2_access(
        client_id=slack.app.client_id,
        client_secret=slack.app.client_secret,
        code=back["code"],
        redirect_uri=BACK,
    )
    assert back["state"] == "s1"
    assert (granted["team"]["name"], granted["authed_user"]["id"]) == ("Other Council", "U0CLERK")
    said = await client.auth_test(token=granted["access_token"])
    assert (said["team_id"], said["user_id"]) == ("T0OTHER", granted["bot_user_id"])


async def test_a_code_is_good_once_and_with_the_right_secret(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    back = await allowed(slack)
    right = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret, "code": back["code"]}

    assert await error_of(client.oauth_v2_access(**right | {"client_secret": "x"})) == "bad_client_secret"
    await client.oauth_v2_access(**right)
    assert await error_of(client.oauth_v2_access(**right)) == "invalid_code"


async def test_a_person_can_refuse_to_install(slack: SlackServer) -> None:
    slack.world.refuses_to_install = True

    assert await allowed(slack) == {"error": "access_denied", "state": "s1"}
