"""Slack on a port of your own: enough of it, over real HTTP, to test an app without a workspace.

    with SlackServer() as slack:
        slack.connect("http://127.0.0.1:3000/slack/events")   # or leave it out, and use Socket Mode
        asked = slack.ask(USER, CHANNEL, "When does the pool open?")
        assert "Monday" in slack.reply(asked).text

Give the app `slack.api` as slack_sdk's base_url, BOT_TOKEN, APP_TOKEN and `slack.app.signing_secret`.
"""

from tests.slack_server.blocks import check_blocks, check_view
from tests.slack_server.delivering import Attempt, Delivery, Reply
from tests.slack_server.faults import Fault, Faults, Way
from tests.slack_server.furnishing import (
    ADMIN,
    APP,
    APP_TOKEN,
    BOT,
    BOT_TOKEN,
    BOT_USER,
    CHANNEL,
    CONFIG_TOKEN,
    TEAM,
    USER,
    ManifestError,
)
from tests.slack_server.manifests import check_manifest
from tests.slack_server.payloads import filled
from tests.slack_server.server import SlackServer
from tests.slack_server.values import App, Bot, Call, Channel, Json, Kind, Message, Streaming, User, View
from tests.slack_server.world import NothingHappenedError
from tests.slack_server.writing import Said

__all__ = [
    "ADMIN",
    "APP",
    "APP_TOKEN",
    "BOT",
    "BOT_TOKEN",
    "BOT_USER",
    "CHANNEL",
    "CONFIG_TOKEN",
    "TEAM",
    "USER",
    "App",
    "Attempt",
    "Bot",
    "Call",
    "Channel",
    "Delivery",
    "Fault",
    "Faults",
    "Json",
    "Kind",
    "ManifestError",
    "Message",
    "NothingHappenedError",
    "Reply",
    "Said",
    "SlackServer",
    "Streaming",
    "User",
    "View",
    "Way",
    "check_blocks",
    "check_manifest",
    "check_view",
    "filled",
]
