"""Keeps every turn: the context of follow-ups, and the audit record."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    RowMapping,
    String,
    Table,
    Text,
    delete,
    insert,
    inspect,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.types import TypeDecorator

from bot.domain import Answer, Outcome, Turn
from retrieval.tables import connect

MOST_RECENT = 1000
_UNSTORABLE = re.compile(r"[\\\x00\ud800-\udfff]")
_STORED = re.compile(r"\\u([0-9a-f]{4})")


class Verbatim(TypeDecorator[str]):
    """Text with every character that was written: Postgres takes no NUL, and no database a lone surrogate."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return value and _UNSTORABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return value and _STORED.sub(lambda found: chr(int(found[1], 16)), value)


class Moment(TypeDecorator[datetime]):
    """A time in UTC. SQLite forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


_tables = MetaData()
_turns = Table(
    "turns",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("channel", String, nullable=False),
    Column("conversation", String, nullable=False),
    Column("asker", String, nullable=False),
    Column("question", Verbatim, nullable=False),  # as it was written
    Column("standalone", Verbatim, nullable=False),  # as it was looked up, where that differs
    Column("outcome", String, nullable=False),
    Column("answer", Verbatim, nullable=False),
    Column("notice", Text, nullable=False),
    Column("model", String, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("statements", JSON, nullable=False),
    Column("found", JSON, nullable=False),
    Column("timings", JSON, nullable=False),
    Index("turns_by_conversation", "conversation", "id"),
    Index("turns_by_asker", "asker"),
    Index("turns_by_time", "at"),
)
_keys = Table(  # so that work which runs again after a crash records its turn once
    "turn_keys",
    _tables,
    Column("key", String, primary_key=True),
    Column("turn", Integer, nullable=False),
    Index("turn_keys_by_turn", "turn"),
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One turn as the audit record has it."""

    id: int
    at: datetime
    channel: str
    conversation: str
    asker: str
    question: str
    standalone: str
    outcome: Outcome
    answer: str
    notice: str
    model: str
    seconds: float
    statements: Sequence[Mapping[str, Any]]
    """Each with its text and citations, field by field."""
    found: Sequence[Mapping[str, Any]]
    """The passages that were retrieved: id, document, score."""
    timings: Mapping[str, float]


class NotRecordedError(Exception):
    """A turn could not be written to the audit record."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"The turn was not recorded in {place}: {reason}. Check its disk and connection.")


def opened(database_url: str, tables: MetaData) -> Engine:
    """The database with these tables in it. Its errors never repeat what people wrote."""
    engine = connect(database_url)
    engine.hide_parameters = True
    present = set(inspect(engine).get_table_names())  # one look, not one for each table
    for table in (table for table in tables.sorted_tables if table.name not in present):
        try:
            table.create(engine, checkfirst=True)
        except (OperationalError, ProgrammingError, IntegrityError):
            table.create(engine, checkfirst=True)  # another process made it in the same moment
    return engine


class Conversations:
    """The turns in the database that also holds the corpus. Message text is kept here and never logged."""

    def __init__(self, database_url: str) -> None:
        self._place = make_url(database_url).render_as_string(hide_password=True)
        self._engine = opened(database_url, _tables)

    def record(self, answer: Answer, *, channel: str, key: str = "") -> None:
        """What is recorded under a key already is not recorded again. Raises NotRecordedError."""
        try:
            with self._engine.begin() as connection:
                if key and _turn_of(connection, key) is not None:
                    return
                turn = connection.execute(insert(_turns).values(_row(answer, channel))).inserted_primary_key
                if key and turn:
                    connection.execute(insert(_keys).values(key=key, turn=turn[0]))
        except SQLAlchemyError as error:
            if isinstance(error, IntegrityError) and self._has(key):
                return  # another process recorded it in the same moment
            # The error's own text repeats the values, which are what people wrote.
            reason = str(getattr(error, "orig", "")) or type(error).__name__
            raise NotRecordedError(self._place, reason) from None

    def turns(self, conversation: str, limit: int = 5) -> tuple[Turn, ...]:
        """The last turns of a conversation, oldest first. One without a name has none."""
        if not conversation:
            return ()
        query = select(_turns.c.question, _turns.c.answer, _turns.c.outcome)
        query = query.where(_turns.c.conversation == conversation).order_by(_turns.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(Turn(row.question, row.answer, Outcome(row.outcome)) for row in reversed(rows))

    def recent(
        self, limit: int = 50, *, asker: str | None = None, conversation: str | None = None
    ) -> tuple[Recorded, ...]:
        """The last turns of all conversations, of one asker or of one conversation, newest first."""
        query = select(_turns).order_by(_turns.c.id.desc()).limit(min(limit, MOST_RECENT))
        if asker is not None:
            query = query.where(_turns.c.asker == asker)
        if conversation is not None:
            query = query.where(_turns.c.conversation == conversation)
        with self._engine.connect() as connection:
            return tuple(_recorded(row) for row in connection.execute(query).mappings())

    def delete_asker(self, asker: str) -> int:
        """Forgets everything that one person asked; returns how many turns that were."""
        return self._delete(_turns.c.asker == asker, leaned_on=True) if asker else 0

    def forget(self, key: str) -> bool:
        """Forgets the turn that was recorded under a key."""
        with self._engine.connect() as connection:
            turn = _turn_of(connection, key)
        return turn is not None and self._delete(_turns.c.id == turn, leaned_on=True) > 0

    def purge(self, before: datetime) -> int:
        """Forgets every turn from before a time; returns how many."""
        return self._delete(_turns.c.at < before.astimezone(UTC))

    def close(self) -> None:
        self._engine.dispose()

    def _delete(self, which: ColumnElement[bool], *, leaned_on: bool = False) -> int:
        """With `leaned_on`, follow-ups of others lose the words that they were looked up with: these may be
        from what is deleted."""
        with self._engine.begin() as connection:
            if leaned_on:
                there = _turns.c.conversation.in_(select(_turns.c.conversation).where(which))
                follow_up = there & (_turns.c.conversation != "") & (_turns.c.standalone != "")
                connection.execute(update(_turns).where(follow_up).values(standalone=""))
            connection.execute(delete(_keys).where(_keys.c.turn.in_(select(_turns.c.id).where(which))))
            return connection.execute(delete(_turns).where(which)).rowcount

    def _has(self, key: str) -> bool:
        with self._engine.connect() as connection:
            return _turn_of(connection, key) is not None


def _turn_of(connection: Connection, key: str) -> int | None:
    turn: int | None = connection.execute(select(_keys.c.turn).where(_keys.c.key == key)).scalar()
    return turn


def _row(answer: Answer, channel: str) -> dict[str, Any]:
    said = " ".join(statement.text for statement in answer.statements) or answer.reply
    return {
        "at": datetime.now(UTC),
        "channel": channel,
        "conversation": answer.question.conversation,
        "asker": answer.question.asker,
        "question": answer.question.text,
        "standalone": answer.standalone,
        "outcome": answer.outcome.value,
        "answer": said,
        "notice": answer.notice,
        "model": answer.model,
        "seconds": answer.seconds,
        "statements": [asdict(statement) for statement in answer.statements],
        "found": [
            {"passage": f.passage.id, "document": f.passage.document, "score": f.score} for f in answer.found
        ],
        "timings": dict(answer.timings),
    }


def _recorded(row: RowMapping) -> Recorded:
    return Recorded(**{**row, "outcome": Outcome(row["outcome"])})
