"""What each Block Kit element and composition object may hold, from Slack's reference."""

from collections.abc import Mapping

from tests.slack_server.checks import (
    Check,
    Faults,
    anything,
    boolean,
    fault,
    items,
    number,
    one_of,
    plain,
    shape,
    string,
    text,
    typed,
    url,
)

ID = string(255)
CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75), "url": url})
OPTION_GROUP = shape({"label": plain(75), "options": items(OPTION, least=1, most=100)})
ACTION = {"action_id": ID}
CONFIRMED = ACTION | {"confirm": CONFIRM}
FOCUSED = CONFIRMED | {"focus_on_load": boolean}
PLACED = FOCUSED | {"placeholder": plain(150)}
DISPATCHED = ACTION | {
    "focus_on_load": boolean,
    "placeholder": plain(150),
    "initial_value": string(3000),
    "dispatch_action_config": shape(
        {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), least=1, most=2)}
    ),
}
FILTER = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), least=1, most=4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
FEEDBACK = shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
SLACK_FILE = shape({}, {"id": string(255), "url": url})
SEEN = dict.fromkeys(("fallback", "image_width", "image_height", "image_bytes", "is_animated"), anything)
"""What Slack adds to an image, and takes when an app sends a message's blocks back."""
IMAGE = shape({"alt_text": string(2000)}, {"image_url": url, "slack_file": SLACK_FILE, **SEEN})
URL_SOURCE = shape({"url": url, "text": string(3000)})


def _options(value: object, pointer: str) -> Faults:
    """Options or groups of them, not both."""
    if isinstance(value, Mapping) and ("options" in value) == ("option_groups" in value):
        yield fault("must provide either options or option_groups", pointer)


def _select(many: bool, needed: Mapping[str, Check], may: Mapping[str, Check]) -> Check:
    more = {"max_selected_items": number(1, 100)} if many else {"response_url_enabled": boolean}
    return shape(needed, {**PLACED, **may, **more})


def _static(many: bool) -> Check:
    initial = {"initial_options": items(OPTION, least=1, most=100)} if many else {"initial_option": OPTION}
    lists = {
        "options": items(OPTION, least=1, most=100),
        "option_groups": items(OPTION_GROUP, least=1, most=100),
    }
    inner = _select(many, {}, {**lists, **initial})

    def check(value: object, pointer: str) -> Faults:
        yield from inner(value, pointer)
        yield from _options(value, pointer)

    return check


def _picked(kind: str, many: bool, **may: Check) -> Check:
    ids = {f"initial_{kind}s": items(string(255), most=100)} if many else {f"initial_{kind}": string(255)}
    return _select(many, {}, {**ids, **may})


def _selects(prefix: str, many: bool) -> dict[str, Check]:
    external = {"min_query_length": number(0, 1000), "initial_option": OPTION}
    talks = {"default_to_current_conversation": boolean, "filter": FILTER}
    return {
        f"{prefix}static_select": _static(many),
        f"{prefix}external_select": _select(many, {}, external | {"initial_options": anything}),
        f"{prefix}users_select": _picked("user", many),
        f"{prefix}channels_select": _picked("channel", many),
        f"{prefix}conversations_select": _picked("conversation", many, **talks),
    }


BUTTON = shape(
    {"text": plain(75)},
    CONFIRMED
    | {
        "value": string(2000),
        "url": url,
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
    },
)
ELEMENTS: Mapping[str, Check] = {
    "button": BUTTON,
    "checkboxes": shape(
        {"options": items(OPTION, least=1, most=10)},
        FOCUSED | {"initial_options": items(OPTION, least=1, most=10)},
    ),
    "radio_buttons": shape(
        {"options": items(OPTION, least=1, most=10)}, FOCUSED | {"initial_option": OPTION}
    ),
    "overflow": shape({"options": items(OPTION, least=1, most=5)}, CONFIRMED),
    "datepicker": shape({}, PLACED | {"initial_date": string(10)}),
    "timepicker": shape({}, PLACED | {"initial_time": string(5), "timezone": string(100)}),
    "datetimepicker": shape({}, FOCUSED | {"initial_date_time": anything}),
    **_selects("", many=False),
    **_selects("multi_", many=True),
    "plain_text_input": shape(
        {},
        DISPATCHED | {"multiline": boolean, "min_length": number(0, 3000), "max_length": number(1, 3000)},
    ),
    "email_text_input": shape({}, DISPATCHED),
    "url_text_input": shape({}, DISPATCHED),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        DISPATCHED | {"min_value": string(30), "max_value": string(30)},
    ),
    "rich_text_input": shape({}, DISPATCHED | {"initial_value": anything}),
    "file_input": shape({}, ACTION | {"filetypes": anything, "max_files": number(1, 10)}),
    "image": IMAGE,
    "workflow_button": shape({"text": plain(75), "workflow": anything}, ACTION),
    "feedback_buttons": shape({"positive_button": FEEDBACK, "negative_button": FEEDBACK}, ACTION),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": plain(75)},
        CONFIRMED
        | {
            "value": string(2000),
            "accessibility_label": string(75),
            "visible_to_user_ids": items(string(255), most=10),
        },
    ),
}
_SELECTS = frozenset({*_selects("", many=False), *_selects("multi_", many=True)})
_PICKERS = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"})
IN_ACTIONS = (
    frozenset(_selects("", many=False))
    | _PICKERS
    | {"button", "overflow", "datetimepicker", "workflow_button", "rich_text_input"}
    | {name for name in _SELECTS if name.startswith("multi_")}
)
IN_SECTION = _SELECTS | _PICKERS | {"button", "overflow", "image", "workflow_button"}
IN_INPUT = (
    _SELECTS
    | _PICKERS
    | {"datetimepicker", "plain_text_input", "email_text_input", "url_text_input", "number_input"}
    | {"rich_text_input", "file_input"}
)


def element(allowed: frozenset[str]) -> Check:
    return typed(ELEMENTS, allowed)
