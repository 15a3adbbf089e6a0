"""What goes to Teams: messages, changes, removals, questions about members; retried as Microsoft asks."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import httpx
import structlog

from bot.channels.teams.addresses import Allowed

if TYPE_CHECKING:  # takes seconds to load, and only where Teams is connected
    from microsoft_teams.api import ActivityParams, ApiClient, TeamsChannelAccount

log = structlog.get_logger(__name__)
T = TypeVar("T")
Json = Mapping[str, Any]
RETRIED: Final = frozenset({412, 429, 502, 504})
"""The answers after which Microsoft asks for another try."""
NEVER_TAKEN: Final = frozenset({412, 429})
"""Those of them after which a message cannot be there. A gateway that gives up (502, 504) leaves that open,
and Teams has no key by which it would take a message once: it is looked up before it is posted again."""
ATTEMPTS: Final = 4
FIRST_SECONDS: Final = 0.5
MOST_SECONDS: Final = 4.0
LONGEST_WAIT: Final = 5.0
"""A longer pause is not made in the middle of posting: what takes too long, another process takes over."""
_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True, slots=True)
class Where:
    """A conversation and the service that holds it."""

    service_url: str
    conversation: str


class ConnectorError(Exception):
    """Teams did not take something."""

    def __init__(self, doing: str, status: int, code: str, message: str, wait: float = 0.0) -> None:
        super().__init__(f"Teams answered {status} {code} when {doing}.")
        self.status = status
        self.code = code
        self.wait = wait
        """Seconds that Teams asks us to wait."""
        self.message = message
        """Microsoft's words, by which some refusals are told apart."""

    @property
    def is_passing(self) -> bool:
        """Microsoft asks for another try, later."""
        return self.status in RETRIED

    @property
    def is_final(self) -> bool:
        """Trying again will not help: the chat is gone, the bot was removed or blocked."""
        return self.status in {400, 403, 404, 405, 410, 413}


class UncertainError(Exception):
    """It is not known whether Teams took something, as no answer came."""

    def __init__(self, doing: str, reason: str) -> None:
        super().__init__(f"Teams gave no answer ({reason}) when {doing}.")


class NotVouchedError(Exception):
    """A service URL to which nothing may be sent."""

    def __init__(self, url: str) -> None:
        super().__init__(f"Nothing is sent to {url!r}: it is no address of Microsoft Teams.")


@dataclass(frozen=True)
class Connector:
    """Speaks to whatever service a conversation is held by, if that may be spoken to at all."""

    api: "ApiClient"
    allowed: Allowed
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random

    async def post(
        self, where: Where, activity: Json, *, attempts: int = ATTEMPTS, repeatable: bool = False
    ) -> str:
        """The id of the message, "" where Teams gives none. What is `repeatable` does no harm twice, as the
        end of a stream. Raises ConnectorError, UncertainError."""
        sent = await self._sent(
            "posting",
            lambda: self._at(where).conversations.create_activity(where.conversation, _params(activity)),
            attempts,
            RETRIED if repeatable else NEVER_TAKEN,
        )
        return "" if sent.id.startswith("DO_NOT_USE") else sent.id

    async def update(self, where: Where, message: str, activity: Json) -> None:
        await self._sent(
            "changing a message",
            lambda: self._at(where).conversations.update_activity(
                where.conversation, message, _params({**activity, "id": message})
            ),
        )

    async def delete(self, where: Where, message: str) -> None:
        """A message that is gone already is no error."""
        try:
            await self._sent(
                "removing a message",
                lambda: self._at(where).conversations.delete_activity(where.conversation, message),
            )
        except ConnectorError as error:
            if error.status not in {404, 410}:
                raise

    async def member(self, where: Where, member: str) -> "TeamsChannelAccount":
        room = where.conversation.split(";", 1)[0]
        return await self._sent(
            "asking about a member",
            lambda: self._at(where).conversations.members_client.get_by_id(room, member),
        )

    async def direct(self, service_url: str, tenant: str, bot: str, person: str) -> str:
        """The id of a person's own chat with the bot, which is made where there is none yet."""
        from microsoft_teams.api.clients.conversation.params import CreateConversationParams

        wanted = CreateConversationParams.model_validate(
            {
                "bot": {"id": bot},
                "members": [{"id": person}],
                "isGroup": False,
                "tenantId": tenant,
                "channelData": {"tenant": {"id": tenant}},
            }
        )
        at = Where(service_url, "")
        made = await self._sent("opening a chat", lambda: self._at(at).conversations.create(wanted))
        return made.id

    def spread(self) -> float:
        """By how much a pause is made longer, so that not all come back at once."""
        return 1.0 + self.chance() / 2

    def _at(self, where: Where) -> "ApiClient":
        if not self.allowed(where.service_url):
            raise NotVouchedError(where.service_url)
        return self.api.from_service_url(where.service_url)

    async def _sent(
        self,
        doing: str,
        call: Callable[[], Awaitable[T]],
        attempts: int = ATTEMPTS,
        retried: Set[int] = RETRIED,
    ) -> T:
        for attempt in range(attempts):
            try:
                return await call()
            except httpx.HTTPStatusError as error:
                last = _error(doing, error.response)
                if last.status not in retried or attempt == attempts - 1 or last.wait > LONGEST_WAIT:
                    raise last from error
                pause = last.wait
            except _NEVER_SENT as error:
                if attempt == attempts - 1:
                    raise UncertainError(doing, type(error).__name__) from error
                pause = 0.0
            except (httpx.HTTPError, ValueError) as error:
                raise UncertainError(doing, type(error).__name__) from error
            await self.sleep(pause + self.chance() * min(MOST_SECONDS, FIRST_SECONDS * 2**attempt))
        raise AssertionError("unreachable")


def _params(activity: Json) -> "ActivityParams":
    from microsoft_teams.api.activities.message import MessageActivityInput
    from microsoft_teams.api.activities.typing import TypingActivityInput

    kind = TypingActivityInput if activity.get("type") == "typing" else MessageActivityInput
    return kind.model_validate(dict(activity))


def _error(doing: str, response: httpx.Response) -> ConnectorError:
    try:
        said = response.json().get("error", {})
        code, message = str(said.get("code", "")), str(said.get("message", ""))
    except (ValueError, AttributeError):
        code, message = "", ""
    log.warning("teams_answered", status=response.status_code, code=code, doing=doing)
    return ConnectorError(doing, response.status_code, code, message, _asked(response))


def _asked(response: httpx.Response) -> float:
    """The seconds that Teams asks us to wait."""
    value = response.headers.get("retry-after", "")
    return min(float(value), 120.0) if value.isascii() and value.isdigit() and len(value) < 6 else 0.0
