"""Shows that the bot is at work: a status line, and for written answers a stream that ends as the reply."""

import asyncio
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.clients import MISSING, SlackError, call
from bot.chat.place import Place
from bot.engine import Step

log = structlog.get_logger(__name__)
STREAMS_A_MINUTE = 15
"""chat.stopStream is allowed about twenty times a minute for a workspace."""
STEP_SECONDS = 1.0
"""Status lines come no closer than this."""
FORGET_MISSING_SECONDS = 3600


@dataclass(slots=True)
class Budget:
    """How many streams a workspace has begun in the last minute, and which features it lacks."""

    begun: deque[float] = field(default_factory=deque)
    missing: dict[str, float] = field(default_factory=dict)

    def may_stream(self) -> bool:
        now = time.monotonic()
        while self.begun and self.begun[0] < now - 60:
            self.begun.popleft()
        if len(self.begun) >= STREAMS_A_MINUTE:
            return False
        self.begun.append(now)
        return True

    def lacks(self, method: str) -> bool:
        return self.missing.get(method, 0) > time.monotonic()

    def lack(self, method: str) -> None:
        self.missing[method] = time.monotonic() + FORGET_MISSING_SECONDS


class Budgets:
    """One for each workspace."""

    def __init__(self) -> None:
        self._of: dict[str, Budget] = {}

    def of(self, team: str) -> Budget:
        return self._of.setdefault(team, Budget())


class Progress:
    """The status line of one question. Every call is pleasant, none is needed: what fails is left out."""

    def __init__(
        self, client: AsyncWebClient, place: Place, steps: Mapping[str, str], budget: Budget
    ) -> None:
        """`steps` has a sentence for each step's value."""
        self._client = client
        self._place = place
        self._sentences = steps
        self._budget = budget
        self._loop = asyncio.get_running_loop()
        self._at = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._over = False

    async def begin(self, user: str) -> None:
        """Opens the agent session, which gives the asker a Stop button, and says that work has begun."""
        await self._try(
            self._client.agents_sessions_setStatus,
            channel_id=self._place.room,
            thread_ts=self._place.thread,
            status="processing",
            initiator_user_id=user,
        )
        await self._status(self._sentences[Step.SEARCHING.value])

    def report(self, step: Step) -> None:
        """From the thread in which the engine works."""
        sentence = self._sentences.get(step.value, "")
        self._loop.call_soon_threadsafe(self._show, sentence)

    async def end(self) -> None:
        """Takes the status away; Slack does so by itself only when something is posted."""
        self._over = True
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._status("")
        await self._try(
            self._client.agents_sessions_setStatus,
            channel_id=self._place.room,
            thread_ts=self._place.thread,
            status="active",
        )

    def _show(self, sentence: str) -> None:
        now = time.monotonic()
        if self._over or not sentence or now - self._at < STEP_SECONDS:
            return
        self._at = now
        task = self._loop.create_task(self._status(sentence))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _status(self, sentence: str) -> None:
        await self._try(
            self._client.assistant_threads_setStatus,
            channel_id=self._place.room,
            thread_ts=self._place.thread,
            status=sentence,
        )

    async def _try(self, method: Any, **arguments: Any) -> None:
        name = method.__name__
        if not self._place.thread or self._budget.lacks(name):
            return
        try:
            await call(method, **arguments)
        except SlackError as error:
            if error.code in MISSING:
                self._budget.lack(name)
            log.info("slack_status_left_out", method=name, code=error.code)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.info("slack_status_left_out", method=name, code=type(error).__name__)
