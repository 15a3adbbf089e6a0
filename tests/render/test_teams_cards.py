"""Forms, sources, summaries and short messages for Teams."""

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefings.values import Noted, Summary
from bot.channels.teams.words import COMMANDS
from bot.chat.library import Surroundings
from bot.chat.rooms import FollowUps, Room
from bot.domain import Answer, Citation, Outcome, Turn
from bot.render import teams
from bot.render.shown import Holding
from config.replies import load
from tests.render import adaptive
from tests.render.values import (
    ANSWERS,
    CITATIONS,
    NOTED,
    ROOMS,
    SUMMARIES,
    TEXTS,
    answer,
    citation,
    noted,
)

REPLIES = load()
WORDS = REPLIES.messages
KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
STANDING = "AI-generated. Check the sources."
HOST = "teams.microsoft.com"
LINK = f"https://{HOST}/l/message/19:abc@thread.tacv2/1700000000000"


@settings(deadline=None)
@given(ANSWERS)
def test_only_our_own_marks_and_formats_stand_in_an_answer(given: Answer) -> None:
    message = teams.answer(given, key=KEY, words=WORDS, standing=STANDING)

    assert adaptive.tags(message.text) <= {"p", "br", "strong", "em", "ul", "li"}
    assert "<" not in message.text


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS, CITATIONS, st.integers(0, 30_000))
def test_every_source_card_keeps_the_room_it_is_given(
    before: str, quote: str, after: str, cited: Citation, room: int
) -> None:
    found = Surroundings(before * 30, quote * 60, after * 30, cited)

    card = teams.source_card(found, cited, 3, WORDS, room=min(room, 25_000))

    adaptive.check_card(card)
    on_the_wire = json.dumps(card, ensure_ascii=False, separators=(",", ":"))
    assert len(on_the_wire.encode()) <= max(room, 5_000)


def test_a_source_that_is_gone_shows_nothing_of_itself() -> None:
    card = teams.source_card(None, citation(quote="secret"), 1, WORDS)

    assert adaptive.words(card) == WORDS.source_missing


def test_a_source_that_has_changed_says_so() -> None:
    changed = Surroundings("", "200 applications", "", citation(), changed=True)

    assert WORDS.source_changed in adaptive.words(teams.source_card(changed, citation(), 1, WORDS))


@settings(deadline=None)
@given(ROOMS, st.lists(TEXTS, max_size=120), st.sampled_from(("good", "bad")))
def test_every_form_keeps_every_limit(room: Room, names: list[str], rating: str) -> None:
    for card in (
        teams.settings_card(room, names, meta="19:abc"),
        teams.feedback_card(KEY, rating, REPLIES),
        teams.refer_card(KEY, REPLIES),
    ):
        adaptive.check_card(card)
        (send,) = adaptive.actions(card)
        assert send["type"] == "Action.Submit"


def test_the_settings_form_shows_what_is_set() -> None:
    room = Room(("b",), FollowUps.ALWAYS, ("teams:t:x", "slack:T1:U1"), True, False, True, "y")

    card = teams.settings_card(room, ["a", "b"])

    values = {field["id"]: field["value"] for field in card["body"] if "id" in field}
    assert values == {
        "collections": "b",
        "follow_ups": "always",
        "allowed": "x",
        "private": "true",
        "guests": "false",
        "outsiders": "true",
        "refer_to": "y",
    }


def test_the_feedback_form_asks_why_only_where_an_answer_is_bad() -> None:
    bad, good = (teams.feedback_card(KEY, rating, REPLIES) for rating in ("bad", "good"))

    assert [field["id"] for field in bad["body"]] == ["reason", "comment"]
    assert [field["id"] for field in good["body"]] == ["comment"]


@settings(deadline=None)
@given(SUMMARIES, st.booleans())
def test_every_summary_keeps_every_limit_and_links_only_to_teams(given: Summary, share: bool) -> None:
    message = teams.summary(given, hosts=(HOST,), key=KEY, shareable=share)

    adaptive.check_activity(teams.activity(message))
    assert adaptive.tags(message.text) <= {"p", "br", "strong", "ul", "li"}


@given(NOTED)
def test_a_summary_line_links_where_its_host_is_known(line: Noted) -> None:
    message = teams.summary(Summary("Title", main=(line,)), hosts=("acme.slack.com",))

    assert set(re.findall(r"\]\((.*?)\)", message.text)) <= {
        "https://acme.slack.com/archives/C1/p1700000000000100"
    }


def test_a_summary_has_its_sections_with_owner_date_and_source() -> None:
    given = Summary(
        "#general today",
        main=(noted("The road opens.", link=LINK),),
        actions=(noted("Send the plan.", owner="Ben", due="4 July", link=LINK),),
        notice="Check it.",
    )

    said = f"[Amina, 3 July 2026, 14:05]({LINK})"
    assert teams.summary(given, hosts=(HOST,)).text == (
        f"**&#35;general today**\n\n**Main points**\n\n- The road opens. · {said}\n\n"
        f"**Actions**\n\n- Send the plan. · owner: Ben · due: 4 July · {said}\n\nCheck it."
    )


@settings(deadline=None)
@given(ANSWERS, TEXTS, TEXTS, TEXTS)
def test_every_hand_off_keeps_every_limit(given: Answer, name: str, comment: str, earlier: str) -> None:
    turns = (Turn(earlier, earlier, Outcome.ANSWERED),) * 5

    message = teams.handoff(
        given, asker=name, link=comment, hosts=(HOST,), comment=comment, earlier=turns, marking="SECRET"
    )

    adaptive.check_activity(teams.activity(message))
    assert message.card is not None
    assert not list(adaptive.actions(message.card))


def test_a_hand_off_says_who_asks_what_and_what_was_found() -> None:
    message = teams.handoff(answer("One."), asker="Amina", link=LINK, hosts=(HOST,), comment="Urgent")

    assert message.card is not None
    words = adaptive.words(message.card)
    for said in ("Amina would like", "How many?", "They add: Urgent", "One. [1]", "“200 applications”"):
        assert said in words
    assert [action["url"] for action in adaptive.actions(message.card)] == [LINK]


@settings(deadline=None)
@given(st.lists(CITATIONS, max_size=20))
def test_every_search_result_keeps_every_limit(found: list[Citation]) -> None:
    answered = teams.results(found, "Nothing found.")["composeExtension"]

    json.dumps(answered, ensure_ascii=False).encode()
    for result in answered.get("attachments", []):
        adaptive.check_card(result["content"])
        assert result["preview"]["content"]["title"]
        assert "<" not in result["preview"]["content"]["text"]


def test_a_search_result_has_a_preview_and_inserts_the_cited_passage() -> None:
    (result,) = teams.results([citation()], "Nothing.")["composeExtension"]["attachments"]

    assert result["preview"]["content"]["title"] == "Title 1"
    assert result["preview"]["content"]["text"] == "22 July 2025 · “200 applications”"
    assert adaptive.words(result["content"]) == "“200 applications”\nTitle 1 (22 July 2025)\n1.txt"


def test_a_search_that_finds_nothing_says_so() -> None:
    assert teams.results([], "Nothing found.") == {
        "composeExtension": {"type": "message", "text": "Nothing found."}
    }


@settings(deadline=None)
@given(
    st.lists(
        st.builds(Holding, TEXTS, st.integers(0, 10**9), st.just((("A", "2025-07-22"), ("", None)))),
        max_size=40,
    )
)
def test_what_is_known_keeps_every_limit(known: list[Holding]) -> None:
    message = teams.sources(REPLIES, known)

    adaptive.check_activity(teams.activity(message))
    assert adaptive.tags(message.text) <= {"p", "br", "strong", "ul", "li"}


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=8))
def test_every_welcome_keeps_every_limit(suggestions: list[str]) -> None:
    commands = {str(name): does for name, does in COMMANDS.items()}

    adaptive.check_activity(teams.activity(teams.welcome(REPLIES, commands, suggestions)))


def test_the_welcome_says_what_the_bot_is_and_what_can_be_typed() -> None:
    message = teams.welcome(REPLIES, {"help": "Show what I can do"}, ["Who?"])

    adaptive.check_activity(teams.activity(message))
    assert REPLIES.greetings.about in message.text
    assert message.card
    assert "help\n: Show what I can do" in adaptive.words(message.card)
    (button,) = message.card["actions"]
    assert (button["title"], button["data"]) == ("Who?", {"msteams": {"type": "imBack", "value": "Who?"}})


def test_a_place_in_the_queue_is_said_in_words() -> None:
    assert teams.queue(2, REPLIES).text == "You are third in the queue."
