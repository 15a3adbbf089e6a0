"""What happens around an answer in Teams: edits, ratings, removals, arrivals, dialogs, failures."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.corpus import Found, Kind, Passage
from tests.teams.activities import BOT, TENANT, invoke, message
from tests.teams.whole import ANN, WHEN, Bot, settled, wait_for
from tests.web.fakes import DOCUMENTS


def test_an_edited_question_leaves_its_answer_marked_as_to_the_earlier_wording(bot: Bot) -> None:
    asked = bot.say()
    reply = bot.one()
    edited = message(
        "When was it opened?", id=asked, channelData={"eventType": "editMessage", "tenant": {"id": TENANT}}
    )

    bot.send({**edited, "type": "messageUpdate"})

    wait_for(lambda: reply.changes)
    assert "The question was changed after this answer" in reply.text
    assert len(bot.engine.asked) == 1


def test_a_deleted_question_takes_its_answer_with_it(bot: Bot) -> None:
    asked = bot.say()
    reply = bot.one()
    gone = message("", id=asked, channelData={"eventType": "softDeleteMessage", "tenant": {"id": TENANT}})

    bot.send({**gone, "type": "messageDelete"})

    wait_for(lambda: reply.deleted)


def test_a_rating_with_its_reason_is_kept_with_the_answer(bot: Bot, tmp_path: Path) -> None:
    bot.say()
    reply = bot.one()
    form = bot.send(
        invoke(
            "message/fetchTask",
            {"data": {"actionName": "feedback", "actionValue": {"reaction": "dislike"}}},
            replyToId=reply.id,
        )
    ).json()
    said = '{"reason":"out_of_date","comment":"It was 1905."}'
    sent = invoke(
        "message/submitAction",
        {"actionName": "feedback", "actionValue": {"reaction": "dislike", "feedback": said}},
        replyToId=reply.id,
    )

    assert bot.send(sent).json() == {}
    assert form["task"]["value"]["card"]["content"]["body"][0]["id"] == "reason"
    assert rated(tmp_path) == [("bad", "out_of_date", "It was 1905.")]


def test_a_rating_of_a_message_that_is_no_answer_is_left_alone(bot: Bot, tmp_path: Path) -> None:
    bot.say()
    bot.one()

    value = {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": "{}"}}
    assert bot.send(invoke("message/submitAction", value, replyToId="99")).json() == {}
    assert rated(tmp_path) == []


def rated(folder: Path) -> list[tuple[str, ...]]:
    database = sqlite3.connect(folder / "briefing.sqlite")
    return database.execute("SELECT rating, reason, comment FROM chat_feedback").fetchall()


# Installing


def test_it_says_once_what_it_is_however_teams_reports_its_arrival(bot: Bot) -> None:
    installed = {**message(""), "type": "installationUpdate", "action": "add", "id": "i1"}
    added = {**message(""), "type": "conversationUpdate", "membersAdded": [{"id": BOT}], "id": "i2"}

    for body in (installed, added, installed):
        assert bot.send(body).status_code == 200

    assert "I answer questions from a set of documents" in bot.one().text
    settled()
    assert len(bot.teams.whole) == 1


def test_it_says_so_again_after_it_was_removed_and_comes_back(bot: Bot) -> None:
    for number, action in enumerate(("add", "remove", "add")):
        bot.send({**message(""), "type": "installationUpdate", "action": action, "id": f"i{number}"})

    assert len(bot.some(2)) == 2


# Dialogs


SEARCHED = {"commandId": "search", "parameters": [{"name": "query", "value": "bridge"}]}


def test_the_search_extension_inserts_a_passage_with_where_it_stands(bot: Bot) -> None:
    document = DOCUMENTS[0]
    start = document.text.index("The department")
    passage = Passage(
        "p", document.id, document.collection, document.path, document.title, document.date, "",
        start, start + 40, document.text[start : start + 40], "en", Kind.BODY,
    )  # fmt: skip
    bot.engine.found = (Found(passage, 0.9),)

    found = bot.send(invoke("composeExtension/query", SEARCHED)).json()["composeExtension"]

    (result,) = found["attachments"]
    assert found["type"] == "result"
    assert result["preview"]["content"]["title"].startswith("OpenAI and UK team up")
    inserted = str(result["content"])
    assert f"“{passage.text}”" in inserted
    assert "OpenAI and UK team up to bring AI to public services (22 July 2025)" in inserted


def test_guests_find_nothing_with_the_search_extension(bot: Bot) -> None:
    bot.teams.members["29:ann"] = {**ANN, "userRole": "guest"}

    found = bot.send(invoke("composeExtension/query", SEARCHED)).json()

    assert "cannot ask questions here" in found["composeExtension"]["text"]


def test_the_search_extension_says_where_there_is_nothing(bot: Bot) -> None:
    found = bot.send(invoke("composeExtension/query", SEARCHED)).json()

    assert found["composeExtension"]["type"] == "message"
    assert "Nothing like this" in found["composeExtension"]["text"]


def test_brief_me_on_this_answers_in_its_dialog(bot: Bot) -> None:
    payload = {"body": {"contentType": "html", "content": f"<p>{WHEN}</p>"}}

    shown = bot.send(
        invoke("composeExtension/fetchTask", {"commandId": "brief", "messagePayload": payload})
    ).json()

    assert "It was built in 2024. [1]" in str(shown["task"]["value"]["card"])
    assert bot.engine.asked[0].text == WHEN


def test_a_source_opens_in_a_dialog_for_who_may_see_the_answer(bot: Bot) -> None:
    bot.say()
    bot.one()
    key = f"teams:{TENANT}:a:personal-ann:1700000001000"

    shown = bot.press("show_source", f"{key}:1", "task/fetch")
    other = bot.send(
        invoke(
            "task/fetch",
            {"data": {"action": "show_source", "value": f"{key}:1"}},
            conversation={"id": "a:personal-bo", "conversationType": "personal"},
        )
    ).json()

    assert "tools, known as" in str(shown["task"]["value"]["card"])
    assert other["task"]["type"] == "message"


def test_an_admin_changes_the_settings_and_others_do_not(start: Callable[..., Bot]) -> None:
    bot = start()
    form = bot.press("settings", "", "task/fetch")
    saved = bot.press(
        "settings", "", "task/submit", collections="default", guests="true", follow_ups="always"
    )

    assert form["task"]["type"] == "continue"
    assert saved["task"]["value"] == "The settings are saved."
    bot.teams.members["29:ann"] = {**ANN, "userRole": "guest"}
    bot.say()
    assert "It was built in 2024." in bot.one().text


@pytest.mark.parametrize(
    "name", ["composeExtension/unknown", "task/fetch", "adaptiveCard/action", "config/fetch", ""]
)
def test_an_invoke_that_means_nothing_to_us_is_no_error(bot: Bot, name: str) -> None:
    assert bot.send(invoke(name, {"data": 7, "action": []})).status_code == 200


def test_a_question_that_cannot_be_answered_is_said_to_have_failed(bot: Bot) -> None:
    bot.engine.broken = True

    def explode(_: object) -> None:
        raise OSError("the disk is gone")

    bot.engine.before = explode
    bot.say()

    wait_for(lambda: bot.teams.whole, 40)
    assert "There is a problem with this service" in bot.one().text
