"""What a press on an element sends, and what the fields of a modal hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.slack_server.shown import numbered
from tests.slack_server.values import Json, Message, View

FEEDBACK = ("positive_button", "negative_button")


class NoSuchElementError(LookupError):
    """There is nothing of that name to press."""

    def __init__(self, action_id: str, known: list[str]) -> None:
        super().__init__(f"There is no '{action_id}' to press. There is: {', '.join(known) or 'nothing'}.")


@dataclass(frozen=True, slots=True)
class Pressed:
    action_id: str
    payload: Json


def elements(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    """Every element that can be pressed or filled, with its block's id."""
    for block in numbered(blocks):
        found = [*block.get("elements", ()), *block.get("actions", ())]
        found += [block[name] for name in ("accessory", "element") if name in block]
        for element in found:
            if "action_id" in element:
                yield str(block["block_id"]), element
            yield from elements([element] if element.get("type") == "card" else [])
        yield from elements(block.get("child_blocks", []))


def pressed(where: Message | View, action_id: str, chosen: Mapping[str, object]) -> Pressed:
    blocks = list(where.blocks) if isinstance(where, Message) else where.content.get("blocks", [])
    there = list(elements(blocks))
    like = [(block, e) for block, e in there if e["action_id"] == action_id and _fits(block, e, chosen)]
    place = chosen.get("index", 0)
    if not like or not isinstance(place, int) or place >= len(like):
        raise NoSuchElementError(action_id, [str(e["action_id"]) for _, e in there])
    block, element = like[place]
    given = {name: value for name, value in chosen.items() if name not in {"index", "block_id"}}
    payload = _payload(element) | (given if element["type"] != "feedback_buttons" else {})
    return Pressed(action_id, payload | {"block_id": block, **_feedback(element, given)})


def _fits(block: str, element: Json, chosen: Mapping[str, object]) -> bool:
    value = chosen.get("value")
    values = {element.get("value"), *(element.get(name, {}).get("value") for name in FEEDBACK)}
    return chosen.get("block_id", block) == block and (value is None or value in values)


def _payload(element: Json) -> Json:
    kept = ("type", "action_id", "value", "text", "style", "confirm", "url")
    return {name: element[name] for name in kept if name in element}


def _feedback(element: Json, given: Mapping[str, object]) -> Json:
    if element["type"] != "feedback_buttons":
        return {}
    sides = [element[name] for name in FEEDBACK]
    side = next((s for s in sides if s["value"] == given.get("value")), sides[0])
    return {"text": side["text"], "value": side["value"]}


def state_of(view: Json, values: Mapping[str, object]) -> Json:
    """The `state` of a modal with these values by action_id; fields without one hold their initial value."""
    state: dict[str, Json] = {}
    for block, element in elements(view.get("blocks", [])):
        if element["type"] not in {"button", "overflow", "feedback_buttons", "icon_button", "image"}:
            field = _field(element, values.get(str(element["action_id"]), _initial(element)))
            state.setdefault(block, {})[str(element["action_id"])] = field
    return {"values": state}


def _initial(element: Json) -> object:
    return next((value for name, value in element.items() if name.startswith("initial_")), None)


def _field(element: Json, value: object) -> Json:
    kind = str(element["type"])
    if isinstance(value, Mapping) and "type" in value:
        return {
            name: item for name, item in value.items() if name not in {"block_id", "action_id", "action_ts"}
        }
    return {"type": kind, _name(kind): _chosen(element, kind, value)}


def _name(kind: str) -> str:
    """The key under which Slack puts what was chosen."""
    if kind.startswith("multi_"):
        return f"selected_{_what(kind)}s"
    named = {
        "checkboxes": "selected_options",
        "radio_buttons": "selected_option",
        "datepicker": "selected_date",
        "timepicker": "selected_time",
        "datetimepicker": "selected_date_time",
        "rich_text_input": "rich_text_value",
        "file_input": "files",
    }
    return named.get(kind) or (f"selected_{_what(kind)}" if kind.endswith("_select") else "value")


def _what(kind: str) -> str:
    word = kind.removeprefix("multi_").removesuffix("_select").removesuffix("s")
    return "option" if word in {"static", "external", "tatic"} else word


def _chosen(element: Json, kind: str, value: object) -> object:
    if value is None:
        return [] if _name(kind).endswith("s") and kind != "file_input" else None
    if "option" not in _name(kind):
        return value
    if isinstance(value, list | tuple):
        return [_option(element, item) for item in value]
    return _option(element, value)


def _option(element: Json, value: object) -> object:
    """The whole option that has this value."""
    if isinstance(value, Mapping):
        return value
    groups = [group["options"] for group in element.get("option_groups", ())]
    options = [*element.get("options", ()), *(option for group in groups for option in group)]
    return next(option for option in options if option["value"] == value)
