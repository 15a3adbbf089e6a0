"""Teams put together: the endpoint, and the handler of what was accepted."""

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx
import structlog
from fastapi import APIRouter

from bot.briefings.summary import Summariser
from bot.channels.front import Front, Search
from bot.channels.teams import addresses, endpoint
from bot.channels.teams.brief import Brief
from bot.channels.teams.changes import Changes
from bot.channels.teams.commands import Commands
from bot.channels.teams.connector import Connector
from bot.channels.teams.dialogs import Dialogs
from bot.channels.teams.guard import Check, Signed, ThisMachine
from bot.channels.teams.handler import TeamsHandler
from bot.channels.teams.intake import Intake
from bot.channels.teams.people import People
from bot.channels.teams.posting import NoLookup, Poster
from bot.channels.teams.questions import Questions
from bot.channels.teams.reading import Reader
from bot.channels.teams.references import References
from bot.channels.teams.tokens import Keys, Tokens
from bot.channels.teams.tools import Tools
from bot.chat.answering import Desk
from bot.work.work import Work
from config.replies import Replies
from config.settings import Settings

if TYPE_CHECKING:  # takes seconds to load, and only where Teams is connected
    from microsoft_teams.api import ApiClient
    from microsoft_teams.apps.token_manager import TokenManager

log = structlog.get_logger(__name__)
SERVICE: Final = "https://smba.trafficmanager.net/teams"
SECONDS: Final = 20.0
_TALKATIVE: Final = ("microsoft_teams", "microsoft_teams.common.http.client", "msal", "httpx", "httpcore")
"""Libraries that log addresses, and some of them what they send, when they may log more than warnings."""


class CredentialsError(Exception):
    """Nothing can be sent without a token."""

    def __init__(self) -> None:
        super().__init__("Microsoft Entra gives no token for CLIENT_ID: `briefing doctor` says why.")


@dataclass(frozen=True)
class Outside:
    """Microsoft's side: who may send, where messages go, what may be read."""

    check: Check
    api: "ApiClient"
    reader: Reader | None
    """None where there is no Graph: when trying out."""
    http: httpx.AsyncClient

    @classmethod
    def of(cls, settings: Settings) -> "Outside":
        http = httpx.AsyncClient(follow_redirects=False)
        tokens, client_id = _token_manager(settings), settings.teams_client_id
        reader = Reader(http, _graph_token(tokens), client_id) if client_id and tokens else None
        return cls(_check(settings, Keys(http)), _api(tokens), reader, http)


class Teams:
    """One for a process. `handler` goes into the Work, and then `listen` connects the two."""

    def __init__(
        self,
        settings: Settings,
        replies: Replies,
        desk: Desk,
        search: Search,
        summariser: Summariser,
        database_url: str,
        *,
        outside: Outside | None = None,
    ) -> None:
        """Another `outside` than Microsoft's is for tests."""
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._outside = outside or Outside.of(settings)
        self._tools = _tools(self._outside, settings, replies, Front(desk, search), References(database_url))
        self._brief = Brief(self._tools)
        self._work: Work | None = None
        self._intake: Intake | None = None
        commands = Commands(self._tools, summariser)
        changes, questions = Changes(self._tools), Questions(self._tools)
        self.handler = TeamsHandler(self._tools, questions, commands, changes, self._brief, self._erase)

    def listen(self, work: Work) -> APIRouter:
        """The endpoint; what is accepted goes to `work`."""
        self._work = work
        self._intake = Intake(self._tools, Dialogs(self._tools), self._brief, work)
        return endpoint.router(self._outside.check, self._intake.take)

    async def start(self) -> None:
        if self._tools.settings.teams_anonymous:
            log.warning("teams_takes_unsigned_requests", where=self._tools.settings.host)

    async def quiet(self) -> None:
        if self._intake:
            await self._intake.close()

    async def close(self) -> None:
        await self._outside.http.aclose()
        self._tools.references.close()

    async def is_connected(self) -> bool:
        """Teams comes to us: nothing is held open."""
        return True

    async def _erase(self, person: str) -> int:
        return await self._work.forget(person) if self._work else 0


def _tools(
    outside: Outside, settings: Settings, replies: Replies, front: Front, references: References
) -> Tools:
    connector = Connector(outside.api, outside.check.replies_to)
    people = People(
        connector,
        tenant=settings.teams_tenant_id or "",
        admins=settings.admins,
        everyone_is_admin=settings.teams_anonymous,
    )
    return Tools(
        settings=settings,
        replies=replies,
        connector=connector,
        people=people,
        poster=Poster(connector, front.desk.records.deliveries, outside.reader or NoLookup()),
        references=references,
        reader=outside.reader,
        front=front,
    )


def _check(settings: Settings, keys: Keys) -> Check:
    if settings.teams_anonymous:
        return ThisMachine()
    return Signed(Tokens(settings.teams_client_id or "", keys), addresses.is_microsofts)


def _token_manager(settings: Settings) -> "TokenManager | None":
    if not settings.teams_client_id or not settings.teams_client_secret:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts of the SDK that are not used here
        from microsoft_teams.api import ClientCredentials
        from microsoft_teams.apps.token_manager import TokenManager

    return TokenManager(
        ClientCredentials(
            client_id=settings.teams_client_id,
            client_secret=settings.teams_client_secret.get_secret_value(),
            tenant_id=settings.teams_tenant_id,
        )
    )


def _api(tokens: "TokenManager | None") -> "ApiClient":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from microsoft_teams.api import ApiClient
        from microsoft_teams.common import ClientOptions

    return ApiClient(SERVICE, ClientOptions(timeout=SECONDS, token=_bot_token(tokens)))


def _bot_token(tokens: "TokenManager | None") -> Callable[[], Awaitable[str | None]]:
    async def token() -> str | None:
        try:
            found = await tokens.get_bot_token() if tokens else None
        except ValueError as error:
            raise CredentialsError from error
        return str(found) if found else None

    return token


def _graph_token(tokens: "TokenManager | None") -> Callable[[str], Awaitable[str]]:
    async def token(tenant: str) -> str:
        found = await asyncio.wait_for(tokens.get_graph_token(tenant), SECONDS) if tokens else None
        return str(found or "")

    return token
