"""`/briefing …` and the shortcuts: what is asked for, as pure functions of what Slack sends."""

from dataclasses import dataclass
from typing import Literal

from bot.channels.slack import events
from bot.channels.slack.events import Payload
from bot.work.event import Event

Window = Literal["sources", "help", "feedback", "settings"]
_ASK = frozenset({"ask", "question"})
_SUMMARY = frozenset({"summary", "summarise", "summarize"})
_WINDOWS: dict[str, Window] = {
    "": "help",
    "help": "help",
    "?": "help",
    "sources": "sources",
    "documents": "sources",
    "feedback": "feedback",
    "settings": "settings",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a command comes to: work for later, or something to show at once."""

    event: Event | None = None
    window: Window | None = None


def read(payload: Payload) -> Said:
    """A command without one of the known words is a question."""
    word, _, rest = payload.get("text", "").strip().partition(" ")
    key, room = payload.get("trigger_id", ""), payload["channel_id"]
    first = word.lower()
    if first in _WINDOWS and _stands_alone(first, rest):
        return Said(window=_WINDOWS[first])
    if first in _SUMMARY:
        return Said(events.summary(payload, rest.strip(), key=f"command:{key}", room=room))
    text = rest.strip() if first in _ASK else payload.get("text", "").strip()
    return Said(events.asked(payload, text, key=f"command:{key}", room=room, direct=room.startswith("D")))


def _stands_alone(word: str, rest: str) -> bool:
    """ "help" is a command, "help for small businesses" a question."""
    return not rest.strip() or word == "feedback"


def plainly(text: str) -> Window | None:
    """The command that a whole message is, without a slash: "help", "sources"."""
    found = _WINDOWS.get(text.strip().lower().rstrip("!.?")) if text.strip() else None
    return found if found in ("help", "sources") else None


def shortcut(payload: Payload) -> Event | None:
    """None where it opens a window."""
    name = payload["callback_id"]
    if payload["type"] != "message_action":
        return None
    message, room = payload["message"], payload["channel"]["id"]
    key = f"{name}:{payload.get('trigger_id', '')}"
    thread = message.get("thread_ts") or payload.get("message_ts") or message["ts"]
    if name == "summarise_thread":
        return events.summary(payload, "thread", key=key, room=room, thread=thread)
    return events.asked(payload, message.get("text", ""), key=key, room=room, thread=thread)
