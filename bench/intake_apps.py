"""The two apps that `bench.intake` compares, each served by uvicorn in a process of its own."""

import argparse
import asyncio
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
import uvicorn
from fastapi import FastAPI

from tests.slack_server import APP, BOT_TOKEN

if TYPE_CHECKING:
    from bot.app import App
    from bot.domain import Answer, Question
    from bot.engine import Engine

SEEDS = Path(__file__).parent.parent / "seeds"
WAITING, REAL = "waiting", "real"


class Waiting:
    """An engine that takes its time without using the processor, as one with a chat model does."""

    def __init__(self, engine: "Engine", seconds: float) -> None:
        self._engine = engine
        self._seconds = seconds
        self._answers: dict[str, Answer] = {}
        self.search = engine.search

    def answer(self, question: "Question", **how: Any) -> "Answer":
        time.sleep(self._seconds)
        if question.text not in self._answers:
            self._answers[question.text] = self._engine.answer(question, **how)
        return self._answers[question.text]


def bolt(api: str) -> FastAPI:
    """Bolt as its documentation shows it: it checks the signature, acknowledges, and stores nothing."""
    from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient
    from starlette.requests import Request
    from starlette.responses import Response

    client = AsyncWebClient(token=BOT_TOKEN, base_url=f"{api}/")
    app, web = AsyncApp(client=client, signing_secret=APP.signing_secret), FastAPI()
    handler = AsyncSlackRequestHandler(app)

    @app.event("app_mention")
    async def mention() -> None:
        """Nothing is done, and nothing kept."""

    @web.post("/slack/events")
    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return web


def ours(app: "App") -> FastAPI:
    from bot.channels.connected import Connected
    from bot.channels.web.application import create_app

    return create_app(app, beside=lambda web: Connected(app, web))


def _opened(api: str, folder: Path) -> "App":
    from bot.app import build
    from config.settings import Settings
    from retrieval.ingest import ingest

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    given = {
        "data_dir": folder,
        "questions_per_minute": 0,
        "most_waiting": 1_000_000,
        "slack_bot_token": BOT_TOKEN,
        "slack_api_url": api,
        "slack_signing_secret": APP.signing_secret,
    }
    app = build(Settings.model_validate(given))
    ingest(app.store, app.embedder, [SEEDS])
    return app


def serve(web: FastAPI, say: Callable[[str], None]) -> None:
    server = uvicorn.Server(uvicorn.Config(web, port=0, log_config=None, access_log=False))

    async def run() -> None:
        serving = asyncio.create_task(server.serve())
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        if server.started:
            say(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
        await serving

    asyncio.run(run())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("app", choices=["bolt", "ours"])
    parser.add_argument("--api", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--engine", choices=[WAITING, REAL], default=WAITING)
    parser.add_argument("--seconds", type=float, default=1.0, help="how long the waiting engine takes")
    values = parser.parse_args()

    def say(text: str) -> None:
        print(text, flush=True)

    if values.app == "bolt":
        serve(bolt(values.api), say)
        return
    with closing(_opened(values.api, values.folder)) as app:
        slow: Any = Waiting(app.engine, values.seconds)
        serve(ours(replace(app, engine=slow if values.engine == WAITING else app.engine)), say)


if __name__ == "__main__":
    main()
