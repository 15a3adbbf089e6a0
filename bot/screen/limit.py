"""How many questions one asker may ask in a while."""

from collections import deque
from collections.abc import Callable
from threading import Lock
from time import monotonic

SWEEP = 1000
"""Askers kept before those who are silent are forgotten."""


class RateLimit:
    """A sliding window for each asker, in this process. An asker without a name is not limited."""

    def __init__(self, most: int, seconds: float = 60.0, clock: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._asked: dict[str, deque[float]] = {}
        self._lock = Lock()

    def __call__(self, asker: str) -> bool:
        """Whether this asker may ask now; if so, it counts. A limit of 0 is no limit."""
        if not asker or not self._most:
            return True
        with self._lock:
            now = self._clock()
            if len(self._asked) > SWEEP:
                self._forget(now)
            times = self._asked.setdefault(asker, deque())
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self._most:
                return False
            times.append(now)
            return True

    def _forget(self, now: float) -> None:
        silent = [asker for asker, times in self._asked.items() if times[-1] <= now - self._seconds]
        for asker in silent:
            del self._asked[asker]
