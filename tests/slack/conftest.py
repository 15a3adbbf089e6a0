"""The bot in a local Slack: the real channel, inbox and desk; the engine is real unless a test brings one."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import uvicorn

from bot import app as wiring
from bot.app import App
from bot.channels.connected import Connected
from bot.channels.metrics import Metrics
from bot.channels.slack.manifest import PATH
from bot.channels.web.application import create_app
from bot.conversation import Conversations
from config.models import EXTRACTIVE
from config.settings import Settings
from tests.slack_server import APP, APP_TOKEN, BOT_TOKEN, SlackServer


@dataclass
class Running:
    """One process's worth of the bot, on a port of its own."""

    app: App
    connected: Connected
    url: str
    end: Callable[[], None]
    """As on SIGTERM; returns when the server has ended."""

    @property
    def events(self) -> str:
        return f"{self.url}{PATH}"


Start = Callable[..., Running]


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer() as server:
        yield server


@pytest.fixture
def start(app: App, slack: SlackServer, tmp_path: Path, empty: Path) -> Iterator[Start]:
    """Starts the bot with the shelf's documents; keyword arguments are settings, or `engine`."""
    copytree(empty, tmp_path, dirs_exist_ok=True)
    with ExitStack() as stack:

        def start(*, engine: Any = None, socket_mode: bool = False, **settings: object) -> Running:
            given: dict[str, object] = {
                "data_dir": tmp_path,
                "slack_bot_token": BOT_TOKEN,
                "slack_api_url": f"{slack.url}/api",
                "questions_per_minute": 0,
                **(
                    {"slack_app_token": APP_TOKEN}
                    if socket_mode
                    else {"slack_signing_secret": APP.signing_secret}
                ),
                **settings,
            }
            mine = replace(app, settings=Settings.model_validate(given))
            conversations = Conversations(mine.database_url)
            stack.callback(conversations.close)
            mine = replace(mine, conversations=conversations, engine=engine or _engine(mine, app))
            running = stack.enter_context(_served(mine))
            if not socket_mode:
                slack.connect(running.events)
            return running

        yield start


def _engine(mine: App, app: App) -> Any:
    """The shelf's own engine, or one with the chat model of these settings."""
    if mine.settings.model == EXTRACTIVE:
        return app.engine
    model = wiring._model(mine.settings)
    return wiring._engine(mine.settings, app.store, app.retriever, model, app.replies)


@pytest.fixture
def bot(start: Start) -> Running:
    return start()


class _served:  # noqa: N801 - used as a context manager
    def __init__(self, app: App) -> None:
        self._app = app

    def __enter__(self) -> Running:
        made: list[Connected] = []
        metrics = Metrics()

        def beside(web: Any) -> Connected:
            made.append(Connected(self._app, web, metrics))
            return made[0]

        web = create_app(self._app, beside=beside, metrics=metrics)
        config = uvicorn.Config(web, port=0, log_config=None)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("The server did not start.")
            threading.Event().wait(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return Running(self._app, made[0], f"http://127.0.0.1:{port}", self._end)

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)


def settled(slack: SlackServer, bot: Running) -> None:
    """Waits until everything that was delivered has been accepted and done."""
    for delivery in list(slack.deliveries):
        delivery.wait()
    end = time.monotonic() + 20
    while bot.connected.waiting and time.monotonic() < end:
        time.sleep(0.02)
    assert not bot.connected.waiting, "The work did not come to an end."
