"""Where something is said and who says it, the same for every chat channel."""

from dataclasses import dataclass
from datetime import datetime

ANY_ROOM, ANY_DIRECT = "*", "*direct"
"""The rooms under which a workspace's own defaults are kept; no platform has ids like these."""


@dataclass(frozen=True, slots=True)
class Place:
    """A room of a workspace, and the thread in it."""

    channel: str
    """ "slack" or "teams"."""
    workspace: str
    room: str
    thread: str = ""
    is_direct: bool = False
    """A conversation of one person and the bot."""

    @property
    def workspace_key(self) -> str:
        return f"{self.channel}:{self.workspace}"

    @property
    def room_key(self) -> str:
        return f"{self.workspace_key}:{self.room}"

    @property
    def conversation(self) -> str:
        """The name of this thread in the audit record."""
        return f"{self.room_key}:{self.thread}"

    @property
    def defaults(self) -> "Place":
        """The place whose settings hold here until this room has its own."""
        return Place(self.channel, self.workspace, ANY_DIRECT if self.is_direct else ANY_ROOM)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as the platform vouches for them."""

    channel: str
    workspace: str
    id: str
    name: str = ""
    is_guest: bool = False
    is_external: bool = False
    """Of another organisation: a Slack Connect channel, a federated chat."""
    is_admin: bool = False
    """May change the settings of the place in question."""

    @property
    def key(self) -> str:
        return f"{self.channel}:{self.workspace}:{self.id}"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a thread or a room; data, whatever it says."""

    id: str
    at: datetime
    author: str
    """The name that is shown."""
    text: str
    """Plain: no markup, mentions as @name."""
    link: str = ""
    from_bot: bool = False
