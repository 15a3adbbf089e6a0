"""A Teams service, and the whole channel against it: real inbox, desk, records and HTTP; a canned engine."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
import uvicorn

from bot.domain import Statement
from tests.teams.served import served
from tests.teams.server import TeamsServer
from tests.teams.whole import ANN, WHEN, Bot, wait_for
from tests.web.fakes import BUILT, FakeEngine, answered


@pytest.fixture
def teams() -> Iterator[TeamsServer]:
    server = TeamsServer()
    running = server.start()
    yield server
    running.stop()


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine({WHEN: answered(Statement("It was built in 2024.", (BUILT,)))})


@pytest.fixture
def start(
    teams: TeamsServer, engine: FakeEngine, tmp_path: Path, empty: Path
) -> Iterator[Callable[..., Bot]]:
    copytree(empty, tmp_path, dirs_exist_ok=True)
    teams.members["29:ann"] = ANN
    running = []

    def start(**settings: object) -> Bot:
        web = served(tmp_path, teams.url, engine, **settings)
        server = uvicorn.Server(uvicorn.Config(web, host="127.0.0.1", port=0, log_level="error"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
        thread.start()
        running.append((server, thread))
        wait_for(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        return Bot(f"http://127.0.0.1:{port}", teams, engine)

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def bot(start: Callable[..., Bot]) -> Bot:
    return start()
