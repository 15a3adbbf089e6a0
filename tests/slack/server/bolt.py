"""A small app on Bolt, over HTTP on a port of its own, that does a little of everything."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack_server import BOT_TOKEN, Json, SlackServer

FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "notify_on_close": True,
    "title": {"type": "plain_text", "text": "Feedback"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Why?"},
            "element": {
                "type": "radio_buttons",
                "action_id": "reason",
                "options": [
                    {"text": {"type": "plain_text", "text": "Wrong"}, "value": "wrong"},
                    {"text": {"type": "plain_text", "text": "Old"}, "value": "old"},
                ],
            },
        },
        {
            "type": "input",
            "block_id": "more",
            "optional": True,
            "label": {"type": "plain_text", "text": "Tell us more"},
            "element": {"type": "plain_text_input", "action_id": "comment"},
        },
    ],
}
BUTTONS: list[Json] = [
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "share",
                "value": "k1",
                "text": {"type": "plain_text", "text": "Share"},
            }
        ],
    }
]


@dataclass
class Heard:
    """What reached the app's listeners, in order."""

    events: list[Json] = field(default_factory=list)
    submitted: list[Json] = field(default_factory=list)


def build(slack: SlackServer) -> tuple[AsyncApp, Heard]:
    client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api)
    app, heard = AsyncApp(client=client, signing_secret=slack.app.signing_secret), Heard()
    _listen(app, heard)
    _answer(app, heard)
    return app, heard


def _listen(app: AsyncApp, heard: Heard) -> None:
    @app.event("app_mention")
    async def mention(event: Json, say: AsyncSay) -> None:
        heard.events.append(event)
        await say(text="I heard you.", blocks=BUTTONS, thread_ts=event["ts"])

    for name in ("message", "app_home_opened", "agent_session_stopped", "assistant_thread_started"):
        app.event(name)(_hearing(heard))
    for name in ("app_uninstalled", "tokens_revoked"):
        app.event(name)(_hearing(heard))


def _hearing(heard: Heard):  # type: ignore[no-untyped-def]
    async def hear(event: Json) -> None:
        heard.events.append(event)

    return hear


def _answer(app: AsyncApp, heard: Heard) -> None:
    @app.command("/briefing")
    async def command(ack: AsyncAck, respond: AsyncRespond, command: Json, client: AsyncWebClient) -> None:
        if command["text"] == "form":
            await ack()
            await client.views_open(trigger_id=command["trigger_id"], view=FORM)
        else:
            await ack("One moment.")
            await respond(f"You said: {command['text']}", blocks=BUTTONS)

    @app.action("share")
    async def share(ack: AsyncAck, respond: AsyncRespond, body: Json) -> None:
        await ack()
        heard.submitted.append(body)
        await respond("Shared.", response_type="in_channel", replace_original=False)

    @app.view("form")
    async def form(ack: AsyncAck, view: Json) -> None:
        heard.submitted.append(view["state"]["values"])
        if view["state"]["values"]["more"]["comment"]["value"]:
            await ack()
        else:
            await ack(response_action="errors", errors={"more": "Say a little more."})

    @app.shortcut("brief_me")
    async def shortcut(ack: AsyncAck, shortcut: Json, client: AsyncWebClient) -> None:
        await ack()
        heard.submitted.append(shortcut)
        await client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)


@asynccontextmanager
async def served(app: AsyncApp) -> AsyncIterator[str]:
    """The app's address, while it listens."""
    async with _running(app.web_app(path="/slack/events")) as url:
        yield url


@asynccontextmanager
async def listening(handler: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """The address of something that answers as it likes, while it listens."""
    bare = web.Application()
    bare.router.add_post("/slack/events", handler)
    async with _running(bare) as url:
        yield url


@asynccontextmanager
async def _running(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()
