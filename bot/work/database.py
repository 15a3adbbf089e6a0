"""The two places where accepted events are written down: a SQLite file, or Postgres."""

import fcntl
import os
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from bot.work.event import NotAcceptedError, NotOpenedError

WAIT_SECONDS = 2
"""For a lock or a connection. Slack wants its answer within three."""
STATEMENT_SECONDS = 5
FROZEN_SECONDS = 5
"""After which Postgres ends a transaction that nobody goes on with."""
_NAME = re.compile(r":(\w+)")


class Rows(Protocol):
    def fetchall(self) -> list[Any]: ...

    @property
    def rowcount(self) -> int: ...


class Connection(Protocol):
    """What the drivers have in common. Statements name their values `:so`."""

    def execute(self, sql: Any, values: Any = ...) -> Rows: ...

    def close(self) -> None: ...


class Database(Protocol):
    """Where events are kept."""

    place: str
    """As a person may read it."""

    @property
    def is_shared(self) -> bool:
        """Several processes work on it."""

    @property
    def schema(self) -> Sequence[str]: ...

    @property
    def error(self) -> type[Exception]:
        """What the driver raises."""

    def is_broken(self, error: BaseException) -> bool:
        """The error says something of the database and not of the statement."""

    def connect(self) -> Connection: ...

    def sql(self, text: str) -> str:
        """A statement in the driver's own way of naming values."""

    def tidy(self) -> None:
        """See that what was wiped leaves the disk. Blocks, and slows the next writing down."""


class Sqlite:
    """One file, one process."""

    is_shared = False
    error = sqlite3.Error

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = f"The inbox {path}"
        self.schema = [statement.format(number="INTEGER PRIMARY KEY") for statement in _SCHEMA]

    def connect(self) -> Connection:
        connection = sqlite3.connect(
            self.path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # accepted is accepted, through a power cut too
        connection.execute("PRAGMA secure_delete=ON")  # wiped text leaves the file too
        return connection

    def sql(self, text: str) -> str:
        return text

    def tidy(self) -> None:
        pragma(self.path, "wal_checkpoint(TRUNCATE)")

    def is_broken(self, error: BaseException) -> bool:
        of_file = isinstance(error, sqlite3.OperationalError | sqlite3.InternalError)
        return of_file or type(error) is sqlite3.DatabaseError  # "malformed" has no class of its own


class Postgres:
    """One database, any number of processes."""

    is_shared = True

    def __init__(self, url: str) -> None:
        import psycopg
        from sqlalchemy import make_url

        parsed = make_url(url).set(drivername="postgresql")
        self.url = parsed.render_as_string(hide_password=False)
        self.place = f"The database {parsed.host or 'localhost'}/{parsed.database}"
        self.schema = [
            "SELECT pg_advisory_xact_lock(20261122)",  # two processes that start at once create it once
            *(statement.format(number="BIGSERIAL PRIMARY KEY") for statement in _SCHEMA),
        ]
        self.error: type[Exception] = psycopg.Error
        self._broken = (psycopg.OperationalError, psycopg.InternalError)

    def connect(self) -> Connection:
        import psycopg

        connection = psycopg.connect(
            self.url,
            autocommit=True,  # transactions are begun by hand, as in SQLite
            connect_timeout=WAIT_SECONDS,
            keepalives_idle=STATEMENT_SECONDS,
            keepalives_interval=1,
            keepalives_count=3,
        )
        connection.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'".encode())
        # A process that is frozen in the middle must not keep the others waiting.
        connection.execute(f"SET idle_in_transaction_session_timeout = '{FROZEN_SECONDS}s'".encode())
        return connection

    def sql(self, text: str) -> str:
        return _translated(text)

    def tidy(self) -> None:
        """The server does."""

    def is_broken(self, error: BaseException) -> bool:
        return isinstance(error, self._broken)


@cache
def _translated(text: str) -> str:
    return _NAME.sub(r"%(\1)s", text.replace("%", "%%"))


def pragma(path: Path, text: str) -> Any:
    with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as file:
        return file.execute(f"PRAGMA {text}").fetchone()[0]


def held(folder: Path) -> int:
    """The lock of a folder, until it is closed: two processes must not work on one file."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "work.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise NotOpenedError(f"The data folder {folder}", error.strerror or str(error)) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise NotOpenedError(f"The data folder {folder}", "another process works on it") from None
    return lock


def refusal(database: Database, error: BaseException) -> NotAcceptedError:
    """The error for whoever waits. Only the first line: further ones may repeat values."""
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    return NotAcceptedError(database.place, reason.rstrip(" ."))


_SCHEMA = [
    """CREATE TABLE IF NOT EXISTS work_events (
        number {number},
        key TEXT NOT NULL UNIQUE,
        channel TEXT NOT NULL,
        conversation TEXT NOT NULL,
        asker TEXT NOT NULL,
        body TEXT NOT NULL,
        state SMALLINT NOT NULL DEFAULT 0,
        executor TEXT NOT NULL DEFAULT '',
        at DOUBLE PRECISION NOT NULL,
        turn DOUBLE PRECISION NOT NULL,
        ended DOUBLE PRECISION,
        starts INTEGER NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0,
        error TEXT NOT NULL DEFAULT '',
        stopped SMALLINT NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX IF NOT EXISTS work_events_undone ON work_events (number) WHERE state < 2",
    "CREATE INDEX IF NOT EXISTS work_events_ended ON work_events (ended) WHERE state = 2",
    "CREATE INDEX IF NOT EXISTS work_events_asker ON work_events (asker)",
    """CREATE TABLE IF NOT EXISTS work_executors (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        workers INTEGER NOT NULL,
        seen DOUBLE PRECISION NOT NULL
    )""",
]
