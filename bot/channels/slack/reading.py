"""Reads what people wrote in Slack: its markup as plain text, a thread or a day of a channel as messages."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.channels.slack.clients import Bot, Clients, SlackError, call
from bot.channels.slack.events import mentions_bot
from bot.channels.slack.people import People
from bot.chat.place import Message, Place

PAGE = 200
MOST_MESSAGES = 1000
_MARKUP = re.compile(r"<([^<>]*)>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_UNREAD = frozenset(
    """
    channel_join channel_leave group_join group_leave channel_topic channel_purpose channel_name pinned_item
    bot_add bot_remove tombstone
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Subtypes in which nobody says anything."""
_LINK = re.compile(
    r"https?://[\w.-]+/archives/(?P<room>[A-Z0-9]+)/p(?P<ts>\d{16})(?:\?[^\s>|]*?thread_ts=(?P<thread>\d+\.\d+))?"
)


def plain(text: str, names: Mapping[str, str]) -> str:
    """Without Slack's markup. `names` has the display names of the people mentioned, by their ids."""

    def said(found: re.Match[str]) -> str:
        target, _, label = found[1].partition("|")
        if target[:2] in ("@U", "@W"):
            return f"@{names.get(target[1:], label or target[1:])}"
        if target[:1] in ("#", "!"):
            sign = "#" if target[0] == "#" else "@"
            return f"{sign}{label.lstrip('@#') or target[1:].removeprefix('subteam^')}"
        return label or target.removeprefix("mailto:")

    text = _MARKUP.sub(said, text)
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


def mentioned(texts: Sequence[str]) -> tuple[str, ...]:
    """The ids of the people mentioned."""
    return tuple(dict.fromkeys(found for text in texts for found in re.findall(r"<@([UW][A-Z0-9]+)", text)))


def linked(text: str) -> tuple[str, str] | None:
    """The room and the root of the thread that a pasted link to a message points at."""
    found = _LINK.search(text)
    if not found:
        return None
    ts = found["ts"]
    return found["room"], found["thread"] or f"{ts[:10]}.{ts[10:]}"


def moment(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)


class Reader:
    """What was said, with the names of those who said it."""

    def __init__(self, clients: Clients, people: People) -> None:
        self._clients = clients
        self._people = people

    async def thread(self, place: Place, until: str = "") -> tuple[Message, ...]:
        """The thread of a place, oldest first; with `until`, what stands before that message."""
        client = await self._clients.of(place.workspace)
        found = await _pages(client.conversations_replies, channel=place.room, ts=place.thread)
        before = [message for message in found if not until or float(message["ts"]) < float(until)]
        return await self._messages(place, before)

    async def since(self, place: Place, oldest: datetime) -> tuple[Message, ...]:
        """What people said to each other in a channel since a time, oldest first: without the replies in its
        threads, and without what they asked the bot."""
        client = await self._clients.of(place.workspace)
        found = await _pages(
            client.conversations_history, channel=place.room, oldest=f"{oldest.timestamp():.6f}"
        )
        bot = await self._clients.bot(place.workspace)
        said = [message for message in found if not mentions_bot(message.get("text", ""), bot.user)]
        return await self._messages(place, sorted(said, key=lambda message: float(message["ts"])))

    async def text(self, team: str, text: str) -> str:
        return plain(text, await self._names(team, mentioned([text])))

    async def _messages(self, place: Place, found: Sequence[Mapping[str, Any]]) -> tuple[Message, ...]:
        said = [message for message in found if message.get("subtype", "") not in _UNREAD]
        bot = await self._clients.bot(place.workspace)
        authors = tuple(message["user"] for message in said if message.get("user"))
        ids = dict.fromkeys((*authors, *mentioned([message.get("text", "") for message in said])))
        names = await self._names(place.workspace, tuple(ids))
        return tuple(_message(message, place, bot, names) for message in said)

    async def _names(self, team: str, users: Sequence[str]) -> dict[str, str]:
        names = {}
        for user in users:
            try:
                names[user] = await self._people.name(team, user)
            except SlackError:
                names[user] = user
        return names


def _message(message: Mapping[str, Any], place: Place, bot: Bot, names: Mapping[str, str]) -> Message:
    user = str(message.get("user") or "")
    return Message(
        id=message["ts"],
        at=moment(message["ts"]),
        author=names.get(user) or str(message.get("username") or user),
        text=plain(message.get("text", ""), names),
        link=bot.permalink(place.room, message["ts"], message.get("thread_ts", "")),
        from_bot=bool(message.get("bot_id")) or user == bot.user,
    )


async def _pages(method: Callable[..., Awaitable[Any]], **arguments: Any) -> list[Mapping[str, Any]]:
    messages: list[Mapping[str, Any]] = []
    cursor = None
    while len(messages) < MOST_MESSAGES:
        said = await call(method, limit=PAGE, cursor=cursor, **arguments)
        messages += said["messages"]
        cursor = said.get("response_metadata", {}).get("next_cursor") or None
        if not cursor:
            break
    return messages[:MOST_MESSAGES]
