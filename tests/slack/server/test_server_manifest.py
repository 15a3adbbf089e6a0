"""An app's manifest on the Slack server: what Slack would refuse, and an app that lives by its own."""

import copy
import json

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.server.asking import error_of
from tests.slack_server import (
    APP,
    CHANNEL,
    CONFIG_TOKEN,
    USER,
    Json,
    ManifestError,
    SlackServer,
    check_manifest,
)

MANIFEST: Json = {
    "display_information": {"name": "Briefing"},
    "features": {
        "agent_view": {
            "agent_description": "Answers from documents",
            "suggested_prompts": [{"title": "Hello", "message": "What can you do?"}],
        },
        "bot_user": {"display_name": "Briefing"},
        "shortcuts": [
            {"name": "Brief me", "type": "message", "callback_id": "b", "description": "On this message"}
        ],
        "slash_commands": [
            {"command": "/briefing", "description": "Ask", "url": "https://bot.example/slack"}
        ],
    },
    "oauth_config": {"scopes": {"bot": ["app_mentions:read", "chat:write", "commands"]}},
    "settings": {
        "event_subscriptions": {"request_url": "https://bot.example/slack", "bot_events": ["app_mention"]},
        "socket_mode_enabled": False,
    },
}


def test_a_manifest_within_the_limits_is_taken() -> None:
    assert check_manifest(MANIFEST) == []


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("display_information/name", "x" * 36, "must be less than 36 characters"),
        ("features/agent_view/agent_description", "x" * 301, "must be less than 301 characters"),
        (
            "features/agent_view/suggested_prompts",
            [{"title": "a", "message": "b"}] * 5,
            "no more than 4 items",
        ),
        ("features/shortcuts/0/name", "x" * 25, "must be less than 25 characters"),
        ("features/slash_commands/0/command", "x" * 33, "must be less than 33 characters"),
        ("features/song", True, "invalid additional property: song"),
        ("settings/event_subscriptions/bot_events", ["message.im"], "requires the scope im:history"),
        ("settings/event_subscriptions/request_url", "here", "must be a valid url"),
        ("oauth_config/scopes/bot", ["app_mentions:read"], "slash commands require the scope commands"),
    ],
)
def test_a_manifest_beyond_a_limit_is_refused(path: str, value: object, fault: str) -> None:
    changed = copy.deepcopy(MANIFEST)
    *folders, last = path.split("/")
    inner = changed
    for folder in folders:
        inner = inner[int(folder) if folder.isdigit() else folder]  # type: ignore[index]
    inner[last] = value

    assert fault in "; ".join(check_manifest(changed))


@pytest.mark.asyncio
async def test_an_app_lives_by_the_manifest_it_adopted(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.adopt(MANIFEST)

    assert [d.event["type"] for d in slack.ask(USER, CHANNEL, "hello").deliveries] == ["app_mention"]
    assert await error_of(client.users_info(user=USER)) == "missing_scope"
    await client.chat_postMessage(channel=CHANNEL, text="allowed")
    with pytest.raises(ManifestError, match="display_information"):
        slack.adopt({})


@pytest.mark.asyncio
async def test_a_configuration_token_reads_and_checks_the_manifest(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.adopt(MANIFEST)

    read = await client.apps_manifest_export(app_id=APP.id, token=CONFIG_TOKEN)
    assert read["manifest"] == MANIFEST
    checked = await client.apps_manifest_validate(manifest=json.dumps(MANIFEST), token=CONFIG_TOKEN)
    assert checked["errors"] == []
    wrong = client.apps_manifest_validate(manifest="{}", token=CONFIG_TOKEN)
    assert await error_of(wrong) == "invalid_manifest"
    assert await error_of(client.apps_manifest_export(app_id=APP.id)) == "not_allowed_token_type"
