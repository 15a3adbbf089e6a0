"""Hands an answer to a person, once, with the conversation and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, select

from bot.chat import tables
from bot.chat.place import Person, Place
from bot.domain import Answer, Turn

_TABLE = tables.handoffs


@dataclass(frozen=True, slots=True)
class Handoff:
    """What the person who is asked gets to see."""

    key: str
    """The answer's."""
    to: str
    """The channel or person configured."""
    asked_by: Person
    by: Person
    """Who pressed the button."""
    place: Place
    """Where it was asked."""
    answer: Answer
    """The question, how it ended, and what was found."""
    earlier: tuple[Turn, ...]
    """What was asked and answered before, oldest first."""
    marking: str = ""
    """The question's protective marking above OFFICIAL."""


class Handoffs:
    """Which answers were handed on, in the database."""

    def __init__(self, database_url: str) -> None:
        self._engine = tables.opened(database_url)

    def once(self, answer_key: str, by: Person | None = None, request: str = "") -> bool:
        """True the first time. `request` names one click: its rerun after a crash is the first time too."""
        person = by.key if by else ""
        row = {"answer": answer_key, "at": datetime.now(UTC), "person": person, "request": request}
        if tables.added(self._engine, _TABLE, **row):
            return True
        with self._engine.connect() as connection:
            query = select(_TABLE.c.request).where(_TABLE.c.answer == answer_key)
            return bool(request) and connection.execute(query).scalar() == request

    def done(self, answer_key: str) -> bool:
        """Whether the answer was handed on."""
        query = select(_TABLE.c.at).where(_TABLE.c.answer == answer_key)
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def forget(self, person: Person) -> int:
        """Forgets what a person handed on."""
        return self._delete(_TABLE.c.person == person.key)

    def forget_answers(self, keys: Sequence[str]) -> int:
        """Forgets that these answers were handed on."""
        return sum(self._delete(_TABLE.c.answer == key) for key in keys)

    def purge(self, before: datetime) -> int:
        return self._delete(_TABLE.c.at < before.astimezone(UTC))

    def close(self) -> None:
        self._engine.dispose()

    def _delete(self, which: ColumnElement[bool]) -> int:
        with self._engine.begin() as connection:
            return connection.execute(delete(_TABLE).where(which)).rowcount
