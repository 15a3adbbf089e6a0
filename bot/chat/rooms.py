"""The settings of each room: what it is answered from, who may ask, and who changed what and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import TypeAdapter
from sqlalchemy import insert, select, update

from bot.chat import tables
from bot.chat.place import Person, Place


class FollowUps(StrEnum):
    """Which messages of a thread are taken as questions without a mention."""

    MENTION = "mention"
    """None."""
    WHEN_ADDRESSED = "when_addressed"
    """Where the last reply was the bot's, or the message is a question to it."""
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Room:
    """The settings of one room."""

    collections: tuple[str, ...] = ("default",)
    follow_ups: FollowUps = FollowUps.WHEN_ADDRESSED
    allowed: tuple[str, ...] = ()
    """Keys of the people who may ask; empty is everyone."""
    private: bool = False
    """Replies are shown to the asker only."""
    admits_guests: bool = False
    admits_outsiders: bool = False
    refer_to: str = ""
    """The channel or person that "Ask a person" goes to, "" for nobody."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a room's settings; `before` is None where the room had none of its own."""

    at: datetime
    by: str
    name: str
    before: Room | None
    after: Room


class NotAnAdminError(Exception):
    """Somebody who is no admin tried to change settings."""

    def __init__(self, by: Person) -> None:
        super().__init__(f"{by.key} may not change the settings here. Ask an admin of the workspace.")


_ROOM = TypeAdapter(Room)


class Rooms:
    """The settings in the database. A room without its own has its workspace's, else the standard ones."""

    def __init__(self, database_url: str, standard: Room = Room()) -> None:
        self._engine = tables.opened(database_url)
        self._standard = standard

    def room(self, place: Place) -> Room:
        wanted, table = (place.room_key, place.defaults.room_key), tables.rooms
        query = select(table.c.room, table.c.settings).where(table.c.room.in_(wanted))
        with self._engine.connect() as connection:
            found: Mapping[str, str] = {row.room: row.settings for row in connection.execute(query)}
        kept = next((found[key] for key in wanted if key in found), None)
        return _ROOM.validate_json(kept) if kept else self._standard

    def change(self, place: Place, room: Room, *, by: Person) -> None:
        """For one room, or for a whole workspace where `place` is a `Place.defaults`. Raises
        NotAnAdminError."""
        if not by.is_admin or (by.channel, by.workspace) != (place.channel, place.workspace):
            raise NotAnAdminError(by)
        after = _ROOM.dump_json(room).decode()
        own = tables.rooms.c.room == place.room_key
        with self._engine.begin() as connection:
            before = connection.execute(select(tables.rooms.c.settings).where(own)).scalar() or ""
            if not connection.execute(update(tables.rooms).where(own).values(settings=after)).rowcount:
                connection.execute(insert(tables.rooms).values(room=place.room_key, settings=after))
            row = {"room": place.room_key, "by": by.key, "name": by.name, "before": before, "after": after}
            connection.execute(insert(tables.room_changes).values(row | {"at": datetime.now(UTC)}))

    def changes(self, place: Place) -> tuple[Change, ...]:
        """Every change of one room's settings, newest first."""
        table = tables.room_changes
        query = select(table).where(table.c.room == place.room_key).order_by(table.c.id.desc())
        with self._engine.connect() as connection:
            return tuple(
                Change(
                    row["at"],
                    row["by"],
                    row["name"],
                    _ROOM.validate_json(row["before"]) if row["before"] else None,
                    _ROOM.validate_json(row["after"]),
                )
                for row in connection.execute(query).mappings()
            )

    def close(self) -> None:
        self._engine.dispose()
