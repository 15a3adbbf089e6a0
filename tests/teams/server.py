"""A Teams service over real HTTP: takes what the bot sends by the rules Microsoft publishes, and keeps it."""

import asyncio
import html
import itertools
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

STREAM_SECONDS = 120.0
LARGEST = 100 * 1024
APPLICATION = "11111111-2222-3333-4444-555555555555"
Json = dict[str, Any]


@dataclass
class Message:
    """One message of the bot, as it stands now."""

    id: str
    conversation: str
    activity: Json
    streaming: bool = False
    began: float = 0.0
    sequence: int = 0
    statuses: list[str] = field(default_factory=list)
    changes: int = 0
    deleted: bool = False

    @property
    def text(self) -> str:
        return str(self.activity.get("text", ""))


@dataclass
class TeamsServer:
    """What arrived; `faults` are statuses to answer next with, `members` whom it knows."""

    messages: dict[str, Message] = field(default_factory=dict)
    typing: int = 0
    refused: int = 0
    """Streams that may not be, or not go on."""
    calls: list[tuple[str, str]] = field(default_factory=list)
    faults: deque[int] = field(default_factory=deque)
    lost: deque[int] = field(default_factory=deque)
    """Statuses to answer next with, after the message was taken."""
    headers: dict[str, str] = field(default_factory=dict)
    """Of a fault's answer."""
    members: dict[str, Json] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    """Who cannot be written to in private."""
    nameless: bool = False
    """Messages are taken, and given no id that is told."""
    cancel: bool = False
    """Somebody presses Stop at the next update."""
    streams: bool = True
    """Whether this chat may have streams."""
    seconds: float = 0.0
    """Added to the clock, for streams that last."""
    said: dict[str, list[Json]] = field(default_factory=dict)
    """What people wrote, by conversation, as Graph has it."""
    url: str = ""
    _numbers: Any = field(default_factory=lambda: itertools.count(1700000100000))

    @property
    def whole(self) -> list[Message]:
        """The messages that people see and that are no mere status."""
        return [m for m in self.messages.values() if not m.streaming and not m.deleted]

    def app(self) -> FastAPI:
        web = FastAPI()

        @web.middleware("http")
        async def faults(request: Request, proceed: Any) -> Any:
            self.calls.append((request.method, request.url.path))
            if self.faults and (status := self.faults.popleft()) != 200:
                return JSONResponse(_refusal("Fault", "as told"), status, headers=self.headers)
            return await proceed(request)

        @web.post("/v3/conversations/{conversation}/activities")
        async def create(conversation: str, request: Request) -> Response:
            answer = self._create(conversation, await request.json(), len(await request.body()))
            if self.lost and answer.status_code == 201:
                return JSONResponse(_refusal("GatewayTimeout", "no answer in time"), self.lost.popleft())
            return answer

        @web.put("/v3/conversations/{conversation}/activities/{message}")
        async def update(conversation: str, message: str, request: Request) -> Response:
            found = self.messages.get(message)
            if not found or found.deleted or found.conversation != conversation:
                return JSONResponse(_refusal("BadArgument", "Unknown activity"), 404)
            found.activity, found.streaming = await request.json(), False
            found.changes += 1
            return JSONResponse({"id": message})

        @web.delete("/v3/conversations/{conversation}/activities/{message}")
        async def delete(conversation: str, message: str) -> Response:
            found = self.messages.get(message)
            if not found or found.deleted or found.conversation != conversation:
                return JSONResponse(_refusal("BadArgument", "Unknown activity"), 404)
            found.deleted = True
            return Response(status_code=200)

        self._people(web)
        self._graph(web)
        return web

    def _people(self, web: FastAPI) -> None:
        @web.post("/v3/conversations")
        async def direct(request: Request) -> Response:
            member = (await request.json())["members"][0]["id"]
            if member in self.blocked:
                return JSONResponse(_refusal("Forbidden", "the bot is not installed for this person"), 403)
            return JSONResponse({"id": f"a:direct-{member}"}, 201)

        @web.get("/v3/conversations/{conversation}/members/{member}")
        async def member(conversation: str, member: str) -> Response:  # noqa: ARG001
            found = self.members.get(member)
            return JSONResponse(found) if found else JSONResponse(_refusal("NotFound", "no member"), 404)

    def _graph(self, web: FastAPI) -> None:
        @web.get("/graph/teams/{team}/channels/{room}/messages/{root}/replies")
        async def replies(team: str, room: str, root: str) -> Json:  # noqa: ARG001
            return self._read(f"{room};messageid={root}")

        @web.get("/graph/teams/{team}/channels/{room}/messages/{root}")
        async def message(team: str, room: str, root: str) -> Json:  # noqa: ARG001
            return _as_read(root, {"text": "The first message"}, "")

        @web.get("/graph/teams/{team}/channels/{room}/messages")
        async def posts(team: str, room: str) -> Json:  # noqa: ARG001
            return self._read(room)

        @web.get("/graph/chats/{room}/messages")
        async def messages(room: str) -> Json:
            return self._read(room)

    def _read(self, conversation: str) -> Json:
        """What Graph shows: what people said is `said`."""
        shown = [
            _as_read(m.id, m.activity, APPLICATION) for m in self.whole if m.conversation == conversation
        ]
        return {"value": [*self.said.get(conversation, []), *shown]}

    def _create(self, conversation: str, activity: Json, size: int) -> Response:
        info = next((e for e in activity.get("entities") or [] if e.get("type") == "streaminfo"), None)
        if size > LARGEST:
            return JSONResponse(_refusal("MessageSizeTooBig", "Message size too large"), 413)
        if activity["type"] == "typing" and not info:
            self.typing += 1
            return JSONResponse({}, 202)
        if info:
            return self._stream(conversation, activity, info)
        message = Message(str(next(self._numbers)), conversation, activity)
        self.messages[message.id] = message
        return JSONResponse({} if self.nameless else {"id": message.id}, 201)

    def _stream(self, conversation: str, activity: Json, info: Json) -> Response:
        answer = self._streamed(conversation, activity, info)
        self.refused += answer.status_code == 403
        return answer

    def _streamed(self, conversation: str, activity: Json, info: Json) -> Response:
        now, stream = time.monotonic() + self.seconds, info.get("streamId")
        if not self.streams or conversation.startswith("19:"):
            return _not_allowed("Content stream is not allowed")
        if stream is None:
            if any(m.streaming and now - m.began < STREAM_SECONDS for m in self._of(conversation)):
                return _not_allowed("Content stream is not allowed")
            message = Message(str(next(self._numbers)), conversation, activity, streaming=True, began=now)
            self.messages[message.id] = message
        else:
            message = self.messages[stream]
        if not message.streaming:
            return _not_allowed("Content stream is not allowed on an already completed streamed message")
        if now - message.began > STREAM_SECONDS:
            message.streaming = False
            return _not_allowed("Content stream finished due to exceeded streaming time.")
        if self.cancel and stream:
            self.cancel, message.streaming, message.deleted = False, False, True
            return _not_allowed("Content stream was canceled by user")
        return self._told(message, activity, info)

    def _told(self, message: Message, activity: Json, info: Json) -> Response:
        if info["streamType"] == "final":
            if "streamSequence" in info or activity["type"] != "message" or not activity.get("text"):
                return JSONResponse(_refusal("BadRequest", "a final message has no number"), 400)
            message.activity, message.streaming = activity, False
            return JSONResponse({}, 202)
        if info["streamSequence"] != message.sequence + 1 or not activity.get("text"):
            return JSONResponse(_refusal("BadRequest", "out of sequence"), 400)
        message.sequence += 1
        message.statuses.append(activity["text"])
        return JSONResponse({"id": message.id} if message.sequence == 1 else {}, 201)

    def _of(self, conversation: str) -> list[Message]:
        return [m for m in self.messages.values() if m.conversation == conversation]

    def start(self) -> "Running":
        return Running(self)


class Running:
    """The server on a port of its own, in a thread."""

    def __init__(self, server: TeamsServer) -> None:
        config = uvicorn.Config(server.app(), host="127.0.0.1", port=0, log_level="error")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        server.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    def _run(self) -> None:
        asyncio.run(self._server.serve())

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)


def _refusal(code: str, message: str) -> Json:
    return {"error": {"code": code, "message": message}}


def _not_allowed(message: str) -> Response:
    return JSONResponse(_refusal("ContentStreamNotAllowed", message), 403)


def _as_read(id_: str, activity: Json, application: str) -> Json:
    """A message as Graph shows it."""
    at = datetime.fromtimestamp(int(id_) / 1000, UTC)
    who = {"application": {"id": application}} if application else {"user": {"displayName": "Ann Smith"}}
    return {
        "id": id_,
        "createdDateTime": at.isoformat(),
        "messageType": "message",
        "from": who,
        "body": {"contentType": "html", "content": f"<p>{html.escape(activity.get('text', ''))}</p>"},
        "webUrl": f"https://teams.microsoft.com/l/message/{id_}",
    }
