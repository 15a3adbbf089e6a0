"""What is answered to one person alone: commands, shortcuts, and buttons in private replies."""

import asyncio

import structlog

from bot.channels.slack.events import CHANNEL
from bot.channels.slack.posting import Forms
from bot.channels.slack.questions import Questions, spot
from bot.channels.slack.tools import Tools
from bot.chat.answering import Asked
from bot.chat.place import Person, Place
from bot.domain import Answer
from bot.work.event import Event, Steps

log = structlog.get_logger(__name__)


class Private:
    """Replies where it was asked, seen by the asker; with a button that shows it to everyone there."""

    def __init__(self, tools: Tools, questions: Questions) -> None:
        self._tools = tools
        self._questions = questions

    async def ask(self, event: Event, steps: Steps) -> None:
        tools, body = self._tools, event.body
        text = await tools.reader.text(body["team"], body["text"])
        if body["room"]:
            await self._whisper(event, steps, text)
        else:
            await self._by_message(event, steps, text)

    async def suggestion(self, event: Event, steps: Steps) -> None:
        """A question offered under an answer: answered where that answer stands."""
        tools, body = self._tools, event.body
        person = await tools.people.asker(body["team"], body["user"], body["room"])
        place = spot({**body, "ts": ""}).place
        kept = await asyncio.to_thread(tools.desk.seen, body["answer"], place, person)
        offered = kept.answer.suggestions if kept else ()
        if body["index"] >= len(offered):
            return
        if body["private"]:
            await self._whisper(event, steps, offered[body["index"]])
            return
        where, text = spot(body), offered[body["index"]]
        answer = await tools.front.ask(Asked(event.key, text, where.place, person), steps)
        asker = person.name or tools.replies.messages.somebody
        note = tools.replies.message("shared_by", asker=asker, question=text)
        forms = await self._forms(event.key, answer, person, where.place, note=note)
        await tools.poster.post(f"{event.key}/reply", where.reply, forms)

    async def _whisper(self, event: Event, steps: Steps, text: str) -> None:
        tools, body, where = self._tools, event.body, spot(event.body)
        person = await tools.people.asker(body["team"], body["user"], body["room"])
        private = not where.place.is_direct
        asked = Asked(event.key, text, where.place, person, private=private)
        answer = await tools.front.ask(asked, steps)
        note = tools.replies.message("you_asked", question=text)
        forms = await self._forms(event.key, answer, person, where.place, shareable=private, note=note)
        key = f"{event.key}/reply"
        await tools.poster.whisper(key, where.reply, person.id, forms, body["response_url"])

    async def _by_message(self, event: Event, steps: Steps, text: str) -> None:
        """Asked from nowhere in particular: the reply is a direct message."""
        tools, body = self._tools, event.body
        room = await tools.poster.direct(body["team"], body["user"])
        place = Place(CHANNEL, body["team"], room, is_direct=True)
        person = await tools.people.person(body["team"], body["user"])
        answer = await tools.front.ask(Asked(event.key, text, place, person), steps)
        note = tools.replies.message("you_asked", question=text)
        forms = await self._forms(event.key, answer, person, place, note=note)
        await tools.poster.post(f"{event.key}/reply", place, forms)

    async def _forms(
        self,
        key: str,
        answer: Answer,
        person: Person,
        place: Place,
        *,
        shareable: bool = False,
        note: str = "",
    ) -> Forms:
        refer = bool(await asyncio.to_thread(self._tools.desk.refers_to, place))
        return self._questions.forms(key, answer, person, shareable=shareable, refer=refer, note=note)
