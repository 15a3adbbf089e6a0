"""What an app posts to a response_url, or answers to a slash command with."""

from dataclasses import replace

from tests.slack_server import shown
from tests.slack_server.blocks import check_blocks, error_of
from tests.slack_server.method import Refused
from tests.slack_server.values import Json, Message, ResponseUrl
from tests.slack_server.world import World

SECONDS = 30 * 60
USES = 5


def use(world: World, name: str, given: Json) -> None:
    """One post to a response_url; raises Refused when it is used up, too old or wrong."""
    found = world.response_urls.get(name)
    if found is None:
        raise Refused("invalid_url")
    if world.clock.now() - found.at > SECONDS:
        raise Refused("expired_url")
    if found.uses >= USES:
        raise Refused("used_url")
    found.uses += 1
    apply(world, found, given)


def apply(world: World, url: ResponseUrl, given: Json) -> None:
    original = _original(world, url)
    if given.get("delete_original"):
        _delete(world, original)
    elif given.get("replace_original") and original:
        _replace(world, original, _said(given))
    else:
        _post(world, url, given)
    world.changed.notify_all()


def _said(given: Json) -> Json:
    blocks = given.get("blocks") or []
    faults = check_blocks(blocks)
    if faults:
        raise Refused(error_of(faults), [f"[ERROR] {fault}" for fault in faults])
    if not blocks and not given.get("text") and not given.get("attachments"):
        raise Refused("no_text")
    return {
        "text": str(given.get("text", "")),
        "blocks": tuple(shown.numbered(blocks)),
        "attachments": tuple(given.get("attachments") or ()),
        "metadata": given.get("metadata"),
    }


def _original(world: World, url: ResponseUrl) -> Message | None:
    private = (m for m in world.ephemerals if (m.channel, m.ts) == (url.channel, url.message_ts))
    return world.messages.get((url.channel, url.message_ts)) or next(private, None)


def _delete(world: World, original: Message | None) -> None:
    if original is None:
        raise Refused("message_not_found")
    if original in world.ephemerals:
        world.ephemerals.remove(original)
    else:
        world.take(original)


def _replace(world: World, original: Message, said: Json) -> None:
    if original in world.ephemerals:
        world.ephemerals[world.ephemerals.index(original)] = replace(original, **said)
    else:
        edited = (original.user, world.clock.stamp())
        world.put(replace(original, edited=edited, **said))


def _post(world: World, url: ResponseUrl, given: Json) -> None:
    bot = next(bot for bot in world.bots.values() if bot.id == url.bot)
    private = given.get("response_type", "ephemeral") != "in_channel"
    message = Message(
        team=url.team,
        channel=url.channel,
        ts=world.clock.stamp(),
        user=bot.user,
        bot=bot.id,
        app=bot.app,
        thread_ts=str(given.get("thread_ts", "")) or url.thread_ts,
        ephemeral_to=url.user if private else "",
        **_said(given),
    )
    if private:
        world.ephemerals.append(message)
        url.message_ts = url.message_ts or message.ts
    else:
        world.put(message)
