"""The bot's side of a Teams conversation, wired to a Teams service that records what arrives."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from microsoft_teams.api import ApiClient
from microsoft_teams.common import ClientOptions

from bot.channels.teams.activity import Activity, read
from bot.channels.teams.addresses import is_this_machine
from bot.channels.teams.connector import Connector
from bot.channels.teams.reading import Reader
from tests.teams.activities import message
from tests.teams.server import APPLICATION, TeamsServer

STEPS = {
    "screening": "Reading the question",
    "rewriting": "Reading it again",
    "searching": "Searching the sources",
    "composing": "Writing the answer",
    "checking": "Checking",
}


@dataclass
class Pauses:
    """A sleep that only notes how long it was asked for."""

    asked: list[float] = field(default_factory=list)
    then: Callable[[], None] = lambda: None

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self.then()


def connector(server: TeamsServer, pauses: Pauses | None = None) -> Connector:
    api = ApiClient(server.url, ClientOptions(timeout=5))
    return Connector(api, is_this_machine, sleep=pauses or Pauses(), chance=lambda: 0.5)


def reader(teams: TeamsServer) -> Reader:
    """Where somebody has consented that the bot reads messages."""

    async def token(_: str) -> str:
        return "a token"

    return Reader(httpx.AsyncClient(), token, APPLICATION, f"{teams.url}/graph")


def asked(server: TeamsServer, **more: Any) -> Activity:
    return read(message(serviceUrl=server.url, **more))


def database(folder: Path) -> str:
    return f"sqlite:///{folder / 'briefing.sqlite'}"
