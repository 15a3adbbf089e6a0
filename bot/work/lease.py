"""Says that this process lives, and takes over the work of those that do not. For a shared database."""

import threading
import time
from collections.abc import Callable, Collection

import structlog

from bot.work.database import Connection, Postgres

log = structlog.get_logger(__name__)
_SWEEP_LOCK = 20261123
_ROWS_KEPT = 20
"""In leases; a process that wakes later than this writes its row anew."""


class Lease:
    """A thread with a connection of its own, so that neither a busy loop nor a long line delays it."""

    def __init__(
        self,
        database: Postgres,
        *,
        executor: str,
        name: str,
        is_own_name: bool,
        workers: int,
        seconds: float,
        take_over: Callable[[Collection[str]], int],
        lapsed: Callable[[], None],
    ) -> None:
        self._database = database
        self._executor = executor
        self._name = name
        self._is_own_name = is_own_name
        self._workers = workers
        self._seconds = seconds
        self._take_over = take_over
        self._lapsed = lapsed
        self._connection: Connection | None = None
        self._since = self._last = time.monotonic()
        self._sweeping = False
        self._is_well = True
        self._over = False
        self._now = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)

    def begin(self) -> None:
        """Blocks until this process is known to live. Raises the driver's errors."""
        self._beat()
        if self._is_own_name:  # whoever had it before is gone, and its work need not wait for a lease to end
            self._run("DELETE FROM work_executors WHERE name = :name AND id <> :id", **self._who)
            self._since -= self._seconds
        self._thread.start()

    def sweep(self, on: bool) -> None:
        self._sweeping = on
        self._now.set()

    def end(self) -> None:
        self._over = True
        self._now.set()
        if self._thread.is_alive():
            self._thread.join()
        try:
            self._run("DELETE FROM work_executors WHERE id = :id", id=self._executor)
        except self._database.error as error:
            log.warning("lease_not_ended", error=type(error).__name__)
        if self._connection is not None:
            self._connection.close()

    @property
    def _who(self) -> dict[str, str]:
        return {"id": self._executor, "name": self._name}

    def _keep(self) -> None:
        while not self._over:
            self._now.wait(self._seconds / 3)
            self._now.clear()
            try:
                self._beat()
                if self._sweeping:
                    self._sweep()
                self._is_well = True
            except Exception as error:  # noqa: BLE001 - the next beat tries again
                self._disconnect()
                if self._is_well:  # said once, not with every beat
                    log.warning("lease_not_kept", error=type(error).__name__)
                self._is_well = False

    def _beat(self) -> None:
        self._run(_BEAT, **self._who, workers=self._workers)
        now = time.monotonic()
        if now - self._last > self._seconds:
            log.warning("lease_lapsed", seconds=round(now - self._last))
            self._since = now
            self._lapsed()
        self._last = now

    def _sweep(self) -> None:
        # After a break, the others get one lease's time to show that they live.
        if time.monotonic() - self._since < self._seconds:
            return
        self._run("BEGIN")  # which the server ends where this process freezes in it
        if self._run("SELECT pg_try_advisory_xact_lock(:lock)", lock=_SWEEP_LOCK)[0][0]:
            living = {str(row[0]) for row in self._run(_LIVING, seconds=self._seconds)}
            if taken := self._take_over(living | {self._executor}):
                log.warning("work_taken_over", events=taken)
            self._run(_BURY, seconds=self._seconds * _ROWS_KEPT)
        self._run("COMMIT")

    def _run(self, text: str, **values: object) -> list[tuple[object, ...]]:
        if self._connection is None:
            self._connection = self._database.connect()
        rows = self._connection.execute(self._database.sql(text), values)
        return rows.fetchall() if text.startswith("SELECT") else []

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


_NOW = "CAST(extract(epoch FROM clock_timestamp()) AS DOUBLE PRECISION)"
_BEAT = f"""
INSERT INTO work_executors (id, name, workers, seen) VALUES (:id, :name, :workers, {_NOW})
ON CONFLICT (id) DO UPDATE SET seen = excluded.seen"""
_LIVING = f"SELECT id FROM work_executors WHERE seen > {_NOW} - :seconds"
_BURY = f"DELETE FROM work_executors WHERE seen < {_NOW} - :seconds"
