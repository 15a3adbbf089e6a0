"""What a test can see of the workspaces, and wait for."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from tests.slack_server.base import Base
from tests.slack_server.delivering import Delivery
from tests.slack_server.values import Call, Message, Prompts, Streaming, View
from tests.slack_server.world import NothingHappenedError
from tests.slack_server.writing import Said

T = TypeVar("T")


class Seeing(Base):
    deliveries: list[Delivery]
    """Everything sent to the app, the newest last."""

    @property
    def posts(self) -> list[Message]:
        """Every message that the app under test has standing in a channel, in order."""
        with self.world.changed:
            mine = (m for m in self.world.messages.values() if m.app == self.world.app.id)
            return sorted((m for m in mine if m.subtype != "tombstone"), key=lambda m: m.ts)

    @property
    def ephemerals(self) -> list[Message]:
        """What only one person sees: `ephemeral_to`."""
        with self.world.changed:
            return list(self.world.ephemerals)

    @property
    def views(self) -> list[View]:
        """The modals that stand open, the newest last."""
        with self.world.changed:
            return [v for v in self.world.views.values() if v.type == "modal" and v.is_open]

    @property
    def prompts(self) -> list[Prompts]:
        with self.world.changed:
            return list(self.world.prompts)

    def calls(self, method: str = "") -> list[Call]:
        """The calls of the Web API, or of one method. Posts to response URLs are called response_url."""
        with self.world.changed:
            return [call for call in self.world.calls if method in {"", call.method}]

    def home(self, user: str) -> View | None:
        with self.world.changed:
            return self.world.homes.get((self.world.users[user].team, user))

    def message(self, channel: str, ts: str) -> Message | None:
        with self.world.changed:
            return self.world.messages.get((channel, ts))

    def messages(self, channel: str) -> list[Message]:
        with self.world.changed:
            return self.world.in_channel(channel)

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The replies in a thread, without the message that heads it."""
        with self.world.changed:
            return self.world.replies(channel, ts)

    def removed(self, channel: str, ts: str) -> Message | None:
        """A deleted message, as it was."""
        with self.world.changed:
            return self.world.removed.get((channel, ts))

    def status(self, channel: str, thread_ts: str) -> str:
        """What the thread says that the app is doing."""
        with self.world.changed:
            found = self.world.status_of(channel, thread_ts)
            return found.status if found else ""

    def session(self, channel: str, thread_ts: str) -> str:
        """The status of an agent's thread: processing, active, suspended, closed, or nothing."""
        with self.world.changed:
            found = self.world.sessions.get((channel, thread_ts))
            return found.status if found else ""

    def title(self, channel: str, thread_ts: str) -> str:
        with self.world.changed:
            session = self.world.sessions.get((channel, thread_ts))
            return (session.title if session else "") or self.world.titles.get((channel, thread_ts), "")

    # Waiting

    def wait_for(self, look: Callable[[], T], timeout: float = 10, what: str = "it") -> T:
        """Looks after each change until `look` finds something, and gives that."""
        try:
            return self.world.wait_for(look, timeout, what)
        except NothingHappenedError as nothing:
            for call in self.calls()[-6:]:
                nothing.add_note(f"called {call.method}: {call.error or 'ok'}")
            for delivery in self.deliveries[-6:]:
                nothing.add_note(f"delivered {delivery.name}: {delivery.attempts or 'not yet'}")
            raise

    async def until(self, look: Callable[[], T], timeout: float = 10, what: str = "it") -> T:
        """Like wait_for, for a test whose app runs in the same event loop."""
        return await asyncio.to_thread(self.wait_for, look, timeout, what)

    def replies(self, asked: Said) -> list[Message]:
        """What the app has said in answer: whole messages, after the question, in its thread."""
        mine = (m for m in self.thread(asked.channel, asked.root) if m.app == self.world.app.id)
        return [m for m in mine if m.ts > asked.ts and m.streaming is not Streaming.IN_PROGRESS]

    def reply(self, asked: Said, timeout: float = 10) -> Message:
        """The first whole answer to a message, once it is there."""
        what = f"an answer to {asked.ts} in {asked.channel}"
        return self.wait_for(lambda: self.replies(asked), timeout, what)[0]

    def private_reply(self, user: str, timeout: float = 10) -> Message:
        """The newest message that only this person sees, once there is one."""
        look = lambda: [m for m in self.ephemerals if m.ephemeral_to == user]  # noqa: E731 - read once
        return self.wait_for(look, timeout, f"a private message to {user}")[-1]

    def modal(self, timeout: float = 10) -> View:
        """The modal on top, once one is open."""
        return self.wait_for(lambda: self.views, timeout, "a modal")[-1]
