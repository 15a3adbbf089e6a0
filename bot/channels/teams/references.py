"""Where each conversation can be reached, kept so that the bot can speak first: for digests and hand-offs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Column, ColumnElement, MetaData, String, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from bot.channels.teams.activity import Activity, Scope
from bot.channels.teams.connector import Where
from bot.conversation import Moment
from retrieval.tables import connect

_tables = MetaData()
_references = Table(
    "teams_conversations",
    _tables,
    Column("tenant", String, primary_key=True),
    Column("room", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("scope", String, nullable=False),
    Column("service_url", String, nullable=False),
    Column("bot", String, nullable=False),
    Column("person", String, nullable=False),
    Column("team", String, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One conversation, without its threads."""

    tenant: str
    room: str
    scope: Scope
    service_url: str
    bot: str
    person: str = ""
    """Whose personal chat it is, by Teams' own id; "" for a group."""
    team: str = ""

    @classmethod
    def of(cls, activity: Activity) -> "Reference":
        return cls(
            tenant=activity.tenant,
            room=activity.room,
            scope=activity.scope,
            service_url=activity.service_url,
            bot=activity.bot,
            person=activity.sender.id if activity.is_direct else "",
            team=activity.team,
        )

    def where(self, thread: str = "") -> Where:
        """The conversation itself, or one thread of a channel."""
        return Where(self.service_url, f"{self.room};messageid={thread}" if thread else self.room)


class References:
    """The references in the database; what this process wrote last of a conversation is not written again."""

    def __init__(self, database_url: str) -> None:
        self._engine = connect(database_url)
        self._written: dict[tuple[str, str], Reference] = {}
        try:
            _tables.create_all(self._engine)
        except (OperationalError, ProgrammingError, IntegrityError):
            _tables.create_all(self._engine)  # another process made it in the same moment

    def keep(self, reference: Reference) -> None:
        if self._written.get((reference.tenant, reference.room)) == reference:
            return
        row = {**asdict(reference), "scope": reference.scope.value, "at": datetime.now(UTC)}
        which = _is(reference.tenant, reference.room)
        try:
            with self._engine.begin() as connection:
                if not connection.execute(update(_references).where(which).values(row)).rowcount:
                    connection.execute(insert(_references).values(row))
        except IntegrityError:
            return  # another process kept it in the same moment
        self._written[reference.tenant, reference.room] = reference

    def of(self, tenant: str, room: str) -> Reference | None:
        return next(iter(self._some(_is(tenant, room))), None)

    def of_person(self, tenant: str, person: str) -> Reference | None:
        """A person's personal chat with the bot, by Teams' own id."""
        return next(
            iter(self._some((_references.c.tenant == tenant) & (_references.c.person == person))), None
        )

    def all(self) -> Sequence[Reference]:
        return self._some(_references.c.room != "")

    def forget(self, tenant: str, room: str) -> None:
        """The bot was removed from there."""
        self._written.pop((tenant, room), None)
        with self._engine.begin() as connection:
            connection.execute(delete(_references).where(_is(tenant, room)))

    def close(self) -> None:
        self._engine.dispose()

    def _some(self, which: ColumnElement[bool]) -> tuple[Reference, ...]:
        columns = [_references.c[name] for name in Reference.__slots__]
        with self._engine.connect() as connection:
            rows = connection.execute(select(*columns).where(which).order_by(_references.c.at.desc()))
            return tuple(Reference(**{**row, "scope": Scope(row["scope"])}) for row in rows.mappings())


def _is(tenant: str, room: str) -> ColumnElement[bool]:
    return (_references.c.tenant == tenant) & (_references.c.room == room)
