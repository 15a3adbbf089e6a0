"""How soon Slack's events are acknowledged by our server, its engine saturated, and by a Bolt app that stores
nothing. Both run, and take turns; the one whose turn it is not is frozen."""

import argparse
import asyncio
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import aiohttp
import httpx
import numpy as np

from bench.corpus import temporary
from bench.figures import machine, say, table
from bench.intake_apps import REAL, WAITING
from tests.slack_server import Message, SlackServer
from tests.slack_server.telling import of_message, typed_by

PATH = "/slack/events"
TURN = 5.0
"""Seconds of one turn: short, so that both meet the same moods of the machine."""
PEOPLE = 500
ROOMS = 25
QUESTIONS = ("Who signed the memorandum?", "What is Humphrey?", "Is the memorandum legally binding?")
GOAL_P50, GOAL_P99, GOAL_BURST = 3.0, 8.0, 1.0


@dataclass(frozen=True, slots=True)
class Post:
    """A signed request, and when in its turn it is due."""

    due: float
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Ack:
    """How long after it was due a request was answered, and how."""

    seconds: float
    status: int


@dataclass(slots=True)
class Side:
    """One of the two apps."""

    name: str
    process: subprocess.Popen[str]
    url: str
    steady: list[Ack] = field(default_factory=list)
    burst: list[Ack] = field(default_factory=list)


def sent(url: str, posts: Sequence[Post]) -> list[Ack]:
    """Sends each when it is due, whether or not the earlier ones were answered."""
    return asyncio.run(_sent(url, posts))


async def _sent(url: str, posts: Sequence[Post]) -> list[Ack]:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        begin = time.perf_counter() + 0.1
        return list(await asyncio.gather(*(_one(session, url, begin, post) for post in posts)))


async def _one(session: aiohttp.ClientSession, url: str, begin: float, post: Post) -> Ack:
    due = begin + post.due
    await asyncio.sleep(due - time.perf_counter())
    try:
        async with session.post(url, data=post.body, headers=post.headers) as answer:
            await answer.read()
            status = answer.status
    except aiohttp.ClientError:
        status = 0
    return Ack(time.perf_counter() - due, status)


def posts(slack: SlackServer, rate: float, seconds: float, asked: Iterator[Message]) -> list[Post]:
    """A turn's worth of mentions, each by somebody else and in a thread of its own."""
    return [_post(slack, number / rate, next(asked)) for number in range(int(rate * seconds))]


def _post(slack: SlackServer, due: float, said: Message) -> Post:
    mention, _ = of_message(slack.world, "posted", said, None)  # the second is the same post as a message
    raw = json.dumps(mention).encode()
    return Post(due, raw, {"content-type": "application/json", **slack.courier.signed(raw)})


def everybody(slack: SlackServer) -> Iterator[Message]:
    """What people ask, in turn and in rooms in turn; what is taken from here stands in Slack."""
    people = [slack.add_user(f"U0PERSON{number:03d}") for number in range(PEOPLE)]
    members = [person.id for person in people]
    rooms = [slack.add_channel(f"C0ROOM{number:02d}", members=members).id for number in range(ROOMS)]
    for person, room, question in zip(cycle(people), cycle(rooms), cycle(QUESTIONS), strict=False):
        text = f"{slack.mention(room)} {question}"
        yield slack.world.quietly(typed_by(slack.world, person, room, text))


@contextmanager
def started(name: str, *arguments: str) -> Iterator[Side]:
    command = [sys.executable, "-m", "bench.intake_apps", name, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
    try:
        url = process.stdout.readline().strip() if process.stdout else ""
        if not url:
            raise SystemExit(f"The app '{name}' did not start.")
        yield Side(name, process, url)
    finally:
        os.kill(process.pid, signal.SIGCONT)
        process.kill()
        process.wait()


@contextmanager
def turn(side: Side, others: Sequence[Side]) -> Iterator[None]:
    """Freezes the others for as long as this lasts."""
    for other in others:
        os.kill(other.process.pid, signal.SIGSTOP)
    os.kill(side.process.pid, signal.SIGCONT)
    yield
    for other in others:
        os.kill(other.process.pid, signal.SIGCONT)


@dataclass(frozen=True, slots=True)
class Plan:
    rate: float
    seconds: float
    burst: float
    burst_seconds: float


def measure(slack: SlackServer, sides: Sequence[Side], plan: Plan) -> None:
    asked = everybody(slack)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as sender:

        def send(side: Side, rate: float, seconds: float) -> list[Ack]:
            due = posts(slack, rate, seconds, asked)
            with turn(side, [other for other in sides if other is not side]):
                return sender.submit(sent, side.url + PATH, due).result()

        for side in sides:
            send(side, plan.rate, TURN)  # warms up, and gives the engine more than it can do
        for _ in range(round(plan.seconds / TURN)):
            for side in sides:
                side.steady += send(side, plan.rate, TURN)
        for side in sides:
            side.burst += send(side, plan.burst, plan.burst_seconds)


def quantile(acks: Sequence[Ack], share: float) -> float:
    return float(np.quantile([ack.seconds for ack in acks], share))


def row(name: str, what: str, acks: Sequence[Ack]) -> list[str]:
    taken = sum(200 <= ack.status < 300 for ack in acks)
    times = [f"{1000 * quantile(acks, share):.1f}" for share in (0.5, 0.99, 1)]
    return [name, what, f"{taken} of {len(acks)}", *times]


def report(bolt: Side, ours: Side, plan: Plan) -> bool:
    """Prints the figures; whether they keep the promise."""
    steady, burst = (
        f"{plan.rate:g}/s for {plan.seconds:g} s",
        f"{plan.burst:g}/s for {plan.burst_seconds:g} s",
    )
    rows = [row(side.name, steady, side.steady) for side in (bolt, ours)]
    rows += [row(side.name, burst, side.burst) for side in (bolt, ours)]
    table("Acknowledged", ["app", "events", "accepted", "p50 ms", "p99 ms", "slowest ms"], rows)
    half, most = (quantile(ours.steady, q) / quantile(bolt.steady, q) for q in (0.5, 0.99))
    say(f"p50 {half:.1f} times Bolt's (at most {GOAL_P50:g}); p99 {most:.1f} times (at most {GOAL_P99:g}).")
    everything = all(200 <= ack.status < 300 for ack in ours.steady + ours.burst)
    in_burst = quantile(ours.burst, 0.99)
    say(f"Burst: p99 {in_burst:.2f} s (under {GOAL_BURST:g}); {'all' if everything else 'NOT all'} accepted.")
    return half <= GOAL_P50 and most <= GOAL_P99 and in_burst < GOAL_BURST and everything


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.intake", description=__doc__)
    parser.add_argument(
        "--engine", choices=[WAITING, REAL], default=WAITING, help="what our server is busy with"
    )
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--burst", type=float, default=200)
    parser.add_argument("--burst-seconds", type=float, default=5)
    values = parser.parse_args()
    plan = Plan(values.rate, values.seconds, values.burst, values.burst_seconds)
    with ExitStack() as stack:
        folder: Path = stack.enter_context(temporary())
        slack = stack.enter_context(SlackServer())
        slack.tells_of_own_posts = False
        common = ["--api", f"{slack.url}/api", "--folder", str(folder)]
        bolt = stack.enter_context(started("bolt", *common))
        ours = stack.enter_context(started("ours", *common, "--engine", values.engine))
        measure(slack, [bolt, ours], plan)
        waiting = httpx.get(f"{ours.url}/readyz", timeout=30).text
        replies = len(slack.posts)
    kept = report(bolt, ours, plan)
    say(f"Engine: {values.engine}. {replies} answers were posted meanwhile. At the end: {waiting}")
    say(f"{machine()}.")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
