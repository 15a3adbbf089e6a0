"""How messages, people, channels and views look in answers and events."""

import itertools

from tests.slack_server.payloads import filled
from tests.slack_server.values import Bot, Channel, Json, Kind, Message, Streaming, Team, User, View
from tests.slack_server.world import World


def message(world: World, shown: Message, *, metadata: bool = True) -> Json:
    """The message as the Web API gives it."""
    bot = next((b for b in world.bots.values() if b.id == shown.bot), None)
    body: Json = {"type": "message", "user": shown.user, "text": shown.text, "ts": shown.ts}
    body |= {"team": shown.team}
    if bot:
        body |= {"bot_id": bot.id, "app_id": bot.app, "bot_profile": bot_profile(bot)}
    body |= _optional(world, shown)
    if metadata and shown.metadata:
        body["metadata"] = shown.metadata
    return body


def _optional(world: World, shown: Message) -> Json:
    edited = shown.edited and {"user": shown.edited[0], "ts": shown.edited[1]}
    maybe = {
        "client_msg_id": shown.client_msg_id,
        "subtype": shown.subtype,
        "username": shown.username,
        "blocks": list(shown.blocks),
        "attachments": list(shown.attachments),
        "edited": edited,
        "thread_ts": shown.thread_ts,
        "streaming_state": "" if shown.streaming is Streaming.NONE else str(shown.streaming),
        "parent_user_id": _parent_user(world, shown),
    }
    return {name: value for name, value in maybe.items() if value}


def _parent_user(world: World, shown: Message) -> str:
    parent = world.messages.get((shown.channel, shown.thread_ts))
    return parent.user if parent and shown.is_reply else ""


def with_thread(world: World, shown: Message, *, metadata: bool) -> Json:
    """The message as the head of its thread, where it has one."""
    replies = world.replies(shown.channel, shown.ts)
    body = message(world, shown, metadata=metadata)
    if not replies:
        return body
    people = list(dict.fromkeys(reply.user for reply in replies))
    return body | {
        "thread_ts": shown.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts,
        "reply_users": people,
        "is_locked": False,
        "subscribed": False,
    }


def bot_profile(bot: Bot) -> Json:
    icons = {f"image_{size}": f"https://avatars.example.com/{bot.id}_{size}.png" for size in (36, 48, 72)}
    return {
        "id": bot.id,
        "app_id": bot.app,
        "user_id": bot.user,
        "name": bot.name,
        "icons": icons,
        "deleted": bool(bot.gone),
        "updated": 1700000000,
        "team_id": bot.team,
    }


def user(shown: User, *, seen_from: str) -> Json:
    profile = {
        "real_name": shown.real_name,
        "real_name_normalized": shown.real_name,
        "display_name": shown.name,
        "display_name_normalized": shown.name,
        "first_name": shown.real_name.split(" ")[0],
        "last_name": shown.real_name.rpartition(" ")[2],
        "email": f"{shown.name}@example.gov.uk",
        "team": shown.team,
    }
    body = filled(
        "user",
        id=shown.id,
        team_id=shown.team,
        name=shown.name,
        real_name=shown.real_name,
        deleted=shown.deleted,
        tz=shown.tz,
        profile=profile,
        is_admin=shown.is_admin,
        is_restricted=shown.is_restricted,
        is_ultra_restricted=shown.is_ultra_restricted,
        is_bot=shown.is_bot,
    )
    return body | {"is_stranger": True} if shown.team != seen_from else body


def channel(shown: Channel, *, seen_by: Bot) -> Json:
    if shown.is_direct:
        other = next((one for one in sorted(shown.members) if one != seen_by.user), seen_by.user)
        return filled("im", id=shown.id, user=other, context_team_id=shown.team, is_archived=False)
    return filled(
        "channel",
        id=shown.id,
        name=shown.name,
        name_normalized=shown.name,
        is_channel=shown.kind is Kind.PUBLIC,
        is_group=shown.kind is Kind.PRIVATE,
        is_private=shown.kind is not Kind.PUBLIC,
        is_mpim=shown.kind is Kind.GROUP_DIRECT,
        is_archived=shown.is_archived,
        is_member=seen_by.user in shown.members,
        is_shared=bool(shown.shared_with),
        is_ext_shared=bool(shown.shared_with),
        shared_team_ids=list(shown.teams),
        connected_team_ids=list(shown.shared_with),
        context_team_id=seen_by.team,
        topic={"value": shown.topic},
        purpose={"value": shown.purpose},
    )


def team(shown: Team) -> Json:
    body = {"id": shown.id, "name": shown.name, "domain": shown.domain, "is_verified": False}
    body |= {"url": f"https://{shown.domain}.slack.com/", "email_domain": "example.gov.uk"}
    icon = {f"image_{size}": f"https://avatars.example.com/t_{size}.png" for size in (34, 44, 68, 88)}
    body |= {"icon": icon | {"image_default": True}}
    if shown.enterprise:
        body |= {"enterprise_id": shown.enterprise, "enterprise_name": shown.name}
    return body


def view(shown: View, state: Json | None = None) -> Json:
    content = shown.content
    empty = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None}
    body = filled("view", **(empty | content)) | {
        "blocks": numbered(content.get("blocks", [])),
        "id": shown.id,
        "team_id": shown.team,
        "app_installed_team_id": shown.team,
        "state": state or {"values": {}},
        "hash": shown.hash,
        "root_view_id": shown.root,
        "previous_view_id": shown.previous or None,
        "app_id": shown.app,
        "bot_id": shown.bot,
    }
    if shown.type == "home":
        body.pop("submit", None)
    return body


def numbered(blocks: list[Json]) -> list[Json]:
    """The blocks, each with a block_id, as Slack gives one where there is none."""
    taken = {block.get("block_id") for block in blocks}
    free = (name for name in (f"b{number:03d}" for number in itertools.count()) if name not in taken)
    return [block if "block_id" in block else {**block, "block_id": next(free)} for block in blocks]
