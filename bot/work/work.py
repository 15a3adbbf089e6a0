"""Work: accepts events for good, and sees that each is handled once, in order and fairly."""

import asyncio
import os
import socket
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import structlog

from bot.work.database import Database, Postgres, Sqlite, held, refusal
from bot.work.durable import Durable
from bot.work.event import (
    Accepted,
    Event,
    FullError,
    Handler,
    Json,
    NotAcceptedError,
    NotOpenedError,
    WorkError,
)
from bot.work.feeding import KEYS_KEPT, Feeder
from bot.work.inbox import Inbox
from bot.work.lease import Lease
from bot.work.line import Line
from bot.work.running import Runner

log = structlog.get_logger(__name__)
T = TypeVar("T")
SWITCH_SECONDS = 0.001
END_SECONDS = 5
"""For a database that may be away."""
ACCEPT_SECONDS = 8
"""For the inbox to answer; then whoever sent the event is told to send it again."""


class Work:
    """One for a process. Everything belongs to the loop of `start`, and there the handlers run."""

    def __init__(
        self,
        data_dir: Path,
        *,
        database_url: str | None,
        handlers: Mapping[str, Handler],
        executor: str | None = None,
        workers: int = 4,
        most_waiting: int = 2000,
        most_waiting_each: int = 20,
        lease_seconds: float = 15,
        poll_seconds: float = 1,
        retry_seconds: Sequence[float] = (0.5, 2, 8),
        attempt_seconds: float = 600,
    ) -> None:
        """`executor`: the name that this process, and no other that lives, has among those that share a
        database. Without one, what a killed process had begun waits until its lease is over."""
        self._data_dir = data_dir
        self._url = database_url if database_url and not database_url.startswith("sqlite") else None
        self._handlers = handlers
        self._name = executor
        self._workers = workers
        self._lease_seconds = lease_seconds
        self._poll_seconds = poll_seconds
        self._retry_seconds = retry_seconds
        self._attempt_seconds = attempt_seconds
        self._line = Line(most=most_waiting, most_each=most_waiting_each, capacity=workers)
        self._schedules: dict[str, Callable[[], Awaitable[None]]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._open = False
        self._lock: int | None = None
        self._lease: Lease | None = None

    # Start and end

    async def start(self) -> None:
        """Goes on with everything that was accepted. Raises WorkError."""
        self._loop = asyncio.get_running_loop()
        # An acknowledgement needs the interpreter's lock several times, and waits so long for it each time.
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_SECONDS))
        self._database = self._take_database()
        self._inbox = Inbox(self._database)
        lease = self._lease_seconds if self._database.is_shared else None
        self._runner = Runner(
            self._inbox,
            self._handlers,
            retry_seconds=self._retry_seconds,
            attempt_seconds=self._attempt_seconds,
            lease=lease,
            done=self._line.leave,
            ended=self._ended,
        )
        self._durable = self._runner.durable = self._make_durable()
        self._feeder = Feeder(
            self._line,
            self._inbox,
            self._durable,
            self._runner,
            workers=self._workers,
            lease=lease,
        )
        try:
            await self._begin()
        except NotAcceptedError as error:
            await self._let_go()
            raise NotOpenedError(error.place, error.reason) from None
        except BaseException:
            await self._let_go()
            raise

    async def _begin(self) -> None:
        await self._inbox.open()
        if isinstance(self._database, Postgres):
            self._lease = self._make_lease(self._database)
            try:
                await asyncio.to_thread(self._lease.begin)
            except self._database.error as error:
                raise refusal(self._database, error) from None
        await self._feeder.refresh()
        await self._durable.launch()
        if self._lease:
            self._lease.sweep(True)
        else:
            await self._feeder.recover()
        self._open = True
        self._task(self._feeder.feed())
        self._task(self._feeder.tend())

    def _take_database(self) -> Database:
        if self._url:
            return Postgres(self._url)
        self._lock = held(self._data_dir)
        return Sqlite(self._data_dir / "inbox.sqlite")

    def _make_durable(self) -> Durable:
        if isinstance(self._database, Postgres):
            place: Path | str = self._database.url
            # Never used again: two processes with one id would do each other's work, and neither would know.
            executor = f"{self._name or socket.gethostname()}-{uuid.uuid4().hex[:8]}"
        else:
            place, executor = self._data_dir / "work.sqlite", "local"
        return Durable(
            place,
            executor=executor,
            workers=self._workers,
            poll_seconds=self._poll_seconds,
            handle=self._runner.handle,
            fire=self._fire,
        )

    def _make_lease(self, database: Postgres) -> Lease:
        return Lease(
            database,
            executor=self._durable.executor,
            name=self._name or socket.gethostname(),
            is_own_name=bool(self._name),
            workers=self._workers,
            seconds=self._lease_seconds,
            take_over=self._take_over,
            lapsed=lambda: self._soon(self._runner.drop_superseded()),
        )

    def _ended(self, key: str) -> None:
        self._feeder.ended(key)

    def _take_over(self, living: Collection[str]) -> int:
        """In the thread of the lease."""
        taken = self._durable.take_over(living)
        self._soon(self._feeder.adopt(living))
        return taken

    async def close(self, drain_seconds: float = 10) -> None:
        """Takes nothing more, waits for what runs, and leaves the rest to the others or to the next start."""
        if not self._open:
            return
        self._open = False
        for task in self._tasks:
            task.cancel()
        if self._lease:
            self._lease.sweep(False)
        if broken := await self._runner.close(drain_seconds):
            log.info("work_broken_off", events=broken)
        try:
            async with asyncio.timeout(END_SECONDS):
                await self._feeder.give_back()
        except (WorkError, TimeoutError) as error:  # others find it out by themselves, only later
            log.warning("work_not_given_back", error=type(error).__name__)
        await self._let_go()

    async def _let_go(self) -> None:
        await self._durable.close()
        if self._lease:
            await asyncio.to_thread(self._lease.end)
        await asyncio.to_thread(self._inbox.close)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    # Intake

    async def accept(self, event: Event) -> Accepted:
        """Durable when it returns. Raises FullError, NotAcceptedError or UnusableEventError."""
        if not self._open:
            raise NotAcceptedError("The inbox", "it is not open")
        try:
            async with asyncio.timeout(ACCEPT_SECONDS):
                # Shielded: a platform that hangs up must not leave an event written and not noted.
                return await asyncio.shield(self._task(self._take(event)))
        except TimeoutError:
            raise NotAcceptedError(self._database.place, "no answer in time") from None

    async def _take(self, event: Event) -> Accepted:
        try:
            joining = self._line.join(event.asker)
        except FullError:
            if await self._inbox.holds(event.key):
                return Accepted(new=False, ahead=0)
            raise
        with joining:
            place = await self._inbox.accept(event, joining.back)
        if place is None:
            return Accepted(new=False, ahead=0)
        self._feeder.add(place)
        return Accepted(new=True, ahead=self._line.ahead(event.key))

    def is_open(self, conversation: str) -> bool:
        """Whether something accepted in it is not done; what another process took is seen a moment later."""
        return self._line.holds(conversation)

    def ahead(self, key: str) -> int:
        """As in `Accepted`, now; 0 for what has begun."""
        return self._line.ahead(key)

    async def stop_conversation(self, conversation: str) -> int:
        """Tells the handlers of everything that was accepted in it and is not done; returns how many."""
        keys = await self._inbox.stop(conversation) if conversation else ()
        self._runner.stopped.update(keys)
        return len(keys)

    def health(self) -> Json:
        oldest = self._line.oldest()
        return {
            "waiting": self._line.waiting,
            "running": self._line.running,
            "oldest_seconds": round(max(0.0, time.time() - oldest), 1) if oldest else 0.0,
        }

    # Schedules

    async def schedule(self, name: str, cron: str, run: Callable[[], Awaitable[None]]) -> None:
        """By London's clock, once over all processes. Raises ScheduleError."""
        self._schedules[name] = run
        await self._durable.schedule(name, cron)

    async def _fire(self, name: str) -> None:
        if run := self._schedules.get(name):
            await self._runner.run_schedule(name, run)
        else:
            log.warning("unknown_schedule", schedule=name)

    # Retention

    async def purge(self, before: datetime) -> int:
        """Forget events that were done before a time; their keys are kept for 48 hours in any case."""
        await self._durable.purge(before)
        latest = datetime.now(UTC) - KEYS_KEPT
        return await self._inbox.purge(min(before.astimezone(UTC), latest).timestamp())

    async def forget(self, asker: str) -> int:
        """Wipe what one person asked: what waits is not done any more, what runs is wiped when it is done."""
        if not asker:
            return 0
        dropped = await self._inbox.drop_waiting(asker)
        for key in dropped:
            self._feeder.done(key)
        done = await self._inbox.forget_done(asker)
        await self._durable.delete(done)
        return len(dropped) + len(done)

    # Tasks

    def _task(self, run: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(run)
        self._tasks.add(task)
        task.add_done_callback(self._forget_task)
        return task

    def _forget_task(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # whoever asked has it, or has gone

    def _soon(self, run: Coroutine[Any, Any, None]) -> None:
        """From another thread."""
        self._loop.call_soon_threadsafe(self._task, run)
