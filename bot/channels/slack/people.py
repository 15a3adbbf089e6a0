"""Who asks and where, as Slack knows it; remembered for a while, because every question needs it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import structlog
from cachetools import TTLCache

from bot.channels.slack.clients import MISSING, Clients, Method, SlackError, call
from bot.channels.slack.events import CHANNEL
from bot.chat.place import Person

log = structlog.get_logger(__name__)
SECONDS = 600
MOST = 10_000
PAGE = 1000
_NOBODY = MISSING | {"user_not_found", "user_not_visible"}


class Room(NamedTuple):
    """What Slack says of a channel."""

    name: str
    is_shared: bool
    """With another organisation."""


class People:
    """Looks people and channels up. One that cannot be looked up counts as an outsider: access is given to
    whom we know."""

    def __init__(self, clients: Clients, admins: tuple[str, ...] = ()) -> None:
        self._clients = clients
        self._admins = admins
        self._people: TTLCache[tuple[str, str], Person] = TTLCache(MOST, SECONDS)
        self._rooms: TTLCache[tuple[str, str], Room] = TTLCache(MOST, SECONDS)

    async def person(self, team: str, user: str) -> Person:
        known = self._people.get((team, user))
        if known is None:
            known = self._people[team, user] = await self._look(team, user)
        return known

    async def room(self, team: str, room: str) -> Room:
        known = self._rooms.get((team, room))
        if known is None:
            known = self._rooms[team, room] = await self._look_at_room(team, room)
        return known

    async def asker(self, team: str, user: str, room: str) -> Person:
        """A person as they count in a room: what is said in a channel that is shared with another
        organisation, that organisation reads."""
        person = await self.person(team, user)
        if room and not room.startswith("D") and (await self.room(team, room)).is_shared:
            return replace(person, is_external=True)
        return person

    async def name(self, team: str, user: str) -> str:
        return (await self.person(team, user)).name or user

    async def is_member(self, team: str, room: str, user: str) -> bool:
        """Whether a person may read a room: a public channel, unless they are a guest, or one they are in."""
        client = await self._clients.of(team)
        found = (await call(client.conversations_info, channel=room))["channel"]
        person = await self.person(team, user)
        if (
            found.get("is_channel")
            and not found.get("is_private")
            and not (person.is_guest or person.is_external)
        ):
            return True
        cursor = None
        while True:
            said = await call(client.conversations_members, channel=room, limit=PAGE, cursor=cursor)
            if user in said["members"]:
                return True
            cursor = said.get("response_metadata", {}).get("next_cursor") or None
            if not cursor:
                return False

    async def _look(self, team: str, user: str) -> Person:
        client = await self._clients.of(team)
        found = await _found(client.users_info, "user", _NOBODY, user=user)
        if found is None:
            return Person(CHANNEL, team, user, is_external=True)
        return Person(
            CHANNEL,
            team,
            user,
            name=_name(found),
            is_guest=bool(found.get("is_restricted") or found.get("is_ultra_restricted")),
            is_external=_is_external(found, team),
            is_admin=bool(found.get("is_admin") or found.get("is_owner")) or user in self._admins,
        )

    async def _look_at_room(self, team: str, room: str) -> Room:
        client = await self._clients.of(team)
        try:
            found = await _found(client.conversations_info, "channel", MISSING, channel=room)
        except SlackError as error:
            if error.code != "channel_not_found":
                raise
            return Room(room, is_shared=False)  # a private channel that the bot is not in
        if found is None:
            return Room(room, is_shared=True)
        shared = bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared"))
        return Room(str(found.get("name") or room), shared)


async def _found(
    method: Method, part: str, unknown: Collection[str], **values: str
) -> Mapping[str, Any] | None:
    """What Slack says of one person or channel; None where it answers with one of the codes `unknown`. Raises
    SlackError."""
    try:
        found = (await call(method, **values)).get(part)
    except SlackError as error:
        if error.code not in unknown:
            raise
        log.warning("slack_lookup_refused", reason=str(error))
        return None
    return found if isinstance(found, dict) else {}


def _name(found: Mapping[str, Any]) -> str:
    profile = found.get("profile", {})
    names = (profile.get("display_name"), profile.get("real_name"), found.get("real_name"), found.get("name"))
    return next((str(name) for name in names if name), "")


def _is_external(found: Mapping[str, Any], team: str) -> bool:
    teams = {found.get("team_id", team), *found.get("enterprise_user", {}).get("teams", ())}
    return bool(found.get("is_stranger") or found.get("deleted")) or team not in teams
