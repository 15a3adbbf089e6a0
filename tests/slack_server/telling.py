"""What the Events API tells the app of each thing that happens in a workspace."""

from tests.slack_server import shown
from tests.slack_server.payloads import filled
from tests.slack_server.richtext import rich
from tests.slack_server.values import Bot, Channel, Json, Kind, Message, User
from tests.slack_server.world import World

SUBSCRIPTIONS = {
    Kind.PUBLIC: "message.channels",
    Kind.PRIVATE: "message.groups",
    Kind.DIRECT: "message.im",
    Kind.GROUP_DIRECT: "message.mpim",
}


def listener(world: World, channel: Channel, author_team: str = "") -> Bot | None:
    """The installation that hears of this channel: its own team's, else that of one that shares it."""
    for team in dict.fromkeys((author_team, *channel.teams)):
        bot = world.bot_in(team)
        if bot and bot.user in channel.members:
            return bot
    return None


def of_message(world: World, what: str, message: Message, before: Message | None) -> list[Json]:
    """The envelopes for a message posted, changed or deleted: none, one, or two for a mention."""
    channel = world.channels[message.channel]
    bot = listener(world, channel, message.team)
    if bot is None:
        return []
    events = [_TOLD[what](world, channel, message, before)]
    if _addressed(channel, bot, message, before):
        events.insert(0, _mention(world, bot, message))
    wanted = [event for event in events if _subscription(channel, event) in world.subscribed]
    author = world.users[message.user].team
    return [envelope(world, bot, event, channel) | _sender(event, author) for event in wanted]


def _sender(event: Json, team: str) -> Json:
    """Where a message comes from another organisation, its envelope bears that one's `team_id`, and only
    `context_team_id` and `authorizations` tell whose bot hears it; a mention's bears the bot's."""
    return {} if event["type"] == "app_mention" else {"team_id": team}


def _subscription(channel: Channel, event: Json) -> str:
    return "app_mention" if event["type"] == "app_mention" else SUBSCRIPTIONS[channel.kind]


def _addressed(channel: Channel, bot: Bot, message: Message, before: Message | None) -> bool:
    """Whether it mentions the bot, and did not before it was edited. Never in a direct message."""
    token = f"<@{bot.user}>"
    new = token in message.text and not (before and token in before.text)
    return new and not channel.is_direct and message.user != bot.user and message.subtype != "tombstone"


def _common(world: World, message: Message) -> Json:
    return shown.message(world, message) | {"channel": message.channel, "event_ts": message.ts}


def _foreign(author: User, bot: Bot) -> Json:
    """What tells a person of another organisation apart in a mention; a message has only `team` for that."""
    if author.team == bot.team:
        return {}
    theirs = {"user_team": author.team, "source_team": author.team, "user_profile": _profile(author)}
    return theirs | {"team": bot.team}


def _profile(author: User) -> Json:
    return {
        "name": author.name,
        "display_name": author.name,
        "first_name": author.real_name.split(" ")[0],
        "real_name": author.real_name,
        "team": author.team,
        "avatar_hash": "ge3b51ca72de",
        "image_72": f"https://avatars.example.com/{author.name}_72.png",
        "is_restricted": author.is_restricted,
        "is_ultra_restricted": author.is_ultra_restricted,
    }


def _posted(world: World, channel: Channel, message: Message, _before: Message | None) -> Json:
    body = filled("message", **_common(world, message))
    if not message.client_msg_id:
        body.pop("client_msg_id")
    return body | {"channel_type": str(channel.kind)}


def _mention(world: World, bot: Bot, message: Message) -> Json:
    body = _common(world, message) | {"type": "app_mention"}
    return filled("app_mention", **(body | _foreign(world.users[message.user], bot)))


def _changed(world: World, channel: Channel, message: Message, before: Message | None) -> Json:
    at = world.clock.stamp()
    return filled(
        "message_changed", channel=channel.id, channel_type=str(channel.kind), ts=at, event_ts=at
    ) | {
        "message": shown.with_thread(world, message, metadata=True),
        "previous_message": shown.message(world, before or message),
    }


def _deleted(world: World, channel: Channel, message: Message, _before: Message | None) -> Json:
    at = world.clock.stamp()
    return filled(
        "message_deleted",
        channel=channel.id,
        channel_type=str(channel.kind),
        ts=at,
        event_ts=at,
        deleted_ts=message.ts,
        previous_message=shown.message(world, message),
    )


_TOLD = {"posted": _posted, "changed": _changed, "deleted": _deleted}


def envelope(world: World, bot: Bot, event: Json, channel: Channel | None = None) -> Json:
    enterprise = world.teams[bot.team].enterprise or None
    granted = {"enterprise_id": enterprise, "team_id": bot.team, "user_id": bot.user}
    return filled(
        "event_callback",
        team_id=bot.team,
        context_team_id=bot.team,
        context_enterprise_id=enterprise,
        api_app_id=bot.app,
        event_id=world.new("Ev"),
        event_time=int(world.clock.now()),
        authorizations=[granted | {"is_bot": True, "is_enterprise_install": False}],
        is_ext_shared_channel=bool(channel and channel.shared_with),
        event_context=f"4-{world.new('ctx').lower()}",
    ) | {"event": event}


def typed_by(world: World, user: User, channel: str, text: str, thread_ts: str = "") -> Message:
    """A message as a person types it."""
    number = world.new("")
    return Message(
        team=user.team,
        channel=channel,
        ts=world.clock.stamp(),
        user=user.id,
        text=text,
        thread_ts=thread_ts,
        blocks=tuple(rich(text, f"r{number[-4:]}")),
        client_msg_id=f"7d9b1c8e-5c3e-4a73-9c53-{number[-12:].lower():0>12}",
    )
