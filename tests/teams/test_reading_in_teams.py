"""Reading a conversation over Graph: words without markup, who said them, and our own reply found again."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.teams.activity import read
from bot.channels.teams.reading import CannotReadError, plain
from tests.teams.activities import THREAD, mention, message
from tests.teams.parts import reader
from tests.teams.server import Message, TeamsServer
from tests.teams.whole import Bot

ROOM = THREAD.partition(";")[0]


def said(id_: str, content: str, at: str = "2026-11-22T09:00:00Z", **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "createdDateTime": at,
        "from": {"user": {"displayName": "Bo"}},
        "body": {"contentType": "html", "content": content},
        "webUrl": f"https://teams.microsoft.com/l/message/{id_}",
        **more,
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("A&nbsp;&amp; B &lt;c&gt;", "A & B <c>"),
        ('<at id="0">Bo</at> said <b>no</b><br>twice', "Bo said no\ntwice"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("", ""),
    ],
)
def test_a_messages_words_are_read_without_its_markup(content: str, words: str) -> None:
    assert plain(content) == words


def test_a_thread_is_read_from_its_first_message_on(teams: TeamsServer) -> None:
    teams.said[THREAD] = [said("1700000000002", "<p>Later.</p>"), said("1700000000001", "<p>A reply.</p>")]

    found = asyncio.run(reader(teams).thread(read(mention())))

    assert [each.text for each in found][:1] == ["The first message"]
    assert {each.author for each in found[1:]} == {"Bo"}
    assert not any(each.from_bot for each in found)


def test_only_what_was_said_since_then_is_read(teams: TeamsServer) -> None:
    teams.said["19:chat@thread.v2"] = [
        said("2", "New."),
        said("1", "Old.", "2026-11-01T09:00:00Z"),
    ]
    chat = {"id": "19:chat@thread.v2", "conversationType": "groupChat"}
    since = datetime(2026, 11, 20, tzinfo=UTC)

    found = asyncio.run(reader(teams).thread(read(message(conversation=chat)), since))

    assert [each.text for each in found] == ["New."]


def test_a_conversation_that_may_not_be_read_says_so(teams: TeamsServer) -> None:
    teams.faults.append(403)

    with pytest.raises(CannotReadError, match="status 403"):
        asyncio.run(reader(teams).thread(read(mention())))


def test_our_own_reply_is_found_by_its_words_and_no_other(teams: TeamsServer) -> None:
    asked = read(mention())
    activity = {"text": "It was built in **2024**. [1]"}
    teams.said[THREAD] = [said("1700000000050", "It was built in 2024. [1]")]
    teams.messages["1"] = Message("1700000000051", THREAD, {"text": "Another answer."})

    async def look() -> tuple[str | None, str | None]:
        before = await reader(teams).ours(asked, activity["text"])
        teams.messages["2"] = Message("1700000000052", THREAD, {"text": "It was built in 2024. [1]"})
        return before, await reader(teams).ours(asked, activity["text"])

    assert asyncio.run(look()) == (None, "1700000000052")


def test_where_nothing_may_be_read_nothing_is_found(teams: TeamsServer) -> None:
    teams.faults.append(403)

    assert asyncio.run(reader(teams).ours(read(mention()), "x")) is None


def test_a_time_that_cannot_be_read_is_named_with_what_can(bot: Bot) -> None:
    bot.mention("summary --since 3x")

    assert "--since 3x" in bot.one().text
    assert "3h, 3d or 2w" in bot.one().text


def test_a_summary_asked_for_in_a_new_post_is_of_the_channels_day(bot: Bot) -> None:
    now = datetime.now(UTC).isoformat()
    bot.teams.said[ROOM] = [said("1700000000060", "<p>We agreed to close the bridge on 1 May 2027.</p>", now)]
    post = {"id": f"{ROOM};messageid=1700000001000", "conversationType": "channel"}

    bot.send({**mention("summary", id="1700000001000"), "conversation": post})

    assert "close the bridge on 1 May 2027" in bot.one().text
    assert "Summary of this conversation since" in bot.one().text
