"""Who asks, as Teams knows them: looked up, because an activity says little, and remembered for a while."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

import structlog
from cachetools import TTLCache

from bot.channels.teams.activity import Activity
from bot.channels.teams.connector import ConnectorError, Where
from bot.channels.teams.events import CHANNEL
from bot.chat.place import Person

if TYPE_CHECKING:
    from microsoft_teams.api import TeamsChannelAccount

log = structlog.get_logger(__name__)
SECONDS: Final = 600.0
MOST: Final = 10_000


class Members(Protocol):
    """Asks Teams about a member of a conversation."""

    async def member(self, where: Where, member: str) -> "TeamsChannelAccount": ...


class People:
    """Somebody who cannot be looked up counts as an outsider: access is given to whom we know."""

    def __init__(
        self,
        members: Members,
        *,
        tenant: str = "",
        admins: tuple[str, ...] = (),
        everyone_is_admin: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`tenant` is the organisation's own; where it is not set, the one a conversation belongs to is."""
        self._members = members
        self._tenant = tenant
        self._admins = frozenset(admins)
        self._everyone_is_admin = everyone_is_admin
        self._known: TTLCache[tuple[str, str, str], Person] = TTLCache(MOST, SECONDS, clock)

    async def person(self, activity: Activity) -> Person:
        key = (activity.tenant, activity.room, activity.sender.id)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = await self._look(activity)
        return known

    async def _look(self, activity: Activity) -> Person:
        where = Where(activity.service_url, activity.room)
        try:
            member = await self._members.member(where, activity.sender.id)
        except ConnectorError as error:
            if not error.is_final:
                raise
            log.warning("teams_member_unknown", status=error.status)
            return self._person(activity, "", is_guest=False, is_external=True)
        return self._person(
            activity,
            member.name or "",
            is_guest=_is_guest(member),
            is_external=self._is_external(activity, member.tenant_id or activity.sender.tenant),
        )

    def _person(self, activity: Activity, name: str, *, is_guest: bool, is_external: bool) -> Person:
        sender = activity.sender
        id_ = sender.directory_id or sender.id
        named = not self._admins.isdisjoint({id_, sender.id})
        return Person(
            CHANNEL,
            activity.tenant,
            id_,
            name or sender.name,
            is_guest=is_guest,
            is_external=is_external,
            is_admin=(named or self._everyone_is_admin) and not is_external,
        )

    def _is_external(self, activity: Activity, tenant: str) -> bool:
        home = self._tenant or activity.tenant
        return activity.tenant != home or bool(tenant and tenant != home)


def _is_guest(member: "TeamsChannelAccount") -> bool:
    """A guest of the tenant; their sign-in name was made from the one they have at home."""
    role = (member.user_role or "").lower()
    return role in {"guest", "anonymous"} or "#ext#" in (member.user_principal_name or "").lower()
