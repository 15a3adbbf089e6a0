"""What every part of the Slack channel works with."""

from dataclasses import dataclass

import structlog

from bot.channels.front import Front
from bot.channels.slack.clients import Clients, SlackError
from bot.channels.slack.people import People
from bot.channels.slack.posting import Poster
from bot.channels.slack.progress import Budgets
from bot.channels.slack.reading import Reader
from bot.channels.slack.streaming import Streams
from bot.chat.answering import Desk
from bot.chat.answers import Answers
from bot.chat.deliveries import Deliveries
from bot.chat.place import Person, Place
from bot.render.slack import message
from config.replies import Replies
from config.settings import Settings

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
    front: Front

    @property
    def desk(self) -> Desk:
        return self.front.desk

    @property
    def answers(self) -> Answers:
        return self.desk.records.answers

    @property
    def deliveries(self) -> Deliveries:
        return self.desk.records.deliveries

    async def tell(self, place: Place, person: Person, text: str) -> None:
        """A line to a person by direct message, where that can be done."""
        try:
            await self.poster.tell(place, person.id, (message(text),))
        except SlackError as error:
            log.warning("slack_not_told", code=error.code)
