"""What every part of the Teams channel works with."""

from dataclasses import dataclass, replace

import structlog

from bot.channels.front import Front
from bot.channels.teams.activity import Activity, Scope, Sender
from bot.channels.teams.connector import Connector
from bot.channels.teams.people import People
from bot.channels.teams.posting import Poster
from bot.channels.teams.reading import CannotReadError, Reader
from bot.channels.teams.references import References
from bot.chat.answering import Desk
from bot.chat.library import Surroundings
from bot.chat.place import Message as Said
from bot.chat.place import Person, Place
from bot.domain import Answer
from bot.render import teams as render
from bot.render.teams import Message
from config.replies import Replies
from config.settings import Settings

log = structlog.get_logger(__name__)
MOST_CARDS = 10


@dataclass(frozen=True, slots=True)
class Tools:
    """Wired once, in `application`."""

    settings: Settings
    replies: Replies
    connector: Connector
    people: People
    poster: Poster
    references: References
    reader: Reader | None
    """None where there is no Graph: when trying out."""
    front: Front

    @property
    def desk(self) -> Desk:
        return self.front.desk

    def drawn(self, key: str, answer: Answer, place: Place, person: Person, *, note: str = "") -> Message:
        """The answer as a message, with each quote in its surroundings as far as this person may see them."""
        refer = bool(self.desk.refers_to(place))
        return render.answer(
            answer,
            key=key,
            words=self.replies.messages,
            standing=self.replies.standing_for(answer.model),
            note=note,
            found=self._found(answer, place, person),
            personal=place.is_direct,
            refer=refer,
            # A card for this button alone would be larger than many an answer: there is a command as well.
            deletable=not place.is_direct and refer,
        )

    def _found(self, answer: Answer, place: Place, person: Person) -> dict[int, Surroundings]:
        cited = enumerate(answer.citations[:MOST_CARDS], 1)
        found = {number: self.desk.source(citation, place, person) for number, citation in cited}
        return {number: surroundings for number, surroundings in found.items() if surroundings}

    async def say(self, key: str, to: Activity, sentence: str) -> str:
        """One of the bot's own sentences, once."""
        return await self.post(key, to, render.message(sentence))

    async def post(self, key: str, to: Activity, message: Message) -> str:
        return await self.poster.reply(key, to, render.activity(message))

    async def to_person(self, key: str, like: Activity, person: str, message: Message) -> str:
        """To a person's own chat with the bot, once. Raises ConnectorError where they have none."""
        room = await self.connector.direct(like.service_url, like.tenant, like.bot, person)
        to = replace(
            like, type="none", conversation=room, scope=Scope.PERSONAL, sender=Sender(person), mentioned=False
        )
        return await self.post(key, to, message)

    async def thread(self, activity: Activity) -> tuple[Said, ...]:
        """What stands in a channel's thread before a question; nothing where that may not be read."""
        if self.reader is None or not activity.thread or activity.thread == activity.id:
            return ()
        try:
            said = await self.reader.thread(activity)
        except CannotReadError as error:
            log.info("teams_thread_not_read", reason=str(error))
            return ()
        return tuple(message for message in said if message.id != activity.id)
