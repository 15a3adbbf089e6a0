"""What was posted where, so that nothing is posted twice."""

import asyncio
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, delete, select, update

from bot.chat import tables
from bot.chat.place import Place

log = structlog.get_logger(__name__)
HOLD = timedelta(seconds=30)
"""How long a process on another machine is trusted to be still posting: longer than a post may take."""
LOOK_SECONDS = 0.2
_TABLE = tables.deliveries


@dataclass(frozen=True, slots=True)
class _Begun:
    """This process may post now; `again` where somebody may have posted before."""

    again: bool


Find = Callable[[], Awaitable[str | None]]
Post = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message of ours."""

    key: str
    at: datetime
    room: str
    """ `Place.room_key`, "" where it was not given."""
    message: str | None
    """Its id on the platform; None while it is being posted, or where a crash left it open."""


class Deliveries:
    """The record is begun before a message is posted and closed after. What a crash left open is looked up
    on the platform before it is posted again; while another process is at it, it is waited for."""

    def __init__(self, database_url: str, *, hold: timedelta = HOLD) -> None:
        self._engine = tables.opened(database_url)
        self._hold = hold
        self._busy: set[str] = set()
        self._process = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"

    async def once(
        self,
        key: str,
        *,
        find: Find,
        post: Post,
        place: Place | None = None,
        undo: Callable[[str], Awaitable[None]] | None = None,
    ) -> str:
        """The id of the message with this key, posted if it was not. Where `post` raises, so does this, and
        the next call looks the message up first. `undo` takes a message back: needed only where a process
        that was frozen in the middle of posting wakes up after another one has taken over."""
        while True:
            begun = await self._begun(key, place.room_key if place else "")
            if isinstance(begun, str):
                return begun
            if begun is not None:
                break
            await asyncio.sleep(LOOK_SECONDS)
        try:
            message = (await find() if begun.again else None) or await post()
            return await self._recorded(key, message, undo)
        except BaseException:
            self._let_go(key)  # not awaited: a task that is being cancelled may not wait
            raise
        finally:
            self._busy.discard(key)

    def of(self, key: str) -> Delivery | None:
        return self._one(_TABLE.c.key == key)

    def by_message(self, place: Place, message_id: str) -> Delivery | None:
        """Which delivery a message of a room is."""
        return self._one((_TABLE.c.room == place.room_key) & (_TABLE.c.message == message_id))

    def forget(self, keys: Sequence[str]) -> int:
        """Forgets these deliveries, each with those whose key goes on after a slash."""
        column = _TABLE.c.key
        return sum(
            self._delete((column == key) | column.startswith(f"{key}/", autoescape=True)) for key in keys
        )

    def purge(self, before: datetime) -> int:
        return self._delete(_TABLE.c.at < before.astimezone(UTC))

    def close(self) -> None:
        self._engine.dispose()

    async def _begun(self, key: str, room: str) -> "_Begun | str | None":
        """The message's id where it is posted, None while somebody else is posting it."""
        if key in self._busy:
            return None
        self._busy.add(key)
        begun: _Begun | str | None = None
        try:
            begun = await asyncio.to_thread(self._begin, key, room)
        finally:
            if not isinstance(begun, _Begun):
                self._busy.discard(key)
        return begun

    def _begin(self, key: str, room: str) -> "_Begun | str | None":
        now = datetime.now(UTC)
        if tables.added(self._engine, _TABLE, key=key, at=now, holder=self._process, room=room, message=None):
            return _Begun(again=False)
        with self._engine.connect() as connection:
            row = connection.execute(select(_TABLE).where(_TABLE.c.key == key)).mappings().one_or_none()
        if row is None:
            return None
        if row["message"]:
            return str(row["message"])
        if now - row["at"] < self._hold and not self._is_over(row["holder"]):
            return None
        unchanged = (_TABLE.c.holder == row["holder"]) & (_TABLE.c.at == row["at"])
        return _Begun(again=True) if self._update(key, unchanged, holder=self._process, at=now) else None

    def _is_over(self, holder: str) -> bool:
        """Whether the process that began can be seen to have let go: it is this one, or is dead."""
        if holder in {"", self._process}:
            return True
        (host, pid, _), (here, own, _) = holder.split(":"), self._process.split(":")
        return host == here and (pid == own or not _lives(int(pid)))

    async def _recorded(self, key: str, message: str, undo: Callable[[str], Awaitable[None]] | None) -> str:
        if await asyncio.to_thread(self._update, key, message=message, holder=""):
            return message
        other = await asyncio.to_thread(self.of, key)
        if not other or not other.message or other.message == message:
            return message
        log.warning("posted_twice", key=key)
        if undo:
            await undo(message)
        return other.message

    def _let_go(self, key: str) -> None:
        self._update(key, _TABLE.c.holder == self._process, holder="")

    def _update(self, key: str, *which: ColumnElement[bool], **values: object) -> bool:
        """Whether the delivery is still open, and so could be changed."""
        query = update(_TABLE).where(_TABLE.c.key == key, _TABLE.c.message.is_(None), *which)
        with self._engine.begin() as connection:
            return connection.execute(query.values(values)).rowcount > 0

    def _one(self, which: ColumnElement[bool]) -> Delivery | None:
        columns = (_TABLE.c.key, _TABLE.c.at, _TABLE.c.room, _TABLE.c.message)
        with self._engine.connect() as connection:
            row = connection.execute(select(*columns).where(which)).first()
        return Delivery(*row) if row else None

    def _delete(self, which: ColumnElement[bool]) -> int:
        with self._engine.begin() as connection:
            return connection.execute(delete(_TABLE).where(which)).rowcount


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
