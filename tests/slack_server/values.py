"""What the server keeps: workspaces, people, channels, messages, views, and the calls that made them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Kind(StrEnum):
    PUBLIC = "channel"
    PRIVATE = "group"
    DIRECT = "im"
    GROUP_DIRECT = "mpim"


class Streaming(StrEnum):
    NONE = ""
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ERRORED = "errored"
    """Slack closed it: it grew too old, or somebody pressed Stop."""


@dataclass(slots=True)
class Team:
    id: str
    name: str
    domain: str
    enterprise: str = ""


@dataclass(slots=True)
class User:
    id: str
    team: str
    name: str
    real_name: str
    is_admin: bool = False
    is_restricted: bool = False
    """A guest of several channels."""
    is_ultra_restricted: bool = False
    """A guest of one channel."""
    is_bot: bool = False
    deleted: bool = False
    tz: str = "Europe/London"


@dataclass(slots=True)
class Channel:
    id: str
    team: str
    name: str
    kind: Kind
    members: set[str]
    is_archived: bool = False
    shared_with: tuple[str, ...] = ()
    """Other workspaces that it is shared with over Slack Connect."""
    topic: str = ""
    purpose: str = ""

    @property
    def teams(self) -> tuple[str, ...]:
        return (self.team, *self.shared_with)

    @property
    def is_direct(self) -> bool:
        return self.kind is Kind.DIRECT


@dataclass(slots=True)
class Bot:
    """An installation of the app in a workspace, or somebody else's app there."""

    id: str
    team: str
    user: str
    name: str
    app: str
    token: str
    scopes: tuple[str, ...]
    gone: str = ""
    """The error that every call of its token gets: token_revoked or account_inactive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    team: str
    channel: str
    ts: str
    user: str
    text: str = ""
    thread_ts: str = ""
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    metadata: Json | None = None
    bot: str = ""
    app: str = ""
    username: str = ""
    subtype: str = ""
    client_msg_id: str = ""
    edited: tuple[str, str] | None = None
    """Who edited it last, and when."""
    ephemeral_to: str = ""
    streaming: Streaming = Streaming.NONE
    broadcast: bool = False
    unfurl_links: bool | None = None
    unfurl_media: bool | None = None

    @property
    def is_reply(self) -> bool:
        return bool(self.thread_ts) and self.thread_ts != self.ts

    @property
    def words(self) -> str:
        """Everything in it that a person reads: its blocks, or its text where it has none."""
        return "\n".join(texts(list(self.blocks))) if self.blocks else self.text


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API, and what came of it."""

    method: str
    args: Json
    token: str
    at: float
    status: int
    answer: Json

    @property
    def error(self) -> str:
        return str(self.answer.get("error", ""))


@dataclass(frozen=True, slots=True)
class View:
    id: str
    team: str
    user: str
    bot: str
    app: str
    content: Json
    """As the app sent it."""
    hash: str
    root: str
    previous: str = ""
    is_open: bool = True

    @property
    def type(self) -> str:
        return str(self.content.get("type", ""))

    @property
    def words(self) -> str:
        return "\n".join(texts([self.content.get("title", {}), *self.content.get("blocks", [])]))


@dataclass(frozen=True, slots=True)
class Trigger:
    team: str
    user: str
    at: float
    view: str = ""
    """The view that it came from, so that another can be pushed onto it."""


@dataclass(slots=True)
class ResponseUrl:
    team: str
    channel: str
    user: str
    bot: str
    at: float
    message_ts: str = ""
    """The message whose button it came from, for replace_original and delete_original."""
    thread_ts: str = ""
    uses: int = 0


@dataclass(slots=True)
class Stream:
    bot: str
    user: str
    at: float
    chunks: list[Json] = field(default_factory=list)
    stopped: bool = False


@dataclass(slots=True)
class Session:
    """The state of an agent's thread."""

    status: str = ""
    title: str = ""
    initiator: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    team: str
    channel: str
    thread_ts: str
    status: str
    loading_messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompts:
    team: str
    channel: str
    thread_ts: str
    title: str
    prompts: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class App:
    """The app under test, as it stands in Slack's list of apps."""

    id: str
    name: str
    client_id: str
    client_secret: str
    signing_secret: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    team: str
    user: str
    scopes: tuple[str, ...]
    redirect: str
    at: float


_READ = ("text", "title", "subtitle", "body", "label", "hint", "placeholder", "description", "alt_text")


def texts(value: object) -> list[str]:
    """Every text that a person reads in blocks, in order."""
    if isinstance(value, list | tuple):
        return [text for item in value for text in texts(item)]
    if not isinstance(value, Mapping):
        return []
    found = [text for name in _READ for text in _text(value.get(name))]
    return found + [t for name, item in value.items() if name not in _READ for t in texts(item)]


def _text(value: object) -> list[str]:
    return [value] if isinstance(value, str) else texts(value)
