"""Socket Mode: websockets that carry envelopes to the app and its acknowledgements back."""

import asyncio
import json
import uuid

from aiohttp import WSMsgType, web

from tests.slack_server.payloads import filled
from tests.slack_server.values import Json
from tests.slack_server.world import World

RESPONDS = frozenset({"slash_commands", "interactive"})
"""Envelopes whose acknowledgement may carry an answer."""


class NoSocketError(ConnectionError):
    """No app is connected over Socket Mode."""


class Sockets:
    def __init__(self, world: World) -> None:
        self._world = world
        self._open: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[Json]] = {}
        self._turn = 0

    @property
    def connected(self) -> int:
        return len(self._open)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self._world.tickets:
            return web.Response(status=401, text="invalid ticket")
        self._world.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        await self._serve(socket)
        return socket

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        self._opened(socket)
        hello = filled("socket_hello", num_connections=len(self._open))
        try:
            await socket.send_json(hello | {"connection_info": {"app_id": self._world.app.id}})
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._heard(json.loads(message.data))
        finally:
            self._closed(socket)

    def _opened(self, socket: web.WebSocketResponse) -> None:
        with self._world.changed:
            self._open.append(socket)
            self._world.changed.notify_all()

    def _closed(self, socket: web.WebSocketResponse) -> None:
        with self._world.changed:
            if socket in self._open:
                self._open.remove(socket)
            self._world.changed.notify_all()

    def _heard(self, message: Json) -> None:
        waiting = self._acks.get(str(message.get("envelope_id", "")))
        if waiting and not waiting.done():
            waiting.set_result(message)

    async def send(self, kind: str, payload: Json, attempt: int, reason: str, seconds: float) -> Json:
        """Delivers an envelope to one of the connections, and returns what its acknowledgement carried."""
        if not self._open:
            raise NoSocketError("No app is connected over Socket Mode.")
        self._turn += 1
        socket = self._open[self._turn % len(self._open)]
        name = str(uuid.uuid4())
        envelope = filled("socket_envelope", envelope_id=name, type=kind, payload=payload)
        envelope["accepts_response_payload"] = kind in RESPONDS
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        waiting = self._acks[name] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_json(envelope)
            ack = await asyncio.wait_for(waiting, seconds)
        finally:
            del self._acks[name]
        return dict(ack.get("payload") or {})

    async def disconnect(self, reason: str) -> None:
        """Tells every connection to go, as Slack does now and then, and closes it. No event goes there from
        here on, though its handler may take a moment to end."""
        for socket in list(self._open):
            self._closed(socket)
            await socket.send_json(filled("socket_disconnect", reason=reason))
            await socket.close()
