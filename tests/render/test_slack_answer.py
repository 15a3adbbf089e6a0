"""Answers as Slack messages."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import Answer, Outcome, Question, Statement
from bot.render import slack
from bot.render.cut import clean
from retrieval.corpus import Kind
from tests.render import block_kit
from tests.render.values import ANSWERS, NASTY, TEXTS, answer, citation

KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
STANDING = "AI-generated. Check the sources."


def shown(rendered: slack.Rendered) -> str:
    return "\n".join(block_kit.texts(rendered.blocks))


def buttons(rendered: slack.Rendered, action: str) -> list[str]:
    named = slack.listened(action)
    return [e["value"] for e in block_kit.everything(rendered.blocks) if named.fullmatch(e["action_id"])]


@settings(deadline=None)
@given(ANSWERS, st.booleans(), st.booleans(), TEXTS)
def test_every_answer_keeps_every_limit(given: Answer, simple: bool, body: bool, note: str) -> None:
    rendered = slack.answer(
        given,
        key=KEY,
        standing=STANDING,
        note=note,
        shareable=True,
        refer=True,
        deletable=True,
        simple=simple,
        body=body,
    )

    block_kit.check_message(rendered.text, rendered.blocks)


@pytest.mark.parametrize("sign", ["漢", '"', "\\", "&", "x", "👍", "\n", "[9] "])
@pytest.mark.parametrize("simple", [True, False])
def test_a_message_of_nothing_but_one_sign_keeps_every_limit(sign: str, *, simple: bool) -> None:
    cited = tuple(citation(n, sign * 9_000, title=sign * 900) for n in range(1, 31))
    said = tuple(Statement(sign * 900, (each,)) for each in cited)
    given = Answer(
        Question(sign * 2_000), Outcome.ANSWERED, said, notice=sign * 900, suggestions=(sign * 900,) * 5
    )

    rendered = slack.answer(
        given, key=KEY, note=sign * 900, simple=simple, refer=True, shareable=True, deletable=True
    )
    handed = slack.handoff(given, asker="U1", comment=sign * 2_000, marking=sign * 90)

    block_kit.check_message(rendered.text, rendered.blocks)
    block_kit.check_message(handed.text, handed.blocks)
    assert len(buttons(rendered, "show_source")) == 30


@settings(deadline=None)
@given(ANSWERS, st.booleans())
def test_no_number_of_a_citation_is_lost(given: Answer, simple: bool) -> None:
    rendered = slack.answer(given, key=KEY, standing=STANDING, simple=simple)

    numbers = range(1, len(given.citations) + 1)
    said = "".join(shown(slack.Rendered("", tuple(b for b in rendered.blocks if b["type"] == "rich_text"))))
    assert {f"[{number}]" for number in numbers} <= set(re.findall(r"\[\d+\]", said))
    assert set(buttons(rendered, "show_source")) == {f"{KEY}:{number}" for number in numbers}


@settings(deadline=None)
@given(ANSWERS)
def test_what_is_pressed_carries_only_keys_and_numbers(given: Answer) -> None:
    rendered = slack.answer(given, key=KEY, refer=True, shareable=True, deletable=True, simple=True)

    for element in block_kit.everything(rendered.blocks):
        assert re.fullmatch(rf"{KEY}(:(\d+|good|bad))?", element["value"])


@settings(deadline=None)
@given(ANSWERS)
def test_nothing_in_the_fallback_text_can_ping_or_link(given: Answer) -> None:
    rendered = slack.answer(given, key=KEY, standing=STANDING)

    assert "<" not in rendered.text
    assert ">" not in rendered.text
    assert not re.search(r"&(?!(amp|lt|gt);)", rendered.text)


@pytest.mark.parametrize("text", [text for text in NASTY if clean(text)])
def test_text_of_a_model_is_shown_letter_by_letter(text: str) -> None:
    rendered = slack.answer(answer(text), key=KEY)

    assert clean(text) in shown(rendered)
    assert "mrkdwn" not in str(rendered.blocks)


def test_the_answer_comes_first_with_its_marks_then_its_sources() -> None:
    rendered = slack.answer(answer("One.", "Two."), key=KEY, standing=STANDING)

    types = [block["type"] for block in rendered.blocks]
    assert types == ["rich_text", "container", "context", "context_actions"]
    assert "".join(block_kit.texts(rendered.blocks[0])) == "One. [1]\n\nTwo. [2]"
    assert STANDING in shown(rendered)


def test_the_source_list_is_collapsed_and_each_source_says_where_it_is_from() -> None:
    rendered = slack.answer(answer("One."), key=KEY)

    sources = rendered.blocks[1]
    assert sources["is_collapsible"]
    assert sources["default_collapsed"]
    assert [*block_kit.texts(sources)] == [
        "1 source",
        "[1] Title 1 (22 July 2025)",
        "“200 applications”",
        "Show source 1",
        "Show source 1: Title 1 (22 July 2025)",
    ]


def test_a_source_in_another_language_or_from_a_teaser_says_so() -> None:
    cited = citation(kind=Kind.FURNITURE, language="es", date=None)
    given = Answer(Question("?"), Outcome.ANSWERED, (Statement("One.", (cited,)),))

    assert "[1] Title 1 (no date given) · in Spanish · teaser, not the article’s own text" in shown(
        slack.answer(given, key=KEY)
    )


def test_older_workspaces_get_the_same_without_new_blocks() -> None:
    given = answer("One.", "Two.")

    new, old = (slack.answer(given, key=KEY, simple=simple) for simple in (False, True))

    assert {b["type"] for b in old.blocks} <= {"rich_text", "context", "section", "actions", "divider"}
    assert buttons(old, "show_source") == buttons(new, "show_source")
    assert buttons(old, "feedback") == [f"{KEY}:good", f"{KEY}:bad"]
    assert old.text == new.text


def test_feedback_buttons_carry_the_rating() -> None:
    rendered = slack.answer(answer("One."), key=KEY)

    (marks,) = rendered.blocks[-1]["elements"]
    assert marks["action_id"] == "feedback"
    assert (marks["positive_button"]["value"], marks["negative_button"]["value"]) == (
        f"{KEY}:good",
        f"{KEY}:bad",
    )


def test_where_sources_disagree_each_side_is_named_with_its_date() -> None:
    given = answer("It is 5.", "It is 7.", outcome=Outcome.SOURCES_DISAGREE, reply="They do not agree.")

    rendered = slack.answer(given, key=KEY)

    said = "\n".join("".join(block_kit.texts(block)) for block in rendered.blocks[:5])
    assert said.split("\n") == [
        "They do not agree.",
        "",
        "Title 1 (22 July 2025) says:",
        "It is 5. [1]",
        "Title 2 (22 July 2025) says:",
        "It is 7. [2]",
        *said.split("\n")[6:],
    ]


def test_closest_lines_are_said_to_be_the_closest_and_stand_below_the_reply() -> None:
    given = answer("A line.", outcome=Outcome.NOT_IN_SOURCES, reply="The sources do not answer this.")

    rendered = slack.answer(given, key=KEY)

    assert "".join(block_kit.texts(rendered.blocks[:2])) == (
        "The sources do not answer this.\n\nClosest lines, not an answerA line. [1]"
    )


def test_a_suggestion_stands_whole_beside_its_button() -> None:
    long = "What has been said about " + "very " * 20 + "long questions?"
    given = answer(outcome=Outcome.NOT_IN_SOURCES, reply="No.", suggestions=("Who?", long))

    rendered = slack.answer(given, key=KEY)

    assert long in shown(rendered)
    assert buttons(rendered, "ask_suggestion") == [f"{KEY}:0", f"{KEY}:1"]


def test_a_suggestion_keeps_its_number_when_another_is_empty() -> None:
    given = answer(outcome=Outcome.NOT_IN_SOURCES, reply="No.", suggestions=("", "Who?"))

    assert buttons(slack.answer(given, key=KEY), "ask_suggestion") == [f"{KEY}:1"]


def test_a_declined_question_has_no_sources_and_no_standing_line() -> None:
    given = answer(outcome=Outcome.DECLINED_EMPTY, reply="Type a question.")

    rendered = slack.answer(given, key=KEY, standing=STANDING, feedback=False)

    assert shown(rendered) == "Type a question."
    assert rendered.text == "Type a question."


def test_a_long_answer_says_that_it_was_shortened_and_keeps_the_marks_of_what_went() -> None:
    given = answer(*("A long sentence goes on. " * 40 for _ in range(20)))

    rendered = slack.answer(given, key=KEY)

    assert "… shortened: open the source [7] [8]" in shown(rendered).replace("\n [", " [").replace("\n\n", "")


def test_a_source_without_room_for_its_quote_keeps_its_button() -> None:
    said = tuple(Statement(f"S{n}.", (citation(n, "words " * 90),)) for n in range(1, 41))
    given = Answer(Question("?"), Outcome.ANSWERED, said)

    rendered = slack.answer(given, key=KEY)

    assert "Further sources" in shown(rendered)
    assert len(buttons(rendered, "show_source")) == 40


def test_more_sources_than_there_can_be_buttons_for_keep_the_limits_and_are_counted() -> None:
    said = tuple(Statement(f"S{n}.", (citation(n),)) for n in range(1, 301))

    rendered = slack.answer(Answer(Question("?"), Outcome.ANSWERED, said), key=KEY)

    block_kit.check_message(rendered.text, rendered.blocks)
    assert "more are not shown" in shown(rendered)


def test_the_note_stands_above_everything() -> None:
    rendered = slack.answer(answer("One."), key=KEY, note="The question was edited.")

    assert next(block_kit.texts(rendered.blocks)) == "The question was edited."
    assert rendered.text.startswith("The question was edited.")


def test_a_follow_up_shows_what_was_looked_up() -> None:
    given = answer("One.", standalone="How many applications were there?")

    assert "Looked up as: How many applications were there?" in shown(slack.answer(given, key=KEY))


def test_a_private_reply_can_be_shared() -> None:
    rendered = slack.private(answer("One."), key=KEY, refer=True)

    assert buttons(rendered, "share") == [KEY]
    assert buttons(rendered, "refer") == [KEY]


def test_only_those_named_see_the_delete_button() -> None:
    rendered = slack.answer(answer("One."), key=KEY, deletable=True, deleters=("U1",))

    (trash,) = [e for e in block_kit.everything(rendered.blocks) if e["action_id"] == "delete_reply"]
    assert trash["visible_to_user_ids"] == ["U1"]
    assert trash["confirm"]


def test_a_streamed_answer_leaves_only_what_stands_below_it() -> None:
    given = answer("One.")

    assert slack.streamed(given) == "One. [1]"
    assert "One." not in shown(slack.answer(given, key=KEY, body=False))


@given(ANSWERS)
@settings(deadline=None)
def test_streamed_text_can_neither_ping_nor_link_nor_end_its_line(given: Answer) -> None:
    text = slack.streamed(given)

    assert len(text) <= 12_000
    assert "<" not in text
    assert not re.search(r"(?<!\\)`|(?<!\\)\](?!\s|$|\d)\(", text)


@given(TEXTS)
def test_escaped_text_has_no_open_sign(text: str) -> None:
    escaped = slack.escape(text)

    assert not re.search(r"[<>]|&(?!(amp|lt|gt);)", escaped)
