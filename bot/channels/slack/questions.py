"""Questions asked in Slack, from the inbox to the one reply."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.channels.slack import commands, events
from bot.channels.slack.clients import UNREACHABLE, UndeliverableError, tried
from bot.channels.slack.events import CHANNEL
from bot.channels.slack.posting import Forms
from bot.channels.slack.progress import Progress
from bot.channels.slack.streaming import Stream
from bot.channels.slack.tools import Tools
from bot.chat.answering import Asked
from bot.chat.place import Message, Person, Place
from bot.chat.rooms import FollowUps
from bot.domain import Answer
from bot.engine import Step
from bot.render.slack import Rendered, help, sources  # noqa: A004 - it is what people type
from bot.render.slack import answer as drawn
from bot.work.event import Event, Steps
from config.models import EXTRACTIVE

log = structlog.get_logger(__name__)
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a question stands for the records, and where its reply goes."""

    place: Place
    reply: Place


def spot(body: Any) -> Spot:
    """A person's direct messages are one conversation, whichever thread of it a reply stands in."""
    thread = body["thread"] or body.get("ts", "")
    direct = bool(body.get("direct")) or body["room"].startswith("D")
    reply = Place(CHANNEL, body["team"], body["room"], thread, direct)
    return Spot(Place(CHANNEL, body["team"], body["room"], "" if direct else thread, direct), reply)


class Questions:
    """Answers what was asked in the open, and in direct messages."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def handle(self, event: Event, steps: Steps) -> None:
        tools, body, where = self._tools, event.body, spot(event.body)
        bot = await tools.clients.bot(body["team"])
        earlier = await self._earlier(where, body)
        if not (body["addressed"] or await self._is_meant(where, body["text"], earlier)):
            return
        text = await tools.reader.text(body["team"], events.without_mention(body["text"], bot.user))
        person = await tools.people.asker(body["team"], body["user"], body["room"])
        if shown := await self._told(text, where, person):
            await tools.poster.post(f"{event.key}/reply", where.reply, (shown,))
            return
        private = not where.place.is_direct and (await self._room(where.place)).private
        asked = Asked(event.key, text, where.place, person, earlier, body["ts"], private)
        client = await tools.clients.of(body["team"])
        progress = Progress(client, where.reply, tools.replies.steps, tools.budgets.of(body["team"]))
        await progress.begin(body["user"])
        try:
            await self._answer(asked, where, person, progress, steps)
        except UndeliverableError as error:
            await self._undeliverable(error, where, person)
        finally:
            await progress.end()
        if where.reply.is_direct and not body["thread"]:
            title = text[:LONGEST_TITLE] or tools.replies.messages.untitled
            await tried(
                client.assistant_threads_setTitle,
                channel_id=where.reply.room,
                thread_ts=where.reply.thread,
                title=title,
            )

    async def _told(self, text: str, where: Spot, person: Person) -> Rendered | None:
        """What "help" and "sources" show, without a slash too."""
        word = commands.plainly(text)
        if word == "sources":
            return sources(self._tools.replies, await self._tools.front.known(where.place, person))
        return help(self._tools.replies) if word == "help" else None

    async def _answer(
        self, asked: Asked, where: Spot, person: Person, progress: Progress, steps: Steps
    ) -> None:
        tools, key = self._tools, f"{asked.key}/reply"
        private = asked.private
        stream = None if private else await self._stream(asked, where, person)
        reports = [progress.report, stream.report] if stream else [progress.report]
        answer = await tools.front.ask(asked, steps, _all(reports))
        refer = bool(await asyncio.to_thread(tools.desk.refers_to, where.place))
        forms = self.forms(asked.key, answer, person, shareable=private, refer=refer)
        if private:
            await tools.poster.whisper(key, where.reply, person.id, forms)
        elif stream:
            await tools.streams.finish(stream, where.reply, key, forms)
        else:
            await tools.poster.post(key, where.reply, forms)

    def forms(
        self,
        key: str,
        answer: Answer,
        person: Person,
        *,
        shareable: bool = False,
        refer: bool = False,
        note: str = "",
    ) -> Forms:
        """The answer as drawn, and without Slack's newer blocks. `refer` offers to ask a person."""
        return tuple(
            drawn(
                answer,
                key=key,
                standing=self._tools.replies.standing_for(answer.model),
                note=note,
                shareable=shareable and answer.outcome.is_answer,
                refer=refer,
                deletable=not shareable,
                deleters=(person.id,),
                simple=simple,
            )
            for simple in (False, True)
        )

    async def _stream(self, asked: Asked, where: Spot, person: Person) -> Stream | None:
        """Only for a model's answers: selected sentences are there before a stream could begin."""
        tools = self._tools
        if tools.settings.model == EXTRACTIVE or tools.desk.decline(asked):
            return None
        team = where.reply.workspace
        client = await tools.clients.of(team)
        key = f"{asked.key}/reply"
        return await tools.streams.open(client, where.reply, key, person.id, tools.budgets.of(team))

    async def _earlier(self, where: Spot, body: Any) -> tuple[Message, ...]:
        """What stands in the thread before the question."""
        if not body["thread"] or body["thread"] == body["ts"]:
            return ()
        return await self._tools.reader.thread(where.reply, until=body["ts"])

    async def _is_meant(self, where: Spot, text: str, earlier: tuple[Message, ...]) -> bool:
        """Whether a message without a mention, in a thread in which the bot has spoken, is for the bot."""
        if not await self._tools.front.is_known(where.place.conversation):
            return False  # it was at work there when this was said, and has not answered
        policy = (await self._room(where.place)).follow_ups
        if policy is not FollowUps.WHEN_ADDRESSED:
            return policy is FollowUps.ALWAYS
        after_us = bool(earlier) and earlier[-1].from_bot
        return not events.mentions_someone(text) and (after_us or "?" in text)

    async def _room(self, place: Place) -> Any:
        return await asyncio.to_thread(self._tools.desk.room, place)

    async def _undeliverable(self, error: UndeliverableError, where: Spot, person: Person) -> None:
        """Nothing can be posted there: the asker is told by direct message, the operator in the log."""
        log.error("slack_reply_undeliverable", code=error.code, room=where.reply.room)
        if error.code in UNREACHABLE and not where.reply.is_direct:
            await self._tools.tell(where.reply, person, self._tools.replies.messages.cannot_reply)


def _all(reports: Sequence[Callable[[Step], None]]) -> Callable[[Step], None]:
    def report(step: Step) -> None:
        for each in reports:
            each(step)

    return report
