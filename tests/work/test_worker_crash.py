"""Processes that are killed, frozen and stopped: nothing accepted is lost, nothing is done twice."""

import asyncio
import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.work.database import Postgres, Sqlite
from bot.work.event import Event, Steps
from bot.work.inbox import Inbox
from tests.work.parts import Notes, Noting, Place, Process, event, until


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(tmp_path / "notes.jsonl")


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    started: list[Process] = []
    yield started
    for process in started:
        process.end()


def inbox_of(place: Place) -> Inbox:
    return Inbox(Postgres(place.url) if place.url else Sqlite(place.folder / "inbox.sqlite"))


@pytest.mark.asyncio
async def test_what_was_written_down_and_not_begun_is_handled_after_the_start(place: Place) -> None:
    inbox = inbox_of(place)
    await inbox.open()
    await inbox.accept(event("1"), 0)
    inbox.close()

    handler = Noting()
    async with place.working(handler):
        await until(lambda: handler.handled)

    assert handler.handled == ["test:1"]


@pytest.mark.asyncio
async def test_what_was_claimed_and_not_begun_is_handled_after_the_start(place: Place) -> None:
    inbox = inbox_of(place)
    await inbox.open()
    await inbox.accept(event("1", conversation="c"), 0)
    await inbox.accept(event("2", conversation="c"), 0)
    assert await inbox.claim(["test:1", "test:2"], "dead") == ("test:1",)
    inbox.close()

    handler = Noting()
    async with place.working(handler):
        await until(lambda: len(handler.handled) == 2)

    assert handler.handled == ["test:1", "test:2"]


@pytest.mark.asyncio
async def test_what_was_done_and_not_closed_is_not_handled_again(place: Place) -> None:
    async def act(_: Event, steps: Steps) -> None:
        async def nothing() -> None:
            return None

        await steps.once("a", nothing)
        await asyncio.sleep(30)  # the end of the block breaks it off

    handler = Noting(act)
    async with place.working(handler) as work:
        await work.accept(event("1"))
        await until(lambda: handler.begun)
    inbox = inbox_of(place)
    await inbox.finish("test:1")
    inbox.close()

    async with place.working(handler) as work:
        await work.accept(event("2"))
        await until(lambda: "test:2" in handler.begun)

    assert handler.begun == ["test:1", "test:2"]


@pytest.mark.asyncio
async def test_an_orderly_stop_in_the_middle_goes_on_after_the_start(place: Place) -> None:
    ran: list[str] = []
    attempts: list[int] = []

    async def act(_: Event, steps: Steps) -> None:
        async def first() -> str:
            ran.append("first")
            return "x"

        attempts.append(steps.attempt)
        assert await steps.once("first", first) == "x"
        if len(attempts) == 1:
            await asyncio.sleep(60)

    handler = Noting(act)
    async with place.working(handler) as work:
        await work.accept(event("1"))
        await until(lambda: ran)
        await asyncio.sleep(0.2)  # the step is recorded
    assert handler.handled == []
    async with place.working(handler):
        await until(lambda: handler.handled)

    assert (ran, attempts) == (["first"], [1, 2])


@pytest.mark.asyncio
async def test_an_event_that_ends_its_process_each_time_is_given_up(place: Place) -> None:
    handler = Noting()
    inbox = inbox_of(place)
    await inbox.open()
    await inbox.accept(event("1"), 0)
    for _ in range(25):
        await inbox.begin("test:1", "dead")
    inbox.close()

    async with place.working(handler):
        await until(lambda: handler.failures)

    assert handler.failures == [("test:1", "Crashed")]
    assert handler.begun == []


@pytest.mark.slow
def test_a_process_killed_at_any_moment_loses_and_doubles_nothing(
    tmp_path: Path, notes: Notes, processes: list[Process]
) -> None:
    chance = random.Random(4)  # noqa: S311 - not a secret
    place, acknowledged, asked = Place(tmp_path / "data"), set[str](), 0
    for kill in range(8):
        process = Process(place, notes.file, f"p{kill}")
        processes.append(process)
        process.ready()
        over = time.monotonic() + chance.uniform(0.05, 1.5)
        while time.monotonic() < over:
            process.ask(f"test:{asked:04}", conversation=f"c{asked % 5}")
            process.ask(f"test:{max(0, asked - 7):04}", conversation=f"c{(asked - 7) % 5}")  # sent again
            asked += 1
            time.sleep(0.02)
        process.end()
        acknowledged.update(process.acknowledged)

    processes.append(Process(place, notes.file, "last").ready())
    arrived = arrivals(place)
    notes.wait_for("post", len(arrived))
    posts = notes.of("post")

    assert len(acknowledged) > 50
    assert set(arrived) >= acknowledged
    assert sorted(posts) == sorted(arrived)
    assert notes.repeated() == []
    assert notes.of("failed") == []
    for conversation in range(5):
        ours = [key for key in posts if int(key[5:]) % 5 == conversation]
        assert ours == sorted(ours, key=arrived.index)


def arrivals(place: Place) -> list[str]:
    with sqlite3.connect(place.folder / "inbox.sqlite") as file:
        return [key for (key,) in file.execute("SELECT key FROM work_events ORDER BY number")]


@pytest.mark.slow
def test_a_process_killed_between_writing_and_working_loses_nothing(
    tmp_path: Path, notes: Notes, processes: list[Process]
) -> None:
    place = Place(tmp_path / "data")
    first = Process(place, notes.file, "first", workers=0)
    processes.append(first)
    first.ready()
    for n in range(20):
        first.ask(f"test:{n:02}")
    while len(first.acknowledged) < 20:
        time.sleep(0.01)
    first.end()
    assert notes.all() == []
    processes.append(Process(place, notes.file, "second").ready())
    notes.wait_for("post", 20)

    assert sorted(notes.of("post")) == [f"test:{n:02}" for n in range(20)]


def two_workers(shared: Place, notes: Notes, processes: list[Process], **options: object) -> None:
    processes += [Process(shared, notes.file, name, **options) for name in ("one", "two")]
    for process in processes:
        process.ready()
    for n in range(40):
        for process in processes:  # both get each event, as two deliveries of one
            process.ask(f"test:{n:02}", conversation=f"c{n % 9}", asker=f"u{n % 3}")
    while any(len(process.acknowledged) < 40 for process in processes):
        time.sleep(0.01)


def check(notes: Notes) -> None:
    posts = notes.of("post")
    assert sorted(posts) == [f"test:{n:02}" for n in range(40)]
    assert notes.repeated() == []
    assert notes.of("failed") == []
    for conversation in range(9):
        ours = [key for key in posts if int(key[5:]) % 9 == conversation]
        assert ours == sorted(ours)


@pytest.mark.slow
def test_two_processes_share_the_work(shared: Place, notes: Notes, processes: list[Process]) -> None:
    two_workers(shared, notes, processes)
    notes.wait_for("post", 40)

    check(notes)
    assert len(notes.of("run")) == 80  # nothing was begun twice
    assert notes.by("one")
    assert notes.by("two")


@pytest.mark.slow
def test_the_work_of_a_killed_process_is_taken_over(
    shared: Place, notes: Notes, processes: list[Process]
) -> None:
    two_workers(shared, notes, processes, seconds=0.2)
    while not notes.by("one"):
        time.sleep(0.01)
    processes[0].end()
    notes.wait_for("post", 40)

    check(notes)


@pytest.mark.slow
def test_a_frozen_process_does_not_do_again_what_others_have_done(
    shared: Place, notes: Notes, processes: list[Process]
) -> None:
    two_workers(shared, notes, processes, seconds=0.2)
    while not notes.by("one"):
        time.sleep(0.01)
    processes[0].send(signal.SIGSTOP)
    notes.wait_for("post", 40)
    before = len(notes.by("one"))
    processes[0].send(signal.SIGCONT)
    processes[0].ask("test:after", asker="u")
    while "test:after" not in processes[0].acknowledged:
        time.sleep(0.01)
    notes.wait_for("post", 41)
    time.sleep(1)

    ran = [
        note for note in notes.by("one")[before:] if note[0] in ("run", "post") and note[1] != "test:after"
    ]
    assert ran == []
    assert notes.of("post").count("test:after") == 1


@pytest.mark.slow
def test_a_process_that_is_told_to_end_hands_its_work_over(
    shared: Place, notes: Notes, processes: list[Process]
) -> None:
    two_workers(shared, notes, processes, seconds=0.3, lease=30)
    while not notes.by("one"):
        time.sleep(0.01)
    processes[0].end(signal.SIGTERM)
    notes.wait_for("post", 40)  # long before a lease of 30 seconds is over

    check(notes)


@pytest.mark.slow
def test_a_process_with_a_name_of_its_own_goes_on_where_it_was_killed(
    shared: Place, notes: Notes, processes: list[Process]
) -> None:
    one = Process(shared, notes.file, "one", executor="web-0", seconds=0.5, lease=30)
    processes.append(one)
    one.ready()
    one.ask("test:1")
    notes.wait_for("finished", 1)
    one.end()
    processes.append(Process(shared, notes.file, "again", executor="web-0", lease=30).ready())
    notes.wait_for("post", 1)

    assert notes.repeated() == []


@pytest.mark.slow
@pytest.mark.asyncio
async def test_a_stop_is_seen_in_every_process(shared: Place) -> None:
    stopped: list[str] = []

    async def act(event: Event, steps: Steps) -> None:
        while not steps.stopped():
            await asyncio.sleep(0.01)
        stopped.append(event.key)

    async with shared.working(Noting(act)) as work:
        await work.accept(event("1", conversation="c"))
        other = inbox_of(shared)
        assert await other.stop("c") == ("test:1",)
        other.close()
        await until(lambda: stopped)
