"""A real process, killed again and again while people ask: nothing is lost and nothing is said twice."""

import random
import time
from pathlib import Path

import pytest

from bot.channels.slack.manifest import PATH
from tests.killing import free_port, process
from tests.slack_server import CHANNEL, Said, SlackServer

QUESTIONS = 200
KILLS = 20
PEOPLE = 20

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_every_accepted_question_gets_one_reply_through_twenty_kills(
    slack: SlackServer, tmp_path: Path
) -> None:
    chance = random.Random(20261122)  # noqa: S311 - which moments are tried, not a secret
    port = free_port()
    words = ["tests.slack.served", str(tmp_path), str(port), f"{slack.url}/api"]
    slack.connect(f"http://127.0.0.1:{port}{PATH}")
    slack.courier.retry_seconds = [0.5] * 200  # Slack tries again, here sooner and longer
    people = [f"U0PERSON{number:02d}" for number in range(PEOPLE)]
    for person in people:
        slack.add_user(person, f"Person {person[-2:]}")
        slack.world.channels[CHANNEL].members.add(person)
    asked: list[Said] = []
    each = QUESTIONS // KILLS

    for _ in range(KILLS):
        with process(words, port):
            for _ in range(each):
                text = f"What is the answer to number {len(asked)}?"
                asked.append(slack.ask(people[len(asked) % PEOPLE], CHANNEL, text))
                time.sleep(chance.uniform(0, 0.05))
            time.sleep(chance.uniform(0, 0.8))
    with process(words, port):
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
