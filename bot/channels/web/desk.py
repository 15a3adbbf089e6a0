"""Where questions are worked on: in threads, each reporting as it goes, each with a way to stop it."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import TypeVar

from bot.engine import Step

THREADS = 16
HEARTBEAT_SECONDS = 2.0
"""How often a waiting stream sends something: sending is how one learns that nobody listens any more."""

T = TypeVar("T")
Report = Callable[[Step], None]
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is being worked on; who knows its id may stop it."""

    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    stop: Event = field(default_factory=Event)


class Desk:
    """Holds what is being worked on."""

    def __init__(self, heartbeat: float = HEARTBEAT_SECONDS) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="question")
        self._asked: dict[str, Asked] = {}
        self._heartbeat = heartbeat

    @property
    def running(self) -> tuple[str, ...]:
        """The ids of what is being worked on."""
        return tuple(self._asked)

    def open(self) -> Asked:
        asked = Asked()
        self._asked[asked.id] = asked
        return asked

    def stop(self, asked_id: str) -> bool:
        """Whether there is such a question."""
        asked = self._asked.get(asked_id)
        if asked:
            asked.stop.set()
        return asked is not None

    async def work(
        self, asked: Asked, work: Callable[[Report, Stopped], T]
    ) -> AsyncIterator[Step | T | None]:
        """Each step as it begins, then what the work returns; None now and then while nothing happens.

        When nobody listens any more the question is stopped; its work still ends in order."""
        loop = asyncio.get_running_loop()
        steps: asyncio.Queue[Step | None] = asyncio.Queue()

        def report(step: Step) -> None:
            with suppress(RuntimeError):  # the server is shutting down, and its loop is gone
                loop.call_soon_threadsafe(steps.put_nowait, step)

        done = loop.run_in_executor(self._pool, work, report, asked.stop.is_set)
        done.add_done_callback(lambda _: steps.put_nowait(None))
        try:
            async for step in _until_none(steps, self._heartbeat):
                yield step
            yield await done
        finally:
            asked.stop.set()
            self._asked.pop(asked.id, None)

    def close(self) -> None:
        """Stops what is being worked on and waits for it."""
        for asked in list(self._asked.values()):
            asked.stop.set()
        self._pool.shutdown()


async def _until_none(steps: asyncio.Queue[Step | None], heartbeat: float) -> AsyncIterator[Step | None]:
    while True:
        try:
            step = await asyncio.wait_for(steps.get(), heartbeat)
        except TimeoutError:
            yield None
            continue
        if step is None:
            return
        yield step
