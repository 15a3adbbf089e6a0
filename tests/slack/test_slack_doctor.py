"""What the doctor finds in Slack, and what it says to do."""

from collections.abc import Mapping
from copy import deepcopy

import pytest

from bot.channels.slack.doctor import ProblemError, differences, looks
from bot.channels.slack.manifest import manifest
from config.settings import Settings
from tests.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer


def settings(slack: SlackServer, **values: object) -> Settings:
    return Settings.model_validate(
        {
            "slack_bot_token": BOT_TOKEN,
            "slack_app_token": APP_TOKEN,
            "slack_api_url": f"{slack.url}/api",
            **values,
        }
    )


def found(settings: Settings) -> Mapping[str, str]:
    """What each look says; a problem begins with a cross."""
    said = {}
    for name, look in looks(settings):
        try:
            said[name] = look(settings)
        except ProblemError as problem:
            said[name] = f"✗ {problem}"
    return said


def test_a_workspace_that_is_well_connected_has_no_problem(slack: SlackServer) -> None:
    said = found(settings(slack))

    assert "Town Hall" in said["Slack token"]
    assert not [line for line in said.values() if line.startswith("✗")]


def test_a_dead_token_is_named_with_what_to_do(slack: SlackServer) -> None:
    slack.revoke()

    assert "token_revoked" in found(settings(slack))["Slack token"]
    assert "install the app again" in found(settings(slack))["Slack token"]


def test_an_app_token_of_the_wrong_kind_is_named(slack: SlackServer) -> None:
    assert "connections:write" in found(settings(slack, slack_app_token=BOT_TOKEN))["Slack socket"]


def test_slack_that_cannot_be_reached_is_named(slack: SlackServer) -> None:
    said = found(settings(slack, slack_api_url="http://127.0.0.1:9/api"))

    assert "http://127.0.0.1:9/api cannot be reached" in said["Slack token"]


def test_several_workspaces_without_walls_between_them_are_a_problem(slack: SlackServer) -> None:
    several = {
        "slack_bot_token": None,
        "slack_app_token": None,
        "slack_signing_secret": "s",
        "slack_client_id": "1",
        "slack_client_secret": "2",
        "public_url": "https://briefing.example.gov.uk",
    }

    assert "BRIEFING_WORKSPACE_COLLECTIONS" in found(settings(slack, **several))["Slack workspaces"]


@pytest.mark.parametrize("socket", [True, False])
def test_our_own_manifest_lacks_nothing(socket: bool) -> None:
    assert not differences(manifest(public_url="https://x.example", socket_mode=socket), socket=socket)


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        ("features.app_home.messages_tab_enabled", False, "Messages tab"),
        ("features.app_home.messages_tab_read_only_enabled", True, "send messages from the Messages tab"),
        ("settings.event_subscriptions.bot_events", ["app_mention"], "subscribe to"),
        ("settings.interactivity.is_enabled", False, "interactivity"),
        ("settings.socket_mode_enabled", False, "Socket Mode on"),
        ("features.slash_commands", [], "/briefing"),
        ("features.shortcuts", [], "shortcuts"),
    ],
)
def test_what_an_app_lacks_is_said_with_where_to_change_it(path: str, value: object, what: str) -> None:
    made = deepcopy(manifest(public_url=None, socket_mode=True))
    *way, last = path.split(".")
    part = made
    for name in way:
        part = part[name]
    part[last] = value

    assert any(what in problem for problem in differences(made, socket=True))
