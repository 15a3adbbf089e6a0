"""Reads what people wrote in Teams, where a team's or chat's owner has consented, over Microsoft Graph."""

import html
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

import httpx
import structlog

from bot.channels.teams.activity import Activity, Scope
from bot.chat.place import Message

log = structlog.get_logger(__name__)
GRAPH: Final = "https://graph.microsoft.com/v1.0"
MOST_MESSAGES: Final = 500
PAGE: Final = 50
HOSTS: Final = ("teams.microsoft.com", "teams.cloud.microsoft")
"""Where links to messages lead."""
Json = Mapping[str, Any]
_BLOCK = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


class CannotReadError(Exception):
    """Nobody has consented that the bot reads this conversation, or there is no Graph to ask."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Microsoft Graph does not let the bot read this conversation ({reason}).")


@dataclass(frozen=True)
class Reader:
    """`token` gives Graph's, for the tenant of a conversation."""

    http: httpx.AsyncClient
    token: Callable[[str], Awaitable[str]]
    client_id: str
    graph: str = GRAPH

    async def thread(self, activity: Activity, since: datetime | None = None) -> tuple[Message, ...]:
        """What was said in the thread, chat or channel that an activity stands in, oldest first. Raises
        CannotReadError."""
        found = await self._pages(activity, _path(activity), since)
        if activity.thread and activity.scope is Scope.CHANNEL:
            root = await self._get(activity, _path(activity).removesuffix("/replies"))
            found = [root, *found]
        said = [message for message in found if message.get("messageType", "message") == "message"]
        return tuple(sorted(map(self._message, said), key=lambda message: message.at))

    async def ours(self, activity: Activity, text: str) -> str | None:
        """The id of the bot's own message with these words, after a crash that left it unrecorded."""
        try:
            said = await self.thread(activity)
        except CannotReadError:
            log.warning("teams_reply_not_looked_up")
            return None
        asked = activity.id if activity.id.isdigit() else "0"
        words = _words(text)
        after = (each for each in said if each.from_bot and int(each.id) > int(asked))
        return next((each.id for each in after if _words(each.text)[:300] == words[:300]), None)

    async def _pages(self, activity: Activity, path: str, since: datetime | None) -> list[Json]:
        found: list[Json] = []
        url = f"{self.graph}{path}?$top={PAGE}"
        while url and len(found) < MOST_MESSAGES:
            page = await self._ask(activity, url)
            found += page.get("value", [])
            url = str(page.get("@odata.nextLink") or "")
            if not url.startswith(self.graph) or (since and found and _at(found[-1]) < since):
                break
        return [each for each in found if since is None or _at(each) >= since][:MOST_MESSAGES]

    async def _get(self, activity: Activity, path: str) -> Json:
        return await self._ask(activity, f"{self.graph}{path}")

    async def _ask(self, activity: Activity, url: str) -> Json:
        try:
            token = await self.token(activity.tenant)
            answer = await self.http.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=15)
            answer.raise_for_status()
            page: Json = answer.json()
        except httpx.HTTPStatusError as error:
            raise CannotReadError(f"status {error.response.status_code}") from error
        except (httpx.HTTPError, ValueError) as error:
            raise CannotReadError(type(error).__name__) from error
        return page

    def _message(self, found: Json) -> Message:
        sender = found.get("from") or {}
        user, application = sender.get("user") or {}, sender.get("application") or {}
        body = found.get("body") or {}
        content = str(body.get("content") or "")
        return Message(
            id=str(found.get("id", "")),
            at=_at(found),
            author=str(user.get("displayName") or application.get("displayName") or ""),
            text=plain(content) if body.get("contentType") == "html" else content,
            link=str(found.get("webUrl") or ""),
            from_bot=application.get("id") == self.client_id,
        )


def plain(content: str) -> str:
    """A message's words without its HTML."""
    broken = _BLOCK.sub("\n", content)
    text = html.unescape(_TAG.sub("", broken)).replace("\xa0", " ")
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _path(activity: Activity) -> str:
    room = quote(activity.room, safe="")
    if activity.scope is not Scope.CHANNEL:
        return f"/chats/{room}/messages"
    if not activity.team:
        raise CannotReadError("the team is not known")
    channel = f"/teams/{quote(activity.team, safe='')}/channels/{room}/messages"
    return f"{channel}/{quote(activity.thread, safe='')}/replies" if activity.thread else channel


def _at(found: Json) -> datetime:
    return datetime.fromisoformat(str(found.get("createdDateTime")))


def _words(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
