"""All that is kept of chat channels, opened, forgotten and purged together."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, insert, select

from bot.chat import tables
from bot.chat.answers import Answers, Kept
from bot.chat.deliveries import Deliveries
from bot.chat.drafts import Drafts
from bot.chat.feedback import Feedback
from bot.chat.handoffs import Handoffs
from bot.chat.place import Person
from bot.chat.rooms import Room, Rooms
from bot.conversation import Conversations

_TABLE = tables.removals


@dataclass(frozen=True, slots=True)
class Removal:
    """That something was removed: who, when and how many, never what."""

    at: datetime
    person: str
    """Whose records went, by their own wish; "" where records went by age."""
    turns: int
    answers: int
    feedback: int
    handoffs: int
    deliveries: int


@dataclass(frozen=True, slots=True)
class Records:
    """One database, a table or two each."""

    conversations: Conversations
    rooms: Rooms
    answers: Answers
    feedback: Feedback
    handoffs: Handoffs
    deliveries: Deliveries
    drafts: Drafts
    _engine: Engine

    @classmethod
    def open(cls, database_url: str, conversations: Conversations, standard: Room) -> "Records":
        """`standard` holds in rooms without settings of their own."""
        return cls(
            conversations,
            Rooms(database_url, standard),
            Answers(database_url),
            Feedback(database_url),
            Handoffs(database_url),
            Deliveries(database_url),
            Drafts(database_url),
            tables.opened(database_url),
        )

    def forget(self, person: Person) -> Removal:
        """Removes a person's questions, answers, feedback and hand-offs, and where they were posted."""
        keys = self.answers.keys(person)
        self.drafts.forget(person)
        # The answers go last: a second try after a crash needs their keys.
        removal = Removal(
            datetime.now(UTC),
            person.key,
            turns=self.conversations.delete_asker(person.key),
            feedback=self.feedback.forget_answers(keys) + self.feedback.forget(person),
            handoffs=self.handoffs.forget_answers(keys) + self.handoffs.forget(person),
            deliveries=self.deliveries.forget(keys),
            answers=self.answers.forget(keys),
        )
        return self._noted(removal)

    def withdraw(self, kept: Kept) -> Removal:
        """Removes one question with its answer."""
        removal = Removal(
            datetime.now(UTC),
            kept.person.key,
            turns=int(self.conversations.forget(kept.key)),
            feedback=self.feedback.forget_answers([kept.key]),
            handoffs=self.handoffs.forget_answers([kept.key]),
            deliveries=self.deliveries.forget([kept.key]),
            answers=self.answers.forget([kept.key]),
        )
        return self._noted(removal)

    def purge(self, days: int, *, now: datetime | None = None) -> Removal:
        """Removes what is older than that many days."""
        now = now or datetime.now(UTC)
        before = now - timedelta(days=days)
        self.drafts.purge(before)
        removal = Removal(
            now,
            "",
            turns=self.conversations.purge(before),
            feedback=self.feedback.purge(before),
            handoffs=self.handoffs.purge(before),
            deliveries=self.deliveries.purge(before),
            answers=self.answers.purge(before),
        )
        return self._noted(removal)

    def removals(self, limit: int = 100) -> tuple[Removal, ...]:
        """What was removed, newest first."""
        columns = [_TABLE.c[name] for name in Removal.__slots__]
        with self._engine.connect() as connection:
            rows = connection.execute(select(*columns).order_by(_TABLE.c.id.desc()).limit(limit)).all()
        return tuple(Removal(*row) for row in rows)

    def close(self) -> None:
        for part in (self.rooms, self.answers, self.feedback, self.handoffs, self.deliveries, self.drafts):
            part.close()
        self._engine.dispose()

    def _noted(self, removal: Removal) -> Removal:
        """A night in which nothing was old enough is no removal; a person's wish is recorded all the same."""
        counts = (removal.turns, removal.answers, removal.feedback, removal.handoffs, removal.deliveries)
        if not removal.person and not any(counts):
            return removal
        with self._engine.begin() as connection:
            connection.execute(
                insert(_TABLE).values({name: getattr(removal, name) for name in Removal.__slots__})
            )
        return removal
