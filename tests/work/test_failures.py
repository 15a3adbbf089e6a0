"""Disks that are full, files that are locked or damaged, databases that are away: nothing is lost."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.work.database import Connection, Sqlite
from bot.work.event import Event, NotAcceptedError, NotOpenedError, Steps
from bot.work.work import Work
from tests.work.parts import Noting, Place, PostgresServer, event, until

pytestmark = pytest.mark.asyncio


class SmallDisk(Sqlite):
    """A real file that SQLite is not allowed to make larger."""

    full = False

    def connect(self) -> Connection:
        connection = super().connect()
        if self.full:
            connection.execute("PRAGMA max_page_count=1")
        return connection


class OnSmallDisk(Work):
    disk: SmallDisk

    def _take_database(self) -> SmallDisk:
        self.disk = SmallDisk(super()._take_database().path)  # type: ignore[attr-defined]
        return self.disk


@contextmanager
def locked(place: Place) -> Iterator[None]:
    file = sqlite3.connect(place.folder / "inbox.sqlite", isolation_level=None)
    file.execute("BEGIN IMMEDIATE")
    yield
    file.close()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


async def test_a_full_disk_is_told_to_whoever_sends(tmp_path: Path) -> None:
    handler = Noting()
    work = OnSmallDisk(tmp_path, database_url=None, handlers={"test": handler})
    await work.start()
    work.disk.full = True
    work._inbox._writer._disconnect()
    with pytest.raises(NotAcceptedError, match=r"inbox.sqlite took nothing \(database or disk is full\)"):
        await work.accept(event("1", text="x" * 10000))
    work.disk.full = False
    work._inbox._writer._disconnect()
    assert (await work.accept(event("1", text="x" * 10000))).new
    await until(lambda: handler.handled)
    await work.close()


async def test_a_locked_inbox_is_told_and_loses_nothing(place: Place) -> None:
    gate = asyncio.Event()

    async def act(_: Event, __: Steps) -> None:
        await gate.wait()

    handler = Noting(act)
    async with place.working(handler) as work:
        await work.accept(event("1"))
        await until(lambda: handler.begun)
        with locked(place):
            gate.set()  # the event ends while its end cannot be written
            with pytest.raises(NotAcceptedError, match="database is locked"):
                await work.accept(event("2"))
        assert (await work.accept(event("2"))).new
        await until(lambda: len(handler.handled) == 2 and work.health()["running"] == 0)

    assert handler.begun == ["test:1", "test:2"]


async def test_a_damaged_inbox_is_told_at_the_start(place: Place) -> None:
    (place.folder / "inbox.sqlite").write_bytes(b"no database" * 1000)

    with pytest.raises(NotOpenedError, match=r"inbox.sqlite cannot be opened \(file is not a database\)"):
        async with place.working(Noting()):
            pass


async def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(NotOpenedError, match="Not a directory"):
        async with Place(tmp_path / "file" / "data").working(Noting()):
            pass


async def test_a_folder_is_worked_on_by_one_process(place: Place) -> None:
    async with place.working(Noting()):
        with pytest.raises(NotOpenedError, match="another process works on it"):
            await place.work({}).start()


async def test_a_process_works_on_one_folder(place: Place, tmp_path: Path) -> None:
    async with place.working(Noting()) as work:
        with pytest.raises(RuntimeError, match="does work already"):
            await Place(tmp_path / "other").work({}).start()
        assert (await work.accept(event("1"))).new


async def test_the_file_of_the_queue_is_made_anew_where_it_is_damaged_or_lost(place: Place) -> None:
    async def act(_: Event, steps: Steps) -> None:
        if steps.attempt == 1:
            await asyncio.sleep(60)

    handler = Noting(act)
    async with place.working(handler) as work:
        await work.accept(event("1"))
        await until(lambda: handler.begun)
    (place.folder / "work.sqlite").write_bytes(b"no database" * 1000)
    async with place.working(handler):
        await until(lambda: handler.handled)

    assert handler.handled == ["test:1"]
    assert (place.folder / "work.sqlite.damaged").exists()


async def test_before_the_start_and_after_the_end_nothing_is_accepted(place: Place) -> None:
    work = place.work({"test": Noting()})
    with pytest.raises(NotAcceptedError, match="not open"):
        await work.accept(event("1"))
    await work.start()
    await work.close()
    with pytest.raises(NotAcceptedError, match="not open"):
        await work.accept(event("1"))
    await work.close()


async def test_an_event_is_handled_though_its_sender_hung_up(place: Place) -> None:
    handler = Noting()
    async with place.working(handler) as work:
        sending = asyncio.create_task(work.accept(event("1")))
        await asyncio.sleep(0)
        sending.cancel()
        await until(lambda: handler.handled)


async def test_an_event_of_an_unknown_channel_holds_nobody_up(place: Place) -> None:
    handler = Noting()
    async with place.working(handler, workers=1) as work:
        await work.accept(Event("odd:1", "odd", "c", "u", {}))
        await work.accept(event("1", conversation="c"))
        await until(lambda: handler.handled)


async def test_an_attempt_that_never_ends_is_ended(place: Place) -> None:
    async def act(_: Event, __: Steps) -> None:
        await asyncio.sleep(60)

    handler = Noting(act)
    async with place.working(handler, attempt_seconds=0.05) as work:
        await work.accept(event("1"))
        await until(lambda: handler.failures)

    assert handler.failures == [("test:1", "TimeoutError")]


async def test_a_handler_that_cancels_itself_has_failed(place: Place) -> None:
    async def act(_: Event, __: Steps) -> None:
        raise asyncio.CancelledError

    handler = Noting(act)
    async with place.working(handler) as work:
        await work.accept(event("1"))
        await until(lambda: handler.failures)

    assert handler.failures == [("test:1", "CancelledError")]


async def test_an_asker_who_cannot_be_told_holds_nobody_up(place: Place) -> None:
    class Mute(Noting):
        async def failed(self, event: Event, error_name: str) -> None:
            await super().failed(event, error_name)
            raise OSError

    async def act(event: Event, _: Steps) -> None:
        if event.key == "test:1":
            raise ValueError

    handler = Mute(act)
    async with place.working(handler) as work:
        await work.accept(event("1", conversation="c"))
        await work.accept(event("2", conversation="c"))
        await until(lambda: handler.handled)

    assert handler.failures == [("test:1", "ValueError")] * 3


async def test_tending_in_the_middle_of_work_changes_nothing(place: Place) -> None:
    async def act(_: Event, __: Steps) -> None:
        await asyncio.sleep(0.01)

    handler = Noting(act)
    async with place.working(handler) as work:
        for n in range(60):
            await work.accept(event(str(n), conversation=f"c{n % 7}", asker=f"u{n % 9}"))
        while len(handler.handled) < 60:
            await work._feeder.tend_once()

    assert len(handler.begun) == 60


async def test_what_people_wrote_leaves_the_disk_and_never_reaches_the_logs(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    async def act(event: Event, steps: Steps) -> None:
        async def say() -> Any:
            return f"told: {event.body['text']}"

        await steps.once("say", say)
        raise ValueError(event.body["text"])

    handler = Noting(act)
    async with place.working(handler) as work:
        await work.accept(event("1", text="secret words " * 10))
        await until(lambda: handler.failures and work.health()["running"] == 0)
        later = datetime.now(UTC) + timedelta(minutes=1)
        while not await work._durable.purge(later):  # its end is written down after it ran
            await asyncio.sleep(0.01)
        work._feeder._accepted.clear()
        await work._feeder.tend_once()
        kept = [file.name for file in place.folder.iterdir() if b"secret" in file.read_bytes()]
    told = "".join(capfd.readouterr())

    assert kept == []
    assert "event_failed" in told
    assert "ValueError" in told
    assert "secret" not in told


@pytest.mark.slow
async def test_a_database_that_goes_away_for_a_while_loses_nothing(
    shared: Place, postgres: PostgresServer
) -> None:
    async def act(_: Event, steps: Steps) -> None:
        async def slow() -> int:
            await asyncio.sleep(0.3)
            return 1

        for n in range(3):
            await steps.once(str(n), slow)

    handler = Noting(act)
    async with shared.working(handler) as work:
        for n in range(4):
            await work.accept(event(str(n)))
        await until(lambda: len(handler.begun) == 4)
        await asyncio.to_thread(postgres.stop)
        try:
            with pytest.raises(NotAcceptedError, match="took nothing"):
                await work.accept(event("5"))
            await asyncio.sleep(1)
        finally:
            await asyncio.to_thread(postgres.start)
        assert (await work.accept(event("5"))).new
        await until(lambda: len(set(handler.handled)) == 5 and work.health()["running"] == 0)

    assert handler.failures == []


@pytest.mark.slow
async def test_a_database_that_is_not_there_is_told_at_the_start(tmp_path: Path) -> None:
    url = "postgresql+psycopg://me:hidden@127.0.0.1:19/none"

    with pytest.raises(NotOpenedError, match=r"The database 127.0.0.1/none cannot be opened") as caught:
        async with Place(tmp_path, url).working(Noting()):
            pass

    assert "hidden" not in str(caught.value)


@pytest.mark.slow
async def test_a_process_can_end_while_the_database_is_away(shared: Place, postgres: PostgresServer) -> None:
    async def act(_: Event, __: Steps) -> None:
        await asyncio.sleep(60)

    handler = Noting(act)
    work = shared.work({"test": handler})
    await work.start()
    await work.accept(event("1"))
    await until(lambda: handler.begun)
    await asyncio.to_thread(postgres.stop)
    try:
        async with asyncio.timeout(45):
            await work.close(0)
    finally:
        await asyncio.to_thread(postgres.start)
    async with shared.working(Noting()) as work:
        await until(lambda: work.health()["running"] + work.health()["waiting"] == 0)
