"""A bot in a process of its own, made to be killed: what the kill tests of all chat channels share."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def process(words: Sequence[str], port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """`python -m words…`, once it is ready to take events; killed without a word in the end."""
    command = [sys.executable, "-m", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", running)
            yield running
        finally:
            running.kill()


def _wait_for(url: str, running: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert running.poll() is None, "The bot ended by itself."
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError("The bot did not start.")
