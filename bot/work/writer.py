"""One thread that writes: what arrives together is committed together."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
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


class _Asked(Generic[T]):
    def __init__(self, job: Job[T]) -> None:
        self.job = job
        self.answer: Future[T] = Future()
        self.answer.set_running_or_notify_cancel()  # whoever stops waiting does not undo what is written
        self.result: T


class Writer:
    """Jobs must do no harm when run twice: a batch that fails may be run again one by one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: SimpleQueue[_Asked[Any] | None] = SimpleQueue()
        self._connection: Connection | None = None
        self._open = True
        self._thread = threading.Thread(target=self._work, name="inbox", daemon=True)
        self._thread.start()

    async def write(self, job: Job[T]) -> T:
        """Returns when the job's writing is durable. Raises NotAcceptedError."""
        asked = _Asked(job)
        if not self._open:
            raise NotAcceptedError(self._database.place, "the work is being stopped")
        self._queue.put(asked)
        return await asyncio.wrap_future(asked.answer)

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
        try:
            self._commit(batch)
        except Exception as error:  # noqa: BLE001 - whoever asked gets it, and the thread lives on
            self._disconnect()
            if len(batch) > 1 and not self._database.is_broken(error):
                for asked in batch:  # one of them is at fault; the others shall not suffer
                    self._finish([asked])
                return
            of_database = isinstance(error, self._database.error)
            for asked in batch:
                asked.answer.set_exception(refusal(self._database, error) if of_database else error)
        else:
            for asked in batch:
                asked.answer.set_result(asked.result)

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
        self._connection.execute("BEGIN" if self._database.is_shared else "BEGIN IMMEDIATE")
        statements = Statements(self._database, self._connection)
        for asked in batch:
            asked.result = asked.job(statements)
        self._connection.execute("COMMIT")

    def _disconnect(self) -> None:
        """What the transaction had written goes with the connection."""
        if self._connection is not None:
            with contextlib.suppress(Exception):
                self._connection.close()
            self._connection = None
