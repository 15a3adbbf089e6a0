"""Shows in a personal chat that the bot is at work; the reply then takes the place of that status."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import structlog

from bot.channels.teams.connector import ConnectorError, UncertainError, Where
from bot.engine import Step

log = structlog.get_logger(__name__)
Json = Mapping[str, Any]
PACE_SECONDS: Final = 1.5
"""Teams takes about one update a second."""
LONGEST_SECONDS: Final = 100.0
"""Teams ends a stream after two minutes; before that the status stays as it is."""
LONGEST_STATUS: Final = 1000
INFO: Final = "streaminfo"


class Posts(Protocol):
    async def post(self, where: Where, activity: Json, *, attempts: int = ...) -> str: ...


@dataclass(frozen=True, slots=True)
class Status:
    """One line of a stream, numbered from 1."""

    text: str
    number: int
    stream: str = ""

    def activity(self, base: Json) -> Json:
        named = {"streamId": self.stream} if self.stream else {}
        entity = {"type": INFO, "streamType": "informative", "streamSequence": self.number, **named}
        return {
            **base,
            "type": "typing",
            "text": self.text[:LONGEST_STATUS],
            "entities": [entity],
            **({"id": self.stream} if self.stream else {}),
        }


def final(message: Json, stream: str) -> Json:
    """The whole reply, as the end of a stream: without a number, as Teams wants it."""
    entity = {"type": INFO, "streamType": "final", "streamId": stream}
    return {**message, "id": stream, "entities": [*message.get("entities", ()), entity]}


class Stream:
    """The status of one question. Every call but the reply itself is pleasant, none is needed."""

    def __init__(
        self,
        posts: Posts,
        where: Where,
        base: Json,
        sentences: Mapping[str, str],
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`sentences` has one for each step's value."""
        self._posts, self._where, self._base = posts, where, base
        self._sentences = sentences
        self._clock, self._sleep = clock, sleep
        self._loop = asyncio.get_running_loop()
        self._wanted: asyncio.Queue[str] = asyncio.Queue()
        self._pump: asyncio.Task[None] | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._began = self._last = clock()
        self._shown = 0
        self.id = ""
        self.stopped = False
        """The person pressed Stop."""
        self.refused = False
        """Teams takes no more of this stream."""

    async def open(self) -> str:
        """The stream's id, "" where Teams has none to give."""
        await self._show(self._sentences[Step.SEARCHING.value])
        return self.id

    def resume(self, stream: str) -> None:
        """After a crash: the stream is there, and what it last said is not known, so it is left at that."""
        self.id, self._shown = stream, 0

    def follow(self) -> None:
        """From now on, shows what `report` says."""
        if self.id and self._shown and not self.refused:
            self._pump = self._loop.create_task(self._run())

    def report(self, step: Step) -> None:
        """From the thread in which the engine works."""
        if sentence := self._sentences.get(step.value, ""):
            self._loop.call_soon_threadsafe(self._wanted.put_nowait, sentence)

    def is_stopped(self) -> bool:
        return self.stopped

    async def settle(self) -> None:
        """Nothing of the stream is under way any more: what comes next is its end."""
        if self._pump:
            self._pump.cancel()
            await asyncio.gather(self._pump, *self._sending, return_exceptions=True)
            self._pump = None

    async def _run(self) -> None:
        said = ""
        while not self.refused:
            sentence = await self._wanted.get()
            await self._sleep(max(0.0, self._last + PACE_SECONDS - self._clock()))
            while not self._wanted.empty():
                sentence = self._wanted.get_nowait()
            if self._clock() - self._began > LONGEST_SECONDS:
                return
            if sentence == said:
                continue
            said = sentence
            # Shielded: an update that is half sent could arrive after the end of the stream.
            sending = self._loop.create_task(self._show(sentence))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)
            await asyncio.shield(sending)

    async def _show(self, sentence: str) -> None:
        self._shown += 1
        status = Status(sentence, self._shown, self.id)
        try:
            posted = await self._posts.post(self._where, status.activity(self._base), attempts=1)
        except (ConnectorError, UncertainError) as error:
            self._over(error)
            return
        self._last = self._clock()
        self.id = self.id or posted

    def _over(self, error: ConnectorError | UncertainError) -> None:
        self.refused = True
        self.stopped = isinstance(error, ConnectorError) and "cancel" in error.message.lower()
        log.info("teams_status_left_out", reason=type(error).__name__, stopped=self.stopped)
