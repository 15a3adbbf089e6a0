"""A message is posted once: whatever is killed, frozen or run twice, between posting and recording too."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.deliveries import Deliveries
from tests.chat.platform import PLACE, Client, Platform, deliver, platform

KEY = "slack:T1:C1:1700000000.000100/reply"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def served() -> Iterator[Platform]:
    with platform() as server:
        yield server


@contextmanager
def worker(
    database: str, url: str, key: str = KEY, *, hold: float = 30, hold_on: str = ""
) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.chat.platform", database, url, key, str(hold), hold_on]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def killed_at(point: str, database: str, url: str, key: str = KEY) -> None:
    with worker(database, url, key, hold_on=point) as process:
        assert line(process) == point
        process.kill()
        process.wait()


def once(database: str, url: str, key: str = KEY, *, hold: float = 30) -> str:
    return asyncio.run(deliver(database, url, key, hold=hold))


def test_a_message_is_posted_once_and_its_id_remembered(served: Platform, database: str) -> None:
    first, again = once(database, served.url), once(database, served.url)

    assert first == again == "m0"
    assert served.posted == [KEY]


def test_a_delivery_is_found_by_its_key_and_by_its_message(served: Platform, database: str) -> None:
    once(database, served.url)
    deliveries = Deliveries(database)

    delivery = deliveries.of(KEY)

    assert delivery
    assert (delivery.room, delivery.message) == (PLACE.room_key, "m0")
    assert deliveries.by_message(PLACE, "m0") == delivery
    assert deliveries.by_message(PLACE, "m1") is None
    assert deliveries.of("none") is None


def test_killed_between_posting_and_recording_it_is_looked_up(served: Platform, database: str) -> None:
    killed_at("posted", database, served.url)

    assert once(database, served.url) == "m0"
    assert served.posted == [KEY]


def test_killed_before_posting_it_is_posted(served: Platform, database: str) -> None:
    killed_at("posting", database, served.url)

    assert served.posted == []
    assert once(database, served.url) == "m0"


def test_a_post_that_failed_is_looked_up_before_it_is_tried_again(served: Platform, database: str) -> None:
    deliveries = Deliveries(database)
    client = Client(served.url, KEY)

    async def lost() -> str:
        await client.post()
        raise TimeoutError

    async def both() -> str:
        with pytest.raises(TimeoutError):
            await deliveries.once(KEY, find=client.find, post=lost)
        return await deliveries.once(KEY, find=client.find, post=client.post)

    assert asyncio.run(both()) == "m0"
    assert served.posted == [KEY]


def test_a_task_that_was_cancelled_lets_go(served: Platform, database: str) -> None:
    deliveries = Deliveries(database)
    client = Client(served.url, KEY)

    async def slow() -> str:
        await asyncio.sleep(60)
        return ""

    async def both() -> str:
        task = asyncio.create_task(deliveries.once(KEY, find=client.find, post=slow))
        await asyncio.sleep(0.3)
        task.cancel()
        return await deliveries.once(KEY, find=client.find, post=client.post)

    assert asyncio.run(both()) == "m0"


def test_asked_for_many_times_at_once_it_is_posted_once(served: Platform, database: str) -> None:
    deliveries = Deliveries(database)
    client = Client(served.url, KEY)

    async def all_of_them() -> list[str]:
        return await asyncio.gather(
            *(deliveries.once(KEY, find=client.find, post=client.post) for _ in range(10))
        )

    assert asyncio.run(all_of_them()) == ["m0"] * 10
    assert served.posted == [KEY]


def test_another_process_that_is_posting_is_waited_for(served: Platform, database: str) -> None:
    with worker(database, served.url, hold_on="posting") as process:
        assert line(process) == "posting"

        assert once(database, served.url) == "m0"

    assert served.posted == [KEY]


def test_a_frozen_process_is_overtaken_and_takes_its_own_message_back(
    served: Platform, database: str
) -> None:
    with worker(database, served.url, hold=0.5, hold_on="posting") as process:
        assert line(process) == "posting"
        os.kill(process.pid, signal.SIGSTOP)

        assert once(database, served.url, hold=0.5) == "m0"

        os.kill(process.pid, signal.SIGCONT)
        said = line(process)
    assert said == "m0"
    assert served.posted == [KEY, KEY]
    assert served.removed == ["m1"]


def test_deliveries_are_forgotten_with_their_parts_and_no_others(served: Platform, database: str) -> None:
    for key in ("a:1/reply", "a:1/status", "a:11/reply", "a_1/reply", "a:1"):
        once(database, served.url, key)
    deliveries = Deliveries(database)

    assert deliveries.forget(["a:1"]) == 3
    assert deliveries.of("a:11/reply")
    assert deliveries.purge(datetime.now(UTC) - timedelta(days=1)) == 0
    assert deliveries.purge(datetime.now(UTC) + timedelta(days=1)) == 2


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_and_nothing_posted_twice(
    served: Platform, database: str
) -> None:
    for number in range(12):
        key = f"{KEY}{number}"
        with worker(database, served.url, key) as process:
            time.sleep(0.15 * number)
            process.kill()
            process.wait()
        once(database, served.url, key)

    assert sorted(served.posted) == sorted(f"{KEY}{number}" for number in range(12))
