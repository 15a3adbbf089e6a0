"""How a Web API method is declared: its name, what it must be given, and what it says when it refuses."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.slack_server.values import Bot, Channel, Json, Kind
from tests.slack_server.world import World

_SPECIAL = {"true": True, "1": True, "false": False, "0": False}


class Refused(Exception):  # noqa: N818 - an answer of the API, not a fault of the server
    """An answer with `ok: false`."""

    def __init__(self, error: str, messages: Sequence[str] = (), **more: object) -> None:
        super().__init__(error)
        metadata = {"response_metadata": {"messages": list(messages)}} if messages else {}
        self.answer: Json = {"ok": False, "error": error, **metadata, **more}


def invalid(*messages: str) -> Refused:
    return Refused("invalid_arguments", [f"[ERROR] {message}" for message in messages])


@dataclass(frozen=True, slots=True)
class Args:
    """The arguments of a call, from a form or from JSON."""

    given: Mapping[str, Any]

    def has(self, name: str) -> bool:
        return self.given.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        value = self.given.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        value = self.given.get(name)
        return _SPECIAL.get(str(value).lower(), False)

    def number(self, name: str, default: int) -> int:
        if not self.has(name):
            return default
        if not str(self.given[name]).isdigit():
            raise invalid(f"{name} must be a number [json-pointer:/{name}]")
        return int(self.given[name])

    def structure(self, name: str) -> Any:
        """A list or an object, which a form carries as a JSON string."""
        value = self.given.get(name)
        if not isinstance(value, str) or not value:
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise Refused("invalid_json" if name == "view" else f"invalid_{name}_format") from None


@dataclass(frozen=True, slots=True)
class Request:
    """A call as a method sees it."""

    world: World
    args: Args
    bot: Bot
    """Whose token it came with."""
    base: str
    """The address of this server."""

    def text(self, name: str, default: str = "") -> str:
        return self.args.text(name, default)

    def channel(self, name: str = "channel") -> Channel:
        """The channel named, if the bot may know of it."""
        wanted = self.text(name)
        found = self.world.channels.get(wanted) or self._by_name(wanted)
        if found is None or self.bot.team not in found.teams:
            raise Refused("channel_not_found")
        if found.kind is not Kind.PUBLIC and self.bot.user not in found.members:
            raise Refused("channel_not_found")
        return found

    def writable(self, name: str = "channel") -> Channel:
        """The channel named, if the bot may write in it. A person's id stands for the talk with them."""
        wanted = self.text(name)
        if wanted in self.world.users and wanted != self.bot.user:
            return self.world.direct(self.bot.team, {self.bot.user, wanted})
        channel = self.channel(name)
        if channel.is_archived:
            raise Refused("is_archived")
        if self.bot.user not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def _by_name(self, wanted: str) -> Channel | None:
        here = (c for c in self.world.channels.values() if self.bot.team in c.teams and c.name)
        return next((c for c in here if c.name == wanted.removeprefix("#")), None)


Run = Callable[[Request], Json]


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    run: Run
    needs: tuple[str, ...]
    kind: str
    """What kind of token it takes: bot, app (xapp-), config (xoxe.xoxp-) or none."""
    scope: str
    """What the token must be allowed; {kind} stands for channels, groups, im or mpim."""


METHODS: dict[str, Method] = {}


def method(name: str, *needs: str, kind: str = "bot", scope: str = "") -> Callable[[Run], Run]:
    def declare(run: Run) -> Run:
        METHODS[name] = Method(name, run, needs, kind, scope)
        return run

    return declare


SCOPES = {
    Kind.PUBLIC: "channels",
    Kind.PRIVATE: "groups",
    Kind.DIRECT: "im",
    Kind.GROUP_DIRECT: "mpim",
}


def check_scope(wanted: Method, asked: Request) -> None:
    """Raises missing_scope where the app was not allowed this when it was installed."""
    channel = asked.world.channels.get(asked.text("channel"))
    if not wanted.scope or ("{kind}" in wanted.scope and channel is None):
        return
    needed = wanted.scope.format(kind=SCOPES[channel.kind] if channel else "")
    if needed not in asked.bot.scopes:
        raise Refused("missing_scope", needed=needed, provided=",".join(asked.bot.scopes))


def check_given(wanted: Method, args: Args) -> None:
    missing = [name for name in wanted.needs if args.given.get(name) is None]
    if missing:
        raise invalid(*(f"missing required field: {name}" for name in missing))
