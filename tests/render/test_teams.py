"""Answers and the rest as Teams messages and cards."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefings.values import Noted, Summary
from bot.chat.library import Surroundings
from bot.chat.rooms import FollowUps, Room
from bot.domain import Answer, Citation, Outcome, Question, Statement, Turn
from bot.render import teams
from bot.render.cut import clean
from bot.render.shown import Holding
from bot.render.teams.dialog import answer_card
from config.replies import load
from retrieval.corpus import Kind
from tests.render import adaptive
from tests.render.test_slack_views import NOTED, ROOMS, SUMMARIES, noted
from tests.render.values import ANSWERS, CITATIONS, NASTY, TEXTS, answer, citation

REPLIES = load()
WORDS = REPLIES.messages
KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
STANDING = "AI-generated. Check the sources."
HOST = "teams.microsoft.com"
LINK = f"https://{HOST}/l/message/19:abc@thread.tacv2/1700000000000"


def cards(message: teams.Message) -> list[dict[str, object]]:
    return [json.loads(cited.card) for cited in message.citations]


@settings(max_examples=50, deadline=None)
@given(ANSWERS, st.booleans(), st.booleans(), TEXTS)
def test_every_answer_keeps_every_limit(given: Answer, personal: bool, around: bool, note: str) -> None:
    found = {n: Surroundings(note * 9, c.quote, note * 9, c) for n, c in enumerate(given.citations, 1)}

    message = teams.answer(
        given,
        key=KEY,
        words=WORDS,
        standing=STANDING,
        note=note,
        found=found if around else None,
        personal=personal,
        refer=True,
        shareable=True,
        deletable=True,
    )

    adaptive.check_activity(teams.activity(message))


@settings(max_examples=50, deadline=None)
@given(ANSWERS)
def test_no_number_of_a_citation_is_lost(given: Answer) -> None:
    message = teams.answer(given, key=KEY, words=WORDS)

    assert set(re.findall(r"\[(\d+)\]", message.text)) == {str(n) for n in range(1, len(given.citations) + 1)}
    assert len(message.citations) == min(10, len(given.citations))


@settings(max_examples=50, deadline=None)
@given(ANSWERS)
def test_what_is_pressed_carries_only_keys_and_numbers(given: Answer) -> None:
    message = teams.answer(given, key=KEY, words=WORDS, refer=True, shareable=True)

    for action in adaptive.actions(message.card or {"body": []}):
        assert re.fullmatch(rf"{KEY}(:\d+)?", action["data"]["value"])


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_escaped_text_makes_no_element_but_its_paragraphs(text: str) -> None:
    assert adaptive.tags(teams.markdown(text)) <= {"p", "br"}


@pytest.mark.parametrize("text", [text for text in NASTY if clean(text)])
def test_escaped_text_is_read_as_it_stands(text: str) -> None:
    as_read = re.sub(r"\s+", "", adaptive.read(teams.markdown(text)))

    assert as_read == re.sub(r"\s+", "", re.sub(r"\[(\d+)\]", r"(\1)", clean(text)))


@settings(max_examples=50, deadline=None)
@given(ANSWERS)
def test_only_our_own_marks_and_formats_stand_in_an_answer(given: Answer) -> None:
    message = teams.answer(given, key=KEY, words=WORDS, standing=STANDING)

    assert adaptive.tags(message.text) <= {"p", "br", "strong", "em", "ul", "li"}
    assert "<" not in message.text


def test_the_answer_stands_first_and_each_citation_has_a_card_with_the_quote() -> None:
    message = teams.answer(answer("One.", "Two."), key=KEY, words=WORDS, standing=STANDING)

    assert message.text == "One. [1]\n\nTwo. [2]\n\n_AI-generated. Check the sources._"
    first = message.citations[0]
    assert (first.position, first.name, first.abstract) == (1, "Title 1", "200 applications")
    assert first.keywords == ("22 July 2025",)
    assert "“200 applications”" in adaptive.words(cards(message)[0])
    assert message.generated
    assert message.feedback


def test_a_card_shows_the_cited_words_highlighted_where_they_stand() -> None:
    found = Surroundings("It says that ", "200 applications", " arrived.", citation(), starts=True, ends=True)

    message = teams.answer(answer("One."), key=KEY, words=WORDS, found={1: found})

    shown = [(run["text"], run.get("highlight")) for run in adaptive.runs(cards(message)[0])]
    assert shown[-3:] == [("It says that ", None), ("200 applications", True), (" arrived.", None)]


def test_a_teaser_in_another_language_says_so_on_its_citation() -> None:
    cited = citation(kind=Kind.FURNITURE, language="cy", date=None)
    given = Answer(Question("?"), Outcome.ANSWERED, (Statement("One.", (cited,)),))

    (shown,) = teams.answer(given, key=KEY, words=WORDS).citations

    assert shown.keywords == ("No date given", "In Welsh", "Teaser")


def test_sources_beyond_the_tenth_have_buttons_on_a_card() -> None:
    message = teams.answer(answer(*(f"S{n}." for n in range(13))), key=KEY, words=WORDS)

    assert len(message.citations) == 10
    assert "S12. [13]" in message.text
    assert message.card is not None
    shown = list(adaptive.actions(message.card))
    assert [action["title"] for action in shown] == ["Show source 11", "Show source 12", "Show source 13"]
    assert shown[0]["data"] == {
        "msteams": {"type": "task/fetch"},
        "action": "show_source",
        "value": f"{KEY}:11",
    }


def test_where_sources_disagree_each_side_is_named_with_its_date() -> None:
    given = answer("It is 5.", "It is 7.", outcome=Outcome.SOURCES_DISAGREE, reply="They do not agree.")

    message = teams.answer(given, key=KEY, words=WORDS)

    assert message.text == (
        "They do not agree.\n\n**Title 1 (22 July 2025) says:**\n\n- It is 5. [1]\n\n"
        "**Title 2 (22 July 2025) says:**\n\n- It is 7. [2]"
    )


def test_suggestions_are_teams_own_buttons_in_a_personal_chat_and_a_card_elsewhere() -> None:
    given = answer(outcome=Outcome.NOT_IN_SOURCES, reply="No.", suggestions=("Who?", "When?"))

    personal, group = (teams.answer(given, key=KEY, words=WORDS, personal=own) for own in (True, False))

    assert personal.suggestions == ("Who?", "When?")
    assert personal.card is None
    assert group.suggestions == ()
    assert group.card is not None
    assert [action["data"]["value"] for action in adaptive.actions(group.card)] == [f"{KEY}:0", f"{KEY}:1"]
    assert "Who?" in adaptive.words(group.card)


def test_a_declined_question_carries_no_label_and_no_feedback() -> None:
    message = teams.answer(
        answer(outcome=Outcome.DECLINED_EMPTY, reply="Type a question."), key=KEY, words=WORDS
    )

    assert teams.activity(message) == {
        "type": "message",
        "textFormat": "markdown",
        "text": "Type a question.",
        "summary": "Type a question.",
    }


def test_the_activity_is_what_the_sdk_would_make() -> None:
    from microsoft_teams.api.activities.message import MessageActivityInput
    from microsoft_teams.api.models.entity.citation_entity import CitationAppearance

    message = teams.answer(answer("One.", "Two."), key=KEY, words=WORDS)
    made = MessageActivityInput(text=message.text, text_format="markdown")
    made.add_ai_generated().add_feedback("custom")
    for cited in message.citations:
        appearance = CitationAppearance(
            name=cited.name, abstract=cited.abstract, keywords=list(cited.keywords), text=cited.card
        )
        made.add_citation(cited.position, appearance)

    dumped = made.model_dump(by_alias=True, exclude_none=True, mode="json")
    ours = {name: value for name, value in teams.activity(message).items() if name != "summary"}
    assert _within(dumped, ours) == ours


@settings(max_examples=50, deadline=None)
@given(ANSWERS)
def test_every_answer_in_a_dialog_keeps_every_limit(given: Answer) -> None:
    adaptive.check_card(answer_card(given, standing=STANDING))


@pytest.mark.parametrize("sign", ["漢", '"', "\\", "*", "x", "👍"])
def test_a_message_of_nothing_but_one_sign_keeps_every_limit(sign: str) -> None:
    cited = tuple(citation(n, sign * 9_000, title=sign * 900) for n in range(1, 31))
    said = tuple(Statement(sign * 900, (each,)) for each in cited)
    given = Answer(
        Question(sign * 2_000), Outcome.ANSWERED, said, notice=sign * 900, suggestions=(sign * 900,) * 5
    )
    found = {n: Surroundings(sign * 900, each.quote, sign * 900, each) for n, each in enumerate(cited, 1)}

    adaptive.check_activity(
        teams.activity(teams.answer(given, key=KEY, words=WORDS, found=found, refer=True))
    )
    adaptive.check_activity(teams.activity(teams.handoff(given, asker=sign, comment=sign * 2_000)))
    adaptive.check_card(answer_card(given))


def _within(theirs: object, ours: object) -> object:
    """Of what they say, what we say too: the SDK fills in empty values."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return {name: _within(theirs.get(name), value) for name, value in ours.items()}
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        return [_within(one, other) for one, other in zip(theirs, ours, strict=True)]
    return theirs


@settings(max_examples=50, deadline=None)
@given(TEXTS, TEXTS, TEXTS, CITATIONS, st.integers(0, 30_000))
def test_every_source_card_keeps_the_room_it_is_given(
    before: str, quote: str, after: str, cited: Citation, room: int
) -> None:
    found = Surroundings(before * 30, quote * 60, after * 30, cited)

    card = teams.source_card(found, cited, 3, WORDS, room=min(room, 25_000))

    adaptive.check_card(card)
    assert len(json.dumps(card, ensure_ascii=False).encode()) <= max(room, 5_000)


def test_a_source_that_is_gone_shows_nothing_of_itself() -> None:
    card = teams.source_card(None, citation(quote="secret"), 1, WORDS)

    assert adaptive.words(card) == WORDS.source_missing


def test_a_source_that_has_changed_says_so() -> None:
    changed = Surroundings("", "200 applications", "", citation(), changed=True)

    assert WORDS.source_changed in adaptive.words(teams.source_card(changed, citation(), 1, WORDS))


@settings(max_examples=50, deadline=None)
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


@settings(max_examples=50, deadline=None)
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


@settings(max_examples=50, deadline=None)
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


@settings(max_examples=50, deadline=None)
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

    assert result["preview"]["content"]["title"] == "Title 1 (22 July 2025)"
    assert adaptive.words(result["content"]) == "“200 applications”\nTitle 1 (22 July 2025)\n1.txt"


def test_a_search_that_finds_nothing_says_so() -> None:
    assert teams.results([], "Nothing found.") == {
        "composeExtension": {"type": "message", "text": "Nothing found."}
    }


@settings(max_examples=30, deadline=None)
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


def test_the_welcome_says_what_the_bot_is_and_what_can_be_typed() -> None:
    message = teams.welcome(REPLIES, {"help": "Show what I can do"}, ["Who?"])

    adaptive.check_activity(teams.activity(message))
    assert REPLIES.greetings.about in message.text
    assert "- **help**: Show what I can do" in message.text
    assert message.suggestions == ("Who?",)


def test_a_place_in_the_queue_is_said_in_words() -> None:
    assert teams.queue(2, REPLIES).text == "You are third in the queue."
