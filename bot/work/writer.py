"""One thread that writes: what arrives together is committed together."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from bot.work.database import Connection, Database, Rows, refusal
from bot.work.event import NotAcceptedError

T = TypeVar("T")
MOST_AT_ONCE = 256


class Statements:
    """Runs statements in the transaction of the moment."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._sql = database.sql
        self._connection = connection

    def run(self, text: str, **values: Any) -> Rows:
        return self._connection.execute(self._sql(text), values)

    def all(self, text: str, **values: Any) -> Sequence[Any]:
        return self.run(text, **values).fetchall()


Job = Callable[[Statements], T]
Row = Mapping[str, Any]
Insert = Callable[[Statements, Sequence[Row]], Sequence[Any]]
"""Inserts rows in one statement; returns something for each."""


class _Asked(Generic[T]):
    """A job, or a row to insert."""

    def __init__(self, loop: asyncio.AbstractEventLoop, what: "Job[T] | Row") -> None:
        self.what = what
        self.answer: asyncio.Future[T] = loop.create_future()
        self.result: T


class Writer:
    """Belongs to the loop in which it is made. Jobs must do no harm when run twice: a batch that fails
    may be run again one by one."""

    def __init__(self, database: Database, insert: Insert) -> None:
        self._database = database
        self._insert = insert
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[_Asked[Any] | None] = SimpleQueue()
        self._connection: Connection | None = None
        self._open = True
        self._thread = threading.Thread(target=self._work, name="inbox", daemon=True)
        self._thread.start()

    async def write(self, job: Job[T]) -> T:
        """Returns when the job's writing is durable. Raises NotAcceptedError."""
        return await self._ask(_Asked(self._loop, job))

    async def insert(self, row: Row) -> Any:
        """The same for one row; rows that arrive together go in one statement."""
        return await self._ask(_Asked[Any](self._loop, row))

    async def _ask(self, asked: _Asked[T]) -> T:
        if not self._open:
            raise NotAcceptedError(self._database.place, "the work is being stopped")
        self._queue.put(asked)
        return await asked.answer

    def close(self) -> None:
        """Everything asked before is still written."""
        self._open = False
        self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (asked := self._queue.get()) is not None:
            batch = [asked]
            while len(batch) < MOST_AT_ONCE and not self._queue.empty():
                more = self._queue.get()
                if more is None:
                    self._queue.put(None)
                    break
                batch.append(more)
            self._finish(batch)
        self._disconnect()

    def _finish(self, batch: Sequence[_Asked[Any]]) -> None:
        told: BaseException | None = None
        try:
            self._commit(batch)
        except Exception as error:  # noqa: BLE001 - whoever asked gets it, and the thread lives on
            self._disconnect()
            if len(batch) > 1 and not self._database.is_broken(error):
                for asked in batch:  # one of them is at fault; the others shall not suffer
                    self._finish([asked])
                return
            told = refusal(self._database, error) if isinstance(error, self._database.error) else error
        with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody waits
            self._loop.call_soon_threadsafe(_tell, batch, told)

    def _commit(self, batch: Sequence[_Asked[Any]]) -> None:
        if self._connection is None or not self._database.is_shared:
            return self._transact(batch)
        try:
            self._transact(batch)
        except self._database.error as error:
            if not self._database.is_broken(error):
                raise
            # A server that was started anew has closed the connection, and is there again.
            self._disconnect()
            self._transact(batch)

    def _transact(self, batch: Sequence[_Asked[Any]]) -> None:
        if self._connection is None:
            self._connection = self._database.connect()
        statements = Statements(self._database, self._connection)
        rows = [(asked, asked.what) for asked in batch if isinstance(asked.what, Mapping)]
        if len(rows) == len(batch):  # one statement is a transaction by itself
            return self._insert_all(statements, rows)
        self._connection.execute("BEGIN" if self._database.is_shared else "BEGIN IMMEDIATE")
        self._insert_all(statements, rows)
        for asked in batch:
            if not isinstance(asked.what, Mapping):
                asked.result = asked.what(statements)
        self._connection.execute("COMMIT")
        return None

    def _insert_all(self, statements: Statements, rows: Sequence[tuple[_Asked[Any], Row]]) -> None:
        if rows:
            results = self._insert(statements, [row for _, row in rows])
            for (asked, _), result in zip(rows, results, strict=True):
                asked.result = result

    def _disconnect(self) -> None:
        """What the transaction had written goes with the connection."""
        if self._connection is not None:
            with contextlib.suppress(Exception):
                self._connection.close()
            self._connection = None


def _tell(batch: Sequence[_Asked[Any]], error: BaseException | None) -> None:
    for asked in batch:
        if asked.answer.done():  # whoever asked has gone
            continue
        if error is None:
            asked.answer.set_result(asked.result)
        else:
            asked.answer.set_exception(error)
