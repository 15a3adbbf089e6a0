"""What the tests of the work share: a handler that notes what it does, and real databases."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import psycopg
import pytest

from bot.work.database import Database, Postgres, Sqlite
from bot.work.event import Event, Handler, Steps
from bot.work.work import Work
from tests.retrieval.test_servers import binary, wait_for

PATIENCE = 60.0


def event(key: str, *, conversation: str = "", asker: str = "u1", **body: Any) -> Event:
    return Event(f"test:{key}", "test", conversation, asker, body)


@dataclass
class Noting:
    """A handler that notes keys, and does what a test tells it to."""

    act: Callable[[Event, Steps], Awaitable[None]] | None = None
    handled: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)

    async def handle(self, event: Event, steps: Steps) -> None:
        self.begun.append(event.key)
        if self.act:
            await self.act(event, steps)
        self.handled.append(event.key)

    async def failed(self, event: Event, error_name: str) -> None:
        self.failures.append((event.key, error_name))


@dataclass(frozen=True)
class Place:
    """Where the work of a test is kept."""

    folder: Path
    url: str | None = None

    @asynccontextmanager
    async def working(self, handler: Handler, **options: Any) -> AsyncIterator[Work]:
        work = self.work({"test": handler}, **options)
        await work.start()
        try:
            yield work
        finally:
            await work.close(0)

    def database(self) -> Database:
        return Postgres(self.url) if self.url else Sqlite(self.folder / "inbox.sqlite")

    def work(self, handlers: Mapping[str, Handler], **options: Any) -> Work:
        quick = {"retry_seconds": (0.01, 0.02), "lease_seconds": 1.5, "poll_seconds": 0.2}
        return Work(self.folder, database_url=self.url, handlers=handlers, **{**quick, **options})


async def until(true: Callable[[], object]) -> None:
    """Waits for what must come; the test's own time limit is the last word."""
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.01)


def quiet_port() -> int:
    """One that the system gives to nobody: else, while the server is away, its own clients may take it."""
    for port in range(20000 + os.getpid() % 5000, 30000):
        with socket.socket() as trying, contextlib.suppress(OSError):
            trying.bind(("127.0.0.1", port))
            return port
    pytest.fail("no port is free")


class PostgresServer:
    """A server of our own, which can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = quiet_port()
        self._user: dict[str, Any] = {}
        if os.geteuid() == 0:  # Postgres refuses to run as root
            self._user = {"user": "nobody", "group": "nogroup", "extra_groups": []}
            shutil.chown(folder, "nobody", "nogroup")
            for parent in (folder, *folder.parents[:3]):  # the third is pytest's own under xdist
                parent.chmod(0o755 if parent != Path(tempfile.gettempdir()) else 0o1777)
        options = ["-U", "me", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            [binary("initdb"), "-D", self._data, *options], check=True, cwd="/", stdout=-3, **self._user
        )
        self.start()

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def start(self) -> None:
        place = ["-k", str(self._folder), "-h", "127.0.0.1", "-p", str(self._port)]
        command = [binary("postgres"), "-D", self._data, *place, "-c", "max_connections=200"]
        with (self._folder / "log").open("ab") as log:
            self._process: subprocess.Popen[bytes] = subprocess.Popen(
                command, cwd="/", stdout=subprocess.DEVNULL, stderr=log, **self._user
            )
        wait_for(self._port)
        while not self._answers():
            time.sleep(0.05)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)  # ends connections too
        self._process.wait()

    def database(self, name: str) -> str:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self._address(name).replace("postgresql://", "postgresql+psycopg://")

    def _address(self, database: str) -> str:
        return f"postgresql://me@127.0.0.1:{self._port}/{database}"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._address("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


class Process:
    """One `tests.work.worker`; what it acknowledged is read as it comes."""

    def __init__(self, place: Place, notes: Path, name: str, **options: Any) -> None:
        given = {"folder": str(place.folder), "url": place.url, "notes": str(notes), "name": name, **options}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.work.worker", json.dumps(given)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.acknowledged: list[str] = []
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            if line == "ready\n":
                self._ready.set()
            elif line.startswith("test:"):
                self.acknowledged.append(line.strip())

    def ready(self) -> Self:
        assert self._ready.wait(PATIENCE), "the worker did not start"
        return self

    def ask(self, key: str, conversation: str = "", asker: str = "u") -> None:
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(
                json.dumps({"key": key, "conversation": conversation, "asker": asker}) + "\n"
            )
            self._process.stdin.flush()

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def end(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Ends the process and reads what it still said."""
        self._process.send_signal(number)
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)


class Notes:
    """What the workers did, in the order in which they did it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.touch()

    def all(self) -> list[list[str]]:
        return [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]

    def of(self, kind: str) -> list[str]:
        return [note[1] for note in self.all() if note[0] == kind]

    def by(self, name: str) -> list[list[str]]:
        return [note for note in self.all() if note[-1] == name]

    def wait_for(self, kind: str, count: int) -> None:
        over = time.monotonic() + PATIENCE
        while len(self.of(kind)) < count:
            assert time.monotonic() < over, f"only {len(self.of(kind))} of {count}: {kind}"
            time.sleep(0.05)

    def repeated(self) -> list[list[str]]:
        """Steps that were run again after they had finished."""
        finished: set[tuple[str, str]] = set()
        again = []
        for kind, key, step, *rest in self.all():
            if kind == "finished":
                finished.add((key, step))
            elif kind == "run" and (key, step) in finished:
                again.append([key, step, *rest])
        return again
