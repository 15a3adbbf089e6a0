"""chat.postMessage, update, delete, postEphemeral and getPermalink."""

from dataclasses import replace

from tests.slack_server import shown
from tests.slack_server.blocks import check_blocks, error_of
from tests.slack_server.method import Refused, Request, method
from tests.slack_server.values import Channel, Json, Message, Streaming

TEXT = 40_000
"""Slack cuts a longer text off."""
UPDATED_TEXT = 4_000
MARKDOWN = 12_000


def content(asked: Request) -> Json:
    """What a call says, checked: text, blocks, attachments and metadata, only those it gave."""
    given = asked.args.given
    if asked.args.has("markdown_text") and (asked.args.has("text") or asked.args.has("blocks")):
        raise Refused("markdown_text_conflict")
    said: Json = {}
    if asked.args.has("markdown_text"):
        said |= _markdown(asked.text("markdown_text"))
    if given.get("text") is not None:
        said["text"] = asked.text("text")[:TEXT]
    if given.get("blocks") is not None:
        said["blocks"] = blocks(asked.args.structure("blocks"))
    if given.get("attachments") is not None:
        said["attachments"] = tuple(asked.args.structure("attachments") or ())
    if given.get("metadata") is not None:
        said["metadata"] = metadata(asked.args.structure("metadata"))
    return said


def _markdown(text: str) -> Json:
    if len(text) > MARKDOWN:
        raise Refused("msg_too_long")
    return {"text": text, "blocks": ({"type": "markdown", "text": text},)}


def blocks(given: object) -> tuple[Json, ...]:
    if not isinstance(given, list):
        raise Refused("invalid_blocks_format")
    faults = check_blocks(given)
    if faults:
        raise Refused(error_of(faults), [f"[ERROR] {fault}" for fault in faults], errors=faults)
    return tuple(shown.numbered(given))


def metadata(given: object) -> Json | None:
    if not isinstance(given, dict):
        raise Refused("invalid_metadata_format")
    if not given:
        return None
    if not isinstance(given.get("event_type"), str) or not isinstance(given.get("event_payload"), dict):
        raise Refused("invalid_metadata_schema")
    return given


def _said(asked: Request) -> Json:
    said = content(asked)
    if not said.get("text", "").strip() and not said.get("blocks") and not said.get("attachments"):
        raise Refused("no_text")
    return said


def _thread(asked: Request, channel: Channel) -> str:
    """The head of the thread to write in. Slack takes the timestamp of a reply for its thread's."""
    given = asked.text("thread_ts")
    head = asked.world.messages.get((channel.id, given))
    if given and head is None:
        raise Refused("invalid_thread_ts")
    return (head.thread_ts or given) if head else given


@method("chat.postMessage", "channel", scope="chat:write")
def post_message(asked: Request) -> Json:
    channel = asked.writable()
    said = _said(asked)
    message = asked.world.put(_authored(asked, channel, _thread(asked, channel), said))
    return {
        "ok": True,
        "channel": channel.id,
        "ts": message.ts,
        "message": shown.message(asked.world, message),
    }


def _authored(asked: Request, channel: Channel, thread_ts: str, said: Json) -> Message:
    bot, given = asked.bot, asked.args
    customised = any(given.has(name) for name in ("username", "icon_emoji", "icon_url"))
    return Message(
        team=bot.team,
        channel=channel.id,
        ts=asked.world.clock.stamp(),
        user=bot.user,
        bot=bot.id,
        app=bot.app,
        thread_ts=thread_ts,
        username=given.text("username"),
        subtype="bot_message" if customised else "",
        broadcast=given.flag("reply_broadcast"),
        unfurl_links=given.flag("unfurl_links") if given.has("unfurl_links") else None,
        unfurl_media=given.flag("unfurl_media") if given.has("unfurl_media") else None,
        **said,
    )


@method("chat.postEphemeral", "channel", "user", scope="chat:write")
def post_ephemeral(asked: Request) -> Json:
    channel = asked.writable()
    if asked.text("user") not in channel.members:
        raise Refused("user_not_in_channel")
    said = _said(asked)
    message = _authored(asked, channel, asked.text("thread_ts"), said)
    asked.world.ephemerals.append(replace(message, ephemeral_to=asked.text("user")))
    return {"ok": True, "message_ts": message.ts}


@method("chat.update", "channel", "ts", scope="chat:write")
def update(asked: Request) -> Json:
    channel = asked.writable()
    message = _own(asked, channel, "cant_update_message")
    if len(asked.text("text")) > UPDATED_TEXT:
        raise Refused("msg_too_long")
    if message.streaming is Streaming.IN_PROGRESS:
        raise Refused("streaming_state_conflict")
    said = content(asked)
    if not said:
        raise Refused("no_text")
    edited = (asked.bot.user, asked.world.clock.stamp())
    message = asked.world.put(replace(message, edited=edited, **said))
    body = shown.message(asked.world, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "text": message.text, "message": body}


@method("chat.delete", "channel", "ts", scope="chat:write")
def delete(asked: Request) -> Json:
    channel = asked.channel()
    message = _own(asked, channel, "cant_delete_message")
    asked.world.take(message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def _own(asked: Request, channel: Channel, otherwise: str) -> Message:
    message = asked.world.messages.get((channel.id, asked.text("ts")))
    if message is None or message.subtype == "tombstone":
        raise Refused("message_not_found")
    if message.bot != asked.bot.id:
        raise Refused(otherwise)
    return message


@method("chat.getPermalink", "channel", "message_ts")
def get_permalink(asked: Request) -> Json:
    channel = asked.channel()
    message = asked.world.messages.get((channel.id, asked.text("message_ts")))
    if message is None:
        raise Refused("message_not_found")
    domain = asked.world.teams[asked.bot.team].domain
    link = f"https://{domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    return {"ok": True, "channel": channel.id, "permalink": link + thread}
