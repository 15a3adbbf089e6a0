"""Questions and commands in Teams, from the request to the one reply."""

from collections.abc import Callable

import pytest

from tests.teams.activities import BOT, TENANT, THREAD, invoke, mention, mentioned, message
from tests.teams.whole import WHEN, Bot, Json, settled, wait_for


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


def test_a_question_on_the_welcome_is_asked_by_its_button(bot: Bot) -> None:
    bot.say("", value={"msteams": {"type": "imBack", "value": WHEN}})

    assert bot.one().text.startswith("It was built in 2024. [1]")


def test_a_follow_up_in_a_personal_chat_knows_what_was_said_before(bot: Bot) -> None:
    bot.say()
    bot.one()
    bot.say("And what did it cost?")
    wait_for(lambda: len(bot.engine.asked) == 2)

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


def test_questions_in_one_chat_are_streamed_one_after_the_other(bot: Bot) -> None:
    """Teams refuses a second stream in a chat while there is one."""
    for text in (WHEN, "What did it cost?", "Who built it?"):
        bot.say(text)

    wait_for(lambda: len(bot.engine.asked) == 3)
    wait_for(lambda: sum(bool(each.statuses) for each in bot.teams.whole) == 3)
    assert bot.teams.refused == 0


def test_a_follow_up_is_taken_while_the_first_answer_is_still_being_made(bot: Bot) -> None:
    release: list[bool] = []
    bot.engine.before = lambda _: wait_for(lambda: release)
    bot.mention()
    thread = mention()["conversation"]

    bot.say("What did it cost?", conversation=thread)
    release.append(True)

    bot.some(2)
    assert [asked.text for asked in bot.engine.asked] == [WHEN, "What did it cost?"]


def test_what_is_said_while_a_command_is_answered_is_no_question_to_the_bot(bot: Bot) -> None:
    """It has said nothing there that could be followed up."""
    release: list[bool] = []
    bot.engine.before = lambda _: wait_for(lambda: release)
    bot.mention()
    thread = {"id": THREAD.replace("1700000000000", "1700000000009"), "conversationType": "channel"}
    bot.send({**mention("help", id="1700000000010"), "conversation": thread})

    bot.say("Shall we have lunch?", conversation=thread)
    release.append(True)

    bot.some(2)
    settled()
    assert [asked.text for asked in bot.engine.asked] == [WHEN]


@pytest.mark.parametrize("text", ["What did it cost?", "sources"])
def test_whoever_has_to_wait_is_told_their_place(bot: Bot, text: str) -> None:
    release: list[bool] = []
    bot.engine.before = lambda _: wait_for(lambda: release)
    bot.say()

    bot.say(text)

    assert bot.some(1)[0].text == "You are first in the queue."
    release.append(True)
    bot.some(3)


def test_a_suggestion_that_has_to_wait_says_so_beside_its_button(bot: Bot) -> None:
    bot.mention("What is the weather?")
    bot.one()
    release: list[bool] = []
    bot.engine.before = lambda _: wait_for(lambda: release)
    bot.mention("And tomorrow?")
    key = f"teams:{TENANT}:19:general@thread.tacv2:1700000001000"

    said = bot.press("ask_suggestion", f"{key}:0", conversation=mention()["conversation"])

    assert said["value"] == "You are first in the queue."
    release.append(True)
    bot.some(3)


def test_when_too_much_waits_the_asker_is_told_to_come_back(start: Callable[..., Bot]) -> None:
    bot = start(most_waiting=1, workers=1)
    release: list[bool] = []
    bot.engine.before = lambda _: wait_for(lambda: release)
    bot.say()
    wait_for(lambda: bot.engine.asked)
    bot.say("What did it cost?")

    bot.say("Who built it?")

    wait_for(lambda: any("Ask again in a few minutes" in each.text for each in bot.teams.whole))
    pressed = bot.press("share", "k")
    assert "Ask again in a few minutes" in pressed["value"]
    release.append(True)


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
    assert "Summarise this conversation" in str(bot.one().activity["attachments"])
    bot.say("sources")
    wait_for(lambda: [each for each in bot.teams.whole if "**default**: 2 documents" in each.text])
    before = len(bot.teams.whole)
    bot.say("forget")
    assert bot.some(before + 1)

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
    answer = bot.one().text

    bot.say("delete")

    wait_for(lambda: answer not in [each.text for each in bot.teams.whole])
