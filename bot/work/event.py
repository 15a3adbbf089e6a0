"""What is taken in and worked on, and what can go wrong with it."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

T = TypeVar("T")
Json = Mapping[str, Any]
LONGEST_NAME = 1000
"""Characters of a key, conversation or asker; an index row of Postgres holds no more than 2,700 bytes."""


class WorkError(Exception):
    """Intake or work cannot go on as it is."""


class FullError(WorkError):
    """Too much waits already; nothing was stored."""

    def __init__(self, waiting: int, *, of_asker: bool) -> None:
        whose = "of this asker " if of_asker else ""
        super().__init__(f"{waiting} events {whose}wait already: ask again when some are done.")
        self.of_asker = of_asker
        """The asker's own bound was met, not everybody's."""


class NotAcceptedError(WorkError):
    """An event could not be written down: the platform must be told to send it again."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place} took nothing ({reason}): check its disk and connection, then send again.")
        self.place = place
        self.reason = reason


class NotOpenedError(WorkError):
    """The place where events are written down cannot be used."""

    def __init__(self, place: object, reason: str) -> None:
        super().__init__(
            f"{place} cannot be opened ({reason}): check disk and connection, or restore it from a backup."
        )


class UnusableEventError(WorkError, ValueError):
    """An event that cannot be stored as it is; sending it again will not help."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"The event's {field} {reason}.")


class NotJsonError(WorkError, TypeError):
    """A step returned something that JSON cannot hold."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"The step {name!r} must return JSON: {reason}.")


class SupersededError(WorkError):
    """Another process has taken this work over."""


class ScheduleError(WorkError, ValueError):
    """A schedule that cannot be read."""

    def __init__(self, name: str, cron: str) -> None:
        super().__init__(
            f"The schedule {name!r} has no valid time: {cron!r}. Write it as cron does: 0 2 * * *"
        )


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody did, to be handled once."""

    key: str
    """Unique over platforms: "slack:T1:C1:1700000000.000100"."""
    channel: str
    """Which handler takes it."""
    conversation: str
    """Events of one conversation are handled one at a time, in the order of arrival. "" is none."""
    asker: str
    """For fairness: "slack:T1:U1"."""
    body: Json
    """What the handler needs."""


class Accepted(NamedTuple):
    new: bool
    """False where the key was accepted before."""
    ahead: int
    """How many questions have to be done before this one begins; 0 is at once."""


class Steps(Protocol):
    """What a handler gets with each event."""

    @property
    def key(self) -> str: ...

    @property
    def attempt(self) -> int:
        """1 the first time; counts retries, crashes and takings-over."""

    async def once(self, name: str, run: Callable[[], Awaitable[T]]) -> T:
        """The JSON that `run` returned, remembered by name: a step that had finished is not run again."""

    def stopped(self) -> bool:
        """Somebody asked, in any process, to stop this conversation's work."""


class Handler(Protocol):
    """One channel's way to handle events. It may be called again after a crash with the same event."""

    async def handle(self, event: Event, steps: Steps) -> None:
        """Everything with an effect goes through `steps.once` or a store of deliveries."""

    async def failed(self, event: Event, error_name: str) -> None:
        """After the last attempt: tell the asker."""


def stored(event: Event) -> str:
    """The event's body as text. Raises UnusableEventError."""
    for field in ("key", "channel", "conversation", "asker"):
        value = getattr(event, field)
        if (
            len(value) > LONGEST_NAME
            or "\x00" in value
            or (field in ("key", "channel") and not value.strip())
        ):
            raise UnusableEventError(field, f"must be 1 to {LONGEST_NAME} characters of text")
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            raise UnusableEventError(field, "must be valid Unicode")
    try:
        return json.dumps(event.body, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise UnusableEventError("body", f"must be JSON ({type(error).__name__})") from None


def as_json(name: str, value: T) -> T:
    """The value as it will be read back: the first time and after a crash are alike. Raises NotJsonError."""
    try:
        read: T = json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError, RecursionError):
        raise NotJsonError(name, f"{type(value).__name__} holds what JSON cannot") from None
    return read
