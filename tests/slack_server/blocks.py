"""Checks blocks and views against Slack's published limits."""

from collections.abc import Iterator, Mapping, Sequence

from tests.slack_server.checks import (
    Check,
    Faults,
    anything,
    boolean,
    both,
    fault,
    items,
    nullable,
    number,
    one_of,
    plain,
    shape,
    string,
    text,
    typed,
    url,
)
from tests.slack_server.elements import (
    BUTTON,
    ID,
    IMAGE,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    SEEN,
    SLACK_FILE,
    URL_SOURCE,
    element,
)
from tests.slack_server.richtext import RICH_TEXT
from tests.slack_server.values import Json

MARKDOWN = 12_000
ALL_TEXT = 13_200
"""Not in the reference: where the API was seen to answer msg_blocks_too_long."""
CELLS = 10_000
BLOCK = {"block_id": ID}
RICH = shape({"elements": items(RICH_TEXT, most=1000)}, BLOCK)


def _section(value: object, pointer: str) -> Faults:
    if isinstance(value, Mapping) and not value.get("text") and not value.get("fields"):
        yield fault("missing required field: text or fields", pointer)


def _image(value: object, pointer: str) -> Faults:
    if isinstance(value, Mapping) and ("image_url" in value) == ("slack_file" in value):
        yield fault("must provide either image_url or slack_file", pointer)


def _card(value: object, pointer: str) -> Faults:
    if isinstance(value, Mapping) and not {"hero_image", "title", "body", "actions"} & set(value):
        yield fault("must provide one of: hero_image, title, body, actions", pointer)


def _container(value: object, pointer: str) -> Faults:
    if isinstance(value, Mapping) and not {"title", "rich_text_title"} & set(value):
        yield fault("missing required field: title or rich_text_title", pointer)


CELL = typed(
    {
        "raw_text": shape({"text": string(CELLS, 1)}),
        "raw_number": shape({"value": anything}, {"text": string(CELLS)}),
        "rich_text": RICH,
    }
)
CARD = both(
    shape(
        {},
        BLOCK
        | {
            "hero_image": IMAGE,
            "icon": IMAGE,
            "title": text(150),
            "subtitle": text(150),
            "body": text(200),
            "subtext": text(200),
            "slack_icon": anything,
            "actions": items(BUTTON, most=25),
        },
    ),
    _card,
)
COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})
STATUSES = one_of("pending", "in_progress", "complete", "error")
TASK = shape(
    {"task_id": ID, "title": string(256, 1)},
    BLOCK | {"details": RICH, "output": RICH, "sources": items(URL_SOURCE, most=50), "status": STATUSES},
)
SIMPLE: dict[str, Check] = {
    "actions": shape({"elements": items(element(IN_ACTIONS), least=1, most=25)}, BLOCK),
    "alert": shape(
        {"text": text(3000)}, BLOCK | {"level": one_of("default", "info", "warning", "error", "success")}
    ),
    "card": CARD,
    "carousel": shape({"elements": items(typed({"card": CARD}), least=1, most=10)}, BLOCK),
    "context": shape(
        {"elements": items(typed({"image": IMAGE, "mrkdwn": text(3000), "plain_text": text(3000)}), most=10)},
        BLOCK,
    ),
    "context_actions": shape(
        {"elements": items(element(frozenset({"feedback_buttons", "icon_button"})), least=1, most=5)}, BLOCK
    ),
    "data_table": shape(
        {"rows": items(items(CELL, least=1, most=20), least=2, most=201), "caption": string(3000)},
        BLOCK | {"page_size": number(1, 100), "row_header_column_index": number(0, 19)},
    ),
    "divider": shape({}, BLOCK),
    "file": shape({"external_id": ID, "source": one_of("remote")}, BLOCK),
    "header": shape({"text": plain(150)}, BLOCK | {"level": number(1, 4)}),
    "image": both(
        shape(
            {"alt_text": string(2000)},
            BLOCK | {"image_url": url, "slack_file": SLACK_FILE, "title": plain(2000), **SEEN},
        ),
        _image,
    ),
    "input": shape(
        {"label": plain(2000), "element": element(IN_INPUT)},
        BLOCK | {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "markdown": shape({"text": string(MARKDOWN, 1)}, BLOCK),
    "plan": shape({"title": string(256, 1)}, BLOCK | {"tasks": items(TASK, most=50)}),
    "rich_text": RICH,
    "section": both(
        shape(
            {},
            BLOCK
            | {
                "text": text(3000),
                "fields": items(text(2000), least=1, most=10),
                "accessory": element(IN_SECTION),
                "expand": boolean,
            },
        ),
        _section,
    ),
    "table": shape(
        {"rows": items(items(CELL, most=20), least=1, most=100)},
        BLOCK | {"column_settings": items(nullable(COLUMN), most=20)},
    ),
    "task_card": TASK,
    "video": shape(
        {"alt_text": string(2000), "title": plain(199), "thumbnail_url": url, "video_url": url},
        BLOCK
        | {
            "author_name": string(49),
            "description": plain(199),
            "provider_name": string(255),
            "provider_icon_url": url,
            "title_url": url,
        },
    ),
}
IN_CONTAINER = frozenset("actions context divider header image section table video".split())  # noqa: SIM905
"""Both in the reference and in what the live API was seen to accept; the two lists differ."""
CONTAINER = both(
    shape(
        {"child_blocks": items(typed(SIMPLE, IN_CONTAINER), least=1, most=10)},
        BLOCK
        | {
            "title": plain(150),
            "rich_text_title": RICH,
            "subtitle": text(150),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": IMAGE,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
    ),
    _container,
)
KINDS = SIMPLE | {"container": CONTAINER}
ONLY_MESSAGE = frozenset(
    "alert card carousel context_actions data_table file markdown plan table task_card".split()  # noqa: SIM905
)
SURFACES = {
    "message": frozenset(KINDS),
    "home": frozenset(KINDS) - ONLY_MESSAGE | {"data_table"},
    "modal": frozenset(KINDS) - ONLY_MESSAGE,
}


def check_blocks(blocks: Sequence[object], surface: str = "message") -> list[str]:
    """What Slack would refuse these blocks for. The surface: message, modal or home."""
    most = 50 if surface == "message" else 100
    faults = list(items(typed(KINDS, SURFACES[surface]), most=most)(list(blocks), "/blocks"))
    known = [block for block in _all(blocks) if isinstance(block, Mapping)]
    return [*faults, *_repeated(known), *_together(known, _size(list(blocks)))]


def check_view(view: Json) -> list[str]:
    """What Slack would refuse this modal or home for."""
    kind = str(view.get("type"))
    if kind not in {"modal", "home"}:
        return [fault("must be one of: modal, home", "/view/type")]
    common = {
        "private_metadata": string(3000),
        "callback_id": ID,
        "external_id": ID,
        "blocks": items(anything, most=100),
    }
    modal = {
        "close": plain(24),
        "submit": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    }
    check = shape({"title": plain(24)}, common | modal) if kind == "modal" else shape({}, common)
    faults = list(check(view, "/view"))
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        return [*faults, fault("missing required field: blocks", "/view")]
    inner = [
        f.replace("json-pointer:/blocks", "json-pointer:/view/blocks") for f in check_blocks(blocks, kind)
    ]
    if kind == "modal" and "submit" not in view and any(_is(block, "input") for block in blocks):
        inner.append(fault("missing required field: submit", "/view"))
    return [*faults, *inner]


def error_of(faults: Sequence[str]) -> str:
    """The error that chat.postMessage answers with for these faults."""
    codes = (code for code in ("only_one_table_allowed", "msg_blocks_too_long") if f"[{code}]" in faults[0])
    return next(codes, "invalid_blocks")


def markdown_in(blocks: Sequence[object]) -> str:
    return "".join(
        str(b.get("text", "")) for b in _all(blocks) if isinstance(b, Mapping) and _is(b, "markdown")
    )


def _is(block: object, kind: str) -> bool:
    return isinstance(block, Mapping) and block.get("type") == kind


def _all(blocks: Sequence[object]) -> Iterator[object]:
    for block in blocks:
        yield block
        inner = block.get("child_blocks") if isinstance(block, Mapping) else None
        if isinstance(inner, list):
            yield from _all(inner)


def _repeated(blocks: Sequence[Mapping[str, object]]) -> Faults:
    seen: set[object] = set()
    for place, block in enumerate(blocks):
        name = block.get("block_id")
        if name is not None and name in seen:
            yield fault(f"block_id `{name}` already exists", f"/blocks/{place}/block_id")
        seen.add(name)
        actions = [item.get("action_id") for item in _elements(block)]
        for action in {a for a in actions if a is not None and actions.count(a) > 1}:
            yield fault(f"action_id `{action}` already exists", f"/blocks/{place}/elements")


def _elements(block: Mapping[str, object]) -> list[Mapping[str, object]]:
    found = block.get("elements")
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _together(blocks: Sequence[Mapping[str, object]], size: int) -> Faults:
    """Limits on all blocks of a message, each begun with the code of the error that it leads to. In
    `size`, what stands in a container counts once, though `blocks` has it twice."""
    tables = [block for block in blocks if _is(block, "table")]
    if len(tables) > 1:
        yield fault("[only_one_table_allowed] no more than one table allowed", "/blocks")
    if any(_size(table) > CELLS for table in tables):
        yield fault(f"[invalid_blocks] no more than {CELLS} characters in a table", "/blocks")
    if len(markdown_in(blocks)) > MARKDOWN:
        yield fault(f"[msg_blocks_too_long] no more than {MARKDOWN} characters of markdown", "/blocks")
    elif len(markdown_in(blocks)) + size > ALL_TEXT:
        yield fault(f"[msg_blocks_too_long] no more than {ALL_TEXT} characters of text", "/blocks")


def _size(value: object) -> int:
    """The characters of text in blocks, without those of markdown blocks."""
    if isinstance(value, list | tuple):
        return sum(_size(item) for item in value if not _is(item, "markdown"))
    if not isinstance(value, Mapping):
        return 0
    own = value.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(_size(item) for item in value.values())
