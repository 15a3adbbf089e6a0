"""A real process, killed again and again while people ask: nothing is lost and nothing is said twice."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.teams.endpoint import PATH
from tests.killing import free_port, process
from tests.teams.activities import TENANT
from tests.teams.questions import PEOPLE, asked, number_of
from tests.teams.server import Message, TeamsServer

QUESTIONS = 200
KILLS = 20

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@dataclass
class Sending:
    """Teams' side: an activity is sent again until it is taken, here sooner than after 15 seconds."""

    url: str
    taken: set[str] = field(default_factory=set)
    over: bool = False
    _http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=15))
    """One for all: to make one costs more than the bot's whole answer."""
    _threads: list[threading.Thread] = field(default_factory=list)

    def send(self, body: dict[str, Any]) -> None:
        thread = threading.Thread(target=self._send, args=(body,), daemon=True)
        thread.start()
        self._threads.append(thread)

    def _send(self, body: dict[str, Any]) -> None:
        while not self.over:
            try:
                if self._http.post(self.url, json=body).status_code == 200:
                    self.taken.add(body["id"])
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.3)


@pytest.fixture
def sending() -> Iterator[Sending]:
    sending = Sending(f"http://127.0.0.1:{free_port()}{PATH}")
    yield sending
    sending.over = True


def replies(teams: TeamsServer) -> dict[int, list[Message]]:
    found: dict[int, list[Message]] = defaultdict(list)
    for each in teams.whole:
        if (number := number_of(each)) is not None:
            found[number].append(each)
    return found


def test_every_accepted_question_gets_one_reply_through_twenty_kills(
    teams: TeamsServer, sending: Sending, tmp_path: Path
) -> None:
    chance = random.Random(20261122)  # noqa: S311 - which moments are tried, not a secret
    port = int(sending.url.split(":")[2].split("/")[0])
    words = ["tests.teams.served", str(tmp_path), str(port), teams.url]
    for number in range(PEOPLE):
        teams.members[f"29:{number}"] = {"id": f"29:{number}", "name": f"Person {number}", "tenantId": TENANT}
    numbers = iter(range(QUESTIONS))

    for _ in range(KILLS):
        with process(words, port):
            for _ in range(QUESTIONS // KILLS):
                sending.send(asked(next(numbers), teams))
                time.sleep(chance.uniform(0, 0.05))
            time.sleep(chance.uniform(0, 0.8))
    with process(words, port):
        end = time.monotonic() + 300
        while time.monotonic() < end and len(replies(teams)) < QUESTIONS:
            time.sleep(0.2)
        time.sleep(2)  # long enough for a second reply to come

    found = replies(teams)
    assert len(sending.taken) == QUESTIONS
    lost = [number for number in range(QUESTIONS) if not found[number]]
    double = [number for number in range(QUESTIONS) if len(found[number]) > 1]
    assert (lost, double) == ([], [])
