"""Two servers on one Postgres behind a chat platform: each question comes to both and is sent again, and one
server is killed in the middle; every question gets one reply."""

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from subprocess import Popen
from typing import Any

import httpx
import pytest

from bot.channels.slack.manifest import PATH as SLACK
from bot.channels.teams.endpoint import PATH as TEAMS
from tests.killing import free_port, process
from tests.slack_server import CHANNEL, SlackServer
from tests.teams.activities import TENANT
from tests.teams.questions import PEOPLE, asked, number_of
from tests.teams.server import TeamsServer
from tests.work.parts import Place

QUESTIONS = 48
BEFORE_THE_KILL = 8
RESENT_AFTER = 15.0
"""Seconds, as Teams has it."""
PATIENCE = 180.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
Ports = tuple[int, int]
Started = Callable[[str, str], contextlib.AbstractContextManager[tuple[Ports, "Popen[bytes]"]]]


@pytest.fixture
def two(shared: Place) -> Started:
    """Starts two servers with folders of their own and one database; yields their ports, and the first."""

    @contextlib.contextmanager
    def two(module: str, platform: str) -> Iterator[tuple[Ports, "Popen[bytes]"]]:
        ports, url = (free_port(), free_port()), str(shared.url)
        words = [[module, str(folder(shared.folder, p)), str(p), platform, url] for p in ports]
        with process(words[0], ports[0]) as first, process(words[1], ports[1]):
            yield ports, first

    return two


def folder(parent: Path, port: int) -> Path:
    made = parent / str(port)
    made.mkdir()
    return made


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.05)


def send(http: httpx.Client, url: str, body: dict[str, Any]) -> int:
    """The status, 0 where the server is gone."""
    try:
        return http.post(url, json=body).status_code
    except httpx.HTTPError:
        return 0


def test_in_teams_every_question_gets_one_reply_from_two_servers_of_which_one_dies(two: Started) -> None:
    teams = TeamsServer()
    running = teams.start()
    for who in range(PEOPLE):
        teams.members[f"29:{who}"] = {"id": f"29:{who}", "name": f"Person {who}", "tenantId": TENANT}
    bodies = [asked(number, teams) for number in range(QUESTIONS)]

    def replies() -> Counter[int]:
        return Counter(number for each in teams.whole if (number := number_of(each)) is not None)

    http = httpx.Client(timeout=30)
    with two("tests.teams.served", teams.url) as (ports, first), ThreadPoolExecutor(8) as clients:
        one, other = (f"http://127.0.0.1:{port}{TEAMS}" for port in ports)
        began = time.monotonic()
        sent = [clients.submit(send, http, url, body) for body in bodies for url in (one, other)]
        until(lambda: len(replies()) >= BEFORE_THE_KILL)
        first.kill()
        done_before = len(replies())
        until(lambda: len(replies()) == QUESTIONS)
        time.sleep(max(0.0, began + RESENT_AFTER - time.monotonic()))
        again = list(clients.map(partial(send, http, other), bodies))
        time.sleep(3)  # long enough for a second reply to come
    running.stop()

    assert done_before < QUESTIONS
    assert [each.result() for each in sent[1::2]] == again == [200] * QUESTIONS
    assert replies() == Counter(range(QUESTIONS))


def test_in_slack_every_question_gets_one_reply_from_two_servers_of_which_one_dies(two: Started) -> None:
    with SlackServer() as slack, two("tests.slack.served", f"{slack.url}/api") as (ports, first):
        slack.connect(*(f"http://127.0.0.1:{port}{SLACK}" for port in ports))  # taken in turn
        slack.courier.retry_seconds = [0.5] * 200
        people = [f"U0PERSON{number:02d}" for number in range(PEOPLE)]
        for person in people:
            slack.add_user(person, f"Person {person[-2:]}")
            slack.world.channels[CHANNEL].members.add(person)
        questions = [
            slack.ask(people[number % PEOPLE], CHANNEL, f"What is the answer to number {number}?")
            for number in range(QUESTIONS)
        ]

        def replies() -> list[int]:
            return [len(slack.thread(CHANNEL, question.root)) for question in questions]

        until(lambda: sum(map(bool, replies())) >= BEFORE_THE_KILL)
        first.kill()
        assert not all(replies())
        until(lambda: all(replies()))
        for question in questions:
            for delivery in question.wait(60).deliveries:
                slack.repeat(delivery).wait(60)
        time.sleep(3)

        assert replies() == [1] * QUESTIONS
