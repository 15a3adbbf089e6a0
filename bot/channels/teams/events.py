"""What Teams sends, as work: from an activity to an event with the key that makes it happen once."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any, Final

from pydantic import TypeAdapter

from bot.channels.teams.activity import Activity
from bot.chat.place import Place
from bot.work.event import Event

CHANNEL: Final = "teams"


class Kind(StrEnum):
    """What a worker does with an event; stands in its body as "kind"."""

    MESSAGE = "message"
    """A question or a command."""
    EDITED = "edited"
    DELETED = "deleted"
    ARRIVED = "arrived"
    """The bot was installed, or added to a chat."""
    LEFT = "left"
    CLICKED = "clicked"
    """A button on a card that has an effect for others."""
    BRIEF = "brief"
    """ "Brief me on this", from a message."""


def event(kind: Kind, activity: Activity, *, suffix: str = "", **more: Any) -> Event:
    where = place(activity)
    tail = f":{suffix}" if suffix else ""
    return Event(
        key=f"{where.room_key}:{activity.id}{tail}",
        channel=CHANNEL,
        conversation=where.conversation,
        asker=f"{CHANNEL}:{activity.tenant}:{activity.sender.directory_id or activity.sender.id}",
        body={"kind": kind.value, "activity": _adapter().dump_python(activity, mode="json"), **more},
    )


def activity_of(event: Event) -> Activity:
    return _adapter().validate_python(event.body["activity"])


def place(activity: Activity) -> Place:
    """Where something was said, for the records."""
    thread = "" if activity.is_direct else activity.thread
    return Place(CHANNEL, activity.tenant, activity.room, thread, activity.is_direct)


def taken(activity: Activity) -> Event | None:
    """The work that an activity makes by itself; None where it makes none, or is answered at once."""
    if activity.type == "message":
        return _message(activity)
    kind = _kind(activity)
    if kind is None:
        return None
    return event(kind, activity, suffix=f"{kind}:{_short(activity.text)}" if activity.text else kind)


_INSTALLED: Final = {"add": Kind.ARRIVED, "remove": Kind.LEFT}
"""Other values tell of a new version, which changes nothing here."""


def _kind(activity: Activity) -> Kind | None:
    match activity.type:
        case "messageUpdate" if activity.event == "editMessage":
            return Kind.EDITED
        case "messageDelete":
            return Kind.DELETED
        case "installationUpdate":
            return _INSTALLED.get(activity.action)
        case "conversationUpdate" if activity.bot in activity.added:
            return Kind.ARRIVED
        case "conversationUpdate" if activity.bot in activity.removed:
            return Kind.LEFT
    return None


def clicked(activity: Activity) -> Mapping[str, Any]:
    """The data of the button that was pressed, {} for none."""
    action = activity.value.get("action")
    data = action.get("data") if isinstance(action, Mapping) else activity.value
    return data if isinstance(data, Mapping) else {}


def action(data: Mapping[str, Any]) -> str:
    """Which button it was, "" for none."""
    name = data.get("action")
    return name if isinstance(name, str) else ""


def pressed(activity: Activity, data: Mapping[str, Any]) -> Event:
    """A button that has an effect for others: pressed twice by one person, it is done once."""
    named = f"{data.get('action')}:{data.get('value')}:{activity.sender.id}"
    made = event(Kind.CLICKED, activity, data=dict(data))
    return replace(made, key=f"{place(activity).room_key}:{activity.id}:{_short(named)}")


def _message(activity: Activity) -> Event | None:
    if said := _said_back(activity):
        return event(Kind.MESSAGE, replace(activity, text=said, value={}))
    if activity.value and not activity.text:
        return pressed(activity, clicked(activity))
    if activity.sender.id == activity.bot:
        return None
    return event(Kind.MESSAGE, activity)


def _said_back(activity: Activity) -> str:
    """What a button says for who presses it, where a client sends the button and not the words."""
    data = activity.value.get("msteams")
    if activity.text or not isinstance(data, Mapping) or data.get("type") != "imBack":
        return ""
    return str(data.get("value") or "")


def _short(text: str) -> str:
    """Tells one wording from another; no secret."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@cache
def _adapter() -> TypeAdapter[Activity]:
    return TypeAdapter(Activity)
