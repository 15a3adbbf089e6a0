"""Streamed messages on the Slack server."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.server.asking import error_of
from tests.slack_server import CHANNEL, TEAM, USER, SlackServer, Streaming

pytestmark = pytest.mark.asyncio


async def test_a_stream_grows_and_ends_as_one_message(slack: SlackServer, client: AsyncWebClient) -> None:
    asked = slack.say(USER, CHANNEL, "q")
    stream = await client.chat_stream(
        channel=CHANNEL, thread_ts=asked.ts, recipient_team_id=TEAM, recipient_user_id=USER, buffer_size=1
    )

    await stream.append(markdown_text="The pool ")
    assert slack.posts[-1].streaming is Streaming.IN_PROGRESS
    assert slack.replies(asked) == []
    about = {"event_type": "answer", "event_payload": {}}
    await stream.stop(markdown_text="opens.", blocks=[{"type": "divider"}], metadata=about)
    (post,) = slack.replies(asked)
    assert (post.text, [block["type"] for block in post.blocks]) == (
        "The pool opens.",
        ["markdown", "divider"],
    )
    assert post.metadata == about


async def test_a_stream_dies_of_age(slack: SlackServer, client: AsyncWebClient) -> None:
    ts = await started(slack, client)

    slack.clock.skip(307)
    late = client.chat_appendStream(channel=CHANNEL, ts=ts, markdown_text="late")
    assert await error_of(late) == "message_not_in_streaming_state"
    await client.chat_update(channel=CHANNEL, ts=ts, text="whole")


async def test_a_stream_that_was_stopped_takes_no_more(slack: SlackServer, client: AsyncWebClient) -> None:
    ts = await started(slack, client)
    busy = client.chat_update(channel=CHANNEL, ts=ts, text="x")
    assert await error_of(busy) == "streaming_state_conflict"

    thread = slack.posts[0].thread_ts
    told = slack.stop(USER, CHANNEL, thread)
    assert told.event["streaming_message_ts"] == [ts]
    append = client.chat_appendStream(channel=CHANNEL, ts=ts, markdown_text="x")
    assert await error_of(append) == "stopped_by_user"


async def test_a_stream_keeps_to_its_form_and_its_limits(slack: SlackServer, client: AsyncWebClient) -> None:
    ts = await started(slack, client)
    chunk = [{"type": "markdown_text", "text": "x"}]

    mixed = client.chat_appendStream(channel=CHANNEL, ts=ts, chunks=chunk)
    assert await error_of(mixed) == "streaming_mode_mismatch"
    long = client.chat_appendStream(channel=CHANNEL, ts=ts, markdown_text="x" * 12_001)
    assert await error_of(long) == "msg_too_long"
    await client.chat_appendStream(channel=CHANNEL, ts=ts, markdown_text="x" * 12_000)
    more = client.chat_appendStream(channel=CHANNEL, ts=ts, markdown_text="x" * 2_000)
    assert await error_of(more) == "msg_blocks_too_long"
    nobody = client.chat_startStream(channel=CHANNEL, thread_ts=slack.posts[0].thread_ts, markdown_text="x")
    assert await error_of(nobody) == "missing_recipient_user_id"


async def started(slack: SlackServer, client: AsyncWebClient) -> str:
    asked = slack.say(USER, CHANNEL, "q")
    answer = await client.chat_startStream(
        channel=CHANNEL,
        thread_ts=asked.ts,
        recipient_team_id=TEAM,
        recipient_user_id=USER,
        markdown_text="It",
    )
    return str(answer["ts"])
