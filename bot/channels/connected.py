"""Slack and Teams as far as the settings connect them, on one inbox and one desk."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from fastapi import APIRouter, FastAPI

from bot.app import App
from bot.channels.metrics import Metrics

if TYPE_CHECKING:
    from bot.chat.answering import Desk
    from bot.work.event import Handler
    from bot.work.work import Work

log = structlog.get_logger(__name__)
SPARE_THREADS = 12
NIGHTLY = "30 3 * * *"
"""When old records go, Europe/London."""


class Channel(Protocol):
    """One chat platform."""

    @property
    def handler(self) -> "Handler": ...

    def listen(self, work: "Work") -> APIRouter:
        """The addresses it is reached at; what comes in goes to `work`."""

    async def start(self) -> None: ...

    async def quiet(self) -> None:
        """Hears nothing more; what was accepted can still be answered."""

    async def close(self) -> None: ...

    async def is_connected(self) -> bool:
        """Whether events can arrive."""


class Connected:
    """The chat platforms of one server. What they need is loaded only where one of them is connected."""

    def __init__(self, app: App, web: FastAPI, metrics: Metrics | None = None) -> None:
        from bot.work.work import Work

        self._settings = app.settings
        self.desk = _desk(app, metrics or Metrics())
        self._channels = _channels(app, self.desk)
        self._work = Work(
            app.settings.data_dir,
            database_url=app.database_url,
            handlers={name: channel.handler for name, channel in self._channels.items()},
            workers=app.settings.workers,
            most_waiting=app.settings.most_waiting,
        )
        for channel in self._channels.values():
            web.include_router(channel.listen(self._work))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Takes events in and works on them for as long as this lasts; then hands over in order."""
        # Each question holds a thread for as long as its model takes; acknowledgements must not wait for one.
        threads = ThreadPoolExecutor(self._settings.workers + SPARE_THREADS, thread_name_prefix="chat")
        asyncio.get_running_loop().set_default_executor(threads)
        async with AsyncExitStack() as stack:
            # It ends from below: no more comes in, what is at work replies, and then the connections go.
            stack.callback(self.desk.records.close)
            for channel in self._channels.values():
                stack.push_async_callback(channel.close)
            await self._work.start()
            stack.push_async_callback(self._work.close)
            await self._work.schedule("retention", NIGHTLY, self._purge)
            for channel in self._channels.values():
                stack.push_async_callback(channel.quiet)
                await channel.start()
            yield

    @property
    def waiting(self) -> int:
        """How much was accepted and is not done."""
        state = self._work.health()
        return int(state["waiting"]) + int(state["running"])

    async def health(self) -> Mapping[str, Any]:
        """For /readyz."""
        connected = {name: await channel.is_connected() for name, channel in self._channels.items()}
        return {**self._work.health(), **connected}

    async def _purge(self) -> None:
        days = self._settings.retention_days
        gone = await asyncio.to_thread(self.desk.purge, days)
        log.info("records_purged", questions=gone, days=days)


def _desk(app: App, metrics: Metrics) -> "Desk":
    from bot.chat.wiring import open_desk

    return open_desk(
        app.settings,
        app.database_url,
        engine=app.engine,
        library=app.store,
        conversations=app.conversations,
        replies=app.replies,
        count=metrics.count,
    )


def _channels(app: App, desk: "Desk") -> dict[str, Channel]:
    from bot.briefings.wiring import summariser

    channels: dict[str, Channel] = {}
    search, summaries = app.engine.search, summariser(app.model, app.store, app.replies, app.judge)
    if app.settings.slack:
        from bot.channels.slack.application import Slack

        channels["slack"] = Slack(app.settings, app.replies, desk, search, summaries, app.database_url)
    if app.settings.teams:
        from bot.channels.teams.application import Teams

        channels["teams"] = Teams(app.settings, app.replies, desk, search, summaries, app.database_url)
    return channels
