"""The whole channel, from the request to the reply: real inbox, desk, records and HTTP; a canned engine."""

import asyncio
import itertools
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from bot.domain import Statement
from tests.teams.activities import BOT, TENANT, invoke, mention, mentioned, message
from tests.teams.served import served
from tests.teams.server import Message, TeamsServer
from tests.web.fakes import BUILT, FakeEngine, answered

WHEN = "When was it built?"
ANN = {"id": "29:ann", "name": "Ann Smith", "aadObjectId": "aad-ann", "tenantId": TENANT, "userRole": "user"}
Json = dict[str, Any]


@dataclass
class Bot:
    """The bot on a port of its own, and what Teams would send it."""

    url: str
    teams: TeamsServer
    engine: FakeEngine
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1700000001000))

    def send(self, body: Json) -> httpx.Response:
        body = {**body, "serviceUrl": self.teams.url}
        return httpx.post(f"{self.url}/api/messages", json=body, timeout=15)

    def say(self, text: str = WHEN, **more: Any) -> str:
        """In Ann's own chat; the message's id."""
        id_ = str(next(self._ids))
        assert self.send(message(text, id=id_, **more)).status_code == 200
        return id_

    def mention(self, text: str = WHEN, **more: Any) -> str:
        id_ = str(next(self._ids))
        assert self.send(mention(text, id=id_, **more)).status_code == 200
        return id_

    def press(self, action: str, value: str, name: str = "adaptiveCard/action", **more: Any) -> Json:
        data = {"action": action, "value": value}
        wanted = {"action": {"data": data}} if name == "adaptiveCard/action" else {"data": {**data, **more}}
        found: Json = self.send(invoke(name, wanted, id=str(next(self._ids)))).json()
        return found

    def one(self) -> Message:
        """The one message that people see, once it is there."""
        return self.some(1)[0]

    def some(self, count: int) -> list[Message]:
        wait_for(lambda: len(self.teams.whole) >= count)
        return self.teams.whole


def wait_for(holds: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.02)


def settled() -> None:
    """Long enough for what should not come to come."""
    time.sleep(0.4)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine({WHEN: answered(Statement("It was built in 2024.", (BUILT,)))})


@pytest.fixture
def start(teams: TeamsServer, engine: FakeEngine, tmp_path: Path) -> Iterator[Callable[..., Bot]]:
    teams.members["29:ann"] = ANN
    running = []

    def start(**settings: object) -> Bot:
        web = served(tmp_path, teams.url, engine, **settings)
        server = uvicorn.Server(uvicorn.Config(web, host="127.0.0.1", port=0, log_level="error"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
        thread.start()
        running.append((server, thread))
        wait_for(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        return Bot(f"http://127.0.0.1:{port}", teams, engine)

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def bot(start: Callable[..., Bot]) -> Bot:
    return start()


def test_a_question_in_a_personal_chat_gets_one_answer_with_its_citation(bot: Bot) -> None:
    bot.say()

    reply = bot.one()
    assert reply.text.startswith("It was built in 2024. [1]")
    assert reply.statuses[0] == "Searching the sources"
    (entity,) = [e for e in reply.activity["entities"] if e["type"] == "https://schema.org/Message"]
    appearance = entity["citation"][0]["appearance"]
    assert appearance["abstract"] == "It was built in 2024."
    assert "tools, known as" in appearance["text"], "the card shows the quote in its surroundings"
    assert entity["additionalType"] == ["AIGeneratedContent"]
    assert reply.activity["channelData"]["feedbackLoop"] == {"type": "custom"}


def test_the_same_activity_sent_again_is_answered_once(bot: Bot) -> None:
    body = message(WHEN, id="1700000001777")

    for _ in range(5):
        assert bot.send(body).status_code == 200

    bot.one()
    settled()
    assert len(bot.teams.whole) == 1
    assert len(bot.engine.asked) == 1


def test_it_answers_teams_before_it_has_answered_the_question(bot: Bot) -> None:
    release: list[bool] = []
    bot.engine.before = lambda _: wait_for(lambda: release)

    bot.say()

    assert bot.teams.whole == []
    release.append(True)
    bot.one()


def test_a_mention_in_a_channel_is_answered_in_its_thread_by_one_whole_message(bot: Bot) -> None:
    bot.mention()

    reply = bot.one()
    assert reply.conversation.endswith(";messageid=1700000000000")
    assert reply.statuses == []
    assert bot.engine.asked[0].text == WHEN
    assert bot.engine.asked[0].conversation.endswith(":1700000000000")


def test_a_follow_up_in_a_personal_chat_knows_what_was_said_before(bot: Bot) -> None:
    bot.say()
    bot.one()
    bot.say("And what did it cost?")
    bot.some(2)

    assert [turn.question for turn in bot.engine.asked[1].turns] == [WHEN]


def test_what_is_said_in_a_channel_without_a_mention_is_no_business_of_the_bot(bot: Bot) -> None:
    conversation = {"id": "19:other@thread.tacv2;messageid=1", "conversationType": "channel"}

    bot.say("Where shall we have lunch?", conversation=conversation)

    settled()
    assert bot.engine.asked == []
    assert bot.teams.whole == []


def test_in_a_thread_that_it_answered_in_a_question_needs_no_new_mention(bot: Bot) -> None:
    bot.mention()
    reply = bot.one()

    bot.say("What did it cost?", conversation={"id": reply.conversation, "conversationType": "channel"})

    assert len(bot.some(2)) == 2


def test_other_peoples_mentions_are_read_as_their_names(bot: Bot) -> None:
    entities = [mentioned("Briefing", BOT), mentioned("Bo", "29:bo")]

    bot.send({**mention(), "text": "<at>Briefing</at> what did <at>Bo</at> say?", "entities": entities})

    bot.one()
    assert bot.engine.asked[0].text == "what did Bo say?"


def test_without_an_answer_questions_are_offered_and_a_press_asks_one(bot: Bot) -> None:
    bot.mention("What is the weather?")
    reply = bot.one()
    (card,) = [a["content"] for a in reply.activity["attachments"]]
    button = card["body"][1]["columns"][1]["items"][0]["actions"][0]

    conversation = {"id": reply.conversation, "conversationType": "channel", "tenantId": TENANT}
    pressed = invoke("adaptiveCard/action", {"action": button}, id="p1", conversation=conversation)
    assert bot.send(pressed).json()["statusCode"] == 200

    later = bot.some(2)[1]
    assert bot.engine.asked[1].text == "What is Humphrey?"
    assert "Ann Smith asked: What is Humphrey?" in later.text


@pytest.mark.parametrize(
    "member",
    [
        {"userRole": "guest", "tenantId": TENANT},
        {"userPrincipalName": "ann_other.org#EXT#@us.gov.uk", "tenantId": TENANT},
        {"userRole": "user", "tenantId": "another-tenant"},
    ],
)
def test_guests_and_people_of_other_organisations_are_declined(bot: Bot, member: Json) -> None:
    bot.teams.members["29:ann"] = {"id": "29:ann", "name": "Ann", **member}

    bot.say()

    assert "cannot ask questions here" in bot.one().text
    assert bot.engine.asked == []


def test_somebody_whom_teams_does_not_know_counts_as_an_outsider(bot: Bot) -> None:
    del bot.teams.members["29:ann"]

    bot.say()

    assert "other organisations cannot ask" in bot.one().text


# Commands


def test_help_sources_and_forget_are_answered_by_plain_text(bot: Bot) -> None:
    bot.say("help")
    bot.some(1)
    bot.say("sources")
    bot.some(2)
    bot.say("forget")
    said = [each.text for each in bot.some(3)]

    assert "**ask**" in said[0]
    assert "**default**: 2 documents" in said[1]
    assert bot.engine.asked == []


def test_a_person_can_have_their_questions_forgotten(bot: Bot) -> None:
    bot.say()
    bot.one()

    bot.press("delete_my_data", "")

    assert "were deleted" in bot.some(2)[1].text


def test_a_document_can_be_summarised_by_its_name(bot: Bot) -> None:
    bot.say("summary OpenAI and UK team up")

    assert "OpenAI and UK team up" in bot.one().text


def test_a_thread_can_be_summarised_where_it_may_be_read(bot: Bot) -> None:
    said = [
        {
            "id": "1700000000500",
            "createdDateTime": "2026-11-22T09:00:00Z",
            "from": {"user": {"displayName": "Bo"}},
            "body": {
                "contentType": "html",
                "content": "<p>We agreed to close the bridge on 1 May 2027.</p>",
            },
            "webUrl": "https://teams.microsoft.com/l/message/19:x/1700000000500",
        }
    ]
    thread = mention()["conversation"]["id"]
    bot.teams.said[thread] = said

    bot.mention("summary")

    assert "close the bridge on 1 May 2027" in bot.one().text


def test_the_last_answer_can_be_deleted_by_who_asked(bot: Bot) -> None:
    bot.say()
    bot.one()

    bot.say("delete")

    wait_for(lambda: not bot.teams.whole)


# What happens afterwards


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


def test_the_search_extension_shows_passages_or_says_that_there_are_none(bot: Bot) -> None:
    value = {"commandId": "search", "parameters": [{"name": "query", "value": "bridge"}]}

    found = bot.send(invoke("composeExtension/query", value)).json()

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
