"""Commands by plain text: help, sources, settings, and summaries; and the welcome when the bot arrives."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot.briefings.summary import Summariser
from bot.channels.front import LONDON, SinceError, since
from bot.channels.teams.activity import Activity
from bot.channels.teams.connector import ConnectorError
from bot.channels.teams.events import activity_of, place
from bot.channels.teams.posting import where
from bot.channels.teams.reading import HOSTS, CannotReadError
from bot.channels.teams.references import Reference
from bot.channels.teams.tools import Tools
from bot.channels.teams.words import COMMANDS, Command
from bot.chat.access import barred
from bot.chat.answers import Kept
from bot.chat.deliveries import Delivery
from bot.chat.place import Person, Place
from bot.render import teams as render
from bot.render.teams import Message, cards
from bot.work.event import Event, Steps

log = structlog.get_logger(__name__)
MOST_OPENERS = 3


class Commands:
    """Each is answered by one message."""

    def __init__(
        self, tools: Tools, summariser: Summariser, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._tools = tools
        self._summariser = summariser
        self._clock = clock

    async def handle(self, event: Event, command: Command, rest: str) -> None:
        activity = activity_of(event)
        spot, person = place(activity), await self._tools.people.person(activity)
        room = await asyncio.to_thread(self._tools.desk.room, spot)
        if said := barred(person, spot, room, self._tools.replies.access):
            message = render.message(said)
        elif command is Command.SUMMARY:
            message = await self._summary(activity, spot, person, rest)
        elif command is Command.SOURCES:
            message = render.sources(self._tools.replies, await self._tools.front.known(spot, person))
        elif command is Command.SETTINGS:
            message = self._settings(person)
        elif command is Command.FORGET:
            message = self._forget()
        elif command is Command.DELETE:
            await self._delete(activity, spot, person)
            return
        else:
            message = await self._help(spot, person)
        await self._tools.post(f"{event.key}/reply", activity, message)

    async def arrived(self, event: Event, steps: Steps) -> None:  # noqa: ARG002 - handlers share a signature
        """Where the bot can be reached is kept, so that it may speak first; and it says once what it is."""
        activity = activity_of(event)
        await asyncio.to_thread(self._tools.references.keep, Reference.of(activity))
        spot, person = place(activity), await self._tools.people.person(activity)
        try:
            await self._tools.post(f"{spot.room_key}/welcome", activity, await self._help(spot, person))
        except ConnectorError as error:
            if not error.is_final:
                raise
            log.info("teams_welcome_left_out", status=error.status)  # gone again, or nobody may write there

    async def left(self, event: Event, steps: Steps) -> None:  # noqa: ARG002
        activity = activity_of(event)
        await asyncio.to_thread(self._tools.references.forget, activity.tenant, activity.room)
        welcome = f"{place(activity).room_key}/welcome"
        await asyncio.to_thread(self._tools.desk.records.deliveries.forget, [welcome])

    async def _help(self, spot: Place, person: Person) -> Message:
        asked = await asyncio.to_thread(self._tools.front.openers, spot, person, MOST_OPENERS)
        suggestions = asked if spot.is_direct else []
        return render.welcome(self._tools.replies, {str(k): v for k, v in COMMANDS.items()}, suggestions)

    def _settings(self, person: Person) -> Message:
        """A button, so that only an admin gets to see the form, whoever else is there."""
        if not person.is_admin:
            return render.message(self._tools.replies.messages.admins_only)
        opened = cards.card([cards.heading("Settings")], [cards.opens("settings", "Change settings", "")])
        return Message("", "Settings", card=opened)

    async def _delete(self, activity: Activity, spot: Place, person: Person) -> None:
        """The last answer to this person that was asked or stands here; an admin deletes anybody's by its
        button. One to which Teams gave no id stays, and no older one goes in its place."""
        deliveries = self._tools.desk.records.deliveries
        for kept in await asyncio.to_thread(self._tools.desk.recent, person):
            delivery = await asyncio.to_thread(deliveries.of, f"{kept.key}/reply")
            if delivery is None or not delivery.message or not _is_of(spot, kept, delivery):
                continue
            if standing := await self._tools.poster.standing(delivery.key, activity):
                to, posted = standing
                await self._tools.connector.delete(where(to), posted)
                await asyncio.to_thread(deliveries.forget, [delivery.key])
            return

    def _forget(self) -> Message:
        warning = self._tools.replies.messages.delete_mine
        button = cards.press("delete_my_data", "Delete my questions", "")
        return Message("", warning, card=cards.card([cards.words(warning)], [button]))

    async def _summary(self, activity: Activity, spot: Place, person: Person, rest: str) -> Message:
        now = self._clock()
        try:
            start = since(rest, now)
        except SinceError as error:
            return render.message(self._tools.replies.message("no_such_time", text=str(error)[:200]))
        if start is None:
            return await self._document(rest, spot, person)
        messages = self._tools.replies.messages
        if self._tools.reader is None:
            return render.message(messages.cannot_read)
        # A message that begins a thread has nothing before it there: it means the channel.
        thread = activity.thread not in {"", activity.id} and not rest
        read = activity if thread else replace(activity, conversation=activity.room)
        try:
            said = await self._tools.reader.thread(read, None if thread else start)
        except CannotReadError as error:
            log.info("teams_conversation_not_read", reason=str(error))
            return render.message(messages.cannot_read)
        wanted = tuple(message for message in said if message.id != activity.id)
        title = messages.summary_of_thread if thread else self._title(start)
        made = await asyncio.to_thread(self._summariser.of_messages, wanted, title=title, today=now)
        return render.summary(made, hosts=HOSTS)

    def _title(self, start: datetime) -> str:
        return self._tools.replies.message("summary_of_channel", room="this conversation", since=_day(start))

    async def _document(self, name: str, spot: Place, person: Person) -> Message:
        found = await asyncio.to_thread(self._tools.front.named, name, spot, person)
        if found is None:
            return render.message(self._tools.replies.message("no_such_document", document=name[:200]))
        return render.summary(await asyncio.to_thread(self._summariser.of_document, *found), hosts=HOSTS)


def _is_of(spot: Place, kept: Kept, delivery: Delivery) -> bool:
    """Whether an answer was asked for in this conversation, or stands in this person's own chat."""
    return kept.place.conversation == spot.conversation or (spot.is_direct and delivery.room == spot.room_key)


def _day(start: datetime) -> str:
    local = start.astimezone(LONDON)
    return f"{local.day} {local:%B}"
