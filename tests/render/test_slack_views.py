"""Slack's modals, the Home tab, summaries and short messages."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.feedback import Reason
from bot.chat.library import Surroundings
from bot.chat.rooms import FollowUps, Room
from bot.render import slack
from bot.render.shown import FOLLOW_UPS, REASONS, Holding, place
from config.replies import load
from tests.render import block_kit
from tests.render.values import CITATIONS, ROOMS, TEXTS, citation

REPLIES = load()
KEY = "0a1b2c3d"
HOST = "acme.slack.com"
FOUND = Surroundings("It says that ", "200 applications", " arrived.", citation())


def shown(blocks: object) -> str:
    return "\n".join(block_kit.texts(blocks))


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS, CITATIONS, st.booleans())
def test_every_source_keeps_every_limit(
    before: str, quote: str, after: str, cited: object, changed: bool
) -> None:
    found = Surroundings(before * 9, quote * 30, after * 9, cited, changed)  # type: ignore[arg-type]

    block_kit.check_view(slack.source_view(found, found.citation, 3, REPLIES.messages))


def test_a_source_shows_the_cited_words_in_bold_where_they_stand() -> None:
    view = slack.source_view(FOUND, citation(), 2, REPLIES.messages)

    (quoted,) = (b for b in view["blocks"] if b["type"] == "rich_text")
    runs = quoted["elements"][0]["elements"]
    assert quoted["elements"][0]["type"] == "rich_text_quote"
    assert [(run["text"], run.get("style")) for run in runs] == [
        ("… It says that ", None),
        ("200 applications", {"bold": True}),
        (" arrived. …", None),
    ]
    assert view["title"]["text"] == "Source 2"


def test_a_source_says_its_title_date_and_document_and_repeats_the_cited_words() -> None:
    text = shown(slack.source_view(FOUND, citation(), 2, REPLIES.messages))

    assert "Title 1 (22 July 2025)\n1.txt" in text
    assert "Cited words: “200 applications”" in text


def test_where_a_document_begins_and_ends_there_are_no_dots() -> None:
    whole = replace(FOUND, starts=True, ends=True)

    assert "…" not in shown(slack.source_view(whole, citation(), 1, REPLIES.messages))


def test_a_source_that_has_changed_says_so() -> None:
    changed = Surroundings("", "200 applications", "", citation(), changed=True)

    assert REPLIES.messages.source_changed in shown(
        slack.source_view(changed, citation(), 1, REPLIES.messages)
    )


def test_a_source_that_is_gone_shows_nothing_of_itself() -> None:
    view = slack.source_view(None, citation(quote="secret"), 1, REPLIES.messages)

    block_kit.check_view(view)
    assert "secret" not in str(view)
    assert "Title 1" not in str(view)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(Holding, TEXTS, st.integers(0, 10**9), st.just((("A", "2025-07-22"), ("", None)))),
        max_size=40,
    ),
    st.lists(TEXTS, max_size=30),
    st.booleans(),
)
def test_the_home_tab_keeps_every_limit(known: list[Holding], asked: list[str], admin: bool) -> None:
    block_kit.check_view(slack.home_view(REPLIES, known, asked, days=365, settings=admin))
    rendered = slack.sources(REPLIES, known)
    block_kit.check_message(rendered.text, rendered.blocks)


def test_the_home_tab_says_what_it_knows_what_you_asked_and_how_to_have_it_deleted() -> None:
    known = [Holding("default", 2, (("Zones for growth", "2025-07-22"),))]

    view = slack.home_view(REPLIES, known, ["How many?"], days=30)

    text = shown(view)
    assert "default\n: 2 documents\nZones for growth (22 July 2025)" in text
    assert "How many?" in text
    assert "kept for 30 days" in text
    assert REPLIES.messages.complaint in text
    (delete,) = block_kit.everything(view["blocks"])
    assert delete["action_id"] == "delete_my_data"
    assert delete["confirm"]


def test_an_empty_home_tab_says_so() -> None:
    text = shown(slack.home_view(REPLIES, [], [], days=30))

    assert REPLIES.messages.nothing_ingested in text
    assert REPLIES.messages.nothing_asked in text


@settings(deadline=None)
@given(ROOMS, st.lists(TEXTS, max_size=120), st.sampled_from(("good", "bad")), TEXTS)
def test_every_form_keeps_every_limit(room: Room, names: list[str], rating: str, question: str) -> None:
    block_kit.check_view(slack.settings_view(room, names, meta="C1"))
    block_kit.check_view(slack.feedback_view(KEY, rating, REPLIES))
    block_kit.check_view(slack.refer_view(KEY, REPLIES))
    block_kit.check_view(slack.ask_view(REPLIES, question=question))


def test_the_settings_form_shows_what_is_set() -> None:
    room = Room(("b",), FollowUps.ALWAYS, ("slack:T1:U1",), True, False, True, "C9")

    view = slack.settings_view(room, ["a", "b"], meta="C1")

    fields = {block["block_id"]: block["element"] for block in view["blocks"]}
    assert [option["value"] for option in fields["collections"]["options"]] == ["b", "a"]
    assert [option["value"] for option in fields["collections"]["initial_options"]] == ["b"]
    assert fields["follow_ups"]["initial_option"]["value"] == "always"
    assert fields["allowed"]["initial_users"] == ["U1"]
    assert [option["value"] for option in fields["replies"]["initial_options"]] == ["private"]
    assert [option["value"] for option in fields["admits"]["initial_options"]] == ["outsiders"]
    assert fields["refer_to"]["initial_conversation"] == "C9"
    assert "initial_user" not in fields["refer_to_person"]
    assert view["private_metadata"] == "C1"


def test_the_settings_form_shows_a_person_who_is_asked() -> None:
    fields = {b["block_id"]: b["element"] for b in slack.settings_view(Room(refer_to="U7"), [])["blocks"]}

    assert fields["refer_to_person"]["initial_user"] == "U7"
    assert "initial_conversation" not in fields["refer_to"]


def test_the_feedback_form_asks_why_only_where_an_answer_is_bad() -> None:
    bad, good = (slack.feedback_view(KEY, rating, REPLIES) for rating in ("bad", "good"))

    assert [block["block_id"] for block in bad["blocks"]] == ["reason", "comment"]
    assert [block["block_id"] for block in good["blocks"]] == ["comment"]
    assert bad["private_metadata"] == f"{KEY}:bad"


def test_the_forms_offer_what_the_records_know() -> None:
    assert list(REASONS) == [reason.value for reason in Reason]
    assert list(FOLLOW_UPS) == [policy.value for policy in FollowUps]


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(0, "first"), (2, "third"), (9, "tenth"), (10, "11th"), (20, "21st"), (110, "111th"), (1233, "1,234th")],
)
def test_a_place_in_the_queue_is_in_words_up_to_the_tenth(ahead: int, said: str) -> None:
    assert place(ahead) == said
    assert slack.queue(ahead, REPLIES).text == f"You are {said} in the queue."


def test_work_under_way_can_be_stopped() -> None:
    rendered = slack.working("Searching the sources", KEY)

    block_kit.check_message(rendered.text, rendered.blocks)
    (stop,) = block_kit.everything(rendered.blocks)
    assert (stop["action_id"], stop["value"]) == ("stop", KEY)
