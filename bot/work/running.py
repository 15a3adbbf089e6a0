"""Handles one event: its steps, its attempts, and what happens when the last one fails."""

import asyncio
import contextvars
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

import structlog

from bot.work.durable import Durable
from bot.work.event import Event, Handler, NotAcceptedError, SupersededError, as_json
from bot.work.inbox import Attempt, Inbox

log = structlog.get_logger(__name__)
T = TypeVar("T")
MOST_STARTS = 25
"""An event that was begun more often than this ends its process each time."""


class Runner:
    """Belongs to one loop, on which the handlers run."""

    def __init__(
        self,
        inbox: Inbox,
        handlers: Mapping[str, Handler],
        *,
        retry_seconds: Sequence[float],
        attempt_seconds: float,
        lease: float | None,
        done: Callable[[str], None],
        ended: Callable[[str], None],
    ) -> None:
        """`lease` is how long a process counts as living, None where it is the only one. `done` hears of each
        event that is done, `ended` of each that does not run here any more."""
        self.durable: Durable
        self.stopped: set[str] = set()
        """Keys of events whose conversation somebody stopped."""
        self._inbox = inbox
        self._handlers = handlers
        self._retry_seconds = retry_seconds
        self._attempt_seconds = attempt_seconds
        self.lease = lease
        self._done = done
        self._ended = ended
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        self._firing: set[asyncio.Task[Any]] = set()
        self._parked: set[asyncio.Task[Any]] = set()
        self._closing = False

    @property
    def running(self) -> tuple[str, ...]:
        return tuple(self._tasks)

    async def handle(self, key: str) -> None:
        """The workflow of one event. It never raises for what a handler does."""
        task = await self._admitted()
        if earlier := self._tasks.get(key):
            earlier.cancel()  # it was taken from this process, and has come back
        self._tasks[key] = task
        try:
            if await self._attempts(key, task):
                await insist(lambda: self._inbox.finish(key))
                self._done(key)
        finally:
            if self._tasks.get(key) is task:
                del self._tasks[key]
                self._ended(key)
            self.stopped.discard(key)

    async def _admitted(self) -> asyncio.Task[Any]:
        task = _current_task()
        if self._closing:
            self._parked.add(task)  # begun by nobody, so that another process, or the next start, takes it
            await asyncio.get_running_loop().create_future()
        return task

    async def run_schedule(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        """What fails is tried again a few times, then at its next time."""
        task = await self._admitted()
        self._firing.add(task)
        try:
            for seconds in (*self._retry_seconds, None):
                try:
                    return await run()
                except Exception as error:  # noqa: BLE001 - whatever it raises, the others go on
                    log.warning("schedule_failed", schedule=name, error=type(error).__name__)
                    if seconds is not None:
                        await asyncio.sleep(seconds)
        finally:
            self._firing.discard(task)
        return None

    async def _attempts(self, key: str, task: asyncio.Task[Any]) -> bool:
        """Whether there is something to finish."""
        steps: _Steps | None = None
        while (begun := await insist(lambda: self._inbox.begin(key, self.durable.executor))) is not None:
            handler = self._handlers.get(begun.event.channel)
            if handler is None:
                log.error("no_handler", channel=begun.event.channel, key=key)
                return True
            steps = steps or await self._steps(begun, task)
            steps.attempt = begun.starts
            if begun.failures > len(self._retry_seconds) or begun.starts > MOST_STARTS:
                await self._give_up(handler, begun, steps)
                return await self._is_ours(steps)
            if await self._attempt(handler, begun.event, steps):
                return await self._is_ours(steps)
            if begun.failures < len(self._retry_seconds):
                await asyncio.sleep(self._retry_seconds[begun.failures])
        self._done(key)
        return False

    async def _attempt(self, handler: Handler, event: Event, steps: "_Steps") -> bool:
        try:
            async with asyncio.timeout(self._attempt_seconds):
                await handler.handle(event, steps)
        except asyncio.CancelledError:
            if steps.task.cancelling():
                raise
            await self._failed(event.key, "CancelledError", steps.attempt)  # by the handler's own doing
        except Exception as error:  # noqa: BLE001 - whatever a handler raises, the event is tried again
            await self._failed(event.key, type(error).__name__, steps.attempt)
        else:
            return True
        return False

    async def _failed(self, key: str, error: str, attempt: int) -> None:
        log.warning("event_failed", key=key, error=error, attempt=attempt)
        await insist(lambda: self._inbox.count_failure(key, error))

    async def _give_up(self, handler: Handler, begun: Attempt, steps: "_Steps") -> None:
        name = begun.error or "Crashed"
        log.error("event_given_up", key=begun.event.key, error=name, attempts=begun.starts)

        async def tell() -> None:
            await handler.failed(begun.event, name)

        for seconds in (*self._retry_seconds, None):
            try:
                async with asyncio.timeout(self._attempt_seconds):
                    return await steps.once("work.failed", tell)
            except Exception as error:  # noqa: BLE001 - the asker cannot be told, and the others wait
                log.warning("not_told_of_failure", key=begun.event.key, error=type(error).__name__)
                if seconds is not None:
                    await asyncio.sleep(seconds)
        return None

    async def _steps(self, begun: Attempt, task: asyncio.Task[Any]) -> "_Steps":
        key = begun.event.key
        known = await self.durable.remembered(key) if begun.starts > 1 else {}
        return _Steps(key, task, dict(known), self)

    async def _is_ours(self, steps: "_Steps") -> bool:
        await steps.check()
        return True

    async def drop_superseded(self) -> None:
        """Break off what another process has taken over while this one was frozen or cut off."""
        if running := self.running:
            ours = await self.durable.has(running)
            for key in set(running) - ours:
                if task := self._tasks.get(key):
                    log.warning("event_taken_over", key=key)
                    task.cancel()

    async def close(self, seconds: float) -> int:
        """Wait for what runs, then break it off; returns how much was."""
        self._closing = True
        if begun := [*self._tasks.values(), *self._firing]:
            await asyncio.wait(begun, timeout=seconds)
        broken = len(self._tasks)
        rest = [*self._tasks.values(), *self._firing, *self._parked]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        return broken


class _Steps:
    """The steps of one event in this process."""

    def __init__(self, key: str, task: asyncio.Task[Any], known: dict[str, Any], runner: Runner) -> None:
        self.key = key
        self.attempt = 1
        self.task = task
        self._known = known
        self._runner = runner
        self._context = contextvars.copy_context()
        self._locks: dict[str, asyncio.Lock] = {}

    def stopped(self) -> bool:
        return self.key in self._runner.stopped

    async def once(self, name: str, run: Callable[[], Awaitable[T]]) -> T:
        async with self._locks.setdefault(name, asyncio.Lock()):
            if name not in self._known:
                await self.check()
                result = as_json(name, await run())
                try:
                    await self._runner.durable.remember(name, result, self._context)
                except SupersededError:
                    self._break_off()
                self._known[name] = result
        found: T = self._known[name]
        return found

    async def check(self) -> None:
        """Whoever was frozen long enough for others to take over must not go on where it stood."""
        while (lease := self._runner.lease) is not None:
            asked = time.monotonic()
            if not await self._runner.durable.has([self.key]):
                self._break_off()
            if time.monotonic() - asked < lease / 2:  # else it may have been frozen since the answer
                break

    def _break_off(self) -> None:
        self.task.cancel()
        raise asyncio.CancelledError


async def insist(run: Callable[[], Awaitable[T]]) -> T:
    """Until the inbox can be written again: what was accepted must not be lost because a disk was full."""
    seconds = 0.25
    while True:
        try:
            return await run()
        except NotAcceptedError as error:
            log.warning("inbox_unavailable", reason=str(error))
            await asyncio.sleep(seconds)
            seconds = min(seconds * 2, 5)


def _current_task() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("An event is handled within a task.")
    return task
