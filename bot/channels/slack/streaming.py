"""The reply of a chat model while it is being made: a stream of steps that ends as one whole message."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.clients import MISSING, SlackError, call
from bot.channels.slack.posting import Forms, Poster
from bot.channels.slack.progress import STEP_SECONDS, Budget
from bot.chat.deliveries import Deliveries
from bot.chat.place import Place
from bot.engine import Step

log = structlog.get_logger(__name__)
METHOD = "chat_startStream"
MOST_TASKS = 8
LOST = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "streaming_state_conflict"}
)
"""What was streamed cannot be written into: it is gone, or could not be ended."""


class Stream:
    """A message that is growing. Appends follow each other; what fails ends the stream, never the reply."""

    def __init__(self, client: AsyncWebClient, place: Place, ts: str, steps: Mapping[str, str]) -> None:
        self.ts = ts
        self._client = client
        self._place = place
        self._steps = steps
        self._loop = asyncio.get_running_loop()
        self._lock = asyncio.Lock()
        self._running: set[asyncio.Task[None]] = set()
        self._shown = [steps[Step.SCREENING.value]]
        """The titles so far; the stream was opened with the first."""
        self._over = False

    def report(self, step: Step) -> None:
        """From the thread in which the engine works."""
        self._loop.call_soon_threadsafe(self._next, self._steps.get(step.value, ""))

    def _next(self, title: str) -> None:
        if not title or self._over or title in self._shown or len(self._shown) >= MOST_TASKS:
            return
        self._shown.append(title)
        running = self._loop.create_task(self._append(len(self._shown) - 1))
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def _append(self, number: int) -> None:
        async with self._lock:
            if self._over:
                return
            done = _chunk(number - 1, self._shown[number - 1], "complete")
            begun = _chunk(number, self._shown[number], "in_progress")
            await self._do(self._client.chat_appendStream, chunks=[done, begun])
            await asyncio.sleep(STEP_SECONDS)

    async def stop(self) -> None:
        """Breaks off what is under way and ends the stream; does no harm where it has ended."""
        self._over = True
        for running in list(self._running):
            running.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._do(self._client.chat_stopStream)

    async def _do(self, method: Any, **arguments: Any) -> None:
        try:
            await call(method, channel=self._place.room, ts=self.ts, **arguments)
        except (SlackError, aiohttp.ClientError, TimeoutError) as error:
            self._over = True
            log.info("slack_stream_ended", method=method.__name__, code=getattr(error, "code", ""))


class Streams:
    """Opens streams and makes whole replies of them."""

    def __init__(self, poster: Poster, deliveries: Deliveries, steps: Mapping[str, str]) -> None:
        self._poster = poster
        self._deliveries = deliveries
        self._steps = steps

    async def open(
        self, client: AsyncWebClient, place: Place, key: str, user: str, budget: Budget
    ) -> Stream | None:
        """None where the workspace has no streaming or has streamed a lot in the last minute. After a crash,
        the stream that was open then."""
        if not place.thread or budget.lacks(METHOD):
            return None
        begun = await asyncio.to_thread(self._deliveries.of, f"{key}/stream")
        if begun is None and not budget.may_stream():
            return None

        try:
            ts = await self._deliveries.once(
                f"{key}/stream",
                place=place,
                find=lambda: self._poster.unmarked(place),
                post=lambda: self._start(client, place, user),
            )
        except (SlackError, aiohttp.ClientError, TimeoutError) as error:
            code = getattr(error, "code", type(error).__name__)
            if code in MISSING:
                budget.lack(METHOD)
            log.info("slack_stream_not_opened", code=code)
            return None
        return Stream(client, place, ts, self._steps)

    async def _start(self, client: AsyncWebClient, place: Place, user: str) -> str:
        said = await call(
            client.chat_startStream,
            channel=place.room,
            thread_ts=place.thread,
            recipient_team_id=place.workspace,
            recipient_user_id=user,
            task_display_mode="timeline",
            chunks=[_chunk(0, self._steps[Step.SCREENING.value], "in_progress")],
        )
        return str(said["ts"])

    async def drop(self, place: Place, key: str) -> None:
        """Takes away a stream that will not become a reply."""
        begun = await asyncio.to_thread(self._deliveries.of, f"{key}/stream")
        if begun and begun.message:
            await self._poster.delete(place, begun.message)

    async def finish(self, stream: Stream, place: Place, key: str, forms: Forms) -> str:
        """Ends the stream as the one whole reply, in a message of its own where the stream is lost."""
        await stream.stop()

        async def write() -> str:
            try:
                await self._poster.update(place, stream.ts, forms, key)
            except SlackError as error:
                if error.code not in LOST:
                    raise
                await self._poster.delete(place, stream.ts)
                return await self._poster.send(key, place, forms)
            return stream.ts

        return await self._deliveries.once(
            key,
            place=place,
            find=lambda: self._poster.find(key, place),
            post=write,
            undo=lambda ts: self._poster.delete(place, ts),
        )


def _chunk(number: int, title: str, status: str) -> dict[str, str]:
    return {"type": "task_update", "id": f"step-{number}", "title": title[:250], "status": status}
