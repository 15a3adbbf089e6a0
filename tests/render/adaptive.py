"""What Microsoft publishes of the limits of Teams' messages and cards, as one check."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from markdown_it import MarkdownIt

Json = Mapping[str, Any]
KNOWN = {
    "RichTextBlock",
    "Container",
    "ColumnSet",
    "ActionSet",
    "Input.ChoiceSet",
    "Input.Text",
    "Input.Toggle",
}
ACTIONS = {"Action.Execute", "Action.Submit", "Action.OpenUrl"}


def check_activity(activity: Json) -> None:
    whole = json.dumps(activity, ensure_ascii=False)
    whole.encode()
    assert len(whole.encode("utf-16-le")) <= 40 * 1024
    assert activity["text"].strip()
    for entity in activity.get("entities", ()):
        claims = entity.get("citation", [])
        assert len(claims) <= 10
        assert [claim["position"] for claim in claims] == list(range(1, len(claims) + 1))
        for claim in claims:
            _check_appearance(claim["appearance"])
    for shown in activity.get("attachments", ()):
        check_card(shown["content"])
    for action in activity.get("suggestedActions", {}).get("actions", ()):
        assert 0 < len(action["title"]) <= 60
        assert action["value"]


def check_card(card: Json) -> None:
    assert len(json.dumps(card, ensure_ascii=False).encode()) <= 25_000
    ids = [element["id"] for element in _elements(card["body"]) if "id" in element]
    assert len(ids) == len(set(ids))
    for element in _elements(card["body"]):
        _check_element(element)
    for action in actions(card):
        assert action["type"] in ACTIONS
        assert 0 < len(action["title"]) <= 60


def actions(card: Json) -> Iterator[Json]:
    yield from card.get("actions", ())
    for element in _elements(card["body"]):
        yield from element.get("actions", ())


def runs(card: Json) -> list[Json]:
    found = (e for e in _elements(card["body"]) if e["type"] == "RichTextBlock")
    return [run for block in found for run in block["inlines"]]


def words(card: Json) -> str:
    return "\n".join(run["text"] for run in runs(card))


def read(markdown: str) -> str:
    """What a person reads of Markdown: its text without its signs."""
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)
    return unescape(re.sub(r"<[^>]*>", "", html))


def tags(markdown: str) -> set[str]:
    """The elements that Markdown makes."""
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)
    return set(re.findall(r"<(\w+)", html))


def _elements(body: object) -> Iterator[Json]:
    for element in body if isinstance(body, list) else []:
        yield element
        yield from _elements(element.get("items", []))
        for column in element.get("columns", []):
            yield from _elements(column["items"])


def _check_appearance(shown: Json) -> None:
    assert 0 < len(shown["name"]) <= 80
    assert 0 < len(shown["abstract"]) <= 160
    assert len(shown.get("keywords", ())) <= 3
    assert all(0 < len(word) <= 28 for word in shown.get("keywords", ()))
    if "text" in shown:
        check_card(json.loads(shown["text"]))


def _check_element(element: Json) -> None:
    assert element["type"] in KNOWN, "a text block would read the text of documents as Markdown"
    if element["type"] == "RichTextBlock":
        assert element["inlines"]
        assert all(run["text"] for run in element["inlines"])
    if element["type"] == "ActionSet":
        assert 0 < len(element["actions"]) <= 6
    if element["type"].startswith("Input."):
        assert element["id"]
    if element["type"] == "Input.ChoiceSet" and element["choices"]:
        values = {choice["value"] for choice in element["choices"]}
        assert set(filter(None, element["value"].split(","))) <= values
