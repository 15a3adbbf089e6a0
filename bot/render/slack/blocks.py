"""The Block Kit pieces of our messages and views; every text in them is data, shown letter by letter."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.render.cut import clean, shortened, size
from bot.render.slack.escape import escape

Json = dict[str, Any]
"""A finished payload, or a piece of one."""

LONGEST_BLOCK = 2_900
LONGEST_LABEL = 75
LONGEST_FALLBACK = 3_900


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: `text` is what notifications show, already escaped."""

    text: str
    blocks: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style; `link` is an address that was checked, `person` a Slack user's id."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    person: str = ""


def listened(action: str) -> re.Pattern[str]:
    """The action_ids of an action: its own name, or that and a suffix where several stand in one block."""
    return re.compile(rf"{re.escape(action)}(:[a-z0-9]+)?")


def fallback(text: str) -> str:
    """The plain words of a message within the limit of `text`, escaped."""
    return escape(shortened(clean(text), LONGEST_FALLBACK)) or "…"


def plain(text: str, limit: int = LONGEST_BLOCK) -> Json:
    """A text object that Slack shows as it stands."""
    return {"type": "plain_text", "text": shortened(clean(text), limit) or "…", "emoji": False}


def section(text: str, accessory: Json | None = None) -> Json:
    return {"type": "section", "text": plain(text)} | ({"accessory": accessory} if accessory else {})


def context(*texts: str) -> Json:
    return {"type": "context", "elements": [plain(text, 1_900) for text in texts[:10]]}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(text, 150)}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(action: str, text: str, value: str, *, label: str = "", **more: object) -> Json:
    """`label` is what a screen reader says, where `text` alone does not say what the button does."""
    named = {"accessibility_label": shortened(clean(label), LONGEST_LABEL)} if label else {}
    shown = {"type": "button", "text": plain(text, LONGEST_LABEL)}
    return shown | {"action_id": action, "value": value} | named | more


def confirm(title: str, text: str, yes: str, no: str = "Cancel") -> Json:
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def collapsible(title: str, children: Sequence[Json]) -> Json:
    """Up to ten blocks under a title that opens them."""
    return {
        "type": "container",
        "title": plain(title, 150),
        "child_blocks": list(children[:10]),
        "is_collapsible": True,
        "default_collapsed": True,
    }


def rich(runs: Iterable[Run]) -> list[Json]:
    """One paragraph, in as many blocks as its length needs."""
    return [_rich_text("rich_text_section", part) for part in _parted(runs)]


def quoted(runs: Iterable[Run]) -> list[Json]:
    """The same, set off as a quotation."""
    return [_rich_text("rich_text_quote", part) for part in _parted(runs)]


def bullets(points: Sequence[Sequence[Run]]) -> list[Json]:
    """A list, in as many blocks as its length needs."""
    blocks: list[Json] = []
    room = 0
    for part in (part for point in points for part in _parted(point)):
        spent = sum(size(run.text) for run in part)
        if not blocks or spent > room:
            blocks.append(_block({"type": "rich_text_list", "style": "bullet", "elements": []}))
            room = LONGEST_BLOCK
        blocks[-1]["elements"][0]["elements"].append(_element("rich_text_section", part))
        room -= spent
    return blocks


def view(kind: str, blocks: Sequence[Json], **more: object) -> Json:
    return {"type": kind, "blocks": list(blocks[:100])} | more


def modal(
    title: str, blocks: Sequence[Json], *, callback: str = "", submit: str = "", meta: str = ""
) -> Json:
    """A modal view; without `submit` it is only for reading."""
    shown = view("modal", blocks, title=plain(title, 24), close=plain("Cancel" if submit else "Close", 24))
    named = {"callback_id": callback} if callback else {}
    return shown | named | ({"submit": plain(submit, 24)} if submit else {}) | {"private_metadata": meta}


def asked(label: str, name: str, element: Json, *, hint: str = "", optional: bool = False) -> Json:
    """A field of a form; its block and its action have the same name."""
    shown = {"type": "input", "block_id": name, "label": plain(label, 2_000)}
    hinted = {"hint": plain(hint, 2_000)} if hint else {}
    return shown | hinted | {"element": element | {"action_id": name}, "optional": optional}


def option(text: str, value: str, description: str = "") -> Json:
    told = {"description": plain(description, LONGEST_LABEL)} if description else {}
    return {"text": plain(text, LONGEST_LABEL), "value": value} | told


def cost(shown: object) -> int:
    """The characters of all texts in a payload."""
    return sum(size(text) for text in texts(shown))


def texts(blocks: object) -> Iterator[str]:
    """Every text in a payload, for measuring it."""
    if isinstance(blocks, Mapping):
        for name, value in blocks.items():
            if isinstance(value, str) and name in {"text", "accessibility_label", "url"}:
                yield value
            else:
                yield from texts(value)
    elif isinstance(blocks, list | tuple):
        for value in blocks:
            yield from texts(value)


def _rich_text(kind: str, runs: Iterable[Run]) -> Json:
    return _block(_element(kind, runs))


def _block(element: Json) -> Json:
    return {"type": "rich_text", "elements": [element]}


def _element(kind: str, runs: Iterable[Run]) -> Json:
    return {"type": kind, "elements": [_run(run) for run in runs]}


def _run(run: Run) -> Json:
    if run.person:
        return {"type": "user", "user_id": run.person}
    style = {name: True for name in ("bold", "italic") if getattr(run, name)}
    shown: Json = {"type": "link", "url": run.link} if run.link else {"type": "text"}
    return shown | {"text": run.text} | ({"style": style} if style else {})


def _parted(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs in groups of at most a block's length."""
    group: list[Run] = []
    room = LONGEST_BLOCK
    for run in (run for run in runs if run.text or run.person):
        if group and size(run.text) > room:
            yield group
            group, room = [], LONGEST_BLOCK
        group.append(run)
        room -= size(run.text)
    if group:
        yield group
