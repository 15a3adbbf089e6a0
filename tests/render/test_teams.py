"""Answers and the rest as Teams messages and cards."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.library import Surroundings
from bot.domain import Answer, Outcome, Question, Statement
from bot.render import teams
from bot.render.cut import clean
from bot.render.teams.dialog import answer_card
from config.replies import load
from retrieval.corpus import Kind
from tests.render import adaptive
from tests.render.values import (
    ANSWERS,
    NASTY,
    TEXTS,
    answer,
    citation,
)

REPLIES = load()
WORDS = REPLIES.messages
KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
STANDING = "AI-generated. Check the sources."
HOST = "teams.microsoft.com"
LINK = f"https://{HOST}/l/message/19:abc@thread.tacv2/1700000000000"


def cards(message: teams.Message) -> list[dict[str, object]]:
    return [json.loads(cited.card) for cited in message.citations]


@settings(deadline=None)
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


@settings(deadline=None)
@given(ANSWERS)
def test_no_number_of_a_citation_is_lost(given: Answer) -> None:
    message = teams.answer(given, key=KEY, words=WORDS)

    assert set(re.findall(r"\[(\d+)\]", message.text)) == {str(n) for n in range(1, len(given.citations) + 1)}
    assert len(message.citations) == min(10, len(given.citations))


@settings(deadline=None)
@given(ANSWERS)
def test_what_is_pressed_carries_only_keys_and_numbers(given: Answer) -> None:
    message = teams.answer(given, key=KEY, words=WORDS, refer=True, shareable=True)

    for action in adaptive.actions(message.card or {"body": []}):
        assert re.fullmatch(rf"{KEY}(:\d+)?", action["data"]["value"])


@settings(deadline=None)
@given(TEXTS)
def test_escaped_text_makes_no_element_but_its_paragraphs(text: str) -> None:
    assert adaptive.tags(teams.markdown(text)) <= {"p", "br"}


@pytest.mark.parametrize("text", [text for text in NASTY if clean(text)])
def test_escaped_text_is_read_as_it_stands(text: str) -> None:
    as_read = re.sub(r"\s+", "", adaptive.read(teams.markdown(text)))

    assert as_read == re.sub(r"\s+", "", re.sub(r"\[(\d+)\]", r"(\1)", clean(text)))


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


@settings(deadline=None)
@given(ANSWERS)
def test_every_answer_in_a_dialog_keeps_every_limit(given: Answer) -> None:
    adaptive.check_card(answer_card(given, standing=STANDING))


SLOW = [pytest.param(sign, marks=pytest.mark.slow) for sign in ("漢", '"', "x", "👍")]


@pytest.mark.parametrize("sign", ["\\", "*", *SLOW])
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
