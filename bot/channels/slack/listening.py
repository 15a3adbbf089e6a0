"""Listens to Slack through Bolt: what has to last goes into the inbox before it is acknowledged, and windows
are opened at once, because Slack gives three seconds for that."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.channels.slack import commands, events
from bot.channels.slack.clients import Clients, NotInstalledError
from bot.channels.slack.events import Kind, Payload
from bot.channels.slack.manifest import COMMAND, EVENTS, LEGACY_EVENTS, SHORTCUTS
from bot.channels.slack.windows import Windows
from bot.engine import places
from bot.work.event import Accepted, Event, FullError

log = structlog.get_logger(__name__)
NOTE_SECONDS = 2.0
MOST_NOTES = 20
_TOLD = frozenset({Kind.QUESTION, Kind.ASK, Kind.SUMMARY})
"""Whoever asked for one of these is told their place in the queue."""
Accept = Callable[[Event], Awaitable[Accepted]]
Ack = Callable[..., Awaitable[Any]]
_ANY = re.compile(".*")


class Listening:
    """Registers every listener; what they hear is named in `manifest`."""

    def __init__(
        self,
        clients: Clients,
        accept: Accept,
        windows: Windows,
        *,
        is_known: Callable[[str], Awaitable[bool]],
        is_open: Callable[[str], bool],
        is_answered: Callable[[Event], Awaitable[bool]],
        stop: Callable[[str], Awaitable[int]],
        busy: str,
    ) -> None:
        """`is_known` says whether the bot has spoken in a conversation, `is_open` whether it is at work in
        one, and `stop` stops that; `is_answered` says whether an event is about a question that was answered,
        be it in private. `busy` is said when no more is accepted."""
        self._clients = clients
        self._accept = accept
        self._windows = windows
        self._is_known = is_known
        self._is_open = is_open
        self._is_answered = is_answered
        self._stop = stop
        self._busy = busy
        self._background: set[asyncio.Task[None]] = set()
        self._told: dict[str, float] = {}
        self.app = AsyncApp(
            name="briefing",
            logger=_quiet_logger(),
            client=clients.client(""),
            authorize=_authorize(clients),
            request_verification_enabled=False,  # `guard` has done it
            process_before_response=True,  # acknowledged when the listener is done, not before
            attaching_conversation_kwargs_enabled=False,
        )
        self._register()

    async def close(self) -> None:
        await asyncio.gather(*self._background, return_exceptions=True)

    def _register(self) -> None:
        heard: Mapping[str, Callable[..., Awaitable[None]]] = {
            "app_mention": self._message,
            "message": self._message,
            "app_home_opened": self._opened,
            "app_context_changed": self._nothing,
            "assistant_thread_started": self._opened,
            "assistant_thread_context_changed": self._nothing,
            "agent_session_stopped": self._stopped,
            "app_uninstalled": self._uninstalled,
            "tokens_revoked": self._uninstalled,
        }
        for name in {name.partition(".")[0] for name in (*EVENTS, *LEGACY_EVENTS)}:
            self.app.event(name)(heard[name])
        self.app.command(COMMAND)(self._command)
        for shortcut in SHORTCUTS:
            self.app.shortcut(shortcut.callback_id)(self._shortcut)
        self.app.action({"type": "block_actions", "action_id": _ANY})(self._action)
        self.app.view(_ANY)(self._view)
        self.app.error(self._error)

    async def _message(self, body: Payload) -> None:
        said = body["event"]
        bot_user = events.bot_user(body) or (await self._clients.bot(events.event_team(body))).user
        if events.is_deletion(said):
            event = events.deleted(body)
        elif said.get("subtype") == "message_changed":
            event = events.edited(body)
        else:
            event = events.question(body, bot_user)
        if event and (event.body.get("addressed") or await self._concerns_us(event, bot_user)):
            await self._take(event)

    async def _concerns_us(self, event: Event, bot_user: str) -> bool:
        """Whether a message that does not name the bot stands where it has spoken, or is about to; or whether
        a question was changed that it answered."""
        named = events.mentions_bot(event.body.get("text", ""), bot_user) or event.body.get("direct")
        if named or self._is_open(event.conversation) or await self._is_known(event.conversation):
            return True
        return event.body["kind"] in (Kind.EDITED, Kind.DELETED) and await self._is_answered(event)

    async def _opened(self, body: Payload) -> None:
        self._later(self._windows.home(body))

    async def _stopped(self, body: Payload) -> None:
        said = body["event"]
        thread = said.get("thread_ts", "")
        await self._stop(events.conversation(events.event_team(body), said["channel"], thread))

    async def _uninstalled(self, body: Payload) -> None:
        if events.lost_its_token(body):
            await self._accept(events.uninstalled(body))

    async def _nothing(self) -> None:
        """Acknowledged: Slack sends these to every agent."""

    async def _command(self, ack: Ack, body: dict[str, Any]) -> None:
        said = commands.read(body)
        if said.window:
            self._later(self._windows.command(said.window, body))
        told = await self._accepted(said.event) if said.event else ""
        await (ack(text=told) if told else ack())

    async def _accepted(self, event: Event) -> str:
        """What the person reads at once: nothing, where nothing is before them."""
        try:
            accepted = await self._accept(event)
        except FullError:
            return self._busy
        return self._windows.place_in_queue(accepted.ahead) if accepted.new and accepted.ahead else ""

    async def _shortcut(self, ack: Ack, body: dict[str, Any]) -> None:
        event = commands.shortcut(body)
        if event:
            await self._take(event)
        else:
            self._later(self._windows.ask(body))
        await ack()

    async def _action(self, ack: Ack, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        event = self._windows.clicked(action, body)
        if event:
            await self._take(event)
        else:
            self._later(self._windows.action(action, body))
        await ack()

    async def _view(self, ack: Ack, body: dict[str, Any]) -> None:
        submitted = await self._windows.submitted(body)
        if submitted.event:
            await self._take(submitted.event)
        await ack(**submitted.response)

    async def _take(self, event: Event) -> None:
        """Accepts what Slack would send again if it were not acknowledged; when there is no room, says so."""
        addressed = event.body.get("addressed", True)
        try:
            accepted = await self._accept(event)
        except FullError:
            log.warning("slack_event_refused", waiting="full")
            if addressed:
                self._later(self._windows.busy(event))
            return
        if accepted.new and accepted.ahead and addressed and event.body["kind"] in _TOLD:
            self._tell_of_queue(event, accepted.ahead)

    def _tell_of_queue(self, event: Event, ahead: int) -> None:
        """Slack takes about one post a second for a channel: in a burst replies are worth more than notes."""
        now, room = time.monotonic(), event.body["room"]
        if now - self._told.get(room, 0.0) < NOTE_SECONDS or len(self._background) > MOST_NOTES:
            return
        self._told[room] = now
        self._later(self._windows.queued(event, ahead))

    def _later(self, work: Awaitable[None]) -> None:
        """Done beside the acknowledgement: nothing is lost where it fails."""

        async def run() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not end the loop's other work
                log.warning(
                    "slack_window_failed", error=type(error).__name__, code=getattr(error, "code", "")
                )

        task = asyncio.ensure_future(run())
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _error(self, error: Exception) -> BoltResponse:
        """Slack sends again what was answered so. An exception's message may hold what somebody wrote."""
        log.error("slack_not_accepted", error=type(error).__name__, at=places(error))
        return BoltResponse(status=503, body="")


def _authorize(clients: Clients) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Bolt would ask Slack who the bot is before it lets anything through; a token is all that is needed."""

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
        try:
            token = await clients.token(team_id or "")
        except NotInstalledError as error:
            log.warning("slack_not_installed", reason=str(error))
            return None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    return cast("Callable[..., Awaitable[AuthorizeResult]]", authorize)


def _quiet_logger() -> logging.Logger:
    """Bolt writes what it was sent into its warnings."""
    logger = logging.getLogger("bot.slack.bolt")
    logger.setLevel(logging.CRITICAL)
    return logger
