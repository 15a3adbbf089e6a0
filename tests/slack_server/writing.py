"""People writing, opening things and pressing Stop; each act is told to the app as Slack does it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.slack_server import shown
from tests.slack_server.base import Base
from tests.slack_server.delivering import Delivery
from tests.slack_server.payloads import filled
from tests.slack_server.telling import envelope, typed_by
from tests.slack_server.values import Message, Streaming


@dataclass(frozen=True, slots=True)
class Said:
    """A message that a person posted, and its deliveries: two where it mentions the bot in a channel."""

    channel: str
    ts: str
    thread_ts: str
    deliveries: tuple[Delivery, ...]

    @property
    def root(self) -> str:
        """The thread in which an answer to it belongs."""
        return self.thread_ts or self.ts

    def wait(self, timeout: float = 10) -> "Said":
        for delivery in self.deliveries:
            delivery.wait(timeout)
        return self

    @property
    def accepted(self) -> bool:
        return any(delivery.accepted for delivery in self.deliveries)


class Writing(Base):
    """What people do. A channel is named by its id; `dm` gives that of a person's talk with the bot."""

    def say(self, user: str, channel: str, text: str, thread_ts: str = "") -> Said:
        """Posts exactly this text."""
        with self.world.changed:
            message = typed_by(self.world, self.world.users[user], channel, text, thread_ts)
            return self._told(message, lambda: self.world.put(message))

    def ask(self, user: str, channel: str, text: str, thread_ts: str = "") -> Said:
        """Asks the bot: with a mention of it in a channel, plainly in a direct message."""
        direct = self.world.channels[channel].is_direct
        return self.say(user, channel, text if direct else f"{self.mention(channel)} {text}", thread_ts)

    def mention(self, channel: str) -> str:
        return f"<@{self._bot(self.world.channels[channel]).user}>"

    def edit(self, channel: str, ts: str, text: str) -> Said:
        with self.world.changed:
            before = self.world.messages[channel, ts]
            user = self.world.users[before.user]
            edited = (user.id, self.world.clock.stamp())
            blocks = typed_by(self.world, user, channel, text).blocks
            message = replace(before, text=text, blocks=blocks, edited=edited)
            return self._told(message, lambda: self.world.put(message))

    def remove(self, channel: str, ts: str) -> Said:
        """Deletes a message, anyone's."""
        with self.world.changed:
            message = self.world.messages[channel, ts]
            return self._told(message, lambda: self.world.take(message))

    def bot_says(self, bot: str, channel: str, text: str, thread_ts: str = "", subtype: str = "") -> Said:
        """A post of another app, by the id of its bot."""
        with self.world.changed:
            other = next(b for b in self.world.bots.values() if b.id == bot)
            typed = typed_by(self.world, self.world.users[other.user], channel, text, thread_ts)
            message = replace(typed, bot=other.id, app=other.app, client_msg_id="", subtype=subtype)
            return self._told(message, lambda: self.world.put(message))

    def _told(self, message: Message, change: Callable[[], object]) -> Said:
        self._gathered.clear()
        change()
        return Said(message.channel, message.ts, message.thread_ts, tuple(self._gathered))

    # Opening and stopping

    def dm(self, user: str) -> str:
        with self.world.changed:
            team = self.world.users[user].team
            return self.world.direct(team, {user, self._bot_in(team).user}).id

    def open_home(self, user: str, tab: str = "home") -> Delivery:
        """Looks at the app's home, or with tab="messages" at the talk with it."""
        channel = self.dm(user)
        team = self.world.users[user].team
        view = self.world.homes.get((team, user))
        more = {"view": shown.view(view)} if view and tab == "home" else {}
        at = self.world.clock.stamp()
        return self.tell(team, "app_home_opened", user=user, channel=channel, tab=tab, event_ts=at, **more)

    def stop(self, user: str, channel: str, thread_ts: str) -> Delivery:
        """Presses Stop on an agent's thread: Slack ends its streams and tells the app."""
        stopped = []
        with self.world.changed:
            for (place, ts), stream in self.world.streams.items():
                message = self.world.messages.get((place, ts))
                here = message and place == channel and (message.thread_ts or ts) == thread_ts
                if message and here and message.streaming is Streaming.IN_PROGRESS:
                    stream.stopped = True
                    self.world.quietly(replace(message, streaming=Streaming.ERRORED))
                    stopped.append(ts)
        return self.tell(
            self._bot(self.world.channels[channel]).team,
            "agent_session_stopped",
            channel=channel,
            thread_ts=thread_ts,
            user=user,
            streaming_message_ts=stopped,
            event_ts=self.world.clock.stamp(),
        )

    def start_assistant_thread(self, user: str, about: str = "") -> tuple[str, Delivery]:
        """Opens the older assistant view: Slack posts the head of a thread as the bot."""
        channel, team = self.dm(user), self.world.users[user].team
        with self.world.changed:
            bot = self._bot_in(team)
            head = typed_by(self.world, self.world.users[bot.user], channel, "New Assistant Thread")
            self.world.quietly(replace(head, bot=bot.id, app=bot.app, subtype="assistant_app_thread"))
        context = {"channel_id": about, "team_id": team} if about else {}
        thread = {"user_id": user, "channel_id": channel, "thread_ts": head.ts, "context": context}
        at = self.world.clock.stamp()
        return head.ts, self.tell(team, "assistant_thread_started", assistant_thread=thread, event_ts=at)

    def tell(self, team: str, event: str, **values: object) -> Delivery:
        """Delivers an event by the name of its payload, filled with these values."""
        with self.world.changed:
            found = next(b for b in self.world.bots.values() if b.team == team and b.app == self.world.app.id)
            body = envelope(self.world, found, filled(event, **values))
        return self._send("events_api", body)

    def uninstall(self, team: str) -> tuple[Delivery, Delivery]:
        """Removes the app from a workspace: its token dies, and two events say so."""
        bot = self._bot_in(team)
        bot.gone = "account_inactive"
        at = self.world.clock.stamp()
        revoked = self.tell(team, "tokens_revoked", tokens={"oauth": [], "bot": [bot.user]}, event_ts=at)
        return self.tell(team, "app_uninstalled", event_ts=at), revoked
