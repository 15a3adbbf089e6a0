"""The real console script, run as people and scripts run it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

import pytest

BRIEFING = Path(sys.executable).with_name("briefing")
SEEDS = Path(__file__).parents[2] / "seeds"
OURS = ("OPENAI_", "AZURE_OPENAI_", "BRIEFING_", "PORT")


@dataclass(frozen=True, slots=True)
class Done:
    """A command that ended."""

    status: int
    out: str
    error: str

    @property
    def json(self) -> dict[str, object]:
        (line,) = self.out.splitlines()
        value: dict[str, object] = json.loads(line)
        return value

    @property
    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True)
class Terminal:
    """A folder to run commands in, with a data folder of its own."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def briefing(self, *words: str | bytes | Path, stdin: bytes = b"", **settings: str) -> Done:
        done = subprocess.run(
            [BRIEFING, *words],
            check=False,
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env=self.variables(settings),
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *words: str, **settings: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [BRIEFING, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.variables(settings),
        )

    def variables(self, settings: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return (
            kept | {"BRIEFING_DATA_DIR": "data", "PORT": "0", "COLUMNS": "100"} | self.environment | settings
        )


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings made in a test are those of the test, whatever this machine and folder have."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(OURS)]:
        monkeypatch.delenv(name)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


@pytest.fixture(scope="session")
def served(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """Commands here go through a running server that holds the five articles, which it finds unchanged."""
    terminal = Terminal(tmp_path_factory.mktemp("served"))
    copytree(filled, terminal.folder / "data")
    server = terminal.start("serve", "--ingest", str(SEEDS))
    try:
        wait_until_served(server)
        yield terminal
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


def wait_until_served(server: subprocess.Popen[bytes], seconds: float = 60) -> list[str]:
    """What a server says on standard error until it serves."""
    said: list[str] = []
    end = time.monotonic() + seconds
    assert server.stderr
    while time.monotonic() < end:
        line = server.stderr.readline().decode()
        said.append(line)
        if line.startswith("Serving on "):
            return said
        assert line, f"The server ended: {said}"
    raise AssertionError(f"The server does not serve: {said}")
