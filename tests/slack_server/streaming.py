"""chat.startStream, appendStream and stopStream, which live for five minutes at most."""

from collections.abc import Callable
from dataclasses import replace

from tests.slack_server import shown
from tests.slack_server.agents import set_session
from tests.slack_server.blocks import ALL_TEXT, STATUSES
from tests.slack_server.chat import MARKDOWN, blocks, metadata
from tests.slack_server.checks import Check, anything, items, shape, string, typed
from tests.slack_server.elements import URL_SOURCE
from tests.slack_server.method import Refused, Request, method
from tests.slack_server.values import Channel, Json, Message, Stream, Streaming

FIELD = 256
CHUNKS: dict[str, Check] = {
    "markdown_text": shape({"text": string(MARKDOWN)}),
    "task_update": shape(
        {"id": string(FIELD, 1), "title": string(FIELD, 1)},
        {
            "status": STATUSES,
            "details": string(FIELD),
            "output": string(FIELD),
            "sources": items(URL_SOURCE, most=50),
        },
    ),
    "plan_update": shape({"title": string(FIELD, 1)}),
    "blocks": shape({"blocks": items(anything, least=1, most=50)}),
}


@method("chat.startStream", "channel", scope="chat:write")
def start(asked: Request) -> Json:
    channel = asked.writable()
    _recipient(asked, channel)
    head = asked.world.messages.get((channel.id, asked.text("thread_ts")))
    if head is None and (asked.args.has("thread_ts") or channel.is_direct):
        raise Refused("invalid_thread_ts" if asked.args.has("thread_ts") else "missing_thread_ts")
    said = _said(asked)
    message = _opened(asked, channel, (head.thread_ts or head.ts) if head else "")
    stream = Stream(asked.bot.id, asked.text("recipient_user_id"), asked.world.clock.now())
    asked.world.streams[channel.id, message.ts] = stream
    asked.world.put(message)
    _add(asked, message, stream, said)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def _recipient(asked: Request, channel: Channel) -> None:
    if asked.text("task_display_mode", "timeline") not in {"timeline", "plan", "dense"}:
        raise Refused(
            "invalid_arguments", ["[ERROR] must be one of: timeline, plan [json-pointer:/task_display_mode]"]
        )
    for name in ("recipient_user_id", "recipient_team_id"):
        if not channel.is_direct and not asked.args.has(name):
            raise Refused(f"missing_{name}")
    user = asked.world.users.get(asked.text("recipient_user_id"))
    if asked.args.has("recipient_user_id") and user is None:
        raise Refused("user_not_found")


def _opened(asked: Request, channel: Channel, thread_ts: str) -> Message:
    bot = asked.bot
    return Message(
        team=bot.team,
        channel=channel.id,
        ts=asked.world.clock.stamp(),
        thread_ts=thread_ts,
        user=bot.user,
        bot=bot.id,
        app=bot.app,
        username=asked.text("username"),
        streaming=Streaming.IN_PROGRESS,
    )


@method("chat.appendStream", "channel", "ts", scope="chat:write")
def append(asked: Request) -> Json:
    channel, message, stream = _running(asked)
    if stream.stopped:
        raise Refused("stopped_by_user")
    _fresh(asked, message)
    said = _said(asked)
    if not said and not asked.args.has("markdown_text"):
        raise Refused("markdown_text_or_chunks_required")
    _add(asked, message, stream, said)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


@method("chat.stopStream", "channel", "ts", scope="chat:write")
def stop(asked: Request) -> Json:
    channel, message, stream = _running(asked)
    _fresh(asked, message)
    last = asked.args.structure("blocks") or []
    blocks(last)
    about = metadata(asked.args.structure("metadata")) if asked.args.has("metadata") else None
    message = _add(asked, message, stream, _said(asked))
    whole = replace(
        message,
        blocks=tuple(shown.numbered([*message.blocks, *last])),
        metadata=about,
        streaming=Streaming.COMPLETED,
    )
    asked.world.put(whole)
    set_session(asked, channel, whole.thread_ts or whole.ts, asked.text("session_status", "active"))
    return {
        "ok": True,
        "channel": channel.id,
        "ts": whole.ts,
        "message": shown.message(asked.world, whole),
    }


def _running(asked: Request) -> tuple[Channel, Message, Stream]:
    channel = asked.writable()
    place = (channel.id, asked.text("ts"))
    message, stream = asked.world.messages.get(place), asked.world.streams.get(place)
    if message is None:
        raise Refused("message_not_found")
    if message.bot != asked.bot.id:
        raise Refused("message_not_owned_by_app")
    if stream is None:
        raise Refused("message_not_in_streaming_state")
    return channel, message, stream


def _fresh(asked: Request, message: Message) -> None:
    """Raises when the stream has ended, of itself or by hand."""
    stream = asked.world.streams[message.channel, message.ts]
    too_old = asked.world.clock.now() - stream.at > asked.world.stream_seconds
    if too_old and message.streaming is Streaming.IN_PROGRESS:
        asked.world.quietly(replace(message, streaming=Streaming.ERRORED))
    if too_old or message.streaming is not Streaming.IN_PROGRESS:
        raise Refused("message_not_in_streaming_state")


def _said(asked: Request) -> list[Json]:
    """What a call adds, as chunks. A stream keeps to the form of its first call: text, or chunks."""
    if asked.args.has("markdown_text") and asked.args.has("chunks"):
        raise Refused("cannot_provide_both_markdown_text_and_chunks")
    text = asked.text("markdown_text")
    if len(text) > MARKDOWN:
        raise Refused("msg_too_long")
    if text:
        return [{"type": "text", "text": text}]
    chunks = asked.args.structure("chunks") or []
    faults = list(items(typed(CHUNKS), most=1000)(chunks, "/chunks"))
    if faults:
        raise Refused("invalid_chunks", [f"[ERROR] {fault}" for fault in faults])
    for chunk in chunks:
        blocks(chunk.get("blocks", []))
    return list(chunks)


def _add(asked: Request, message: Message, stream: Stream, said: list[Json]) -> Message:
    _same_form(stream.chunks, said)
    together = [*stream.chunks, *said]
    text = "".join(chunk["text"] for chunk in together if "text" in chunk)
    if len(text) > ALL_TEXT:
        raise Refused("msg_blocks_too_long")
    if sum(len(chunk.get("blocks", ())) for chunk in together) > 50:
        raise Refused("invalid_blocks", ["[ERROR] no more than 50 items allowed [json-pointer:/chunks]"])
    stream.chunks = together
    return asked.world.quietly(replace(message, text=text, blocks=tuple(_blocks(together))))


def _same_form(before: list[Json], said: list[Json]) -> None:
    forms = {chunk["type"] == "text" for chunk in [*before, *said]}
    if len(forms) > 1:
        raise Refused("streaming_mode_mismatch")


def _blocks(chunks: list[Json]) -> list[Json]:
    """The message as it stands: runs of text as markdown, tasks as cards, blocks as they are."""
    shown_: list[Json] = []
    for chunk in chunks:
        _BLOCKS[chunk["type"]](shown_, chunk)
    return shown_


def _text(into: list[Json], chunk: Json) -> None:
    if into and into[-1]["type"] == "markdown":
        into[-1] = into[-1] | {"text": into[-1]["text"] + chunk["text"]}
    elif chunk["text"]:
        into.append({"type": "markdown", "text": chunk["text"]})


def _task(into: list[Json], chunk: Json) -> None:
    """A later update of a task replaces its title and status, and adds to its details."""
    card = {"type": "task_card", "task_id": chunk["id"], "title": chunk["title"]}
    card |= {name: chunk[name] for name in ("status", "sources") if name in chunk}
    old = next((place for place, block in enumerate(into) if block.get("task_id") == chunk["id"]), None)
    told = str(into[old].get("details", "")) if old is not None else ""
    card |= {"details": told + chunk.get("details", ""), "output": chunk.get("output", "")}
    card = {name: value for name, value in card.items() if value != ""}
    if old is None:
        into.append(card)
    else:
        into[old] = into[old] | card


def _plan(into: list[Json], chunk: Json) -> None:
    old = next((place for place, block in enumerate(into) if block["type"] == "plan"), None)
    if old is None:
        into.insert(0, {"type": "plan", "title": chunk["title"]})
    else:
        into[old] = into[old] | {"title": chunk["title"]}


def _own(into: list[Json], chunk: Json) -> None:
    into.extend(chunk["blocks"])


_BLOCKS: dict[str, Callable[[list[Json], Json], None]] = {
    "text": _text,
    "markdown_text": _text,
    "task_update": _task,
    "plan_update": _plan,
    "blocks": _own,
}
