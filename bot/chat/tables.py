"""The tables of the chat channels, in the database that also holds the corpus."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    insert,
)
from sqlalchemy.exc import IntegrityError

from bot import conversation
from bot.conversation import Moment, Verbatim

tables = MetaData()
rooms = Table(
    "chat_rooms",
    tables,
    Column("room", String, primary_key=True),
    Column("settings", Text, nullable=False),
)
room_changes = Table(
    "chat_room_changes",
    tables,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("room", String, nullable=False),
    Column("by", String, nullable=False),
    Column("name", Verbatim, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Index("chat_room_changes_by_room", "room", "id"),
)
answers = Table(
    "chat_answers",
    tables,
    Column("key", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person", String, nullable=False),
    Column("room", String, nullable=False),
    Column("message", String, nullable=False),  # the id of the question's own message, "" where there is none
    Column("private", Boolean, nullable=False),  # shown to the asker only
    Column("reworded", Boolean, nullable=False),  # the question was edited after it was answered
    Column("kept", Verbatim, nullable=False),  # the rest, as JSON
    Index("chat_answers_by_person", "person"),
    Index("chat_answers_by_message", "room", "message"),
    Index("chat_answers_by_time", "at"),
)
feedback = Table(
    "chat_feedback",
    tables,
    Column("answer", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("rating", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("comment", Verbatim, nullable=False),
    Index("chat_feedback_by_person", "person"),
    Index("chat_feedback_by_time", "at"),
)
handoffs = Table(
    "chat_handoffs",
    tables,
    Column("answer", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person", String, nullable=False),
    Column("request", String, nullable=False),  # the click, so that its rerun after a crash may go on
    Index("chat_handoffs_by_person", "person"),
    Index("chat_handoffs_by_time", "at"),
)
deliveries = Table(
    "chat_deliveries",
    tables,
    Column("key", String, primary_key=True),
    Column("at", Moment, nullable=False),  # when it was begun, or taken over
    Column("holder", String, nullable=False),  # who is posting it, "" where nobody is
    Column("room", String, nullable=False),
    Column("message", String),  # null until it is known to be posted
    Index("chat_deliveries_by_message", "room", "message"),
    Index("chat_deliveries_by_time", "at"),
)
drafts = Table(
    "chat_drafts",
    tables,
    Column("key", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person", String, nullable=False),
    Column("room", String, nullable=False),
    Column("message", Verbatim, nullable=False),  # as JSON
    Index("chat_drafts_by_person", "person"),
    Index("chat_drafts_by_time", "at"),
)
removals = Table(
    "chat_removals",
    tables,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person", String, nullable=False),  # "" where old records went by age
    Column("turns", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("feedback", Integer, nullable=False),
    Column("handoffs", Integer, nullable=False),
    Column("deliveries", Integer, nullable=False),
)


def opened(database_url: str) -> Engine:
    """The database with these tables in it."""
    return conversation.opened(database_url, tables)


def added(engine: Engine, table: Table, **values: Any) -> bool:
    """Whether the row is new; one with the same key is left as it is."""
    try:
        with engine.begin() as connection:
            connection.execute(insert(table).values(values))
    except IntegrityError:
        return False
    return True
