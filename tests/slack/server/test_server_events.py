"""The Slack server delivers to a Bolt app what Slack would."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.slack.server.bolt import Heard, build, listening, served
from tests.slack_server import BOT_USER, CHANNEL, TEAM, USER, SlackServer

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def heard(slack: SlackServer) -> AsyncIterator[Heard]:
    """What a Bolt app hears that is connected over HTTP."""
    app, heard = build(slack)
    async with served(app) as url:
        slack.connect(url)
        yield heard


async def test_a_mention_arrives_twice_and_is_answered_in_its_thread(
    slack: SlackServer, heard: Heard
) -> None:
    asked = slack.ask(USER, CHANNEL, "when does the pool open?")

    await slack.until(lambda: slack.replies(asked) and len(heard.events) == 2)
    mention, message = sorted(heard.events, key=lambda event: event["type"])
    assert (mention["type"], message["type"]) == ("app_mention", "message")
    assert mention["text"] == f"<@{BOT_USER}> when does the pool open?"
    assert (mention["ts"], mention["client_msg_id"]) == (message["ts"], message["client_msg_id"])
    assert len({delivery.payload["event_id"] for delivery in asked.deliveries}) == 2
    assert asked.accepted


async def test_a_direct_message_is_told_once_and_as_such(slack: SlackServer, heard: Heard) -> None:
    asked = slack.ask(USER, slack.dm(USER), "hello")

    (delivery,) = asked.deliveries
    await delivery.arrived()
    (event,) = heard.events
    assert (event["channel_type"], event["text"]) == ("im", "hello")


async def test_edits_deletions_and_other_bots_are_told(slack: SlackServer, heard: Heard) -> None:
    other = slack.add_bot("Weather")
    said = slack.say(USER, CHANNEL, "first")
    edited = slack.edit(CHANNEL, said.ts, "second")
    gone = slack.remove(CHANNEL, said.ts)
    weather = slack.bot_says(other.id, CHANNEL, "rain")

    for act in (said, edited, gone, weather):
        await act.deliveries[0].arrived()
    subtypes = {event.get("subtype"): event for event in heard.events}
    assert subtypes["message_changed"]["message"]["text"] == "second"
    assert subtypes["message_changed"]["previous_message"]["text"] == "first"
    assert subtypes["message_deleted"]["deleted_ts"] == said.ts
    assert {event.get("bot_id") for event in heard.events} == {None, other.id}


async def test_the_head_of_a_thread_leaves_a_tombstone(slack: SlackServer, heard: Heard) -> None:
    head = slack.say(USER, CHANNEL, "head")
    slack.say(USER, CHANNEL, "reply", thread_ts=head.ts)

    await slack.remove(CHANNEL, head.ts).deliveries[0].arrived()
    assert heard.events[-1]["message"]["subtype"] == "tombstone"
    assert [message.text for message in slack.messages(CHANNEL)] == ["This message was deleted.", "reply"]


async def test_somebody_of_another_organisation_is_marked_as_such(slack: SlackServer, heard: Heard) -> None:
    slack.add_team("T0OTHER")
    slack.add_user("U0FAR", team="T0OTHER")
    slack.add_channel("C0SHARED", shared_with=["T0OTHER"], members=["U0FAR"])

    asked = slack.ask("U0FAR", "C0SHARED", "hello")
    await asked.deliveries[0].arrived()
    mention, message = (delivery.payload for delivery in asked.deliveries)
    assert (mention["team_id"], mention["event"]["user_team"]) == (TEAM, "T0OTHER")
    assert (message["team_id"], message["event"]["team"]) == ("T0OTHER", "T0OTHER")
    for told in (mention, message):
        assert told["is_ext_shared_channel"]
        assert told["context_team_id"] == told["authorizations"][0]["team_id"] == TEAM
    assert heard.events


async def test_what_the_app_did_not_ask_for_is_not_told(slack: SlackServer, heard: Heard) -> None:
    slack.world.subscribed -= {"message.channels"}

    assert slack.say(USER, CHANNEL, "chatter").deliveries == ()
    assert [d.event["type"] for d in slack.ask(USER, CHANNEL, "hello").deliveries] == ["app_mention"]
    await slack.until(lambda: slack.posts)
    assert "message" not in {event["type"] for event in heard.events}


async def test_opening_stopping_and_leaving_are_told(slack: SlackServer, heard: Heard) -> None:
    dm = slack.dm(USER)
    asked = slack.ask(USER, dm, "hello")
    acts = [
        slack.open_home(USER, "messages"),
        slack.stop(USER, dm, asked.ts),
        slack.start_assistant_thread(USER, about=CHANNEL)[1],
    ]
    for act in acts:
        await act.arrived()
    for act in slack.uninstall(TEAM):
        await act.arrived()

    assert {event["type"] for event in heard.events} == {
        "message",
        "app_home_opened",
        "agent_session_stopped",
        "assistant_thread_started",
        "app_uninstalled",
        "tokens_revoked",
    }


async def test_the_address_is_verified(slack: SlackServer, heard: Heard) -> None:
    verified, checked = await slack.verify_url().arrived(), await slack.ssl_check().arrived()

    assert verified.answer["challenge"] == verified.payload["challenge"]
    assert checked.accepted
    assert heard.events == []


# Commands, buttons and modals


async def test_a_command_is_answered_privately(slack: SlackServer, heard: Heard) -> None:
    await slack.command(USER, CHANNEL, "/briefing", "sources").arrived()

    await slack.until(lambda: len(slack.ephemerals) == 2)
    assert {m.text for m in slack.ephemerals} == {"One moment.", "You said: sources"}
    assert {m.ephemeral_to for m in slack.ephemerals} == {USER}
    assert heard.events == []


async def test_a_button_of_a_private_answer_can_show_it_to_all(slack: SlackServer, heard: Heard) -> None:
    await slack.command(USER, CHANNEL, "/briefing", "x").arrived()
    private = await slack.until(lambda: [m for m in slack.ephemerals if m.blocks])

    await slack.click(USER, private[0], "share").arrived()
    (post,) = await slack.until(lambda: slack.posts)
    assert post.text == "Shared."
    (pressed,) = heard.submitted
    assert pressed["actions"][0]["value"] == "k1"
    assert pressed["container"]["is_ephemeral"]


async def test_a_modal_stays_until_it_is_right(slack: SlackServer, heard: Heard) -> None:
    slack.command(USER, CHANNEL, "/briefing", "form")
    (modal,) = await slack.until(lambda: slack.views)

    await slack.submit(USER, modal, {"reason": "wrong"}).arrived()
    assert slack.world.view_errors[modal.id] == {"more": "Say a little more."}
    assert slack.views == [modal]
    await slack.submit(USER, modal, {"reason": "wrong", "comment": "It closed."}).arrived()
    assert slack.views == []
    assert heard.submitted[-1]["why"]["reason"]["selected_option"]["value"] == "wrong"


async def test_a_shortcut_on_a_message_carries_the_message(slack: SlackServer, heard: Heard) -> None:
    said = slack.say(USER, CHANNEL, "long text")

    slack.message_shortcut(USER, "brief_me", CHANNEL, said.ts)
    await slack.until(lambda: slack.views)
    assert heard.submitted[0]["message"]["text"] == "long text"
    slack.shortcut(USER, "brief_me")
    await slack.until(lambda: len(slack.views) == 2)


async def test_a_response_url_is_good_for_five_posts_and_half_an_hour(
    slack: SlackServer, heard: Heard
) -> None:
    url = slack.command(USER, CHANNEL, "/briefing", "form").payload["response_url"]
    statuses = [await responded(url, {"text": f"number {n}"}) for n in range(6)]
    assert statuses == [200] * 5 + [404]
    late = slack.command(USER, CHANNEL, "/briefing", "form").payload["response_url"]
    slack.clock.skip(31 * 60)
    assert await responded(late, {"text": "late"}) == 404
    assert heard.events == []


async def responded(url: str, body: dict[str, str]) -> int:
    return (await AsyncWebhookClient(url).send_dict(body)).status_code


# Trouble


async def test_an_event_is_sent_again_until_it_is_taken(slack: SlackServer) -> None:
    seen: list[tuple[str | None, str | None]] = []

    async def failing(request: web.Request) -> web.Response:
        seen.append((request.headers.get("x-slack-retry-num"), request.headers.get("x-slack-retry-reason")))
        if len(seen) == 1:
            await asyncio.sleep(0.3)
        return web.Response(status=200 if len(seen) == 3 else 500)

    slack.courier.retry_seconds, slack.courier.ack_seconds = (0, 0, 0), 0.1
    async with listening(failing) as url:
        slack.connect(url)
        (delivery,) = slack.say(USER, CHANNEL, "hello").deliveries
        await delivery.arrived()

    assert seen == [(None, None), ("1", "http_timeout"), ("2", "http_error")]
    assert delivery.accepted


async def test_a_command_is_sent_only_once(slack: SlackServer) -> None:
    delivery = await slack.command(USER, CHANNEL, "/briefing", "x").arrived()

    assert [attempt.failure for attempt in delivery.attempts] == ["connection_failed"]
    assert not delivery.accepted


async def test_a_body_that_slack_did_not_sign_is_refused_by_bolt(slack: SlackServer, heard: Heard) -> None:
    body = b'{"type":"url_verification","challenge":"x"}'

    good = slack.courier.signed(body)
    bad = slack.courier.signed(body, secret="another")
    old = slack.courier.signed(body, timestamp="1500000000")
    answers = [await asyncio.to_thread(slack.post, body, headers) for headers in (good, bad, old)]
    assert [answer.status for answer in answers] == [200, 401, 401]
    assert heard.events == []


async def test_the_same_delivery_can_come_again(slack: SlackServer, heard: Heard) -> None:
    (delivery,) = slack.say(USER, CHANNEL, "hello").deliveries

    await delivery.arrived()
    await slack.repeat(delivery).arrived()
    assert len(heard.events) == 2
