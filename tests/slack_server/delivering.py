"""Delivery to the app: signed, tried again as Slack does, over HTTP or Socket Mode."""

import asyncio
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from tests.slack_server.sockets import Sockets
from tests.slack_server.values import Json
from tests.slack_server.world import World

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try, and what came back; status 0 where nothing did."""

    status: int
    seconds: float
    text: str
    no_retry: bool = False
    """The app sent x-slack-no-retry: it will not take it, however often."""
    failure: str = ""
    """The x-slack-retry-reason of the next try: http_timeout, http_error, connection_failed."""

    @property
    def body(self) -> Json:
        try:
            found = json.loads(self.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(slots=True)
class Delivery:
    """Something on its way to the app."""

    kind: str
    """events_api, slash_commands or interactive."""
    payload: Json
    attempts: list[Attempt] = field(default_factory=list)
    finished: threading.Event = field(default_factory=threading.Event)
    first: int = 0
    """The number of its first try; more than 0 where it is a repetition."""
    reason: str = ""
    refused: str = ""
    """Why Slack would not show what the app answered with."""

    @property
    def accepted(self) -> bool:
        return bool(self.attempts) and not self.attempts[-1].failure

    @property
    def answer(self) -> Json:
        """The JSON that the app answered with, for commands and views."""
        return self.attempts[-1].body if self.attempts else {}

    @property
    def name(self) -> str:
        """What it is, to a person: app_mention, /briefing, block_actions."""
        event = self.event
        found = event.get("subtype") or event.get("type") or self.payload.get("command")
        return str(found or self.payload.get("type", self.kind))

    @property
    def event(self) -> Json:
        return dict(self.payload.get("event", {}))

    def wait(self, timeout: float = 10) -> "Delivery":
        if not self.finished.wait(timeout):
            raise TimeoutError(f"The app did not take {self.kind} within {timeout} s: {self.attempts}")
        return self

    async def arrived(self, timeout: float = 10) -> "Delivery":
        """Like wait, for a test whose app runs in the same event loop."""
        return await asyncio.to_thread(self.wait, timeout)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered over HTTP."""

    status: int
    text: str
    no_retry: bool = False


@dataclass(slots=True)
class Courier:
    world: World
    sockets: Sockets
    signing_secret: str
    urls: list[str] = field(default_factory=list)
    """Where the app listens, one process after the other. Empty: over Socket Mode."""
    ack_seconds: float = 3.0
    retry_seconds: Sequence[float] = (0.0, 60.0, 300.0)
    """How long Slack waits before each further try of an event."""
    session: aiohttp.ClientSession | None = None
    _turn: int = 0

    def signed(
        self, body: bytes | str, timestamp: str | None = None, secret: str | None = None
    ) -> dict[str, str]:
        """The headers that prove that a body comes from Slack."""
        raw = body if isinstance(body, bytes) else body.encode()
        at = timestamp if timestamp is not None else str(int(time.time()))
        key = (secret or self.signing_secret).encode()
        digest = hmac.new(key, f"v0:{at}:".encode() + raw, hashlib.sha256).hexdigest()
        return {"x-slack-request-timestamp": at, "x-slack-signature": f"v0={digest}"}

    async def deliver(self, delivery: Delivery) -> None:
        """Tries until the app takes it; commands and interactions are tried once."""
        waits = self.retry_seconds if delivery.kind == "events_api" else ()
        await self._try(delivery, delivery.first)
        for attempt, seconds in enumerate(waits, delivery.first + 1):
            if delivery.accepted or delivery.attempts[-1].no_retry:
                return
            await asyncio.sleep(seconds)
            await self._try(delivery, attempt)

    async def _try(self, delivery: Delivery, attempt: int) -> None:
        reason = delivery.attempts[-1].failure if delivery.attempts else delivery.reason
        began = time.monotonic()
        try:
            reply = await asyncio.wait_for(self._send(delivery, attempt, reason), self.ack_seconds)
            failure = "" if reply.status in range(200, 300) else "http_error"
        except TimeoutError:
            reply, failure = Reply(0, ""), "http_timeout"
        except (aiohttp.ClientError, ConnectionError) as lost:
            reply, failure = Reply(0, str(lost)), "connection_failed"
        took = time.monotonic() - began
        delivery.attempts.append(Attempt(reply.status, took, reply.text, reply.no_retry, failure))

    async def _send(self, delivery: Delivery, attempt: int, reason: str) -> "Reply":
        if not self.urls:
            answer = await self._over_socket(delivery, attempt, reason)
            return Reply(200, json.dumps(answer) if answer else "")
        body, kind = encoded(delivery.kind, delivery.payload)
        retry = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": reason} if attempt else {}
        return await self.post(body, {"content-type": kind, **retry, **self.signed(body)})

    async def _over_socket(self, delivery: Delivery, attempt: int, reason: str) -> Json:
        told = {"http_timeout": "timeout"}.get(reason, reason)
        return await self.sockets.send(delivery.kind, delivery.payload, attempt, told, self.ack_seconds)

    async def post(self, body: bytes, headers: Mapping[str, str]) -> "Reply":
        assert self.session
        self._turn += 1
        url = self.urls[self._turn % len(self.urls)]
        agent = {"user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)", "accept": "*/*"}
        async with self.session.post(url, data=body, headers={**agent, **headers}) as answer:
            no_retry = answer.headers.get("x-slack-no-retry") == "1"
            return Reply(answer.status, await answer.text(), no_retry)


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    """The body as Slack sends it, and its content type."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), FORM
