"""Slack's modals, the Home tab, summaries and short messages."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefings.values import Noted, Summary
from bot.chat.feedback import Reason
from bot.chat.library import Surroundings
from bot.chat.rooms import FollowUps, Room
from bot.domain import Answer, Outcome, Turn
from bot.render import slack
from bot.render.shown import FOLLOW_UPS, REASONS, Holding, own_link, place
from config.replies import load
from tests.render import block_kit
from tests.render.values import ANSWERS, CITATIONS, TEXTS, answer, citation

REPLIES = load()
KEY = "0a1b2c3d"
HOST = "acme.slack.com"
LINK = f"https://{HOST}/archives/C1/p1700000000000100"
FOUND = Surroundings("It says that ", "200 applications", " arrived.", citation())


def noted(text: str, quote: str = "", **given: object) -> Noted:
    known = {"link": LINK, "author": "Amina", "at": datetime(2026, 7, 3, 13, 5, tzinfo=UTC)}
    return Noted(text, quote or text, **(known | given))  # type: ignore[arg-type]


NOTED = st.builds(
    Noted,
    text=TEXTS,
    quote=TEXTS.filter(str.strip),
    link=st.one_of(st.just(LINK), TEXTS),
    author=TEXTS,
    owner=TEXTS,
    due=TEXTS,
)
NOTES = st.lists(NOTED, max_size=12).map(tuple)
SUMMARIES = st.builds(Summary, TEXTS, NOTES, NOTES, NOTES, NOTES, TEXTS)


def shown(blocks: object) -> str:
    return "\n".join(block_kit.texts(blocks))


@settings(max_examples=50, deadline=None)
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


@settings(max_examples=50, deadline=None)
@given(SUMMARIES, st.booleans())
def test_every_summary_keeps_every_limit_and_links_only_to_slack(given: Summary, share: bool) -> None:
    rendered = slack.summary(given, hosts=(HOST,), key=KEY, shareable=share)

    block_kit.check_message(rendered.text, rendered.blocks)
    assert set(re.findall(r"'url': '([^']*)'", str(rendered.blocks))) <= {LINK}


def test_a_summary_has_its_sections_with_owner_date_and_source() -> None:
    given = Summary(
        "#general today",
        main=(noted("The road opens."),),
        actions=(noted("Send the plan.", owner="Ben", due="4 July"),),
        notice="Check it.",
    )

    rendered = slack.summary(given, hosts=(HOST,))

    assert shown(rendered.blocks).split("\n") == [
        "#general today",
        "Main points",
        *("The road opens.", " · ", "Amina, 3 July 2026, 14:05"),
        "Actions",
        *("Send the plan.", " · owner: Ben · due: 4 July", " · ", "Amina, 3 July 2026, 14:05"),
        "Check it.",
    ]
    assert rendered.text.startswith("#general today\nMain points:\n• The road opens.")


def test_a_summary_of_a_document_quotes_its_source() -> None:
    given = Summary("Title", main=(noted("It grew.", quote="It grew by 5%.", link="", author="", at=None),))

    assert "“It grew by 5%.”" in shown(slack.summary(given).blocks)


def test_a_long_section_leaves_room_for_the_others_and_counts_what_is_left_out() -> None:
    long = tuple(noted(f"Point {n}. " + "words " * 50) for n in range(60))

    rendered = slack.summary(Summary("Title", main=long, actions=(noted("Do it."),)), hosts=(HOST,))

    assert re.search(r"\d+ more are not shown\.", shown(rendered.blocks))
    assert "Do it." in shown(rendered.blocks)


@pytest.mark.parametrize(
    "link",
    [
        "http://acme.slack.com/archives/C1/p1",
        "https://evil.example/archives/C1/p1",
        "https://acme.slack.com.evil.example/a",
        "https://acme.slack.com@evil.example/a",
        "https://evil.example\\@acme.slack.com/a",
        "https://acme.slack.com:8443/archives/C1/p1",
        "javascript:alert(1)",
        "https://acme.slack.com/a|b>",
        "https://acme.slack.com/a b",
        "https://acme.slack.com/\u202ea",
        "//acme.slack.com/a",
        "https://[acme.slack.com/a",
        "",
    ],
)
def test_a_link_that_could_lead_elsewhere_is_left_out(link: str) -> None:
    assert own_link(link, (HOST,)) == ""


def test_a_permalink_of_the_platform_is_kept() -> None:
    assert own_link(f"{LINK}?thread_ts=1.2&cid=C1", (HOST,)) == f"{LINK}?thread_ts=1.2&cid=C1"


@settings(max_examples=50, deadline=None)
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


ROOMS = st.builds(
    Room,
    collections=st.lists(TEXTS, max_size=5).map(tuple),
    follow_ups=st.sampled_from(FollowUps),
    allowed=st.lists(st.sampled_from(("slack:T1:U1", "slack:T1:U2", "teams:t:x")), unique=True).map(tuple),
    private=st.booleans(),
    admits_guests=st.booleans(),
    admits_outsiders=st.booleans(),
    refer_to=st.sampled_from(("", "C1", "U1")),
)


@settings(max_examples=50, deadline=None)
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


@settings(max_examples=50, deadline=None)
@given(ANSWERS, TEXTS, TEXTS, TEXTS)
def test_every_hand_off_keeps_every_limit(given: Answer, comment: str, link: str, earlier: str) -> None:
    turns = (Turn(earlier, earlier, Outcome.ANSWERED),) * 5

    rendered = slack.handoff(
        given, asker="U1", link=link, hosts=(HOST,), comment=comment, earlier=turns, marking="SECRET"
    )

    block_kit.check_message(rendered.text, rendered.blocks)
    assert "'url'" not in str(rendered.blocks)


def test_a_hand_off_says_who_asks_what_and_what_was_found() -> None:
    turns = (Turn("Where?", "Here.", Outcome.ANSWERED),)

    rendered = slack.handoff(
        answer("One."), asker="U1", link=LINK, hosts=(HOST,), comment="Urgent", earlier=turns
    )

    assert "'user_id': 'U1'" in str(rendered.blocks)
    assert LINK in str(rendered.blocks)
    for said in ("How many?", "They add: Urgent", "Where?\n\nHere.", "One.", "“200 applications”"):
        assert said in shown(rendered.blocks)


def test_a_hand_off_has_no_buttons_since_they_work_only_where_it_was_asked() -> None:
    given = answer("One.", outcome=Outcome.NOT_IN_SOURCES, suggestions=("Who?",))

    assert not list(block_kit.everything(slack.handoff(given, asker="U1").blocks))


@pytest.mark.parametrize("asker", ["", "U1|x>", "<!channel>", "W", "u1"])
def test_only_a_slack_user_is_named_by_id(asker: str) -> None:
    assert "user_id" not in str(slack.handoff(answer("One."), asker=asker).blocks)


def test_help_says_what_can_be_typed() -> None:
    rendered = slack.help(REPLIES)

    block_kit.check_message(rendered.text, rendered.blocks)
    assert "/briefing summary" in shown(rendered.blocks)
