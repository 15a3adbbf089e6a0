"""conversations.*: what a channel is, who is in it, and what was said there."""

import base64
from collections.abc import Callable, Sequence
from typing import TypeVar

from tests.slack_server import shown
from tests.slack_server.method import Refused, Request, method
from tests.slack_server.values import Channel, Json, Kind, Message

T = TypeVar("T")


@method("conversations.info", "channel", scope="{kind}:read")
def info(asked: Request) -> Json:
    channel = asked.channel()
    body = shown.channel(channel, seen_by=asked.bot)
    if asked.args.flag("include_num_members"):
        body["num_members"] = len(channel.members)
    return {"ok": True, "channel": body}


@method("conversations.list")
def list_(asked: Request) -> Json:
    wanted = asked.text("types", "public_channel").split(",")
    names = {Kind.PUBLIC: "public_channel", Kind.PRIVATE: "private_channel", Kind.DIRECT: "im"}
    seen = [
        channel
        for channel in asked.world.channels.values()
        if asked.bot.team in channel.teams
        and names.get(channel.kind, "mpim") in wanted
        and (channel.kind is Kind.PUBLIC or asked.bot.user in channel.members)
        and not (channel.is_archived and asked.args.flag("exclude_archived"))
    ]
    return _page(asked, "channels", seen, 100, lambda c: shown.channel(c, seen_by=asked.bot))


@method("conversations.members", "channel", scope="{kind}:read")
def members(asked: Request) -> Json:
    return _page(asked, "members", sorted(asked.channel().members), 100, str)


@method("conversations.open", scope="im:write")
def open_(asked: Request) -> Json:
    if asked.args.has("channel"):
        channel = asked.channel()
    else:
        users = [user for user in asked.text("users").split(",") if user]
        if not users:
            raise Refused("users_list_not_supplied")
        if any(user not in asked.world.users for user in users):
            raise Refused("user_not_found")
        channel = asked.world.direct(asked.bot.team, {asked.bot.user, *users})
    whole = shown.channel(channel, seen_by=asked.bot)
    return {"ok": True, "channel": whole if asked.args.flag("return_im") else {"id": channel.id}}


@method("conversations.join", "channel", scope="channels:join")
def join(asked: Request) -> Json:
    channel = asked.channel()
    if channel.is_archived:
        raise Refused("is_archived")
    channel.members.add(asked.bot.user)
    return {"ok": True, "channel": shown.channel(channel, seen_by=asked.bot)}


@method("conversations.history", "channel", scope="{kind}:history")
def history(asked: Request) -> Json:
    channel = _readable(asked)
    said = asked.world.in_channel(channel.id)
    newest = [m for m in reversed(said) if (not m.is_reply or m.broadcast) and _within(asked, m)]
    page = _page(asked, "messages", newest, 100, lambda m: _shown(asked, m))
    more = bool(page["response_metadata"]["next_cursor"])
    return page | {"has_more": more, "pin_count": 0}


@method("conversations.replies", "channel", "ts", scope="{kind}:history")
def replies(asked: Request) -> Json:
    channel = _readable(asked)
    named = asked.world.messages.get((channel.id, asked.text("ts")))
    head = named and asked.world.messages.get((channel.id, named.thread_ts or named.ts))
    if head is None:
        raise Refused("thread_not_found")
    answers = [m for m in asked.world.replies(channel.id, head.ts) if _within(asked, m)]
    page = _page(asked, "messages", [head, *answers], 1000, lambda m: _shown(asked, m))
    return page | {"has_more": bool(page["response_metadata"]["next_cursor"])}


def _readable(asked: Request) -> Channel:
    channel = asked.channel()
    if asked.bot.user not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _within(asked: Request, message: Message) -> bool:
    oldest, latest = asked.text("oldest", "0"), asked.text("latest") or "9" * 12
    at, ends = float(message.ts), (float(oldest), float(latest))
    if asked.args.flag("inclusive"):
        return ends[0] <= at <= ends[1]
    return ends[0] < at < ends[1]


def _shown(asked: Request, message: Message) -> Json:
    return shown.with_thread(asked.world, message, metadata=asked.args.flag("include_all_metadata"))


def _page(asked: Request, name: str, whole: Sequence[T], default: int, show: Callable[[T], object]) -> Json:
    limit = max(1, min(asked.args.number("limit", default) or default, 1000))
    start = _start(asked)
    after = start + limit
    cursor = base64.b64encode(f"next:{after}".encode()).decode() if after < len(whole) else ""
    page = [show(item) for item in whole[start:after]]
    return {"ok": True, name: page, "response_metadata": {"next_cursor": cursor}}


def _start(asked: Request) -> int:
    cursor = asked.text("cursor")
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except ValueError:
        raise Refused("invalid_cursor") from None
