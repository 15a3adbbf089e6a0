"""What happens to an answer later: its question is edited or deleted, it is shared, passed on or removed."""

import asyncio
import json
from dataclasses import replace

import structlog

from bot.channels.slack import events
from bot.channels.slack.clients import SlackError
from bot.channels.slack.events import CHANNEL
from bot.channels.slack.questions import Questions, spot
from bot.channels.slack.tools import Tools
from bot.chat.deliveries import Delivery
from bot.chat.place import Person, Place
from bot.render.slack import Rendered, handoff, message
from bot.work.event import Event, Steps

log = structlog.get_logger(__name__)


class Changes:
    """Each is done once, however often it is asked for."""

    def __init__(self, tools: Tools, questions: Questions) -> None:
        self._tools = tools
        self._questions = questions

    async def edited(self, event: Event, _: Steps) -> None:
        """The reply stays and says that it answers the earlier wording."""
        tools, body, where = self._tools, event.body, spot(event.body)
        bot = await tools.clients.bot(body["team"])
        text = await tools.reader.text(body["team"], events.without_mention(body["text"], bot.user))
        for kept in await asyncio.to_thread(tools.desk.edited, where.place, body["ts"], text):
            for place, posted in await self._standing(f"{kept.key}/reply", where.reply):
                answer = await asyncio.to_thread(tools.desk.shown, kept)
                forms = self._questions.forms(kept.key, answer, kept.person)
                await tools.poster.update(place, str(posted.message), forms, posted.key)

    async def deleted(self, event: Event, steps: Steps) -> None:
        """The reply goes with its question, and so does the record of both."""
        tools, body, where = self._tools, event.body, spot(event.body)

        async def look() -> list[tuple[str, str]]:
            kept = await asyncio.to_thread(tools.answers.by_message, where.place, body["ts"])
            found = [await self._standing(f"{each.key}/reply", where.reply) for each in kept]
            return [(place.room, str(posted.message)) for each in found for place, posted in each]

        for room, ts in await steps.once("standing", look):  # remembered: the record of it goes below
            await tools.poster.delete(replace(where.reply, room=room), ts)
        await asyncio.to_thread(tools.desk.deleted, where.place, body["ts"])

    async def share(self, event: Event, _: Steps) -> None:
        """Shows a private answer to the room; only who asked may."""
        tools, place, person = self._tools, *(await self._clicked(event))
        if await self._shared_draft(event, place, person):
            return
        kept = await asyncio.to_thread(tools.desk.share, event.body["answer"], place, person)
        if kept is None:
            await self._say(event, person, tools.replies.messages.not_yours)
            return
        asker = person.name or tools.replies.messages.somebody
        note = tools.replies.message("shared_by", asker=asker, question=kept.answer.question.text)
        forms = self._questions.forms(kept.key, kept.answer, person, note=note)
        thread = event.body["thread"]
        to = Place(CHANNEL, place.workspace, place.room, thread)
        await tools.poster.post(f"{kept.key}/share", to, forms)

    async def _shared_draft(self, event: Event, place: Place, person: Person) -> bool:
        """Whether it was a summary, which is kept as it was drawn."""
        key, drafts = event.body["answer"], self._tools.desk.records.drafts
        draft = await asyncio.to_thread(drafts.get, key, place, person)
        if draft is None:
            return False
        drawn = json.loads(draft)
        to = Place(CHANNEL, place.workspace, place.room, event.body["thread"])
        await self._tools.poster.post(f"{key}/share", to, (Rendered(drawn["text"], tuple(drawn["blocks"])),))
        return True

    async def refer(self, event: Event, _: Steps) -> None:
        """Hands the question, with what was found, to whoever the room's settings name; once."""
        tools, place, person = self._tools, *(await self._clicked(event))
        handed = await asyncio.to_thread(
            tools.desk.hand_off, event.body["answer"], place, person, request=event.key
        )
        if handed is None:
            await self._say(event, person, tools.replies.messages.referred_already)
            return
        bot = await tools.clients.bot(place.workspace)
        shown = handoff(
            handed.answer,
            asker=handed.asked_by.id,
            link=bot.permalink(handed.place.room, event.body["ts"], event.body["thread"]),
            hosts=(bot.host,),
            comment=event.body.get("comment", ""),
            earlier=handed.earlier,
            marking=handed.marking,
        )
        to = Place(CHANNEL, place.workspace, await self._room_of(place.workspace, handed.to))
        await tools.poster.post(f"{handed.key}/refer", to, (shown,))
        await self._say(event, person, tools.replies.messages.referred)

    async def remove(self, event: Event, _: Steps) -> None:
        """A reply goes when its asker or an admin wants it; the record of the question stays."""
        tools, place, person = self._tools, *(await self._clicked(event))
        kept = await asyncio.to_thread(tools.desk.seen, event.body["answer"], place, person)
        if kept is None or not tools.desk.may_delete(kept, person):
            await self._say(event, person, tools.replies.messages.not_yours)
            return
        await tools.poster.delete(place, event.body["ts"])

    async def _clicked(self, event: Event) -> tuple[Place, Person]:
        body = event.body
        person = await self._tools.people.asker(body["team"], body["user"], body["room"])
        return spot({**body, "ts": ""}).place, person

    async def _standing(self, key: str, asked: Place) -> list[tuple[Place, Delivery]]:
        """A reply that can be changed, and where it stands: where it was asked, or in the asker's direct
        messages. What one person saw for a while cannot be changed."""
        found = [await asyncio.to_thread(self._tools.deliveries.of, each) for each in (key, f"{key}/direct")]
        return [(_place(each, asked), each) for each in found if each and (each.message or "")[:1].isdigit()]

    async def _say(self, event: Event, person: Person, sentence: str) -> None:
        body = event.body
        place, forms = spot({**body, "ts": ""}).reply, (message(sentence),)
        try:
            await self._tools.poster.whisper(
                f"{event.key}/said", place, person.id, forms, body.get("response_url", "")
            )
        except SlackError as error:
            log.warning("slack_not_told", code=error.code)

    async def _room_of(self, team: str, to: str) -> str:
        """A person is written to in their direct messages."""
        to = to.rpartition(":")[2]
        return await self._tools.poster.direct(team, to) if to.startswith(("U", "W")) else to


def _place(posted: Delivery, asked: Place) -> Place:
    if posted.room == asked.room_key:
        return asked
    room = posted.room.removeprefix(f"{asked.workspace_key}:")
    return Place(CHANNEL, asked.workspace, room, is_direct=True)
