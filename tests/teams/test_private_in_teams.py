"""Replies that went to the asker's own chat: what is done with them there, and from where they were asked."""

import sqlite3
from pathlib import Path

import pytest

from tests.teams.activities import TENANT, invoke, message
from tests.teams.server import Message
from tests.teams.test_settings_in_teams import CHANNEL, change
from tests.teams.whole import ANN, WHEN, Bot, settled, wait_for

OWN = {"id": "a:direct-29:ann", "conversationType": "personal", "tenantId": TENANT}
"""Ann's own chat with the bot."""
BO = {"id": "29:bo", "name": "Bo", "aadObjectId": "aad-bo"}
KEY = f"teams:{TENANT}:19:general@thread.tacv2:1700000001000"
"""Of the answer to the first question asked in the channel."""


def asked(bot: Bot, text: str = WHEN, **settings: str) -> tuple[str, Message]:
    """A question of Ann's in the channel, where replies are private: its id, and the reply."""
    change(bot, private="true", **settings)
    return bot.mention(text), bot.one()


def test_an_edited_question_marks_the_reply_in_the_askers_own_chat(bot: Bot) -> None:
    question, reply = asked(bot)
    data = {"eventType": "editMessage", "tenant": {"id": TENANT}}

    edited = message("When was it opened?", id=question, conversation=CHANNEL, channelData=data)
    bot.send({**edited, "type": "messageUpdate"})

    wait_for(lambda: reply.changes)
    assert "The question was changed after this answer" in reply.text
    assert f"You asked: {WHEN}" in reply.text.replace("\\", "")


def test_a_deleted_question_takes_the_reply_in_the_askers_own_chat_with_it(bot: Bot) -> None:
    question, reply = asked(bot)
    data = {"eventType": "softDeleteMessage", "tenant": {"id": TENANT}}

    gone = message("", id=question, conversation=CHANNEL, channelData=data)
    bot.send({**gone, "type": "messageDelete"})

    wait_for(lambda: reply.deleted)


@pytest.mark.parametrize("own", [True, False], ids=["in the own chat", "where it was asked"])
def test_the_last_private_answer_is_deleted_by_its_command(bot: Bot, own: bool) -> None:
    _, reply = asked(bot)

    if own:
        bot.say("delete", conversation=OWN)
    else:
        bot.mention("delete")

    wait_for(lambda: reply.deleted)


def test_a_reply_is_removed_by_its_button_in_the_askers_own_chat(bot: Bot) -> None:
    _, reply = asked(bot, refer_to="aad-bo")

    press(bot, reply, "Delete this reply")

    wait_for(lambda: reply.deleted)


def test_a_question_is_asked_from_a_private_reply(bot: Bot) -> None:
    _, reply = asked(bot, "What is the weather?")

    bot.press("ask_suggestion", f"{KEY}:0", conversation=OWN)

    wait_for(lambda: len(bot.engine.asked) == 2)
    assert bot.engine.asked[1].text == "What is Humphrey?"
    assert bot.some(2)[1].conversation == reply.conversation


def test_a_source_of_a_private_reply_opens_for_its_asker_and_nobody_else(bot: Bot) -> None:
    asked(bot)
    bot.teams.members["29:bo"] = {**BO, "tenantId": TENANT}
    data = {"data": {"action": "show_source", "value": f"{KEY}:1"}}

    shown = bot.send(invoke("task/fetch", data, conversation=OWN)).json()
    others = [
        bot.send(invoke("task/fetch", data, conversation=conversation, **{"from": BO})).json()
        for conversation in (OWN, {**OWN, "id": "a:direct-29:bo"}, CHANNEL)
    ]

    assert "tools, known as" in str(shown["task"]["value"])
    assert [other["task"]["type"] for other in others] == ["message"] * 3


def test_a_private_reply_is_handed_to_whom_the_room_names(bot: Bot) -> None:
    _, reply = asked(bot, refer_to="aad-bo")

    bot.press("refer", KEY, "task/submit", conversation=OWN)

    handed, told = bot.some(3)[1:]
    assert (handed.conversation, told.conversation) == ("a:direct-aad-bo", reply.conversation)
    assert WHEN in str(handed.activity)
    assert "A person has been asked." in told.text


@pytest.mark.parametrize("named", [True, False], ids=["Teams names the message", "Teams names no message"])
def test_a_private_reply_is_rated_in_the_askers_own_chat(bot: Bot, tmp_path: Path, named: bool) -> None:
    _, reply = asked(bot)
    value = {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": "{}"}}
    of = {"replyToId": reply.id} if named else {}

    bot.send(invoke("message/submitAction", value, conversation=OWN, **of))

    assert rated(tmp_path) == [("good", f"teams:{TENANT}:{ANN['aadObjectId']}")]


def test_nobody_else_rates_a_private_reply(bot: Bot, tmp_path: Path) -> None:
    asked(bot)
    bot.teams.members["29:bo"] = {**BO, "tenantId": TENANT}
    data = {"data": {"action": "feedback", "value": f"{KEY}:bad"}}

    for conversation in (OWN, {**OWN, "id": "a:direct-29:bo"}, CHANNEL):
        bot.send(invoke("task/submit", data, conversation=conversation, **{"from": BO}))
    assert rated(tmp_path) == []

    bot.send(invoke("task/submit", data, conversation=OWN))
    assert rated(tmp_path) == [("bad", f"teams:{TENANT}:{ANN['aadObjectId']}")]


def test_a_private_reply_is_not_shared_from_where_nobody_else_reads_it(bot: Bot) -> None:
    asked(bot)

    bot.press("share", KEY, conversation=OWN)

    said = bot.some(2)[1]
    assert "You cannot do that with this answer" in said.text


def test_a_reply_to_which_teams_gave_no_id_is_left_alone_by_the_command(bot: Bot) -> None:
    """Neither is an older answer deleted in its place."""
    bot.mention()
    bot.one()
    bot.teams.nameless = True
    bot.mention("What did it cost?")
    bot.some(2)

    bot.mention("delete")

    settled()
    assert len(bot.teams.whole) == 2
    assert not [path for method, path in bot.teams.calls if method == "DELETE"]


def press(bot: Bot, reply: Message, title: str) -> None:
    """Presses a button of a private reply's card, by its words."""
    (card,) = [a["content"] for a in reply.activity["attachments"]]
    (button,) = [button for button in card["actions"] if button["title"] == title]
    bot.press(button["data"]["action"], button["data"]["value"], conversation=OWN)


def rated(folder: Path) -> list[tuple[str, ...]]:
    database = sqlite3.connect(folder / "briefing.sqlite")
    return database.execute("SELECT rating, person FROM chat_feedback").fetchall()
