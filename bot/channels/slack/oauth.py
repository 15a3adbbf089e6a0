"""Installation in several workspaces: who has installed the app, with which token."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from cachetools import TTLCache
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.clients import NotInstalledError
from bot.channels.slack.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES
from config.settings import Settings
from retrieval.tables import connect

STATE_SECONDS = 600
KNOWN_SECONDS = 60.0
"""How long another process's installation or removal may go unseen here."""
MOST_KNOWN = 10_000
_log = logging.getLogger(__name__)


class Installations(AsyncInstallationStore):
    """In the database that also holds the corpus; the newest installation of a workspace counts. Tokens are
    remembered for a minute, because every event needs one before it can be acknowledged."""

    def __init__(
        self, client_id: str, database_url: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._known: TTLCache[str, str] = TTLCache(MOST_KNOWN, KNOWN_SECONDS, clock)
        self._engine = connect(database_url)
        self._engine.hide_parameters = True
        self._store = SQLAlchemyInstallationStore(client_id, self._engine, logger=_log)
        self._store.metadata.create_all(self._engine)
        self.states = States(SQLAlchemyOAuthStateStore(STATE_SECONDS, self._engine, logger=_log))

    @property
    def logger(self) -> logging.Logger:
        return _log

    async def token(self, team: str) -> str:
        """Raises NotInstalledError."""
        if known := self._known.get(team):
            return known
        bot = await self.async_find_bot(enterprise_id=None, team_id=team)
        if bot is None or not bot.bot_token:
            raise NotInstalledError(team)
        self._known[team] = str(bot.bot_token)
        return self._known[team]

    async def async_save(self, installation: Installation) -> None:
        await asyncio.to_thread(self._store.save, installation)
        self._known.pop(installation.team_id or "", None)

    async def async_save_bot(self, bot: Bot) -> None:
        await asyncio.to_thread(self._store.save_bot, bot)
        self._known.pop(bot.team_id or "", None)

    async def async_find_bot(self, **where: Any) -> Bot | None:
        return await asyncio.to_thread(lambda: self._store.find_bot(**where))

    async def async_find_installation(self, **where: Any) -> Installation | None:
        return await asyncio.to_thread(lambda: self._store.find_installation(**where))

    async def remove(self, team: str) -> None:
        """The workspace has taken the app away."""

        def delete() -> None:
            self._store.delete_bot(enterprise_id=None, team_id=team)
            self._store.delete_installation(enterprise_id=None, team_id=team)

        await asyncio.to_thread(delete)
        self._known.pop(team, None)

    def close(self) -> None:
        self._engine.dispose()


class States(AsyncOAuthStateStore):
    """Each state is good for one return from Slack."""

    def __init__(self, store: SQLAlchemyOAuthStateStore) -> None:
        self._store = store
        store.metadata.create_all(store.engine)

    @property
    def logger(self) -> logging.Logger:
        return _log

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        return str(await asyncio.to_thread(self._store.issue, *args, **kwargs))

    async def async_consume(self, state: str) -> bool:
        return bool(await asyncio.to_thread(self._store.consume, state))


def flow(settings: Settings, installations: Installations, client: AsyncWebClient) -> AsyncOAuthFlow:
    """The pages at which the app is installed."""
    secret = settings.slack_client_secret
    return AsyncOAuthFlow(
        client=client,
        logger=_log,
        settings=AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=secret.get_secret_value() if secret else "",
            scopes=sorted(SCOPES),
            redirect_uri=f"{settings.public_url}{REDIRECT_PATH}",
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            installation_store=installations,
            state_store=installations.states,
            state_expiration_seconds=STATE_SECONDS,
            install_page_rendering_enabled=False,
            logger=_log,
        ),
    )
