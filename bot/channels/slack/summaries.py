"""`/briefing summary`: what was said in a channel or thread, or what a document says, to one person."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot.briefings.summary import Summariser, Summary
from bot.channels.front import LONDON, SinceError, since
from bot.channels.slack.clients import SlackError
from bot.channels.slack.events import CHANNEL
from bot.channels.slack.questions import Spot, spot
from bot.channels.slack.reading import linked
from bot.channels.slack.tools import Tools
from bot.chat.access import barred
from bot.chat.place import Person, Place
from bot.render.slack import Rendered, message, summary
from bot.work.event import Event, Steps

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be summarised: one of these."""

    since: datetime | None = None
    thread: tuple[str, str] | None = None
    """The room and the root of a thread."""
    document: str = ""


def wanted(text: str, room: str, thread: str, now: datetime) -> Wanted:
    """ "" is this channel today; a link is the thread of its message. Raises SinceError."""
    if thread:
        return Wanted(thread=(room, thread))
    if link := linked(text):
        return Wanted(thread=link)
    if start := since(text, now):
        return Wanted(since=start)
    return Wanted(document=text)


class Summaries:
    """Private to who asked, with a button that shows it to the channel."""

    def __init__(
        self, tools: Tools, summariser: Summariser, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._tools = tools
        self._summariser = summariser
        self._clock = clock

    async def handle(self, event: Event, steps: Steps) -> None:  # noqa: ARG002 - handlers share a signature
        tools, body, where = self._tools, event.body, spot(event.body)
        person = await tools.people.asker(body["team"], body["user"], body["room"])
        room = await asyncio.to_thread(tools.desk.room, where.place)
        declined = barred(person, where.place, room, tools.replies.access)
        made = declined or await self._summarised(event, where.place, person)
        shown = message(made) if isinstance(made, str) else await self._drawn(event.key, made, where, person)
        await tools.poster.whisper(
            f"{event.key}/reply", where.reply, person.id, (shown,), body.get("response_url", "")
        )

    async def _summarised(self, event: Event, place: Place, person: Person) -> Summary | str:
        body, now = event.body, self._clock()
        try:
            what = wanted(body["text"] if body["text"] != "thread" else "", body["room"], body["thread"], now)
            if what.document:
                return await self._document(what.document, place, person)
            if what.thread:
                return await self._thread(what.thread, place, person, now)
            return await self._channel(what.since or now, place, now)
        except SinceError as error:
            return self._tools.replies.message("no_such_time", text=str(error)[:200])
        except SlackError as error:
            if error.code in {"not_in_channel", "channel_not_found", "missing_scope", "thread_not_found"}:
                return self._tools.replies.messages.cannot_read
            raise

    async def _channel(self, start: datetime, place: Place, now: datetime) -> Summary:
        said = await self._tools.reader.since(place, start)
        name = (await self._tools.people.room(place.workspace, place.room)).name
        title = self._tools.replies.message("summary_of_channel", room=name, since=_day(start))
        return await asyncio.to_thread(self._summariser.of_messages, said, title=title, today=now)

    async def _thread(
        self, thread: tuple[str, str], place: Place, person: Person, now: datetime
    ) -> Summary | str:
        room, root = thread
        if room != place.room and not await self._tools.people.is_member(place.workspace, room, person.id):
            return self._tools.replies.messages.cannot_read
        read = Place(CHANNEL, place.workspace, room, root)
        said = await self._tools.reader.thread(read)
        title = self._tools.replies.messages.summary_of_thread
        return await asyncio.to_thread(self._summariser.of_messages, said, title=title, today=now)

    async def _document(self, name: str, place: Place, person: Person) -> Summary | str:
        found = await asyncio.to_thread(self._tools.front.named, name, place, person)
        if not found:
            return self._tools.replies.message("no_such_document", document=name[:200])
        return await asyncio.to_thread(self._summariser.of_document, *found)

    async def _drawn(self, key: str, made: Summary, where: Spot, person: Person) -> Rendered:
        """With a button that shows it to the room, for which it is kept as it was drawn."""
        bot = await self._tools.clients.bot(where.place.workspace)
        if not made.lines or where.place.is_direct:
            return summary(made, hosts=(bot.host,))
        shared = summary(made, hosts=(bot.host,))
        kept = json.dumps({"text": shared.text, "blocks": shared.blocks})
        await asyncio.to_thread(self._tools.desk.records.drafts.put, key, kept, where.place, person)
        return summary(made, hosts=(bot.host,), key=key, shareable=True)


def _day(start: datetime) -> str:
    local = start.astimezone(LONDON)
    clock = f"{local:%H:%M} on " if (local.hour, local.minute) != (0, 0) else ""
    return f"{clock}{local.day} {local:%B}"
