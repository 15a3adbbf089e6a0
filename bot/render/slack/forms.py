"""The forms: why an answer is bad, a question, and the settings of a channel."""

from collections.abc import Sequence

from bot.chat.rooms import Room
from bot.render.cut import clean, shortened, size
from bot.render.shown import FOLLOW_UPS, REASONS
from bot.render.slack import blocks as kit
from bot.render.slack.blocks import Json
from config.replies import Replies

LONGEST_COMMENT = 1_000
LONGEST_QUESTION = 3_000
MOST_OPTIONS = 100
LONGEST_VALUE = 150


def feedback_view(key: str, rating: str, replies: Replies) -> Json:
    """`rating` is "good" or "bad"; only for the latter a reason is asked for."""
    reason = kit.asked("What is wrong with the answer?", "reason", _radio(REASONS), optional=True)
    comment = kit.asked(
        "What should it have said?" if rating == "bad" else "What was good about it?",
        "comment",
        _long_text(LONGEST_COMMENT),
        hint=replies.messages.feedback_hint,
        optional=True,
    )
    fields = [reason, comment] if rating == "bad" else [comment]
    return kit.modal("Feedback", fields, callback="feedback", submit="Send", meta=f"{key}:{rating}")


def refer_view(key: str, replies: Replies) -> Json:
    """What somebody may add who asks for a person."""
    text = _long_text(LONGEST_COMMENT)
    field = kit.asked(
        "What should they know?", "comment", text, hint=replies.messages.feedback_hint, optional=True
    )
    return kit.modal("Ask a person", [field], callback="refer", submit="Ask a person", meta=key)


def ask_view(replies: Replies, *, meta: str = "", question: str = "") -> Json:
    """`question` is what stands in the field already."""
    given = _initial("initial_value", shortened(clean(question), LONGEST_QUESTION))
    field = kit.asked(
        "Your question", "question", _long_text(LONGEST_QUESTION) | given, hint=replies.messages.ask_hint
    )
    return kit.modal("Ask the briefing bot", [field], callback="ask", submit="Ask", meta=meta)


def settings_view(room: Room, collections: Sequence[str], *, meta: str = "") -> Json:
    """`collections` are all that this channel could be bound to; `meta` says which channel it is."""
    fields = [
        _collections(room, collections),
        kit.asked("When I answer in a thread", "follow_ups", _radio(FOLLOW_UPS, room.follow_ups.value)),
        kit.asked(
            "Who may ask", "allowed", _people(room), hint="Leave it empty to let everyone ask.", optional=True
        ),
        kit.asked("Replies", "replies", _boxes(_REPLIES, {"private": room.private}), optional=True),
        kit.asked("Also answer", "admits", _boxes(_ADMITS, _admitted(room)), optional=True),
        *_referral(room.refer_to.rpartition(":")[2]),
    ]
    return kit.modal("Settings", fields, callback="settings", submit="Save", meta=meta)


def _collections(room: Room, collections: Sequence[str]) -> Json:
    names = dict.fromkeys([*room.collections, *collections])
    options = [
        kit.option(name, name) for name in names if clean(name) == name and 0 < size(name) <= LONGEST_VALUE
    ]
    options = options[:MOST_OPTIONS] or [kit.option("default", "default")]
    chosen = [option for option in options if option["value"] in room.collections]
    menu: Json = {"type": "multi_static_select", "options": options} | _initial("initial_options", chosen)
    return kit.asked("Collections to answer from", "collections", menu)


def _people(room: Room) -> Json:
    ids = [key.rpartition(":")[2] for key in room.allowed if key.startswith("slack:")]
    return {"type": "multi_users_select"} | _initial("initial_users", ids)


def _referral(to: str) -> list[Json]:
    """A channel or a person, in two fields: a menu of both would give a person's chat with the admin."""
    is_person = to.startswith(("U", "W"))
    kinds = {"include": ["public", "private"]}
    channel = {"type": "conversations_select", "filter": kinds} | _initial(
        "initial_conversation", "" if is_person else to
    )
    person = {"type": "users_select"} | _initial("initial_user", to if is_person else "")
    return [
        kit.asked(
            "“Ask a person” goes to this channel",
            "refer_to",
            channel,
            hint="I have to be in it. Leave this and the next field empty to have no such button.",
            optional=True,
        ),
        kit.asked("Or to this person", "refer_to_person", person, optional=True),
    ]


def _admitted(room: Room) -> dict[str, bool]:
    return {"guests": room.admits_guests, "outsiders": room.admits_outsiders}


def _radio(names: dict[str, str], chosen: str = "") -> Json:
    options = {value: kit.option(text, value) for value, text in names.items()}
    return {"type": "radio_buttons", "options": list(options.values())} | _initial(
        "initial_option", options.get(chosen)
    )


def _boxes(names: dict[str, str], chosen: dict[str, bool]) -> Json:
    options = {value: kit.option(text, value) for value, text in names.items()}
    ticked = [option for value, option in options.items() if chosen[value]]
    return {"type": "checkboxes", "options": list(options.values())} | _initial("initial_options", ticked)


def _initial(name: str, value: object) -> Json:
    """Slack refuses empty initial values."""
    return {name: value} if value else {}


def _long_text(longest: int) -> Json:
    return {"type": "plain_text_input", "multiline": True, "max_length": longest}


_REPLIES = {"private": "Show them only to the person who asked"}
_ADMITS = {"guests": "Guests of this workspace", "outsiders": "People of other organisations"}
