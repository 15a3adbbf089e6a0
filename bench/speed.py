"""Measures speed: everything but a chat model, warm, on a store filled with generated passages."""

import argparse
import cProfile
import json
import os
import pstats
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx
import numpy as np

from bench import squad
from bench.corpus import settings, temporary
from bench.figures import Took, cpu_seconds, machine, resident_mb, say, table, timed
from bot.domain import Answer, Question

GOALS = "p50 60 ms and p95 150 ms at 10,000; twice that at 100,000, in 1.2 GB; ready in 5 s"
START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Speed:
    """What one store gave."""

    passages: int
    first: list[float]
    """CPU-seconds of each answer to a question that was not asked before, all threads."""
    first_seconds: list[float]
    """Of each of those, as a clock on the wall measures it."""
    cpu: list[float]
    """CPU-seconds for one that was asked before."""
    seconds: list[float]
    """Of each of those, by the clock."""
    steps: dict[str, float]
    """Their mean seconds by step."""
    resident: float
    """MB of the process that answered, at the end."""


def answers(folder: Path, rounds: int) -> Speed:
    """In this process."""
    from bot.app import build

    asked = [Question(question.text) for question in squad.load(None).questions]
    with closing(build(settings(folder))) as app:
        size = app.store.keywords.size("default")

        def took(question: Question) -> tuple[Took, Answer]:
            with timed() as time:
                answer = app.engine.answer(question)
            return time, answer

        for question in asked[::2]:  # warms up
            took(question)
        first = [took(question)[0] for question in asked[1::2]]
        again = [took(question) for _ in range(rounds) for question in asked]
        times = [time for time, _ in again]
        return Speed(
            size,
            [time.cpu for time in first],
            [time.seconds for time in first],
            [time.cpu for time in times],
            [time.seconds for time in times],
            _steps([answer for _, answer in again]),
            resident_mb(),
        )


def _steps(answers: Sequence[Answer]) -> dict[str, float]:
    steps: dict[str, float] = {}
    for answer in answers:
        for step, spent in answer.timings.items():
            steps[step] = steps.get(step, 0) + spent / len(answers)
    return steps


def profile(folder: Path) -> None:
    """Where the time goes, by function."""
    from bot.app import build

    asked = [Question(question.text) for question in squad.load(None).questions]
    with closing(build(settings(folder))) as app:
        for question in asked:
            app.engine.answer(question)
        profiler = cProfile.Profile(time.thread_time)  # a clock on the wall would count who waits for a core
        profiler.enable()
        for question in asked:
            app.engine.answer(question)
        profiler.disable()
    say(f"{len(asked)} warm answers")
    stats = pstats.Stats(profiler).strip_dirs()
    for order in ("tottime", "cumulative"):
        stats.sort_stats(order).print_stats(35)


@dataclass(frozen=True, slots=True)
class Started:
    """`briefing serve`, from its start until it is ready."""

    seconds: float
    cpu: float
    """CPU-seconds of the process itself."""
    resident: float
    """MB."""


def start(folder: Path) -> Started:
    """Raises RuntimeError where it is not ready in time."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    known = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFING_")}
    environment = known | {"BRIEFING_DATA_DIR": str(folder), "PORT": str(port)}
    command = [str(Path(sys.executable).with_name("briefing")), "serve"]
    begun = time.perf_counter()
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:  # noqa: S603 - our own console script
        try:
            while not _is_ready(port):
                if time.perf_counter() - begun > START_SECONDS or server.poll() is not None:
                    raise RuntimeError(f"`briefing serve` was not ready within {START_SECONDS} s")
                time.sleep(0.02)
            return Started(time.perf_counter() - begun, cpu_seconds(server.pid), resident_mb(server.pid))
        finally:
            server.terminate()


def _is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=10).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def measure(sizes: Sequence[int], rounds: int, *, profiled: bool = False) -> None:
    """Prints the tables."""
    from bench.generated import fill
    from retrieval.embeddings import LocalModel

    model = LocalModel()
    for size in sizes:
        with temporary() as folder:
            with timed() as took:
                fill(folder, squad.load(None), size, model)
            say(f"{size:,} generated passages stored in {took.seconds:.0f} s.")
            show(_apart(folder, rounds), [start(folder) for _ in range(2)])
            if profiled:
                profile(folder)
    say(f"The store holds generated texts, vectors and token states. Goals: {GOALS}, on an idle machine.")
    say("CPU: CPU-seconds of the process, what the clock shows where nothing else runs. " + machine())


def _apart(folder: Path, rounds: int) -> Speed:
    """In a process of its own, whose memory is that of answering alone."""
    command = [sys.executable, "-m", "bench.speed", "--answer", str(folder), "--rounds", str(rounds)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
    return Speed(**json.loads(told.stdout))


def show(speed: Speed, starts: Sequence[Started]) -> None:
    table(
        f"One answer at {speed.passages:,} passages, warm: {len(speed.first)} questions for the first time, "
        f"{len(speed.cpu)} again",
        ("", "p50", "p95", "worst"),
        [
            ("first time, CPU", *_spread(speed.first)),
            ("first time, clock", *_spread(speed.first_seconds)),
            ("again, CPU", *_spread(speed.cpu)),
            ("again, clock", *_spread(speed.seconds)),
        ],
    )
    table(
        "Where the time goes, mean",
        list(speed.steps),
        [[f"{1000 * spent:.1f} ms" for spent in speed.steps.values()]],
    )
    table(
        "The process",
        ("answering, MB", "start to ready", "again", "CPU", "again", "ready, MB"),
        [
            (
                f"{speed.resident:.0f}",
                *(f"{one.seconds:.1f} s" for one in starts),
                *(f"{one.cpu:.1f} s" for one in starts),
                f"{starts[-1].resident:.0f}",
            )
        ],
    )


def _spread(seconds: Sequence[float]) -> tuple[str, ...]:
    return tuple(f"{1000 * value:.0f} ms" for value in np.quantile(seconds, [0.5, 0.95, 1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--passages", type=int, default=10_000, metavar="N", help="in the store (default 10000)"
    )
    parser.add_argument("--large", action="store_true", help="at 100,000 too, which takes minutes")
    parser.add_argument(
        "--rounds", type=int, default=2, metavar="N", help="of 133 questions asked again (default 2)"
    )
    parser.add_argument("--profile", action="store_true", help="tell which functions cost what")
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    values = parser.parse_args()
    if values.answer:
        print(json.dumps(asdict(answers(values.answer, values.rounds))))
        return
    sizes = [values.passages, 100_000] if values.large else [values.passages]
    measure(sizes, values.rounds, profiled=values.profile)


if __name__ == "__main__":
    main()
