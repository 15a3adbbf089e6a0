"""What Slack sends, as work: pure functions from a payload to an event with the key that makes it one."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bot.work.event import Event

CHANNEL = "slack"
Payload = Mapping[str, Any]

_SLACKBOT = "USLACKBOT"
"""Slack's own user, whose notices are no questions."""
_PLAIN_SUBTYPES = frozenset({"", "file_share", "thread_broadcast"})
_LONGEST_TEXT = 40_000
"""What Slack itself allows a message."""


class Kind(StrEnum):
    """What a worker does with an event; stands in its body as "kind"."""

    QUESTION = "question"
    EDITED = "edited"
    DELETED = "deleted"
    ASK = "ask"
    """Asked in private: by command, modal or shortcut."""
    SUMMARY = "summary"
    SHARE = "share"
    REFER = "refer"
    REMOVE = "remove"
    SUGGESTION = "suggestion"
    UNINSTALLED = "uninstalled"


def question(payload: Payload, bot_user: str) -> Event | None:
    """A message that may be a question to the bot: it mentions the bot, is a direct message, or stands in a
    thread. Posts of bots and system messages are none."""
    said = payload["event"]
    if not _is_from_a_person(said) or said["user"] == bot_user:
        return None
    direct, mentions = is_direct(said), mentions_bot(_text(said), bot_user)
    if not (direct or mentions or said.get("thread_ts")):
        return None
    team = event_team(payload)
    body = {
        "kind": Kind.QUESTION,
        "team": team,
        "room": said["channel"],
        "user": said["user"],
        "ts": said["ts"],
        "thread": said.get("thread_ts") or "",
        "text": _text(said),
        "direct": direct,
        "addressed": direct or mentions,
    }
    return _event(message_key(team, said["channel"], said["ts"]), body)


def edited(payload: Payload) -> Event | None:
    """A change of a message's words; Slack also reports a preview of a link as a change."""
    event = payload["event"]
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    if not _is_from_a_person(now) or now.get("text") == before.get("text"):
        return None
    return _about_message(Kind.EDITED, payload, now, event["ts"], text=_text(now))


def is_deletion(event: Payload) -> bool:
    """A message with replies is not deleted in Slack: a tombstone takes its place."""
    gone = (event.get("message") or {}).get("subtype") == "tombstone"
    return event.get("subtype") == "message_deleted" or (event.get("subtype") == "message_changed" and gone)


def deleted(payload: Payload) -> Event | None:
    event = payload["event"]
    before = event.get("previous_message") or {}
    gone = {**before, "ts": event.get("deleted_ts") or before.get("ts", "")}
    return _about_message(Kind.DELETED, payload, gone, event["ts"]) if gone.get("user") else None


def asked(
    payload: Payload, text: str, *, key: str, room: str, thread: str = "", direct: bool = False
) -> Event:
    """A question put in private, by a command, a modal, a shortcut or a button."""
    team = _team(payload)
    body = {
        "kind": Kind.ASK,
        "team": team,
        "room": room,
        "user": user(payload),
        "thread": thread,
        "text": text[:_LONGEST_TEXT],
        "direct": direct,
        "response_url": payload.get("response_url", ""),
    }
    return _event(f"{CHANNEL}:{team}:{room}:{key}", body)


def summary(payload: Payload, wanted: str, *, key: str, room: str, thread: str = "") -> Event:
    """`wanted` is what follows the word summary: "--since 3d", a document, a link, or nothing."""
    event = asked(payload, wanted, key=key, room=room, thread=thread)
    return _event(event.key, {**event.body, "kind": Kind.SUMMARY})


def clicked(kind: Kind, payload: Payload, answer: str) -> Event:
    """A button that has an effect for others: clicked twice by one person, it is done once."""
    team, container = _team(payload), payload.get("container", {})
    body = {
        "kind": kind,
        "team": team,
        "room": container.get("channel_id", ""),
        "user": user(payload),
        "thread": container.get("thread_ts", ""),
        "ts": container.get("message_ts", ""),
        "answer": answer,
        "response_url": payload.get("response_url", ""),
    }
    return _event(f"{CHANNEL}:{team}:{body['room']}:{kind}:{answer}:{body['user']}", body)


def referred(payload: Payload, answer: str, comment: str) -> Event:
    """ "Ask a person", from the form that its button opened; done once for an answer."""
    event = clicked(Kind.REFER, payload, answer)
    room = answer.split(":")[2] if answer.count(":") > 2 else ""
    return _event(f"{event.key}:{payload['view']['id']}", {**event.body, "room": room, "comment": comment})


def suggestion(payload: Payload, answer: str, index: int) -> Event:
    """One of the questions offered under an answer: asked as the person who clicked, answered beside it."""
    event = clicked(Kind.SUGGESTION, payload, answer)
    body = {
        **event.body,
        "index": index,
        "private": bool(payload.get("container", {}).get("is_ephemeral")),
        "direct": event.body["room"].startswith("D"),
    }
    return _event(f"{event.key}:{index}", body)


def uninstalled(payload: Payload) -> Event:
    team = event_team(payload)
    body = {"kind": Kind.UNINSTALLED, "team": team, "room": "", "user": "", "thread": ""}
    return _event(f"{CHANNEL}:{team}::{payload['event_id']}", body)


def message_key(team: str, room: str, ts: str) -> str:
    """Sorts by time within a conversation."""
    return f"{CHANNEL}:{team}:{room}:{ts}"


def conversation(team: str, room: str, thread: str) -> str:
    """What is worked on in order: a thread, or a person's direct messages, which are one conversation."""
    return f"{CHANNEL}:{team}:{room}:{'' if room.startswith('D') else thread}"


def is_direct(said: Payload) -> bool:
    return said.get("channel_type") in {"im", "app_home"} or str(said.get("channel", "")).startswith("D")


def mentions_bot(text: str, bot_user: str) -> bool:
    return bool(bot_user) and re.search(rf"<@{re.escape(bot_user)}(\|[^>]*)?>", text) is not None


def mentions_someone(text: str) -> bool:
    return "<@" in text or "<!subteam" in text


def without_mention(text: str, bot_user: str) -> str:
    """The words without the bot's own name; elsewhere than at an end, a mention leaves a gap."""
    return re.sub(rf"\s*<@{re.escape(bot_user)}(\|[^>]*)?>[,:]?", " ", text).strip() if bot_user else text


def event_team(payload: Payload) -> str:
    """The workspace that an event was delivered for. In a channel shared with another organisation, "team_id"
    may be that of who wrote the message, and then differs between two events about the same one."""
    who = payload.get("authorizations") or [{}]
    return str(payload.get("context_team_id") or who[0].get("team_id") or payload["team_id"])


def lost_its_token(payload: Payload) -> bool:
    """Whether the bot itself was taken out; the tokens of people are revoked by the same event."""
    event = payload["event"]
    return event["type"] == "app_uninstalled" or bool(event.get("tokens", {}).get("bot"))


def bot_user(payload: Payload) -> str:
    """Who the bot is in the workspace that an event was delivered for, "" where it does not say."""
    who = payload.get("authorizations") or [{}]
    return str(who[0].get("user_id") or "") if who[0].get("is_bot", True) else ""


def user(payload: Payload) -> str:
    return str(payload.get("user_id") or payload.get("user", {}).get("id", ""))


def _team(payload: Payload) -> str:
    team = payload.get("team") or {}
    return str(payload.get("team_id") or team.get("id") or payload.get("user", {}).get("team_id", ""))


def _is_from_a_person(said: Payload) -> bool:
    is_bot = (
        said.get("bot_id")
        or said.get("bot_profile")
        or (said.get("app_id") and not said.get("client_msg_id"))
    )
    return (
        said.get("user") not in (None, "", _SLACKBOT)
        and not is_bot
        and (said.get("subtype") or "") in _PLAIN_SUBTYPES
    )


def _text(said: Payload) -> str:
    return str(said.get("text") or "")[:_LONGEST_TEXT]


def _about_message(kind: Kind, payload: Payload, said: Payload, at: str, **more: str) -> Event:
    team, room = event_team(payload), payload["event"]["channel"]
    body = {
        "kind": kind,
        "team": team,
        "room": room,
        "user": said["user"],
        "ts": said["ts"],
        "thread": said.get("thread_ts") or "",
        "direct": is_direct(payload["event"]),
        **more,
    }
    return _event(f"{message_key(team, room, said['ts'])}:{kind}:{at}", body)


def _event(key: str, body: Mapping[str, Any]) -> Event:
    # What one person asks by commands is a line of its own: nobody waits for another person there.
    thread = body["thread"] or body.get("ts") or body["user"]
    return Event(
        key=key,
        channel=CHANNEL,
        conversation=conversation(body["team"], body["room"], thread),
        asker=f"{CHANNEL}:{body['team']}:{body['user']}",
        body=body,
    )
