"""Messages shown to one person that may yet be shown to the room, such as a summary."""

from datetime import UTC, datetime

from sqlalchemy import delete, select

from bot.chat import tables
from bot.chat.place import Person, Place

_TABLE = tables.drafts


class Drafts:
    """In the database, as the channel drew them."""

    def __init__(self, database_url: str) -> None:
        self._engine = tables.opened(database_url)

    def put(self, key: str, message: str, place: Place, person: Person) -> None:
        """`message` is JSON; the first one under a key stays."""
        row = {"key": key, "at": datetime.now(UTC), "person": person.key, "room": place.room_key}
        tables.added(self._engine, _TABLE, **row, message=message)

    def get(self, key: str, place: Place, person: Person) -> str | None:
        """The message, for who asked for it, in the room in which they did."""
        own = (_TABLE.c.person == person.key) & (_TABLE.c.room == place.room_key)
        with self._engine.connect() as connection:
            return connection.execute(select(_TABLE.c.message).where((_TABLE.c.key == key) & own)).scalar()

    def forget(self, person: Person) -> int:
        with self._engine.begin() as connection:
            return connection.execute(delete(_TABLE).where(_TABLE.c.person == person.key)).rowcount

    def purge(self, before: datetime) -> int:
        with self._engine.begin() as connection:
            return connection.execute(delete(_TABLE).where(_TABLE.c.at < before.astimezone(UTC))).rowcount

    def close(self) -> None:
        self._engine.dispose()
