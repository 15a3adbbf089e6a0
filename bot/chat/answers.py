"""The answers that were given, by opaque key, so that a button or an edit finds its answer again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, delete, select, update

from bot.chat import tables
from bot.chat.place import Person, Place
from bot.domain import Answer
from retrieval.corpus import Found

_TABLE = tables.answers


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is stored of an answer beside the columns that it is looked up by."""

    answer: Answer
    place: Place
    person: Person


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given."""

    key: str
    answer: Answer
    """Its evidence is kept by name only, and nothing of what was said before it is kept here again."""
    place: Place
    person: Person
    """Who asked."""
    at: datetime
    message: str = ""
    """The id of the message that asked, "" where there was none."""
    private: bool = False
    """Only the asker has seen it."""
    reworded: bool = False
    """The question was edited afterwards: this answers the earlier wording."""


class Answers:
    """The answers in the database. The first one under a key stays."""

    def __init__(self, database_url: str) -> None:
        self._engine = tables.opened(database_url)

    def put(
        self,
        key: str,
        answer: Answer,
        place: Place,
        person: Person,
        *,
        message: str = "",
        private: bool = False,
    ) -> bool:
        """Whether it is the first."""
        whole = _Whole(_light(answer), place, person)
        return tables.added(
            self._engine,
            _TABLE,
            key=key,
            at=datetime.now(UTC),
            person=person.key,
            room=place.room_key,
            message=message,
            private=private,
            reworded=False,
            # Not pydantic's own JSON: that refuses the lone surrogates that people do send.
            kept=json.dumps(_adapter().dump_python(whole, mode="json")),
        )

    def get(self, key: str) -> Kept | None:
        return next(iter(self._some(_TABLE.c.key == key)), None)

    def by_message(self, place: Place, message: str) -> tuple[Kept, ...]:
        """The answers to one message of a room: more than one where it was asked again after an edit."""
        if not message:
            return ()
        return self._some((_TABLE.c.room == place.room_key) & (_TABLE.c.message == message))

    def answered(self, place: Place, messages: Sequence[str]) -> frozenset[str]:
        """Which of these messages of a room are questions that were answered."""
        of_here = (_TABLE.c.room == place.room_key) & _TABLE.c.message.in_([m for m in messages if m])
        with self._engine.connect() as connection:
            return frozenset(connection.execute(select(_TABLE.c.message).where(of_here)).scalars())

    def of(self, person: Person, limit: int = 5) -> tuple[Kept, ...]:
        """The last answers that a person was given, newest first."""
        return self._some(_TABLE.c.person == person.key, limit)

    def keys(self, person: Person) -> tuple[str, ...]:
        with self._engine.connect() as connection:
            query = select(_TABLE.c.key).where(_TABLE.c.person == person.key)
            return tuple(connection.execute(query).scalars())

    def mark_reworded(self, key: str) -> None:
        """The question was edited after this answer."""
        self._update(key, reworded=True)

    def mark_shared(self, key: str) -> bool:
        """The asker has shown a private answer to the room; whether it was private until now."""
        return self._update(key, _TABLE.c.private, private=False)

    def forget(self, keys: Sequence[str]) -> int:
        return sum(self._delete(_TABLE.c.key == key) for key in keys)

    def purge(self, before: datetime) -> int:
        return self._delete(_TABLE.c.at < before.astimezone(UTC))

    def close(self) -> None:
        self._engine.dispose()

    def _some(self, which: ColumnElement[bool], limit: int | None = None) -> tuple[Kept, ...]:
        query = select(_TABLE).where(which).order_by(_TABLE.c.at.desc(), _TABLE.c.key.desc()).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(
            Kept(
                row["key"],
                whole.answer,
                whole.place,
                whole.person,
                row["at"],
                row["message"],
                row["private"],
                row["reworded"],
            )
            for row in rows
            for whole in [_adapter().validate_python(json.loads(row["kept"]))]
        )

    def _update(self, key: str, *which: ColumnElement[bool], **values: Any) -> bool:
        with self._engine.begin() as connection:
            query = update(_TABLE).where(_TABLE.c.key == key, *which).values(values)
            return connection.execute(query).rowcount > 0

    def _delete(self, which: ColumnElement[bool]) -> int:
        with self._engine.begin() as connection:
            return connection.execute(delete(_TABLE).where(which)).rowcount


def _light(answer: Answer) -> Answer:
    """Without the words of others that it leaned on, and without the text of every passage found: that is in
    the corpus, and takes ten times the space."""
    found = tuple(Found(replace(hit.passage, text=""), hit.score) for hit in answer.found)
    return replace(answer, question=replace(answer.question, turns=()), found=found, standalone="")


@cache
def _adapter() -> TypeAdapter[_Whole]:
    return TypeAdapter(_Whole)
