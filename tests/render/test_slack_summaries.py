"""Summaries and hand-offs as Slack messages."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefings.values import Summary
from bot.chat.library import Surroundings
from bot.domain import Answer, Outcome, Turn
from bot.render import slack
from bot.render.shown import own_link
from config.replies import load
from tests.render import block_kit
from tests.render.values import ANSWERS, LINK, SUMMARIES, TEXTS, answer, citation, noted

REPLIES = load()
KEY = "0a1b2c3d"
HOST = "acme.slack.com"
FOUND = Surroundings("It says that ", "200 applications", " arrived.", citation())


def shown(blocks: object) -> str:
    return "\n".join(block_kit.texts(blocks))


@settings(deadline=None)
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


@settings(deadline=None)
@given(ANSWERS, TEXTS, TEXTS, TEXTS)
def test_every_hand_off_keeps_every_limit(given: Answer, comment: str, link: str, earlier: str) -> None:
    turns = (Turn(earlier, earlier, Outcome.ANSWERED),) * 5

    rendered = slack.handoff(
        given, asker="U1", link=link, hosts=(HOST,), comment=comment, earlier=turns, marking="SECRET"
    )

    block_kit.check_message(rendered.text, rendered.blocks)
    assert "'url'" not in str(rendered.blocks)


def test_a_hand_off_of_many_sides_shows_each_of_them() -> None:
    given = answer(*(f"It costs {n}." for n in range(30)), outcome=Outcome.SOURCES_DISAGREE)

    rendered = slack.handoff(given, asker="U1", earlier=(Turn("?", "?", Outcome.ANSWERED),) * 3)

    block_kit.check_message(rendered.text, rendered.blocks)
    assert all(f"It costs {n}." in shown(rendered.blocks) for n in range(30))


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
