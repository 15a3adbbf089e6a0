"""The state of every workspace behind one lock; whatever changes it wakes those who wait."""

import itertools
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from tests.slack_server.clock import Clock
from tests.slack_server.values import (
    App,
    Bot,
    Call,
    Channel,
    Code,
    Json,
    Kind,
    Message,
    Prompts,
    ResponseUrl,
    Session,
    Status,
    Stream,
    Team,
    Trigger,
    User,
    View,
)

T = TypeVar("T")
GLANCE = 0.1
EVENTS = (
    "app_context_changed",
    "app_home_opened",
    "app_mention",
    "agent_session_stopped",
    "app_uninstalled",
    "assistant_thread_context_changed",
    "assistant_thread_started",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)
Place = tuple[str, str]
"""A channel and a timestamp in it."""


class NothingHappenedError(AssertionError):
    """What a test waited for did not come about."""


class World:
    def __init__(self, clock: Clock, app: App) -> None:
        self.clock = clock
        self.app = app
        self.changed = threading.Condition()
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.bots: dict[str, Bot] = {}
        self.messages: dict[Place, Message] = {}
        self.removed: dict[Place, Message] = {}
        self.ephemerals: list[Message] = []
        self.streams: dict[Place, Stream] = {}
        self.sessions: dict[Place, Session] = {}
        self.statuses: list[Status] = []
        self.prompts: list[Prompts] = []
        self.titles: dict[Place, str] = {}
        self.views: dict[str, View] = {}
        self.homes: dict[tuple[str, str], View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.spent_triggers: set[str] = set()
        self.response_urls: dict[str, ResponseUrl] = {}
        self.session_changes: list[tuple[str, str, str]] = []
        self.view_errors: dict[str, Json] = {}
        """What the app said was wrong with a submitted modal, by field."""
        self.base = ""
        """The address of this server."""
        self.tickets: set[str] = set()
        self.codes: dict[str, Code] = {}
        self.calls: list[Call] = []
        self.stream_seconds = 306.0
        """Measured by others; the reference gives no figure."""
        self.manifest: Json = {}
        """The app's configuration, for apps.manifest.export."""
        self.refuses_to_install = False
        """Whether the person at the OAuth page presses Cancel."""
        self.subscribed = set(EVENTS)
        """What the app has asked the Events API for."""
        self._numbers = itertools.count(1)
        self._listener: Callable[[str, Message, Message | None], None] = lambda *_: None

    def listen(self, listener: Callable[[str, Message, Message | None], None]) -> None:
        """Calls it with "posted", "changed" or "deleted", the message, and what it was before."""
        self._listener = listener

    def new(self, prefix: str) -> str:
        return f"{prefix}0{next(self._numbers):09X}"

    def wait_for(self, look: Callable[[], T], timeout: float, what: str) -> T:
        """What `look` finds once it finds something; looks again after each change, and now and then besides,
        since what a test looks at may be outside."""
        end = time.monotonic() + timeout
        with self.changed:
            while not (found := look()):
                left = end - time.monotonic()
                if left <= 0:
                    raise NothingHappenedError(f"Waited {timeout} s for {what}, in vain.")
                self.changed.wait(min(left, GLANCE))
            return found

    # Messages

    def put(self, message: Message) -> Message:
        place = (message.channel, message.ts)
        with self.changed:
            before = self.messages.get(place)
            self.messages[place] = message
            if message.is_reply and before is None:
                self._clear_status(message)
            self._listener("changed" if before else "posted", message, before)
            self.changed.notify_all()
        return message

    def quietly(self, message: Message) -> Message:
        """Puts it without an event, as Slack does with what a stream appends."""
        with self.changed:
            self.messages[message.channel, message.ts] = message
            self.changed.notify_all()
        return message

    def take(self, message: Message) -> None:
        place = (message.channel, message.ts)
        self.removed[place] = message
        if self.replies(message.channel, message.ts):
            self.put(replace(message, text="This message was deleted.", blocks=(), subtype="tombstone"))
            return
        del self.messages[place]
        self._listener("deleted", message, message)
        self.changed.notify_all()

    def in_channel(self, channel: str) -> list[Message]:
        found = (message for place, message in self.messages.items() if place[0] == channel)
        return sorted(found, key=lambda message: message.ts)

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        return [m for m in self.in_channel(channel) if m.thread_ts == thread_ts and m.is_reply]

    def _clear_status(self, message: Message) -> None:
        last = self.status_of(message.channel, message.thread_ts)
        if message.bot and last and last.status:
            self.statuses.append(replace(last, status="", loading_messages=()))

    def status_of(self, channel: str, thread_ts: str) -> Status | None:
        found = (s for s in reversed(self.statuses) if (s.channel, s.thread_ts) == (channel, thread_ts))
        return next(found, None)

    # Places and people

    def direct(self, team: str, users: Iterable[str]) -> Channel:
        """The direct conversation of these people, opened if there was none."""
        members = set(users)
        for channel in self.channels.values():
            if channel.team == team and channel.members == members and channel.id.startswith("D"):
                return channel
        kind = Kind.DIRECT if len(members) <= 2 else Kind.GROUP_DIRECT
        opened = Channel(self.new("D"), team, "", kind, members)
        self.channels[opened.id] = opened
        self.changed.notify_all()
        return opened

    def bot_user(self, team: str, name: str) -> str:
        """The person that an app is in a workspace."""
        user = User(self.new("U"), team, name.lower().replace(" ", "_"), name, is_bot=True)
        self.users[user.id] = user
        return user.id

    def bot_in(self, team: str) -> Bot | None:
        """The app under test, where it is installed in that workspace."""
        return next(
            (
                bot
                for bot in self.bots.values()
                if bot.team == team and bot.app == self.app.id and not bot.gone
            ),
            None,
        )

    def trigger(self, team: str, user: str, view: str = "") -> str:
        name = f"{next(self._numbers)}.{abs(hash(team)) % 10**10}.{self.new('t').lower()}"
        self.triggers[name] = Trigger(team, user, self.clock.now(), view)
        return name
