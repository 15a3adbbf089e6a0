"""A real process, killed again and again while people ask: nothing is lost and nothing is said twice."""

import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from bot.channels.slack.manifest import PATH
from tests.slack_server import CHANNEL, Said, SlackServer

QUESTIONS = 200
KILLS = 20
PEOPLE = 20
ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def process(folder: Path, port: int, slack: SlackServer) -> Iterator[subprocess.Popen[bytes]]:
    """The bot, once it is ready to take events; killed without a word in the end."""
    command = [sys.executable, "-m", "tests.slack.served", str(folder), str(port), f"{slack.url}/api"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", running)
            yield running
        finally:
            running.kill()


def _wait_for(url: str, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert running.poll() is None, "The bot ended by itself."
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError("The bot did not start.")


def test_every_accepted_question_gets_one_reply_through_twenty_kills(
    slack: SlackServer, tmp_path: Path
) -> None:
    chance = random.Random(20261122)  # noqa: S311 - which moments are tried, not a secret
    port = free_port()
    slack.connect(f"http://127.0.0.1:{port}{PATH}")
    slack.courier.retry_seconds = [0.5] * 200  # Slack tries again, here sooner and longer
    people = [f"U0PERSON{number:02d}" for number in range(PEOPLE)]
    for person in people:
        slack.add_user(person, f"Person {person[-2:]}")
        slack.world.channels[CHANNEL].members.add(person)
    asked: list[Said] = []
    each = QUESTIONS // KILLS

    for _ in range(KILLS):
        with process(tmp_path, port, slack):
            for _ in range(each):
                text = f"What is the answer to number {len(asked)}?"
                asked.append(slack.ask(people[len(asked) % PEOPLE], CHANNEL, text))
                time.sleep(chance.uniform(0, 0.05))
            time.sleep(chance.uniform(0, 0.8))
    with process(tmp_path, port, slack):
        for said in asked:
            said.wait(300)
            slack.wait_for(lambda said=said: slack.thread(CHANNEL, said.root), 300)  # type: ignore[misc]
        time.sleep(2)  # long enough for a second reply to come

    replies = {number: slack.thread(CHANNEL, said.root) for number, said in enumerate(asked)}
    assert all(said.accepted for said in asked)
    lost = [number for number, found in replies.items() if not found]
    double = [number for number, found in replies.items() if len(found) > 1]
    assert (lost, double) == ([], [])
    assert all(f"number {number}?" in found[0].text for number, found in replies.items())
