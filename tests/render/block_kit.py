"""What Slack publishes of Block Kit's limits, as one check of a message or a view."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.slack_server import blocks as published

Json = Mapping[str, Any]
LENGTHS = {"section": 3000, "header": 150, "context": 3000, "button": 75}
CHILDREN = {"section", "context", "actions", "divider", "header", "image", "table", "video"}
"""What Slack's own validator takes inside a container."""


def check_message(text: str, blocks: Sequence[Json]) -> None:
    json.dumps(blocks, ensure_ascii=False).encode()
    assert 0 < len(text) <= 4000
    assert 0 < len(list(_nested(blocks))) <= 50
    assert sum(len(shown) for shown in texts(blocks)) <= 11_500
    check_blocks(blocks)
    assert not published.check_blocks(blocks, "message")


def check_view(view: Json) -> None:
    json.dumps(view, ensure_ascii=False).encode()
    assert len(view["blocks"]) <= 100
    for name in ("title", "submit", "close"):
        if view["type"] == "modal" and name in view:
            assert 0 < len(view[name]["text"]) <= 24
    assert len(view.get("private_metadata", "")) <= 3000
    assert len(view.get("callback_id", "")) <= 255
    has_input = any(block["type"] == "input" for block in view["blocks"])
    assert not has_input or "submit" in view
    check_blocks(view["blocks"])
    assert not published.check_view(dict(view))


def check_blocks(blocks: Sequence[Json]) -> None:
    ids = [block["block_id"] for block in _nested(blocks) if "block_id" in block]
    assert len(ids) == len(set(ids))
    assert all(0 < len(name) <= 255 for name in ids)
    for block in _nested(blocks):
        _CHECKS[block["type"]](block)
        actions = Counter(element["action_id"] for element in elements(block))
        assert not actions or max(actions.values()) == 1


def elements(block: Json) -> Iterator[Json]:
    """What can be pressed or filled in within one block, but not in blocks within it."""
    for element in [block.get("accessory"), block.get("element"), *block.get("elements", ())]:
        if isinstance(element, Mapping) and "action_id" in element:
            _check_element(element)
            yield element


def everything(blocks: Sequence[Json]) -> Iterator[Json]:
    """Every element that can be pressed."""
    for block in _nested(blocks):
        yield from elements(block)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name in {"text", "accessibility_label"} and isinstance(inner, str):
                yield inner
            else:
                yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def _nested(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in blocks:
        yield block
        yield from _nested(block.get("child_blocks", ()))


def _check_text(text: Json, longest: int) -> None:
    assert text["type"] == "plain_text", "text of documents is shown letter by letter"
    assert text["emoji"] is False
    assert 0 < len(text["text"]) <= longest
    assert text["text"].strip()


def _section(block: Json) -> None:
    _check_text(block["text"], 3000)


def _header(block: Json) -> None:
    _check_text(block["text"], 150)


def _context(block: Json) -> None:
    assert 0 < len(block["elements"]) <= 10
    for element in block["elements"]:
        _check_text(element, 2000)


def _actions(block: Json) -> None:
    assert 0 < len(block["elements"]) <= 25


def _context_actions(block: Json) -> None:
    assert 0 < len(block["elements"]) <= 5
    assert {element["type"] for element in block["elements"]} <= {"feedback_buttons", "icon_button"}


def _container(block: Json) -> None:
    _check_text(block["title"], 150)
    assert 0 < len(block["child_blocks"]) <= 10
    assert {child["type"] for child in block["child_blocks"]} <= CHILDREN
    assert block["is_collapsible"] or not block["default_collapsed"]


def _rich_text(block: Json) -> None:
    assert block["elements"]
    assert sum(len(text) for text in texts(block)) <= 3000
    for element in block["elements"]:
        assert element["elements"]
        parts = element["elements"] if element["type"] == "rich_text_list" else [element]
        for part in parts:
            assert part["type"] in {"rich_text_section", "rich_text_quote"}
            assert part["elements"]
            for run in part["elements"]:
                assert run["type"] in {"text", "link", "user"}
                assert run["type"] == "user" or run["text"]


def _input(block: Json) -> None:
    _check_text(block["label"], 2000)
    assert block["block_id"]
    if "hint" in block:
        _check_text(block["hint"], 2000)


def _divider(_block: Json) -> None:
    pass


_CHECKS = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "container": _container,
    "rich_text": _rich_text,
    "input": _input,
    "divider": _divider,
}


def _check_element(element: Json) -> None:
    assert 0 < len(element["action_id"]) <= 255
    assert len(element.get("accessibility_label", "x")) in range(1, 76)
    for value in [element.get("value", ""), *(b["value"] for b in _ratings(element))]:
        assert len(value) <= 2000
    for text in [element.get("text"), *(b["text"] for b in _ratings(element))]:
        if text:
            _check_text(text, 75)
    _check_options(element)
    if "confirm" in element:
        for name, longest in {"title": 100, "text": 300, "confirm": 30, "deny": 30}.items():
            _check_text(element["confirm"][name], longest)
    assert len(element.get("visible_to_user_ids", ())) <= 10


def _ratings(element: Json) -> list[Json]:
    return [element[name] for name in ("positive_button", "negative_button") if name in element]


def _check_options(element: Json) -> None:
    if "options" not in element:
        return
    assert 0 < len(element["options"]) <= (10 if element["type"] in {"radio_buttons", "checkboxes"} else 100)
    for option in element["options"]:
        _check_text(option["text"], 75)
        assert 0 < len(option["value"]) <= 150
    assert element.get("initial_options", True)
    for chosen in element.get("initial_options", []):
        assert chosen in element["options"]
