"""The server's time, which tests can move forward, and message timestamps, which never repeat."""

import threading
import time


class Clock:
    def __init__(self) -> None:
        self._skipped = 0.0
        self._last = 0
        self._lock = threading.Lock()

    def now(self) -> float:
        return time.time() + self._skipped

    def skip(self, seconds: float) -> None:
        """Lets time pass without waiting: triggers, streams and response URLs grow old."""
        self._skipped += seconds

    def stamp(self) -> str:
        """A new `ts`, later than every earlier one."""
        with self._lock:
            self._last = max(self._last + 10, int(self.now() * 1_000_000))
            return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
