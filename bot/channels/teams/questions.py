"""Questions asked in Teams, from the inbox to the one reply."""

import asyncio

import structlog

from bot.channels.teams.activity import Activity, Scope
from bot.channels.teams.connector import ConnectorError, UncertainError
from bot.channels.teams.events import activity_of, place
from bot.channels.teams.posting import base, where
from bot.channels.teams.streaming import Stream
from bot.channels.teams.tools import Tools
from bot.chat.answering import Asked
from bot.chat.place import Message, Place
from bot.chat.rooms import FollowUps, Room
from bot.domain import Answer
from bot.render import teams as render
from bot.work.event import Event, Steps

log = structlog.get_logger(__name__)


class Questions:
    """In a personal chat with a status that becomes the reply; elsewhere with one whole message."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def handle(self, event: Event, steps: Steps, text: str) -> None:
        """`text` is what is asked, without a command's word."""
        activity = activity_of(event)
        spot, person = place(activity), await self._tools.people.person(activity)
        earlier = await self._tools.thread(activity)
        if not (is_addressed(activity) or await self._is_meant(activity, spot, earlier)):
            return
        private = not spot.is_direct and (await self._room(spot)).private
        asked = Asked(event.key, text, spot, person, earlier, activity.id, private)
        if private:
            await self._in_private(asked, activity, steps)
        elif spot.is_direct:
            await self._streamed(asked, activity, steps)
        else:
            await self._whole(asked, activity, steps)

    async def suggestion(self, event: Event, steps: Steps, text: str) -> None:
        """A question offered under an answer, asked by a press: everyone there sees who asked what."""
        activity = activity_of(event)
        person = await self._tools.people.person(activity)
        asked = Asked(event.key, text, place(activity), person)
        name = person.name or self._tools.replies.messages.somebody
        note = self._tools.replies.message("shared_by", asker=name, question=text)
        await self._typing(activity)
        await self._reply(asked, activity, await self._tools.front.ask(asked, steps), note=note)

    async def _streamed(self, asked: Asked, activity: Activity, steps: Steps) -> None:
        stream = Stream(self._tools.connector, where(activity), base(activity), self._tools.replies.steps)
        opened = await steps.once("stream", stream.open)
        if opened and not stream.id:
            stream.resume(opened)
        stream.follow()
        try:
            answer = await self._tools.front.ask(asked, steps, stream.report, stream.is_stopped)
        finally:
            await stream.settle()
        await self._reply(asked, activity, answer, stream=stream)

    async def _whole(self, asked: Asked, activity: Activity, steps: Steps) -> None:
        await self._typing(activity)
        await self._reply(asked, activity, await self._tools.front.ask(asked, steps))

    async def _in_private(self, asked: Asked, activity: Activity, steps: Steps) -> None:
        """Where replies are for the asker alone, they go to the asker's own chat with the bot."""
        answer = await self._tools.front.ask(asked, steps)
        note = self._tools.replies.message("you_asked", question=answer.question.text)
        message = await asyncio.to_thread(
            self._tools.drawn, asked.key, answer, asked.place, asked.person, note=note
        )
        try:
            await self._tools.to_person(f"{asked.key}/reply", activity, activity.sender.id, message)
        except ConnectorError as error:
            if not error.is_final:
                raise
            await self._tools.say(f"{asked.key}/said", activity, self._tools.replies.messages.cannot_reply)

    async def _reply(
        self,
        asked: Asked,
        activity: Activity,
        answer: Answer,
        *,
        note: str = "",
        stream: Stream | None = None,
    ) -> None:
        message = await asyncio.to_thread(
            self._tools.drawn, asked.key, answer, asked.place, asked.person, note=note
        )
        await self._tools.poster.reply(f"{asked.key}/reply", activity, render.activity(message), stream)

    async def _typing(self, activity: Activity) -> None:
        """Pleasant, never needed."""
        try:
            typing = {**base(activity), "type": "typing"}
            await self._tools.connector.post(where(activity), typing, attempts=1)
        except (ConnectorError, UncertainError) as error:
            log.info("teams_status_left_out", reason=type(error).__name__)

    async def _is_meant(self, activity: Activity, spot: Place, earlier: tuple[Message, ...]) -> bool:
        """Whether a message without a mention, where the bot has spoken, is for the bot. A group chat has no
        threads, so that there a question may well be for anybody."""
        if not await self._tools.front.is_known(spot.conversation):
            return False  # it was at work there when this was said, and has not answered
        policy = (await self._room(spot)).follow_ups
        if policy is not FollowUps.WHEN_ADDRESSED or activity.scope is Scope.GROUP:
            return policy is FollowUps.ALWAYS
        after_us = bool(earlier and earlier[-1].from_bot)
        return not activity.mentions_others and (after_us or "?" in activity.text)

    async def _room(self, spot: Place) -> Room:
        return await asyncio.to_thread(self._tools.desk.room, spot)


def is_addressed(activity: Activity) -> bool:
    return activity.is_direct or activity.mentioned
