"""Begins what waits: fairly, never more than can run, and after the acknowledgements."""

import asyncio
import time
from collections import deque
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog

from bot.work.durable import Durable
from bot.work.inbox import Inbox
from bot.work.line import Line, Place
from bot.work.running import Runner

log = structlog.get_logger(__name__)
KEYS_KEPT = timedelta(hours=48)
"""Platforms repeat events for hours."""
RESULTS_KEPT = timedelta(minutes=10)
"""Results of steps hold what people wrote; once an event is done they serve nothing."""
TEND_SECONDS = 30
LOST_SECONDS = 10.0
"""Longer than it takes to begin what was claimed, or to note that it is done."""
LOOK_SECONDS = 0.25
"""How often a process looks at what the others do."""
PRESS = 20
"""So many events within a second are a press: a quarter of the workers goes on, for the work takes from the
acknowledgements the interpreter's lock (measured: acknowledged in half the time)."""


class Feeder:
    """Belongs to one loop."""

    def __init__(
        self, line: Line, inbox: Inbox, durable: Durable, runner: Runner, *, workers: int, lease: float | None
    ) -> None:
        """`lease` is how long a process counts as living, None where the database is not shared."""
        self._line = line
        self._inbox = inbox
        self._durable = durable
        self._runner = runner
        self._workers = workers
        self._lease = lease
        self._wake = asyncio.Event()
        self._looked = 0.0
        self._accepted: deque[float] = deque(maxlen=PRESS)
        self._claimed: set[str] = set()
        """Claimed by this process and not ended."""
        self._unbegun: deque[str] = deque()
        self._lost_since: dict[str, float] = {}
        self._strays_since: dict[str, float] = {}

    def add(self, place: Place) -> None:
        self._line.add(place)
        self._accepted.append(time.monotonic())
        self._wake.set()

    def done(self, key: str) -> None:
        self._line.leave(key)

    def ended(self, key: str) -> None:
        self._claimed.discard(key)
        self._wake.set()

    async def refresh(self) -> None:
        """What the database says overrules what was noted here."""
        self._looked = time.monotonic()
        undone = await self._inbox.undone(self._lease)
        self._line.replace(undone.places)
        self._line.capacity = undone.workers or self._line.capacity
        self._runner.stopped = set(undone.stopped)

    async def recover(self) -> None:
        """At the start, where no other process works: all that was claimed was claimed by the last one."""
        await self.refresh()
        await self._mend(self._line.begun)
        self._claimed.update(self._line.begun)
        self._wake.set()

    async def feed(self) -> None:
        """For ever."""
        told = False
        while True:
            await self._something()
            try:
                if self._lease is not None and time.monotonic() - self._looked >= LOOK_SECONDS:
                    await self.refresh()
                await self._begin()
                told = False
            except Exception as error:  # noqa: BLE001 - a database that is away comes back
                if not told:
                    log.warning("work_not_begun", error=type(error).__name__)
                told = True
                await asyncio.sleep(1)
                self._wake.set()

    async def _begin(self) -> None:
        workers = -(-self._workers // 4) if self._is_press() else self._workers
        if able := self._line.next(workers - len(self._claimed.union(self._runner.running))):
            keys = await self._inbox.claim(able, self._durable.executor)
            self._line.begin(keys)
            self._claimed.update(keys)
            self._unbegun.extend(keys)
            if len(keys) < len(able):  # other processes were first
                await self.refresh()
        # Claimed first: a crash in between leaves a claim without work, which is mended.
        while self._unbegun:
            await self._durable.begin(self._unbegun[0])
            self._unbegun.popleft()

    async def _something(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(None if self._lease is None else LOOK_SECONDS):
                await self._wake.wait()
        self._wake.clear()

    def _is_press(self) -> bool:
        return len(self._accepted) == PRESS and time.monotonic() - self._accepted[0] < 1

    # Whatever should not happen, and does

    async def tend(self) -> None:
        """For ever."""
        while True:
            await asyncio.sleep(TEND_SECONDS)
            try:
                await self.tend_once()
            except Exception as error:  # noqa: BLE001 - the next time does it
                log.warning("work_not_tended", error=type(error).__name__)

    async def tend_once(self) -> None:
        await self.refresh()
        await self._runner.drop_superseded()
        await self._mend_lost()
        await self._mend_strays()
        now = datetime.now(UTC)
        await self._durable.purge(now - RESULTS_KEPT)
        await self._inbox.purge((now - KEYS_KEPT).timestamp())
        if self._is_quiet():
            await asyncio.to_thread(self._inbox.tidy)
            await self._durable.tidy()
        self._wake.set()

    def _is_quiet(self) -> bool:
        """Not in the middle of a busy hour, when new text takes the place of the old in any case."""
        return not self._accepted or time.monotonic() - self._accepted[-1] > TEND_SECONDS / 2

    async def give_back(self) -> None:
        """At an orderly end: what was claimed and not begun."""
        await self._mend(self._claimed - set(self._runner.running))

    async def adopt(self, living: Collection[str]) -> None:
        """Begin what dead processes had claimed and not begun."""
        await self._mend(await self._inbox.orphans(living))

    async def _mend_lost(self) -> None:
        """What is claimed and does not run."""
        claimed = self._line.begun - set(self._runner.running)
        await self._mend(_long(self._lost_since, claimed))

    async def _mend(self, keys: Collection[str]) -> None:
        if keys and (lost := await self._durable.lost(keys)):
            log.warning("work_mended", events=len(lost))
            await self._inbox.disclaim(lost)
            self._claimed.difference_update(lost)
            await self.refresh()
            self._wake.set()

    async def _mend_strays(self) -> None:
        """What this process runs, as DBOS has it, and does not run."""
        strays = await self._durable.strays(self._runner.running)
        await self._durable.again(_long(self._strays_since, strays))


def _long(since: dict[str, float], keys: Collection[str]) -> set[str]:
    """Those of the keys that have been among them for long; `since` remembers when each was first seen."""
    now = time.monotonic()
    seen = {key: since.get(key, now) for key in keys}
    since.clear()
    since.update(seen)
    return {key for key, first in seen.items() if now - first > LOST_SECONDS}
