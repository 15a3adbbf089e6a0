"""What Teams sends, made plain: one frozen value, whatever the kind of activity; nothing here acts."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

Json = Mapping[str, Any]
LONGEST_TEXT: Final = 40_000
LONGEST_ID: Final = 512
_ID = re.compile(r"[^\x00-\x20\x7f/?#\\%<>\"]+")
"""Identifiers become parts of addresses, so they may hold nothing that ends or climbs out of a part."""
_THREAD = ";messageid="


class UnreadableError(Exception):
    """An activity that lacks what its kind needs, or holds what cannot be."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The activity has no usable {name}.")


class Scope(StrEnum):
    """Where something is said, by Teams' own words."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent an activity, as far as the activity says."""

    id: str
    """Teams' own id, by which it is asked about a member."""
    name: str = ""
    directory_id: str = ""
    """The Entra object id, the same in every chat."""
    tenant: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity."""

    type: str
    id: str
    service_url: str
    tenant: str
    conversation: str
    """As replies are addressed: in a channel, with the thread."""
    scope: Scope
    sender: Sender
    bot: str
    bot_name: str = ""
    channel: str = "msteams"
    name: str = ""
    """Of an invoke, such as "composeExtension/query"."""
    text: str = ""
    """Without the bot's own mention."""
    mentioned: bool = False
    mentions_others: bool = False
    reply_to: str = ""
    event: str = ""
    """What happened to a message, such as "editMessage"."""
    action: str = ""
    """Of an installation: "add" or "remove"."""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    team: str = ""
    """The directory's id of the team, by which Graph knows it."""
    value: Json = field(default_factory=dict)

    @property
    def room(self) -> str:
        return self.conversation.split(_THREAD, 1)[0]

    @property
    def thread(self) -> str:
        """The id of the message that a channel's thread began with."""
        return self.conversation.partition(_THREAD)[2]

    @property
    def is_direct(self) -> bool:
        return self.scope is Scope.PERSONAL


def read(body: Json) -> Activity:
    """Raises UnreadableError."""
    conversation, sender = _object(body, "conversation"), _object(body, "from")
    data, recipient = _object(body, "channelData"), _object(body, "recipient")
    text, mentioned, others = _said(body, _text(recipient, "id"))
    return Activity(
        type=_needed(body, "type"),
        id=_id(_text(body, "id") or _text(data, "clientActivityId") or "none", "id"),
        service_url=_needed(body, "serviceUrl"),
        tenant=_tenant(data, conversation),
        conversation=_id(_needed(conversation, "id", "conversation.id"), "conversation.id"),
        scope=_scope(conversation),
        sender=_sender(sender),
        bot=_text(recipient, "id"),
        bot_name=_text(recipient, "name"),
        channel=_text(body, "channelId"),
        name=_text(body, "name"),
        text=text,
        mentioned=mentioned,
        mentions_others=others,
        reply_to=_text(body, "replyToId")[:LONGEST_ID],
        event=_text(data, "eventType"),
        action=_text(body, "action"),
        added=_ids(body.get("membersAdded")),
        removed=_ids(body.get("membersRemoved")),
        team=_text(_object(data, "team"), "aadGroupId"),
        value=_object(body, "value"),
    )


def plain(text: str) -> str:
    """A message's words without the entities and spaces that Teams puts in."""
    return re.sub(r"[ \t]{2,}", " ", html.unescape(text).replace("\xa0", " ")).strip()


def _said(body: Json, bot: str) -> tuple[str, bool, bool]:
    """The words, other people's mentions as their names; whether the bot was mentioned, and others."""
    text, mentioned, others = _text(body, "text")[:LONGEST_TEXT], False, False
    for entity in _mentions(body.get("entities")):
        who, marked = _object(entity, "mentioned"), _text(entity, "text")
        is_bot = bool(bot) and _text(who, "id") == bot
        mentioned, others = mentioned or is_bot, others or not is_bot
        if marked:
            text = text.replace(marked, " " if is_bot else _text(who, "name"))
    return plain(text), mentioned, others


def _mentions(entities: object) -> Iterator[Json]:
    for entity in entities if isinstance(entities, list) else ():
        if isinstance(entity, Mapping) and entity.get("type") == "mention":
            yield entity


def _tenant(data: Json, conversation: Json) -> str:
    tenant = _text(_object(data, "tenant"), "id") or _text(conversation, "tenantId") or "none"
    return _id(tenant, "channelData.tenant.id")


def _scope(conversation: Json) -> Scope:
    kind = _text(conversation, "conversationType")
    if kind in set(Scope):
        return Scope(kind)
    return Scope.GROUP if conversation.get("isGroup") is True else Scope.PERSONAL


def _sender(account: Json) -> Sender:
    return Sender(
        id=_id(_needed(account, "id", "from.id"), "from.id"),
        name=_text(account, "name")[:200],
        directory_id=_text(account, "aadObjectId")[:LONGEST_ID],
        tenant=_text(account, "tenantId")[:LONGEST_ID],
        role=_text(account, "userRole") or _text(account, "role"),
    )


def _ids(accounts: object) -> tuple[str, ...]:
    entries: Sequence[object] = accounts if isinstance(accounts, list) else ()
    return tuple(_text(entry, "id") for entry in entries if isinstance(entry, Mapping))


def _needed(body: Json, key: str, name: str = "") -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise UnreadableError(name or key)
    return value


def _id(value: str, name: str) -> str:
    if len(value) > LONGEST_ID or not _ID.fullmatch(value) or ".." in value:
        raise UnreadableError(name)
    return value


def _text(body: Json, key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""


def _object(body: Json, key: str) -> Json:
    value = body.get(key)
    return value if isinstance(value, Mapping) else {}
