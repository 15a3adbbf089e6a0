"""The Teams side of the work: each kind of event to what does it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.channels.teams.brief import Brief
from bot.channels.teams.changes import Changes
from bot.channels.teams.commands import Commands
from bot.channels.teams.connector import ConnectorError, NotVouchedError, UncertainError
from bot.channels.teams.events import Kind, activity_of, place
from bot.channels.teams.questions import Questions, is_addressed
from bot.channels.teams.references import Reference
from bot.channels.teams.tools import Tools
from bot.channels.teams.words import Command, command
from bot.domain import Outcome
from bot.work.event import Event, Steps

log = structlog.get_logger(__name__)
_ASKED = frozenset({Kind.MESSAGE, Kind.BRIEF})


class TeamsHandler:
    """A Handler of `bot.work`."""

    def __init__(
        self,
        tools: Tools,
        questions: Questions,
        commands: Commands,
        changes: Changes,
        brief: Brief,
        erase: Callable[[str], Awaitable[int]],
    ) -> None:
        """`erase` forgets what still waits of one asker."""
        self._tools = tools
        self._questions = questions
        self._commands = commands
        self._erase = erase
        self._do: Mapping[str, Callable[[Event, Steps], Awaitable[None]]] = {
            Kind.MESSAGE: self._message,
            Kind.EDITED: changes.edited,
            Kind.DELETED: changes.deleted,
            Kind.ARRIVED: commands.arrived,
            Kind.LEFT: commands.left,
            Kind.CLICKED: self._clicked,
            Kind.BRIEF: brief.handle,
        }
        self._press: Mapping[str, Callable[[Event, Steps], Awaitable[None]]] = {
            "ask_suggestion": self._suggestion,
            "share": changes.share,
            "delete_reply": changes.remove,
            "refer": changes.refer,
            "delete_my_data": self._forget,
        }

    async def handle(self, event: Event, steps: Steps) -> None:
        try:
            await self._do[event.body["kind"]](event, steps)
        except NotVouchedError as error:
            log.error("teams_not_vouched", reason=str(error))  # noqa: TRY400 - trying again does not help
        except ConnectorError as error:
            if not error.is_final:
                raise
            log.error("teams_undeliverable", status=error.status, code=error.code)  # noqa: TRY400

    async def failed(self, event: Event, error_name: str) -> None:
        """The asker hears that it did not work; an event that nobody waits for is only logged."""
        log.error("teams_event_failed", kind=event.body["kind"], error=error_name)
        if event.body["kind"] not in _ASKED:
            return
        sentence = self._tools.replies.outcome(Outcome.FAILED_INTERNAL)
        try:
            await self._tools.say(f"{event.key}/reply", activity_of(event), sentence)
        except (ConnectorError, UncertainError, NotVouchedError) as error:
            log.error("teams_not_told", error=type(error).__name__)  # noqa: TRY400

    async def _message(self, event: Event, steps: Steps) -> None:
        activity = activity_of(event)
        await asyncio.to_thread(self._tools.references.keep, Reference.of(activity))
        wanted, rest = command(activity.text)
        if wanted is Command.ASK or not is_addressed(activity):
            await self._questions.handle(event, steps, rest if wanted is Command.ASK else activity.text)
        else:
            await self._commands.handle(event, wanted, rest)

    async def _clicked(self, event: Event, steps: Steps) -> None:
        if do := self._press.get(str(event.body["data"].get("action"))):
            await do(event, steps)

    async def _suggestion(self, event: Event, steps: Steps) -> None:
        activity = activity_of(event)
        key, _, index = str(event.body["data"].get("value") or "").rpartition(":")
        person = await self._tools.people.person(activity)
        kept = await asyncio.to_thread(self._tools.desk.seen, key, place(activity), person)
        offered = kept.answer.suggestions if kept else ()
        if index.isdecimal() and int(index) < len(offered):
            await self._questions.suggestion(event, steps, offered[int(index)])

    async def _forget(self, event: Event, steps: Steps) -> None:
        activity = activity_of(event)
        person = await self._tools.people.person(activity)

        async def forget() -> int:
            await self._erase(person.key)
            return await asyncio.to_thread(self._tools.desk.forget, person)

        gone = await steps.once("forget", forget)
        await self._tools.say(f"{event.key}/said", activity, self._tools.desk.forgotten(gone))
