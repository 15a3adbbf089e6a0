"""Puts messages into Slack: each once, and plainer where Slack refuses the form."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.slack.clients import SECONDS, TOO_MUCH, Clients, SlackError, UndeliverableError, call
from bot.channels.slack.events import CHANNEL
from bot.chat.deliveries import Deliveries
from bot.chat.place import Place
from bot.render.slack import Rendered

log = structlog.get_logger(__name__)
MARK = "briefing_reply"
"""The type of the metadata by which a posted message is found again after a crash."""
ELSEWHERE = frozenset({"channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived"})
"""Nobody can be shown anything there by us; in their direct messages they can."""
PAGE = 200
MOST_PAGES = 10
LONGEST_PLAIN = 3900


Forms = Sequence[Rendered]
"""One message as drawn, then plainer ones for workspaces that do not take it."""


class Poster:
    """Every message has a key; what was posted under it is not posted again."""

    def __init__(self, clients: Clients, deliveries: Deliveries) -> None:
        self._clients = clients
        self._deliveries = deliveries

    async def post(self, key: str, place: Place, forms: Forms) -> str:
        """The message's timestamp. Raises SlackError or UndeliverableError."""
        return await self._deliveries.once(
            key,
            place=place,
            find=lambda: self.find(key, place),
            post=lambda: self.send(key, place, forms),
            undo=lambda ts: self.delete(place, ts),
        )

    async def find(self, key: str, place: Place) -> str | None:
        """The message that was posted under a key, where it is there."""
        client = await self._clients.of(place.workspace)
        bot = await self._clients.bot(place.workspace)
        async for message in _said(client, place):
            ours = message.get("user") == bot.user or message.get("bot_id") == bot.bot_id
            if ours and _key_of(message) == key:  # anyone may put metadata on what they post
                return str(message["ts"])
        return None

    async def unmarked(self, place: Place) -> str | None:
        """The newest message of ours in a thread that has no key: a stream that a crash cut off."""
        client = await self._clients.of(place.workspace)
        bot = await self._clients.bot(place.workspace)
        ours = [message async for message in _said(client, place) if message.get("user") == bot.user]
        last = ours[-1] if ours else {}
        if not last or _key_of(last):
            return None
        known = await asyncio.to_thread(self._deliveries.by_message, place, last["ts"])
        return None if known else str(last["ts"])

    async def update(self, place: Place, ts: str, forms: Forms, key: str = "") -> None:
        """Puts another text into a posted message; does no harm twice."""
        client = await self._clients.of(place.workspace)
        marked = _metadata(key) if key else None

        async def send(**form: Any) -> None:
            await call(client.chat_update, channel=place.room, ts=ts, metadata=marked, **form)

        await _plainer(send, forms)

    async def delete(self, place: Place, ts: str) -> None:
        """A message that is already gone counts as deleted."""
        client = await self._clients.of(place.workspace)
        try:
            await call(client.chat_delete, channel=place.room, ts=ts)
        except SlackError as error:
            if error.code != "message_not_found":
                raise

    async def whisper(self, key: str, place: Place, user: str, forms: Forms, response_url: str = "") -> None:
        """A message that one person sees: in that place, else by direct message, with a key of its own.
        In the place it cannot be looked up: where a crash falls between posting and recording, it may be seen
        twice, and never not at all."""

        async def post() -> str:
            try:
                return await self._whisper(place, user, forms, response_url)
            except UndeliverableError as error:
                if error.code not in ELSEWHERE:
                    raise
            room = await self.direct(place.workspace, user)
            await self.post(f"{key}/direct", Place(CHANNEL, place.workspace, room, is_direct=True), forms)
            return "direct"

        async def find() -> str | None:
            return None

        await self._deliveries.once(key, place=place, find=find, post=post)

    async def note(self, response_url: str, message: Rendered) -> None:
        """A line for who used a command or button."""
        await _respond(response_url, (message,))

    async def tell(self, place: Place, user: str, forms: Forms) -> None:
        """A direct message to a person."""
        room = await self.direct(place.workspace, user)
        client = await self._clients.of(place.workspace)
        await self._send(client, Place(CHANNEL, place.workspace, room, is_direct=True), forms)

    async def direct(self, team: str, user: str) -> str:
        """The room of a person's direct messages."""
        client = await self._clients.of(team)
        return str((await call(client.conversations_open, users=user))["channel"]["id"])

    async def send(self, key: str, place: Place, forms: Forms) -> str:
        """Posts whatever the record says: for whoever keeps it."""
        return await self._send(await self._clients.of(place.workspace), place, forms, _metadata(key))

    async def _send(
        self, client: AsyncWebClient, place: Place, forms: Forms, metadata: Mapping[str, Any] | None = None
    ) -> str:
        posted: dict[str, Any] = {}

        async def send(**form: Any) -> None:
            posted.update(
                await call(
                    client.chat_postMessage,
                    channel=place.room,
                    thread_ts=place.thread or None,
                    metadata=metadata,
                    unfurl_links=False,
                    unfurl_media=False,
                    **form,
                )
            )

        await _plainer(send, forms)
        return str(posted["ts"])

    async def _whisper(self, place: Place, user: str, forms: Forms, response_url: str) -> str:
        if response_url and await _respond(response_url, forms):
            return "response"
        client = await self._clients.of(place.workspace)

        async def send(**form: Any) -> None:
            await call(
                client.chat_postEphemeral,
                channel=place.room,
                user=user,
                thread_ts=place.thread or None,
                **form,
            )

        await _plainer(send, forms)
        return "ephemeral"


async def _said(client: AsyncWebClient, place: Place) -> AsyncIterator[Mapping[str, Any]]:
    """The messages of a thread, oldest first, or of a room, newest first; not more than a few pages."""
    cursor = ""
    for _ in range(MOST_PAGES):
        page = await _page(client, place, cursor)
        for message in page["messages"]:
            yield message
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return


async def _page(client: AsyncWebClient, place: Place, cursor: str) -> Any:
    if place.thread:
        return await call(
            client.conversations_replies,
            channel=place.room,
            ts=place.thread,
            include_all_metadata=True,
            limit=PAGE,
            cursor=cursor or None,
        )
    return await call(
        client.conversations_history,
        channel=place.room,
        include_all_metadata=True,
        limit=PAGE,
        cursor=cursor or None,
    )


async def _plainer(send: Callable[..., Awaitable[None]], forms: Forms) -> None:
    """Sends the first form that Slack takes; the last resort is bare text."""
    bare = Rendered(forms[0].text, ())
    for form in (*forms, bare):
        try:
            await send(text=form.text[:LONGEST_PLAIN], blocks=list(form.blocks) or None)
        except SlackError as error:
            if error.code not in TOO_MUCH or form is bare:
                raise
            log.warning("slack_refused_form", code=error.code)
        else:
            return


async def _respond(response_url: str, forms: Forms) -> bool:
    """Whether the reply was taken: a response_url lives for thirty minutes and five replies."""
    client = AsyncWebhookClient(response_url, timeout=SECONDS)
    for form in (*forms, Rendered(forms[0].text, ())):
        try:
            said = await client.send(
                text=form.text[:LONGEST_PLAIN],
                blocks=list(form.blocks) or None,
                response_type="ephemeral",
                replace_original=False,
                unfurl_links=False,
                unfurl_media=False,
            )
        except (aiohttp.ClientError, TimeoutError):
            return False
        if said.status_code == HTTPStatus.OK:
            return True
    return False


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": MARK, "event_payload": {"key": key}}


def _key_of(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return str(metadata.get("event_payload", {}).get("key", "")) if metadata.get("event_type") == MARK else ""
