"""The Slack server fails when it is asked to."""

import pytest
from aiohttp import ServerDisconnectedError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.server.asking import error_of
from tests.slack_server import CHANNEL, USER, SlackServer

pytestmark = pytest.mark.asyncio


async def test_a_rate_limit_says_when_to_come_back(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.rate_limit("chat.postMessage", retry_after=7)

    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=CHANNEL, text="x")
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "7")
    await client.chat_postMessage(channel=CHANNEL, text="x")


async def test_a_tier_is_kept_until_time_has_passed(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.tier("chat.postMessage", 1, 1, by_channel=True)
    other = slack.dm(USER)

    await client.chat_postMessage(channel=CHANNEL, text="x")
    await client.chat_postMessage(channel=other, text="x")
    assert await error_of(client.chat_postMessage(channel=CHANNEL, text="x")) == "ratelimited"
    slack.clock.skip(1)
    await client.chat_postMessage(channel=CHANNEL, text="x")


async def test_an_answer_can_get_lost_after_the_post_was_made(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.faults.cut("chat.postMessage")

    with pytest.raises(ServerDisconnectedError):
        await client.chat_postMessage(channel=CHANNEL, text="once")
    assert [post.text for post in slack.posts] == ["once"]


async def test_an_error_comes_as_often_as_asked_and_where_asked(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.faults.error("chat.postMessage", "is_archived", times=2, when=lambda args: args["text"] == "bad")

    await client.chat_postMessage(channel=CHANNEL, text="good")
    assert await error_of(client.chat_postMessage(channel=CHANNEL, text="bad")) == "is_archived"
    assert await error_of(client.chat_postMessage(channel=CHANNEL, text="bad")) == "is_archived"
    await client.chat_postMessage(channel=CHANNEL, text="bad")
    assert [call.error for call in slack.calls("chat.postMessage")] == ["", "is_archived", "is_archived", ""]
