"""The inbox: what was accepted, what became of it, and nothing of what people wrote once it is done."""

import json
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.work.database import Database
from bot.work.event import Event, stored
from bot.work.line import Place
from bot.work.writer import Row, Statements, Writer

WAITING, BEGUN, DONE = range(3)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An event at the start of an attempt."""

    event: Event
    starts: int
    failures: int
    error: str
    """The name of the last failure."""


@dataclass(frozen=True, slots=True)
class Undone:
    """The line as the database has it."""

    places: tuple[Place, ...]
    stopped: frozenset[str]
    workers: int


class Inbox:
    """Every method is one durable write, or a reading in the same order. All raise NotAcceptedError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writer = Writer(database, _insert)

    async def open(self) -> None:
        await self._writer.write(self._create)

    def _create(self, statements: Statements) -> None:
        for statement in self._database.schema:
            statements.run(statement)

    async def accept(self, event: Event, back: float) -> Place | None:
        """The event's place in the line, `back` seconds behind its arrival; None where its key was accepted
        before. Raises UnusableEventError too."""
        now = time.time()
        values = {
            "key": event.key,
            "channel": event.channel,
            "conversation": event.conversation,
            "asker": event.asker,
            "body": stored(event),
            "at": now,
            "turn": now + back,
        }
        number = await self._writer.insert(values)
        if number is None:
            return None
        return Place(event.key, event.asker, event.conversation, number, now, now + back)

    async def holds(self, key: str) -> bool:
        return bool(await self._all("SELECT 1 FROM work_events WHERE key = :key", key=key))

    async def undone(self, lease: float | None) -> Undone:
        """What waits and runs, and how many the processes that live can run at once: 0 without a lease."""

        def read(statements: Statements) -> Undone:
            rows = statements.all(_UNDONE)
            workers = 0
            if lease is not None:
                (workers,) = statements.all(_WORKERS, lease=lease)[0]
            places = tuple(
                Place(key, asker, conversation, number, at, turn, state == BEGUN)
                for key, asker, conversation, number, at, turn, state, _ in rows
            )
            return Undone(places, frozenset(row[0] for row in rows if row[-1]), workers)

        return await self._writer.write(read)

    async def claim(self, keys: Sequence[str], executor: str) -> tuple[str, ...]:
        """Those of the keys that no other process has claimed first, and that have nothing before them in
        their conversation: what others accepted a moment ago is not known here yet."""

        def take(statements: Statements) -> tuple[str, ...]:
            # Not waited for: whoever has it may be frozen, and acknowledgements come through here too.
            if self._database.is_shared and not statements.all(_TRY_LOCK)[0][0]:
                return ()
            taken = [key for key in keys if statements.all(_CLAIM, key=key, executor=executor)]
            return tuple(taken)

        return await self._writer.write(take)

    async def disclaim(self, keys: Sequence[str]) -> None:
        """They wait again."""
        await self._each("UPDATE work_events SET state = 0 WHERE key = :key AND state = 1", keys)

    async def orphans(self, living: Collection[str]) -> tuple[str, ...]:
        """What processes that live no more had claimed."""
        rows = await self._all("SELECT key, executor FROM work_events WHERE state = 1")
        return tuple(key for key, executor in rows if executor not in living)

    async def begin(self, key: str, executor: str) -> Attempt | None:
        """Count an attempt. None where the event is done, or is not known."""
        rows = await self._all(_BEGIN, key=key, executor=executor)
        if not rows:
            return None
        channel, conversation, asker, body, starts, failures, error = rows[0]
        event = Event(key, channel, conversation, asker, json.loads(body))
        return Attempt(event, starts, failures, error)

    async def count_failure(self, key: str, error: str) -> None:
        await self._each(_FAIL, [key], error=error)

    async def finish(self, key: str) -> None:
        """What the asker wrote is wiped with it; the key stays, so that it is not handled again."""
        await self._each(_FINISH, [key], now=time.time())

    async def stop(self, conversation: str) -> tuple[str, ...]:
        rows = await self._all(_STOP, conversation=conversation)
        return tuple(key for (key,) in rows)

    async def drop_waiting(self, asker: str) -> tuple[str, ...]:
        rows = await self._all(_DROP, asker=asker, now=time.time())
        return tuple(key for (key,) in rows)

    async def forget_done(self, asker: str) -> tuple[str, ...]:
        """The keys of what an asker's done events were; whose they were is wiped."""
        rows = await self._all(_FORGET, asker=asker)
        return tuple(key for (key,) in rows)

    async def purge(self, before: float) -> int:
        rows = await self._all(
            "DELETE FROM work_events WHERE state = 2 AND ended < :before RETURNING 1", before=before
        )
        return len(rows)

    def tidy(self) -> None:
        self._database.tidy()

    def close(self) -> None:
        self._writer.close()

    async def _all(self, text: str, **values: object) -> Sequence[Any]:
        return await self._writer.write(lambda statements: statements.all(text, **values))

    async def _each(self, text: str, keys: Sequence[str], **values: object) -> None:
        def run(statements: Statements) -> None:
            for key in keys:
                statements.run(text, key=key, **values)

        await self._writer.write(run)


def _insert(statements: Statements, rows: Sequence[Row]) -> list[int | None]:
    """The numbers of the rows, None for a key that was there."""
    values = {f"{name}{n}": value for n, row in enumerate(rows) for name, value in row.items()}
    numbers: dict[str, int] = dict(statements.all(_insertion(len(rows)), **values))
    return [numbers.pop(row["key"], None) for row in rows]


@cache
def _insertion(count: int) -> str:
    columns = ("key", "channel", "conversation", "asker", "body", "at", "turn")
    places = (f"({', '.join(f':{name}{n}' for name in columns)})" for n in range(count))
    return (
        f"INSERT INTO work_events ({', '.join(columns)}) VALUES {', '.join(places)} "
        "ON CONFLICT (key) DO NOTHING RETURNING key, number"
    )


_UNDONE = """
SELECT key, asker, conversation, number, at, turn, state, stopped
FROM work_events WHERE state < 2 ORDER BY number"""
_WORKERS = """
SELECT CAST(coalesce(sum(workers), 0) AS INTEGER) FROM work_executors
WHERE seen > extract(epoch FROM clock_timestamp()) - :lease"""
_TRY_LOCK = "SELECT pg_try_advisory_xact_lock(20261124)"
_CLAIM = """
UPDATE work_events SET state = 1, executor = :executor WHERE key = :key AND state = 0 AND NOT EXISTS (
    SELECT 1 FROM work_events AS other
    WHERE other.state < 2 AND other.conversation = work_events.conversation AND other.conversation <> ''
    AND (other.state = 1 OR other.number < work_events.number)
) RETURNING key"""
_BEGIN = """
UPDATE work_events SET starts = starts + 1, state = 1, executor = :executor WHERE key = :key AND state < 2
RETURNING channel, conversation, asker, body, starts, failures, error"""
_FAIL = "UPDATE work_events SET failures = failures + 1, error = :error WHERE key = :key"
_FINISH = "UPDATE work_events SET state = 2, body = '', ended = :now WHERE key = :key AND state < 2"
_STOP = """
UPDATE work_events SET stopped = 1 WHERE conversation = :conversation AND state < 2 AND stopped = 0
RETURNING key"""
_DROP = """
UPDATE work_events SET state = 2, body = '', asker = '', ended = :now WHERE asker = :asker AND state = 0
RETURNING key"""
_FORGET = "UPDATE work_events SET asker = '' WHERE asker = :asker AND state = 2 RETURNING key"
