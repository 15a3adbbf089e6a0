"""From an admitted activity to what goes back at once: it is made work, answered, or left alone."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol

import structlog

from bot.channels.teams import events
from bot.channels.teams.activity import Activity, Scope
from bot.channels.teams.brief import Brief
from bot.channels.teams.connector import ConnectorError, UncertainError
from bot.channels.teams.dialogs import Dialogs, shown, told
from bot.channels.teams.endpoint import Reply
from bot.channels.teams.events import Kind
from bot.channels.teams.posting import base, where
from bot.channels.teams.questions import is_addressed
from bot.channels.teams.tools import Tools
from bot.chat.rooms import FollowUps
from bot.render import teams as render
from bot.work.event import Accepted, Event, FullError, NotAcceptedError, UnusableEventError

log = structlog.get_logger(__name__)
NOTE_AFTER_SECONDS = 1
"""What an event waits for is often just ending, and whoever is answered at once need not hear of a queue."""
_WORK = frozenset({"ask_suggestion", "share", "delete_reply", "delete_my_data", "refer"})


class Inbox(Protocol):
    """What keeps events until they are done: a Work."""

    async def accept(self, event: Event) -> Accepted: ...

    def is_open(self, conversation: str) -> bool: ...

    def ahead(self, key: str) -> int: ...


class Intake:
    """What has to last is in the inbox before Teams gets its 200."""

    def __init__(self, tools: Tools, dialogs: Dialogs, brief: Brief, inbox: Inbox) -> None:
        self._tools = tools
        self._dialogs = dialogs
        self._brief = brief
        self._inbox = inbox
        self._background: set[asyncio.Task[None]] = set()

    async def take(self, activity: Activity) -> Reply:
        if activity.type == "invoke":
            return await self._invoke(activity)
        event = events.taken(activity)
        if event and await self._concerns_us(event, activity):
            return await self._taken(event, activity)
        return Reply()

    async def close(self) -> None:
        await asyncio.gather(*self._background, return_exceptions=True)

    async def _invoke(self, activity: Activity) -> Reply:
        if activity.name == "adaptiveCard/action":
            return await self._pressed(activity)
        if activity.name == "composeExtension/fetchTask":
            return await self._brief.dialog(activity, self._accepted)
        if not self._dialogs.knows(activity.name):
            return Reply({})
        form = activity.value.get("data")
        if activity.name == "task/submit" and isinstance(form, dict) and events.action(form) in _WORK:
            accepted = await self._accepted(events.pressed(activity, form))
            if isinstance(accepted, Reply):
                return accepted
            if accepted is None:
                return Reply(shown(self._tools.replies.messages.busy))
        return await self._dialogs.answer(activity)

    async def _pressed(self, activity: Activity) -> Reply:
        """A button on a message: what it does comes later, as a message or a change of one."""
        data = events.clicked(activity)
        action = events.action(data)
        if action not in _WORK:
            return told(self._tools.replies.messages.source_missing)
        accepted = await self._accepted(events.pressed(activity, data))
        return accepted if isinstance(accepted, Reply) else told(self._said(action, accepted))

    def _said(self, action: str, accepted: Accepted | None) -> str:
        """What stands beside the button at once."""
        if accepted is None:
            return self._tools.replies.messages.busy
        if action != "ask_suggestion":
            return ""
        return (
            self._queue(accepted.ahead).summary if accepted.ahead else self._tools.replies.steps["searching"]
        )

    def _queue(self, ahead: int) -> render.Message:
        return render.queue(ahead - 1, self._tools.replies)

    async def _concerns_us(self, event: Event, activity: Activity) -> bool:
        """Where the bot may read all messages, only those are kept that may be meant for it."""
        if event.body["kind"] not in {Kind.MESSAGE, Kind.EDITED} or is_addressed(activity):
            return True
        spot = events.place(activity)
        if event.body["kind"] == Kind.EDITED:
            answered = self._tools.desk.records.answers.by_message
            return bool(await asyncio.to_thread(answered, spot, activity.id))
        policy = (await asyncio.to_thread(self._tools.desk.room, spot)).follow_ups
        if policy is FollowUps.MENTION or (policy is not FollowUps.ALWAYS and activity.scope is Scope.GROUP):
            return False
        return self._inbox.is_open(spot.conversation) or await self._tools.front.is_known(spot.conversation)

    async def _taken(self, event: Event, activity: Activity) -> Reply:
        accepted = await self._accepted(event)
        if isinstance(accepted, Reply):
            return accepted
        if event.body["kind"] == Kind.MESSAGE and is_addressed(activity):
            if accepted is None:
                self._later(self._tell(activity, render.busy(self._tools.replies)))
            elif accepted.new and accepted.ahead:
                self._later(self._tell_of_queue(event.key, activity))
        return Reply()

    async def _accepted(self, event: Event) -> Accepted | Reply | None:
        """None where there is no room for more; a Reply where the event cannot be taken at all."""
        try:
            return await self._inbox.accept(event)
        except FullError:
            log.warning("teams_event_refused", waiting="full")
            return None
        except NotAcceptedError as error:
            log.error("teams_not_accepted", reason=str(error))  # noqa: TRY400 - its traceback says no more
            return Reply(status=503)  # Teams sends it again
        except UnusableEventError as error:
            log.warning("teams_event_unusable", reason=str(error))
            return Reply(status=400)

    async def _tell_of_queue(self, key: str, activity: Activity) -> None:
        """Their place, to whoever still waits a moment later."""
        await asyncio.sleep(NOTE_AFTER_SECONDS)
        if ahead := self._inbox.ahead(key):
            await self._tell(activity, self._queue(ahead))

    async def _tell(self, activity: Activity, message: render.Message) -> None:
        """A line beside the work: nothing is lost where it fails."""
        try:
            await self._tools.connector.post(where(activity), {**base(activity), **render.activity(message)})
        except (ConnectorError, UncertainError) as error:
            log.info("teams_not_told", reason=type(error).__name__)

    def _later(self, run: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(run)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
