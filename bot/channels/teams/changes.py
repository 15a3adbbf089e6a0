"""What happens to an answer later: its question is edited or deleted; it is shared, passed on, removed."""

import asyncio

import structlog

from bot.channels.teams.activity import Activity
from bot.channels.teams.connector import ConnectorError, Where
from bot.channels.teams.events import activity_of, place
from bot.channels.teams.posting import where
from bot.channels.teams.reading import HOSTS
from bot.channels.teams.tools import Tools
from bot.chat.place import Person
from bot.render import teams as render
from bot.work.event import Event, Steps

log = structlog.get_logger(__name__)
MOST_COMMENT = 1000


class Changes:
    """Each is done once, however often it is asked for."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def edited(self, event: Event, steps: Steps) -> None:  # noqa: ARG002 - handlers share a signature
        """The reply stays and says that it answers the earlier wording."""
        activity, desk = activity_of(event), self._tools.desk
        spot = place(activity)
        for kept in await asyncio.to_thread(desk.edited, spot, activity.id, activity.text):
            if standing := await self._tools.poster.standing(f"{kept.key}/reply", activity):
                to, posted = standing
                asked = kept.answer.question.text
                note = self._tools.replies.message("you_asked", question=asked) if to is not activity else ""
                shown = await asyncio.to_thread(desk.shown, kept)
                message = await asyncio.to_thread(
                    self._tools.drawn, kept.key, shown, spot, kept.person, note=note
                )
                await self._tools.poster.update(to, posted, render.activity(message))

    async def deleted(self, event: Event, steps: Steps) -> None:
        """The reply goes with its question, and so does the record of both."""
        activity, desk = activity_of(event), self._tools.desk
        spot = place(activity)

        async def look() -> list[tuple[str, str]]:
            kept = await asyncio.to_thread(desk.records.answers.by_message, spot, activity.id)
            found = [await self._tools.poster.standing(f"{each.key}/reply", activity) for each in kept]
            return [(to.conversation, posted) for to, posted in filter(None, found)]

        # Remembered, because the record of it goes below.
        for conversation, posted in await steps.once("standing", look):
            await self._tools.connector.delete(Where(activity.service_url, conversation), posted)
        await asyncio.to_thread(desk.deleted, spot, activity.id)

    async def share(self, event: Event, steps: Steps) -> None:  # noqa: ARG002
        """Shows a private answer to the room; only who asked may."""
        activity, person = await self._who(event)
        spot, key = place(activity), str(event.body["data"].get("value", ""))
        kept = await asyncio.to_thread(self._tools.desk.share, key, spot, person)
        if kept is None:
            await self._say(event, activity, self._tools.replies.messages.not_yours)
            return
        asker = person.name or self._tools.replies.messages.somebody
        note = self._tools.replies.message("shared_by", asker=asker, question=kept.answer.question.text)
        message = await asyncio.to_thread(self._tools.drawn, key, kept.answer, spot, person, note=note)
        await self._tools.post(f"{key}/share", activity, message)

    async def refer(self, event: Event, steps: Steps) -> None:  # noqa: ARG002
        """Hands the question, with what was found, to whoever the settings name; once."""
        activity, person = await self._who(event)
        data, spot = event.body["data"], place(activity)
        handed = await asyncio.to_thread(
            self._tools.desk.hand_off, str(data.get("value", "")), spot, person, request=event.key
        )
        if handed is None:
            await self._say(event, activity, self._tools.replies.messages.referred_already)
            return
        message = render.handoff(
            handed.answer,
            asker=handed.asked_by.name,
            link=_link(activity),
            hosts=HOSTS,
            comment=str(data.get("comment") or "")[:MOST_COMMENT],
            earlier=handed.earlier,
            marking=handed.marking,
        )
        to = handed.to.rpartition(":")[2]
        try:
            await self._tools.to_person(f"{handed.key}/refer", activity, to, message)
        except ConnectorError as error:
            if not error.is_final:
                raise
            log.error("teams_hand_off_undeliverable", code=error.code, status=error.status)  # noqa: TRY400
            await self._say(event, activity, self._tools.replies.messages.cannot_reply)
            return
        await self._say(event, activity, self._tools.replies.messages.referred)

    async def remove(self, event: Event, steps: Steps) -> None:  # noqa: ARG002
        """A reply goes when its asker or an admin wants it; the record of the question stays."""
        activity, person = await self._who(event)
        key = str(event.body["data"].get("value", ""))
        kept = await asyncio.to_thread(self._tools.desk.seen, key, place(activity), person)
        if kept is None or not self._tools.desk.may_delete(kept, person):
            await self._say(event, activity, self._tools.replies.messages.not_yours)
        elif standing := await self._tools.poster.standing(f"{key}/reply", activity):
            to, posted = standing
            await self._tools.connector.delete(where(to), posted)

    async def _who(self, event: Event) -> tuple[Activity, Person]:
        activity = activity_of(event)
        return activity, await self._tools.people.person(activity)

    async def _say(self, event: Event, activity: Activity, sentence: str) -> None:
        await self._tools.say(f"{event.key}/said", activity, sentence)


def _link(activity: Activity) -> str:
    """To the conversation, as Teams opens it."""
    if activity.is_direct or not activity.reply_to.isdigit():
        return ""
    return f"https://teams.microsoft.com/l/message/{activity.room}/{activity.reply_to}"
