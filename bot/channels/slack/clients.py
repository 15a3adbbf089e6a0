"""Slack's Web API: a client for each workspace, who we are there, and what its errors mean."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)
RATE_LIMIT_RETRIES = 5
SECONDS = 15
"""The longest wait for one answer of the Web API."""
Method = Callable[..., Awaitable[Any]]
"""One of the Web API's, on a client."""

GONE = frozenset(
    [
        "account_inactive",
        "token_revoked",
        "token_expired",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "access_denied",
    ]
)
"""The workspace has taken the bot's right to speak: nothing helps but installing it again."""
UNREACHABLE = frozenset(
    [
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "thread_not_found",
        "user_not_in_channel",
        "cannot_reply_to_message",
        "messages_tab_disabled",
        "user_disabled",
    ]
)
"""This place cannot be written to, by anyone like us."""
TOO_MUCH = frozenset(
    [
        "msg_too_long",
        "msg_blocks_too_long",
        "invalid_blocks",
        "invalid_blocks_format",
        "too_many_blocks",
        "only_one_table_allowed",
        "markdown_text_conflict",
        "block_mismatch",
    ]
)
"""The message as drawn was not taken; a plainer one may be."""
MISSING = frozenset(
    [
        "unknown_method",
        "method_not_supported_for_channel_type",
        "missing_scope",
        "not_allowed_token_type",
        "feature_not_enabled",
        "not_allowed",
        "no_permission",
        "method_deprecated",
        "team_not_eligible",
    ]
)
"""The workspace does not have, or not give us, this feature."""


class SlackError(Exception):
    """The Web API said no; `code` is its word for why."""

    def __init__(self, method: str, code: str) -> None:
        super().__init__(f"Slack refused {method}: {code}.{_advice(code)}")
        self.method = method
        self.code = code


class UndeliverableError(SlackError):
    """The bot may not write there; trying again does not help."""


def _advice(code: str) -> str:
    if code in GONE:
        return " Install the app in the workspace again and set the new token."
    if code == "missing_scope":
        return " Compare the app's scopes with `briefing manifest slack`."
    return ""


@dataclass(frozen=True, slots=True)
class Bot:
    """Who we are in one workspace."""

    token: str
    user: str
    bot_id: str
    url: str
    """The workspace's own address, "https://acme.slack.com/"."""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def permalink(self, room: str, ts: str, thread: str = "") -> str:
        link = f"{self.url}archives/{room}/p{ts.replace('.', '')}"
        return f"{link}?thread_ts={thread}&cid={room}" if thread and thread != ts else link


class Tokens(Protocol):
    """Where the token of a workspace comes from: a setting, or an installation."""

    async def token(self, team: str) -> str:
        """Raises NotInstalledError."""


class NotInstalledError(Exception):
    """No token is known for a workspace."""

    def __init__(self, team: str) -> None:
        super().__init__(
            f"The app is not installed in the Slack workspace {team}: install it at /slack/install."
        )


class OneToken:
    """Tokens for the one workspace of SLACK_BOT_TOKEN."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self, team: str) -> str:  # noqa: ARG002 - one token, one workspace
        return self._token


class Clients:
    """A client for each workspace, made at first use. `api` is SLACK_API_URL."""

    def __init__(self, tokens: Tokens, api: str) -> None:
        self._tokens = tokens
        self._api = f"{api.rstrip('/')}/"
        self._session: aiohttp.ClientSession | None = None
        self._bots: dict[str, Bot] = {}
        self._lock = asyncio.Lock()

    async def of(self, team: str) -> AsyncWebClient:
        return self.client((await self.bot(team)).token)

    async def token(self, team: str) -> str:
        """Raises NotInstalledError."""
        return await self._tokens.token(team)

    def client(self, token: str) -> AsyncWebClient:
        # A broken connection is not tried again here: the message may have been posted. The work is done
        # again, and looks first.
        handlers: list[AsyncRetryHandler] = [
            AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMIT_RETRIES)
        ]
        return AsyncWebClient(
            token=token,
            base_url=self._api,
            timeout=SECONDS,
            retry_handlers=handlers,
            session=self._session,
        )

    def open(self) -> None:
        """Keeps connections to Slack open between calls; needs a running loop."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def bot(self, team: str) -> Bot:
        """Raises NotInstalledError or SlackError."""
        async with self._lock:
            token = await self._tokens.token(team)
            known = self._bots.get(team)
            if known is None or known.token != token:
                known = await self._look(token)
                self._bots[team] = known
        return known

    def forget(self, team: str) -> None:
        self._bots.pop(team, None)

    async def _look(self, token: str) -> Bot:
        said = await call(self.client(token).auth_test)
        return Bot(token, str(said["user_id"]), str(said.get("bot_id") or ""), str(said["url"]))


async def call(method: Method, **arguments: Any) -> Any:
    """The answer's data. Raises SlackError or UndeliverableError; what passes through a broken connection is
    aiohttp's own error, and may have had its effect."""
    try:
        response = await method(**{name: value for name, value in arguments.items() if value is not None})
    except SlackApiError as error:
        code = str(error.response.get("error") or f"status {error.response.status_code}")
        name = getattr(method, "__name__", "a method").replace("_", ".")
        kind = UndeliverableError if code in GONE | UNREACHABLE else SlackError
        if code in GONE:
            log.error("slack_token_refused", method=name, code=code)  # noqa: TRY400 - the code says it all
        raise kind(name, code) from None
    return response.data


async def tried(method: Method, **arguments: Any) -> bool:
    """Does what is pleasant but not needed: a status line, a title. Whether it was done."""
    try:
        await call(method, **arguments)
    except (SlackError, aiohttp.ClientError, TimeoutError) as error:
        log.info(
            "slack_extra_left_out", method=getattr(method, "__name__", ""), code=getattr(error, "code", "")
        )
        return False
    return True
