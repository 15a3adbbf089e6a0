"""The check of blocks keeps every limit that Slack publishes, and takes what Slack takes."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.slack_server import Json, check_blocks, check_view

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: object) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(name: str = "go", text: str = "Go", **more: object) -> Json:
    return {"type": "button", "action_id": name, "text": plain(text), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(value: str = "a", text: str = "A") -> Json:
    return {"text": plain(text), "value": value}


def select(**more: object) -> Json:
    return {"type": "static_select", "action_id": "s", **more}


def cells(*texts: str) -> list[Json]:
    return [{"type": "raw_text", "text": text} for text in texts]


def table(rows: int = 1, columns: int = 1, text: str = "x") -> Json:
    return {"type": "table", "rows": [cells(*[text] * columns)] * rows}


def container(*children: Json, **more: object) -> Json:
    title = {"title": plain("Sources"), "is_collapsible": True, "default_collapsed": True}
    return {"type": "container", "child_blocks": list(children), **title, **more}


def feedback(value: str = "k:good") -> Json:
    sides = {"positive_button": {"text": plain("Good"), "value": value}}
    sides |= {"negative_button": {"text": plain("Bad"), "value": "k:bad"}}
    return {"type": "context_actions", "elements": [{"type": "feedback_buttons", "action_id": "f", **sides}]}


def context(*texts: str) -> Json:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


GOOD = {
    "nothing": [],
    "a section at its limit": [section("x" * 3000)],
    "ten fields": [{"type": "section", "fields": [mrkdwn("x" * 10)] * 10}],
    "fifty dividers": [{"type": "divider"}] * 50,
    "a header at its limit": [{"type": "header", "text": plain("x" * 150)}],
    "ten elements of context": [context(*"abcdefghij")],
    "an image with its size": [
        {"type": "image", "alt_text": "a", "image_url": "https://x.example/a.png", "image_width": 4}
    ],
    "twenty-five buttons": [actions(*(button(f"b{n}") for n in range(25)))],
    "a button with a confirmation": [
        actions(
            button(
                confirm={"title": plain("t"), "text": plain("x"), "confirm": plain("y"), "deny": plain("n")}
            )
        )
    ],
    "feedback and a bin": [
        feedback(),
        {
            "type": "context_actions",
            "elements": [{"type": "icon_button", "icon": "trash", "text": plain("x")}],
        },
    ],
    "markdown at its limit": [{"type": "markdown", "text": "x" * 12_000}],
    "a table": [table(100, 20)],
    "a container of sections": [container(section(), context("a"), actions(button()))],
    "a menu": [section(accessory=select(options=[option()] * 100))],
    "an alert": [{"type": "alert", "text": mrkdwn("x"), "level": "warning"}],
    "a carousel": [{"type": "carousel", "elements": [{"type": "card", "title": mrkdwn("x")}] * 10}],
}
BAD: Mapping[str, tuple[list[Json], str]] = {
    "51 blocks": ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    "an unknown block": ([{"type": "song"}], "unsupported type: song [json-pointer:/blocks/0/type]"),
    "a long name of a block": (
        [
            {
                "type": "input",
                "label": plain("x"),
                "element": {"type": "plain_text_input"},
                "block_id": "b" * 256,
            }
        ],
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    "a long section": (
        [section("x" * 3001)],
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    "an empty section": (
        [section("")],
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    "a section of nothing": (
        [{"type": "section"}],
        "missing required field: text or fields [json-pointer:/blocks/0]",
    ),
    "11 fields": (
        [{"type": "section", "fields": [mrkdwn("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    "a long header": (
        [{"type": "header", "text": plain("x" * 151)}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    "a header in mrkdwn": (
        [{"type": "header", "text": mrkdwn("x")}],
        "must be one of: plain_text [json-pointer:/blocks/0/text/type]",
    ),
    "11 elements of context": (
        [context(*"abcdefghijk")],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "26 buttons": (
        [actions(*(button(f"b{n}") for n in range(26)))],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "no buttons": ([actions()], "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    "a long button": (
        [actions(button(text="x" * 76))],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    "a long value": (
        [actions(button(value="x" * 2001))],
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    "a value that is no text": (
        [actions(button(value=1))],
        "must be a string [json-pointer:/blocks/0/elements/0/value]",
    ),
    "a link to nowhere": (
        [actions(button(url="source 1"))],
        "must be a valid url [json-pointer:/blocks/0/elements/0/url]",
    ),
    "a style of one's own": (
        [actions(button(style="warning"))],
        "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    "a field that does not exist": (
        [actions(button(colour="red"))],
        "invalid additional property: colour [json-pointer:/blocks/0/elements/0]",
    ),
    "two buttons of one name": (
        [actions(button("a"), button("a"))],
        "action_id `a` already exists [json-pointer:/blocks/0/elements]",
    ),
    "two blocks of one name": (
        [section(block_id="a"), section(block_id="a")],
        "block_id `a` already exists [json-pointer:/blocks/1/block_id]",
    ),
    "a button in an input": (
        [{"type": "input", "label": plain("x"), "element": button()}],
        "unsupported type: button [json-pointer:/blocks/0/element/type]",
    ),
    "feedback among buttons": (
        [actions(feedback()["elements"][0])],
        "unsupported type: feedback_buttons [json-pointer:/blocks/0/elements/0/type]",
    ),
    "6 context actions": (
        [{"type": "context_actions", "elements": feedback()["elements"] * 6}],
        "no more than 5 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "a menu of nothing": (
        [section(accessory=select())],
        "must provide either options or option_groups [json-pointer:/blocks/0/accessory]",
    ),
    "a long option": (
        [section(accessory=select(options=[option(text="x" * 76)]))],
        "must be less than 76 characters [json-pointer:/blocks/0/accessory/options/0/text/text]",
    ),
    "two tables": (
        [table(), table()],
        "[only_one_table_allowed] no more than one table allowed [json-pointer:/blocks]",
    ),
    "101 rows": ([table(101)], "no more than 100 items allowed [json-pointer:/blocks/0/rows]"),
    "21 columns": ([table(1, 21)], "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
    "a large table": (
        [table(11, 1, "x" * 1000)],
        "[invalid_blocks] no more than 10000 characters in a table [json-pointer:/blocks]",
    ),
    "markdown in two pieces": (
        [{"type": "markdown", "text": "x" * 7000}] * 2,
        "[msg_blocks_too_long] no more than 12000 characters of markdown [json-pointer:/blocks]",
    ),
    "much text in all": (
        [section("x" * 2999)] * 5,
        "[msg_blocks_too_long] no more than 13200 characters of text [json-pointer:/blocks]",
    ),
    "11 children": (
        [container(*[section()] * 11)],
        "no more than 10 items allowed [json-pointer:/blocks/0/child_blocks]",
    ),
    "a container in a container": (
        [container(container(section()))],
        "unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]",
    ),
    "markdown in a container": (
        [container({"type": "markdown", "text": "x"})],
        "unsupported type: markdown [json-pointer:/blocks/0/child_blocks/0/type]",
    ),
    "a name used inside and outside": (
        [section(block_id="a"), container(section(block_id="a"))],
        "block_id `a` already exists [json-pointer:/blocks/2/block_id]",
    ),
    "11 cards": (
        [{"type": "carousel", "elements": [{"type": "card", "title": mrkdwn("x")}] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "no object": ([["section"]], "must provide an object [json-pointer:/blocks/0]"),  # type: ignore[list-item]
}


@pytest.mark.parametrize("blocks", GOOD.values(), ids=GOOD)
def test_what_slack_takes_is_taken(blocks: list[Json]) -> None:
    assert check_blocks(blocks) == []


@pytest.mark.parametrize(("blocks", "fault"), BAD.values(), ids=BAD)
def test_what_slack_refuses_is_named_with_its_place(blocks: list[Json], fault: str) -> None:
    assert fault in check_blocks(blocks)


@given(st.lists(WORDS, min_size=1, max_size=50))
def test_short_sections_are_always_taken(texts: list[str]) -> None:
    assert check_blocks([section(text) for text in texts]) == []


# Views


def modal(*blocks: Json, **more: object) -> Json:
    return {"type": "modal", "title": plain("Source"), "blocks": list(blocks), **more}


FIELD: Json = {
    "type": "input",
    "label": plain("Why?"),
    "element": {"type": "plain_text_input", "action_id": "w"},
}


@pytest.mark.parametrize(
    ("view", "fault"),
    [
        (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
        (
            modal(private_metadata="x" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (modal(*[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal(FIELD), "missing required field: submit [json-pointer:/view]"),
        (modal(table()), "unsupported type: table [json-pointer:/view/blocks/0/type]"),
        (
            modal(section("x" * 3001)),
            "must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]",
        ),
        (
            {"type": "home", "blocks": [], "title": plain("x")},
            "invalid additional property: title [json-pointer:/view]",
        ),
        ({"type": "page"}, "must be one of: modal, home [json-pointer:/view/type]"),
    ],
)
def test_a_view_that_slack_refuses_is_told_why(view: Json, fault: str) -> None:
    assert fault in check_view(view)


def test_a_view_at_its_limits_is_taken() -> None:
    home = {"type": "home", "blocks": [section(), actions(button())] * 50, "private_metadata": "x" * 3000}

    assert check_view(modal(FIELD, title=plain("x" * 24), submit=plain("x" * 24))) == []
    assert check_view(home) == []
