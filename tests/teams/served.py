"""The bot in Teams, in a process of its own, with an engine that takes a moment: made to be killed.

python -m tests.teams.served FOLDER PORT TEAMS_URL [DATABASE_URL]"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from microsoft_teams.api import ApiClient
from microsoft_teams.common import ClientOptions

from bot.briefings.summary import Summariser
from bot.channels.teams.application import Outside, Teams
from bot.channels.teams.guard import ThisMachine
from bot.channels.teams.reading import Reader
from bot.chat.answering import Desk
from bot.chat.wiring import open_desk
from bot.conversation import Conversations
from bot.work.work import Work
from config import replies
from config.settings import Settings
from tests.slack.served import Slow
from tests.teams.server import APPLICATION
from tests.web.fakes import FakeEngine, FakeLibrary

RETRIES = (0.05, 0.1, 0.2)
"""Seconds: as often as in service, and sooner."""


def outside(url: str) -> Outside:
    """Unsigned requests, and a Graph that lets everything be read."""

    async def token(_: str) -> str:
        return "a token"

    http = httpx.AsyncClient()
    reader = Reader(http, token, APPLICATION, f"{url}/graph")
    return Outside(ThisMachine(), ApiClient(url, ClientOptions(timeout=10)), reader, http)


def settings(folder: Path, **values: object) -> Settings:
    return Settings.model_validate({"data_dir": folder, "teams_anonymous": True, **values})


def desk(given: Settings, engine: FakeEngine, database_url: str) -> Desk:
    return open_desk(
        given,
        database_url,
        engine=engine,
        library=FakeLibrary(),
        conversations=Conversations(database_url),
        replies=replies.load(),
    )


def channel(given: Settings, url: str, engine: FakeEngine, database_url: str) -> Teams:
    said = replies.load()
    return Teams(
        given,
        said,
        desk(given, engine, database_url),
        engine.search,
        Summariser(FakeLibrary(), said, None),
        database_url,
        outside=outside(url),
    )


def served(folder: Path, url: str, engine: FakeEngine, **values: object) -> FastAPI:
    database_url = str(values.pop("database_url", f"sqlite:///{folder / 'briefing.sqlite'}"))
    given = settings(folder, **values)
    teams = channel(given, url, engine, database_url)
    work = Work(
        folder,
        database_url=database_url,
        handlers={"teams": teams.handler},
        workers=given.workers,
        most_waiting=given.most_waiting,
        retry_seconds=RETRIES,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await work.start()
        yield
        await teams.quiet()
        await work.close()
        await teams.close()

    web = FastAPI(lifespan=lifespan)
    web.include_router(teams.listen(work))
    web.get("/healthz")(lambda: {"ok": True})
    return web


def main() -> None:
    folder, port, url, *database = sys.argv[1:]
    more = {"database_url": database[0]} if database else {}
    uvicorn.run(served(Path(folder), url, Slow(), **more), port=int(port), log_config=None)


if __name__ == "__main__":
    main()
