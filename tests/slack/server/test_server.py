"""The Slack server answers slack_sdk's own client as Slack does."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.server.asking import error_of
from tests.slack_server import ADMIN, BOT, BOT_TOKEN, BOT_USER, CHANNEL, TEAM, USER, SlackServer

pytestmark = pytest.mark.asyncio


# Who is who


async def test_a_token_says_whose_it_is(client: AsyncWebClient) -> None:
    said = await client.auth_test()

    assert (said["team_id"], said["user_id"], said["bot_id"]) == (TEAM, BOT_USER, BOT)
    assert "chat:write" in said.headers["x-oauth-scopes"].split(",")


async def test_each_kind_of_wrong_token_has_its_own_error(slack: SlackServer, client: AsyncWebClient) -> None:
    other = slack.install(slack.add_team("T0OTHER").id)
    slack.revoke(other.token, "account_inactive")

    assert await error_of(client.auth_test(token="xoxb-nobody")) == "invalid_auth"
    assert await error_of(client.auth_test(token="xapp-1")) == "not_allowed_token_type"
    assert await error_of(client.auth_test(token=other.token)) == "account_inactive"
    slack.revoke()
    assert await error_of(client.auth_test()) == "token_revoked"


async def test_guests_admins_and_strangers_can_be_told_apart(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.add_user("U0GUEST", "Guest One", is_ultra_restricted=True)
    slack.add_team("T0OTHER")
    slack.add_user("U0FAR", "Far Away", team="T0OTHER")
    slack.add_user("U0UNSEEN", team="T0OTHER")
    slack.add_channel("C0SHARED", shared_with=["T0OTHER"], members=["U0FAR"])

    assert (await client.users_info(user=ADMIN))["user"]["is_admin"]
    assert (await client.users_info(user="U0GUEST"))["user"]["is_ultra_restricted"]
    stranger = (await client.users_info(user="U0FAR"))["user"]
    assert (stranger["team_id"], stranger["is_stranger"]) == ("T0OTHER", True)
    assert await error_of(client.users_info(user="U0UNSEEN")) == "user_not_found"


async def test_a_channel_says_what_kind_it_is(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.add_channel("C0SECRET", private=True)
    slack.add_channel("C0HIDDEN", private=True, with_bot=False)
    slack.add_channel("C0SHARED", shared_with=[slack.add_team("T0OTHER").id])

    assert (await client.conversations_info(channel="C0SECRET"))["channel"]["is_private"]
    assert (await client.conversations_info(channel="C0SHARED"))["channel"]["is_ext_shared"]
    assert (await client.conversations_info(channel=slack.dm(USER)))["channel"]["user"] == USER
    assert await error_of(client.conversations_info(channel="C0HIDDEN")) == "channel_not_found"


async def test_another_workspace_sees_nothing_of_this_one(slack: SlackServer, client: AsyncWebClient) -> None:
    token = slack.install(slack.add_team("T0OTHER").id).token

    assert await error_of(client.conversations_info(channel=CHANNEL, token=token)) == "channel_not_found"
    assert await error_of(client.users_info(user=USER, token=token)) == "user_not_found"


# Messages


async def test_a_post_can_be_changed_and_taken_away(slack: SlackServer, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=CHANNEL, text="first"))["ts"]

    await client.chat_update(channel=CHANNEL, ts=ts, text="second")
    assert [(post.text, post.edited is not None) for post in slack.posts] == [("second", True)]
    await client.chat_delete(channel=CHANNEL, ts=ts)
    assert slack.posts == []
    assert await error_of(client.chat_update(channel=CHANNEL, ts=ts, text="third")) == "message_not_found"


async def test_what_somebody_else_wrote_cannot_be_changed(slack: SlackServer, client: AsyncWebClient) -> None:
    ts = slack.say(USER, CHANNEL, "mine").ts

    assert await error_of(client.chat_update(channel=CHANNEL, ts=ts, text="x")) == "cant_update_message"
    assert await error_of(client.chat_delete(channel=CHANNEL, ts=ts)) == "cant_delete_message"


async def test_where_a_bot_may_not_write_it_is_told_why(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.add_channel("C0OLD", archived=True)
    slack.add_channel("C0AWAY", with_bot=False)

    assert await error_of(client.chat_postMessage(channel="C0OLD", text="x")) == "is_archived"
    assert await error_of(client.chat_postMessage(channel="C0AWAY", text="x")) == "not_in_channel"
    assert await error_of(client.chat_postMessage(channel="C0NONE", text="x")) == "channel_not_found"


@pytest.mark.filterwarnings("ignore:The top-level `text`")
async def test_what_says_nothing_or_too_much_is_refused(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=CHANNEL, text="x"))["ts"]
    two_tables = [{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}] * 2
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 5

    assert await error_of(client.chat_postMessage(channel=CHANNEL, text=" ")) == "no_text"
    assert await error_of(client.chat_update(channel=CHANNEL, ts=ts, text="x" * 4001)) == "msg_too_long"
    assert (
        await error_of(client.chat_postMessage(channel=CHANNEL, markdown_text="x" * 12001)) == "msg_too_long"
    )
    assert (
        await error_of(client.chat_postMessage(channel=CHANNEL, text="x", blocks=two_tables))
        == "only_one_table_allowed"
    )
    assert (
        await error_of(client.chat_postMessage(channel=CHANNEL, text="x", blocks=long))
        == "msg_blocks_too_long"
    )
    assert (
        await error_of(client.chat_postMessage(channel=CHANNEL, text="x", blocks=[{"type": "x"}]))
        == "invalid_blocks"
    )


async def test_a_missing_argument_is_named(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.api_call("chat.update", json={"channel": CHANNEL})

    assert refused.value.response["error"] == "invalid_arguments"
    assert refused.value.response["response_metadata"]["messages"] == ["[ERROR] missing required field: ts"]


async def test_an_unknown_method_and_a_missing_scope_are_refused(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.world.bots[BOT_TOKEN].scopes = ("chat:write",)

    assert await error_of(client.api_call("chat.sing")) == "unknown_method"
    assert await error_of(client.users_info(user=USER)) == "missing_scope"


async def test_a_thread_is_read_page_by_page_with_its_metadata(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    head = slack.say(USER, CHANNEL, "a question")
    about = {"event_type": "answer", "event_payload": {"key": "k1"}}
    for number in range(3):
        await client.chat_postMessage(
            channel=CHANNEL, thread_ts=head.ts, text=f"reply {number}", metadata=about
        )

    pages = await client.conversations_replies(
        channel=CHANNEL, ts=head.ts, limit=2, include_all_metadata=True
    )
    read = [message async for page in pages for message in page["messages"]]
    assert [message["text"] for message in read] == ["a question", "reply 0", "reply 1", "reply 2"]
    assert read[0]["reply_count"] == 3
    assert [message.get("metadata") for message in read] == [None, about, about, about]


async def test_a_history_is_newest_first_and_leaves_replies_out(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    first, second = slack.say(USER, CHANNEL, "one"), slack.say(ADMIN, CHANNEL, "two")
    slack.say(ADMIN, CHANNEL, "in the thread", thread_ts=first.ts)

    whole = (await client.conversations_history(channel=CHANNEL))["messages"]
    after = (await client.conversations_history(channel=CHANNEL, oldest=first.ts))["messages"]
    assert [message["text"] for message in whole] == ["two", "one"]
    assert [message["ts"] for message in after] == [second.ts]


async def test_only_the_person_named_sees_an_ephemeral(slack: SlackServer, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel=CHANNEL, user=USER, text="for you")

    assert [(message.text, message.ephemeral_to) for message in slack.ephemerals] == [("for you", USER)]
    assert slack.messages(CHANNEL) == []
    assert (
        await error_of(client.chat_postEphemeral(channel=CHANNEL, user="U0NONE", text="x"))
        == "user_not_in_channel"
    )


async def test_a_permalink_leads_to_a_message_in_its_thread(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    head = slack.say(USER, CHANNEL, "head")
    reply = slack.say(USER, CHANNEL, "reply", thread_ts=head.ts)

    link = (await client.chat_getPermalink(channel=CHANNEL, message_ts=reply.ts))["permalink"]
    assert link == (
        f"https://townhall.slack.com/archives/{CHANNEL}/p{reply.ts.replace('.', '')}"
        f"?thread_ts={head.ts}&cid={CHANNEL}"
    )
