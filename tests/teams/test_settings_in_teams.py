"""Settings of a chat in Teams, and what they do: private replies, a person to ask, who may change them."""

from collections.abc import Callable

import pytest

from tests.teams.activities import THREAD, invoke
from tests.teams.whole import ANN, WHEN, Bot, Json, wait_for

CHANNEL = {"id": THREAD, "conversationType": "channel"}


def change(bot: Bot, **values: str) -> str:
    """Fills the form in, in the channel; what Teams is told."""
    data = {"action": "settings", "value": "", "collections": "default", "follow_ups": "mention", **values}
    saved: Json = bot.send(invoke("task/submit", {"data": data}, conversation=CHANNEL)).json()
    return str(saved["task"]["value"])


def test_where_replies_are_private_they_go_to_the_askers_own_chat(bot: Bot) -> None:
    change(bot, private="true")

    bot.mention()

    reply = bot.one()
    assert reply.conversation == "a:direct-29:ann"
    assert f"You asked: {WHEN}" in reply.text.replace("\\", "")


def test_whoever_cannot_be_written_to_in_private_is_told_so(bot: Bot) -> None:
    change(bot, private="true")
    bot.teams.blocked.add("29:ann")

    bot.mention()

    reply = bot.one()
    assert "I could not reply" in reply.text
    assert "2024" not in reply.text


def test_ask_a_person_hands_the_question_over_once(bot: Bot) -> None:
    change(bot, refer_to="aad-bo")
    bot.mention()
    reply = bot.one()
    (card,) = [a["content"] for a in reply.activity["attachments"]]
    (refer,) = [button for button in card["actions"] if button["title"] == "Ask a person"]
    sent = {"data": {**refer["data"], "comment": "For tomorrow."}}

    form = bot.send(invoke("task/fetch", {"data": refer["data"]}, conversation=CHANNEL)).json()
    for number in range(2):
        bot.send(invoke("task/submit", sent, id=f"s{number}", conversation=CHANNEL))

    wait_for(lambda: len(bot.teams.whole) == 4)  # the answer, the hand-off, and what Ann is told each time
    handed = [m for m in bot.teams.whole if m.conversation == "a:direct-aad-bo"]
    assert form["task"]["value"]["title"] == "Ask a person"
    assert len(handed) == 1
    assert WHEN in str(handed[0].activity)
    assert "For tomorrow." in str(handed[0].activity)


def test_the_person_who_is_asked_may_be_out_of_reach(bot: Bot) -> None:
    change(bot, refer_to="aad-bo")
    bot.teams.blocked.add("aad-bo")
    bot.mention()
    reply = bot.one()
    (card,) = [a["content"] for a in reply.activity["attachments"]]

    bot.send(invoke("task/submit", {"data": card["actions"][0]["data"]}, conversation=CHANNEL))

    assert "I could not reply" in bot.some(2)[1].text


def test_a_reply_is_removed_by_its_button_for_who_asked_and_nobody_else(bot: Bot) -> None:
    change(bot, refer_to="aad-bo")
    bot.mention()
    reply = bot.one()
    (card,) = [a["content"] for a in reply.activity["attachments"]]
    (button,) = [button for button in card["actions"] if button["title"] == "Delete this reply"]
    bot.teams.members["29:bo"] = {"id": "29:bo", "name": "Bo", "tenantId": ANN["tenantId"]}
    pressed = {"action": {"data": button["data"]}}

    bot.send(invoke("adaptiveCard/action", pressed, id="p1", conversation=CHANNEL))

    wait_for(lambda: reply.deleted)


@pytest.mark.parametrize(
    "values",
    [
        {"collections": "secret-of-others"},
        {"follow_ups": "nonsense"},
        {"allowed": ",,"},
        {"collections": ""},
    ],
)
def test_a_form_that_was_tampered_with_gives_nobody_more(bot: Bot, values: dict[str, str]) -> None:
    change(bot, **values)

    bot.mention()

    bot.one()
    assert bot.engine.asked[0].collections == ("default",)


def test_who_is_no_admin_neither_sees_nor_saves_settings(start: Callable[..., Bot]) -> None:
    bot = start(teams_anonymous=False, admins=("aad-bo",))

    shown = bot.send(invoke("task/fetch", {"data": {"action": "settings"}}, conversation=CHANNEL)).json()

    assert shown["task"]["type"] == "message"
    assert change(bot, guests="true") == shown["task"]["value"]
    assert "Only an admin" in shown["task"]["value"]
