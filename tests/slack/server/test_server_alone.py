"""The Slack server as a thing of its own: from many threads, from the command line, and its payloads."""

import json
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from slack_sdk import WebClient

from tests.slack_server import BOT_TOKEN, CHANNEL, USER, NothingHappenedError, SlackServer
from tests.slack_server.payloads import filled
from tests.slack_server.world import EVENTS

ROOT = Path(__file__).parents[3]


def test_many_threads_write_at_once_and_nothing_is_lost(slack: SlackServer) -> None:
    def write(number: int) -> str:
        client = WebClient(token=BOT_TOKEN, base_url=slack.api)
        slack.say(USER, CHANNEL, f"question {number}")
        return str(client.chat_postMessage(channel=CHANNEL, text=f"answer {number}")["ts"])

    with ThreadPoolExecutor(8) as pool:
        stamps = list(pool.map(write, range(80)))

    assert len(set(stamps)) == 80
    assert {post.text for post in slack.posts} == {f"answer {number}" for number in range(80)}
    assert len({message.ts for message in slack.messages(CHANNEL)}) == 160


def test_waiting_in_vain_tells_what_did_happen(slack: SlackServer) -> None:
    slack.say(USER, CHANNEL, "hello").wait()
    WebClient(token=BOT_TOKEN, base_url=slack.api).auth_test()

    with pytest.raises(NothingHappenedError, match="a modal") as nothing:
        slack.modal(timeout=0.01)

    assert any("called auth.test: ok" in note for note in nothing.value.__notes__)
    assert any("connection_failed" in note for note in nothing.value.__notes__)


def test_it_runs_by_itself() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.slack_server"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        api = process.stdout.readline().strip().partition("=")[2]
        with urllib.request.urlopen(f"{api}api.test") as answer:  # noqa: S310 - on loopback
            assert json.loads(answer.read())["ok"]
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("name", sorted({event.partition(".")[0] for event in EVENTS}))
def test_every_event_that_an_app_may_ask_for_has_a_payload(name: str) -> None:
    assert filled(name)["type"] == name
