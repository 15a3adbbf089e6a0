"""What every part of the Slack channel works with."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.channels.slack.clients import Clients, SlackError
from bot.channels.slack.people import People
from bot.channels.slack.posting import Poster
from bot.channels.slack.progress import Budgets
from bot.channels.slack.reading import Reader
from bot.channels.slack.streaming import Streams
from bot.chat.answering import Asked, Desk
from bot.chat.answers import Answers
from bot.chat.deliveries import Deliveries
from bot.chat.place import Person, Place
from bot.domain import Answer
from bot.engine import Step
from bot.render.shown import Holding
from bot.render.slack import message
from bot.selection.about import suggestions
from bot.work.event import Steps
from config.replies import Replies
from config.settings import Settings
from retrieval.corpus import Found

Search = Callable[[str, Sequence[str], int], Sequence[Found]]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """Wired once, in `application`."""

    settings: Settings
    replies: Replies
    clients: Clients
    people: People
    reader: Reader
    poster: Poster
    streams: Streams
    budgets: Budgets
    desk: Desk
    search: Search

    @property
    def answers(self) -> Answers:
        return self.desk.records.answers

    @property
    def deliveries(self) -> Deliveries:
        return self.desk.records.deliveries

    async def ask(self, asked: Asked, steps: Steps, report: Callable[[Step], None]) -> Answer:
        """The answer under the question's key: asked for once, whatever happens in between."""
        answers: list[Answer] = []

        async def run() -> str:
            answers.append(
                await asyncio.to_thread(self.desk.answer, asked, report=report, stopped=steps.stopped)
            )
            return answers[0].outcome.value

        await steps.once("answer", run)
        if not answers and (kept := await asyncio.to_thread(self.answers.get, asked.key)):
            return kept.answer
        if not answers:  # forgotten at the asker's wish while it was being worked on
            await run()
        return answers[0]

    async def is_known(self, conversation: str) -> bool:
        """Whether the bot has spoken in a conversation."""
        turns = await asyncio.to_thread(self.desk.records.conversations.turns, conversation, 1)
        return bool(turns)

    async def known(self, place: Place, person: Person) -> list[Holding]:
        """What a person is answered from in a place."""
        shelves = await asyncio.to_thread(self.desk.sources, place, person)
        return [
            Holding(
                shelf.collection,
                len(shelf.documents),
                tuple((each.title, each.date) for each in shelf.newest or shelf.documents[:5]),
            )
            for shelf in shelves
        ]

    def openers(self, place: Place, person: Person, most: int) -> list[str]:
        """Questions that the newest documents answer, to begin a conversation with."""
        newest = [
            (shelf.collection, each) for shelf in self.desk.sources(place, person) for each in shelf.newest
        ]
        asked: dict[str, None] = {}
        for collection, document in newest[: most * 2]:
            found = self.search(document.title, [collection], 3)
            asked.update(dict.fromkeys(suggestions(document.title, found)[:1]))
        return list(asked)[:most]

    async def tell(self, place: Place, person: Person, text: str) -> None:
        """A line to a person by direct message, where that can be done."""
        try:
            await self.poster.tell(place, person.id, (message(text),))
        except SlackError as error:
            log.warning("slack_not_told", code=error.code)
