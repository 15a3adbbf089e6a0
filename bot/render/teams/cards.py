"""The Adaptive Card pieces of our messages and forms; text stands in runs, which show it letter by letter."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.render.cut import clean, shortened

Json = dict[str, Any]
"""A finished payload, or a piece of one."""

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
LONGEST_CARD = 25_000
"""Bytes; Teams takes 28 KB."""


def card(body: Iterable[Json], actions: Sequence[Json] = (), *, fallback: str = "") -> Json:
    """`fallback` is what stands where a card cannot be shown."""
    shown: Json = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": list(body),
    }
    told = {"fallbackText": shortened(clean(fallback), 500)} if fallback else {}
    return shown | told | ({"actions": list(actions)} if actions else {})


def attachment(content: Json) -> Json:
    return {"contentType": ADAPTIVE, "content": content}


def run(text: str, **style: object) -> Json:
    return {"type": "TextRun", "text": text} | style


def text(*runs: Json, **more: object) -> Json:
    """One paragraph."""
    return {"type": "RichTextBlock", "inlines": [each for each in runs if each["text"]]} | more


def words(value: str, **style: object) -> Json:
    """A paragraph in one style; a space where there would be nothing, which Teams refuses."""
    return text(run(clean(value) or " ", **style))


def heading(value: str) -> Json:
    return words(value, weight="bolder", size="medium")


def row(value: str, action: Json) -> Json:
    """A paragraph with a button beside it."""
    button = {"type": "Column", "width": "auto", "items": [{"type": "ActionSet", "actions": [action]}]}
    return {
        "type": "ColumnSet",
        "columns": [{"type": "Column", "width": "stretch", "items": [words(value)]}, button],
    }


def quiet(value: str) -> Json:
    return words(value, isSubtle=True, size="small")


def set_off(items: Iterable[Json]) -> Json:
    """A box round a quotation."""
    return {"type": "Container", "style": "emphasis", "items": list(items)}


def press(action: str, title: str, value: str, *, tooltip: str = "") -> Json:
    """A button on a message; what it carries is a name and an opaque key."""
    data = {"action": action, "value": value}
    return _button("Action.Execute", title, tooltip) | {"verb": action, "data": data}


def opens(action: str, title: str, value: str, *, tooltip: str = "") -> Json:
    """A button that opens a dialog."""
    data = {"msteams": {"type": "task/fetch"}, "action": action, "value": value}
    return _button("Action.Submit", title, tooltip) | {"data": data}


def asks(question: str) -> Json:
    """A button that says something in the name of who presses it, as if they had typed it."""
    return _button("Action.Submit", question, "") | {
        "data": {"msteams": {"type": "imBack", "value": question}}
    }


def submit(action: str, title: str, value: str) -> Json:
    """The button under a form."""
    return _button("Action.Submit", title, "") | {"data": {"action": action, "value": value}}


def choices(name: str, label: str, options: Mapping[str, str], chosen: Iterable[str], **more: object) -> Json:
    """`options` are titles by value."""
    listed = [{"title": clean(title) or value, "value": value} for value, title in options.items()]
    field = {"type": "Input.ChoiceSet", "id": name, "label": label, "choices": listed}
    return field | {"value": ",".join(chosen)} | more


def people(name: str, label: str, chosen: Iterable[str], *, several: bool) -> Json:
    """A people picker; it gives directory ids."""
    query = {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
    return choices(name, label, {}, chosen, isMultiSelect=several) | {"choices.data": query}


def toggle(name: str, title: str, *, on: bool) -> Json:
    return {"type": "Input.Toggle", "id": name, "title": title, "value": "true" if on else "false"}


def field(name: str, label: str, longest: int, *, placeholder: str = "", value: str = "") -> Json:
    shown = {"type": "Input.Text", "id": name, "label": label, "isMultiline": True, "maxLength": longest}
    return shown | {"placeholder": placeholder, "value": value}


def written(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def weight(content: Json) -> int:
    """Bytes of a card on the wire."""
    return len(written(content).encode())


def _button(kind: str, title: str, tooltip: str) -> Json:
    told = {"tooltip": shortened(clean(tooltip), 60)} if tooltip else {}
    return {"type": kind, "title": shortened(clean(title), 60) or "Open"} | told
