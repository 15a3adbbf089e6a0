"""Puts a reply where it belongs, once: as the end of a stream, or as one whole message."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

import structlog

from bot.channels.teams.activity import Activity, Scope
from bot.channels.teams.connector import Connector, ConnectorError, Where
from bot.channels.teams.events import place
from bot.channels.teams.streaming import Stream, final
from bot.chat.deliveries import Deliveries

log = structlog.get_logger(__name__)
Json = Mapping[str, Any]


NO_ID: Final = "-"
"""Stands for the id of a message that was taken without being given one."""


REFUSED_AS_IT_IS: Final = frozenset({400, 413})
LONGEST_PLAIN: Final = 4000
PAUSES: Final = (1.0, 2.0, 4.0, 8.0)
"""Seconds between deliveries of one reply, where Teams does not ask for more."""


class Lookup(Protocol):
    """Finds a message of ours that a crash left unrecorded."""

    async def ours(self, activity: Activity, text: str) -> str | None: ...


class NoLookup:
    """Where nobody has given consent to read messages, and when trying out."""

    async def ours(self, activity: Activity, text: str) -> str | None:  # noqa: ARG002
        return None


def plainly(message: Json) -> Json:
    """The words of a message, as many as always fit, without cards, citations and buttons."""
    beside = {"attachments", "entities", "suggestedActions", "channelData", "summary"}
    kept = {name: value for name, value in message.items() if name not in beside}
    return {**kept, "text": str(message["text"])[:LONGEST_PLAIN]}


def where(activity: Activity) -> Where:
    return Where(activity.service_url, activity.conversation)


def base(activity: Activity) -> Json:
    """What every message in answer to an activity carries."""
    kind = {"id": activity.conversation, "conversationType": activity.scope.value}
    return {
        "from": {"id": activity.bot, **({"name": activity.bot_name} if activity.bot_name else {})},
        "recipient": {"id": activity.sender.id, "name": activity.sender.name},
        "conversation": kind,
        **({"replyToId": activity.id} if activity.type == "message" else {}),
    }


@dataclass(frozen=True)
class Poster:
    """Delivers through the record of deliveries."""

    connector: Connector
    deliveries: Deliveries
    lookup: Lookup
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def reply(self, key: str, to: Activity, message: Json, stream: Stream | None = None) -> str:
        """The id of the message with this key: posted now, or before a crash."""
        at, whole = where(to), {**base(to), **message}
        opened = stream.id if stream and stream.id else ""

        async def find() -> str | None:
            if opened:
                return opened if await self._ended(at, whole, opened) else None
            return await self.lookup.ours(to, str(message.get("text", "")))

        async def post() -> str:
            if opened and stream and not stream.stopped:
                return await self._end(at, whole, opened)
            return await self._posted(at, whole)

        async def undo(posted: str) -> None:
            if posted != NO_ID:
                await self.connector.delete(at, posted)

        for pause in PAUSES:
            try:
                return await self.deliveries.once(key, find=find, post=post, place=place(to), undo=undo)
            except ConnectorError as error:
                if not error.is_passing:
                    raise
                await self.sleep(max(error.wait, pause) * self.connector.spread())
        return await self.deliveries.once(key, find=find, post=post, place=place(to), undo=undo)

    async def standing(self, key: str, asked: Activity) -> tuple[Activity, str] | None:
        """Where the message with this key stands, as what is answered there, and its id; None where there is
        none that can be changed. A private reply stands in the asker's own chat, not where it was asked."""
        found = await asyncio.to_thread(self.deliveries.of, key)
        if found is None or found.message in {None, NO_ID}:
            return None
        spot = place(asked)
        if found.room in {"", spot.room_key}:
            return asked, str(found.message)
        room = found.room.removeprefix(f"{spot.workspace_key}:")
        return replace(asked, conversation=room, scope=Scope.PERSONAL), str(found.message)

    async def update(self, to: Activity, posted: str, message: Json) -> None:
        await self.connector.update(where(to), posted, {**base(to), **message})

    async def _end(self, at: Where, message: Json, stream: str) -> str:
        """The stream ends as the reply. Where it cannot any more, as after two minutes, its message is
        changed into the reply, and where that cannot be either, the reply is a message of its own."""
        try:
            return await self.connector.post(at, final(message, stream), repeatable=True) or stream
        except ConnectorError as error:
            if error.status not in {400, 403, 404}:
                raise
            log.info("teams_stream_over", code=error.code)
        return await self._first(
            lambda: self._changed(at, message, stream),
            lambda: self._posted(at, message),
        )

    async def _ended(self, at: Where, message: Json, stream: str) -> bool:
        """After a crash: the stream's message is made the reply, which it may be already."""
        try:
            await self.connector.update(at, stream, message)
        except ConnectorError as error:
            if error.is_final:
                return False
            raise
        return True

    async def _posted(self, at: Where, message: Json) -> str:
        """As it is, or in words alone where Teams does not take what stands beside them."""
        try:
            return await self.connector.post(at, message) or NO_ID
        except ConnectorError as error:
            if error.status not in REFUSED_AS_IT_IS or not message.get("text"):
                raise
            log.error("teams_message_refused", status=error.status, code=error.code)  # noqa: TRY400
        return await self.connector.post(at, plainly(message)) or NO_ID

    async def _changed(self, at: Where, message: Json, stream: str) -> str:
        await self.connector.update(at, stream, message)
        return stream

    async def _first(self, *ways: Callable[[], Awaitable[str]]) -> str:
        for way in ways[:-1]:
            try:
                return await way()
            except ConnectorError as error:
                if not error.is_final:
                    raise
        return await ways[-1]()
