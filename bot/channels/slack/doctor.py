"""What `briefing doctor` looks at in Slack, and what to do where it is wrong."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.manifest import EVENTS, PATH, SCOPES, manifest
from config.settings import Settings

SECONDS = 15
Look = Callable[[Settings], str]


class ProblemError(Exception):
    """Something that a person can put right; says how."""


def looks(settings: Settings) -> Iterator[tuple[str, Look]]:
    """The checks that these settings call for, by name."""
    if settings.slack_bot_token:
        yield "Slack token", _token
        yield "Slack scopes", _scopes
    if settings.slack_app_token:
        yield "Slack socket", _socket
    if settings.slack_signing_secret:
        yield "Slack requests", _requests
    if settings.slack_client_id:
        yield "Slack workspaces", _workspaces
    yield "Slack events and Messages tab", _configuration


def _token(settings: Settings) -> str:
    said, _ = _called(settings, "auth.test", _bot_token(settings))
    return f"the bot is {said.get('user')} in {said.get('team')} ({said.get('url')})"


def _scopes(settings: Settings) -> str:
    _, headers = _called(settings, "auth.test", _bot_token(settings))
    given = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",") if scope.strip()}
    if not given:
        return "Slack did not say which scopes the token has"
    if missing := sorted(set(SCOPES) - given):
        needed = "; ".join(f"{scope} ({SCOPES[scope]})" for scope in missing)
        raise ProblemError(
            f"the token lacks {needed}: add them under OAuth & Permissions, install the app again, "
            "and set the new SLACK_BOT_TOKEN"
        )
    return f"the token has all {len(SCOPES)} that are needed"


def _socket(settings: Settings) -> str:
    token = settings.slack_app_token
    _called(settings, "apps.connections.open", token.get_secret_value() if token else "")
    return "Socket Mode can be opened"


def _requests(settings: Settings) -> str:
    where = f"{settings.public_url or 'https://YOUR-ADDRESS'}{PATH}"
    return f"signatures are checked; Slack must send events, commands and interactions to {where}"


def _workspaces(settings: Settings) -> str:
    if not settings.workspace_collections:
        raise ProblemError(
            "every workspace that installs the app may see every collection: set "
            "BRIEFING_WORKSPACE_COLLECTIONS, such as T0AAA:default,T0BBB:hr"
        )
    return f"{len(settings.workspace_collections)} pairs of workspace and collection are set"


def _configuration(settings: Settings) -> str:
    """A bot token cannot read the app's own configuration; one for configuration can."""
    token, app_id = settings.slack_config_token, settings.slack_app_id
    if not token or not app_id:
        return (
            "not visible with a bot token: compare with `briefing manifest slack`, or set SLACK_CONFIG_TOKEN "
            "and SLACK_APP_ID to have them compared"
        )
    said, _ = _called(settings, "apps.manifest.export", token.get_secret_value(), app_id=app_id)
    if problems := differences(said.get("manifest", {}), socket=bool(settings.slack_app_token)):
        raise ProblemError("; ".join(problems))
    return "as the code needs them"


def differences(found: Mapping[str, Any], *, socket: bool) -> list[str]:
    """What an app's manifest lacks that the code relies on, each with what to do."""
    wanted = manifest(public_url=None, socket_mode=socket)
    settings, features = found.get("settings", {}), found.get("features", {})
    events = set(settings.get("event_subscriptions", {}).get("bot_events", ()))
    home = features.get("app_home", {})
    commands = {each.get("command") for each in features.get("slash_commands", ())}
    shortcuts = {each.get("callback_id") for each in features.get("shortcuts", ())}
    lacks_events = sorted(set(EVENTS) - events)
    lacks = {
        f"subscribe to {', '.join(lacks_events)} under Event Subscriptions": lacks_events,
        "switch the Messages tab on under App Home": not home.get("messages_tab_enabled"),
        "let people send messages from the Messages tab, under App Home": home.get(
            "messages_tab_read_only_enabled"
        ),
        "switch the Home tab on under App Home": not home.get("home_tab_enabled"),
        "switch interactivity on under Interactivity & Shortcuts": not settings.get("interactivity", {}).get(
            "is_enabled"
        ),
        "switch Socket Mode on": socket and not settings.get("socket_mode_enabled"),
        "switch Socket Mode off, or set SLACK_APP_TOKEN": not socket and settings.get("socket_mode_enabled"),
        "add the slash command /briefing": not {"/briefing"} <= commands,
        "add the shortcuts of `briefing manifest slack`": not _callbacks(wanted) <= shortcuts,
    }
    return [what for what, applies in lacks.items() if applies]


def _callbacks(wanted: Mapping[str, Any]) -> set[str]:
    return {shortcut["callback_id"] for shortcut in wanted["features"]["shortcuts"]}


def _called(
    settings: Settings, method: str, token: str, **arguments: str
) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """What a method of the Web API says, and its headers. Raises ProblemError."""
    client = AsyncWebClient(token=token, base_url=f"{settings.slack_api_url}/", timeout=SECONDS)
    try:
        said = asyncio.run(client.api_call(method, params=arguments))
    except SlackApiError as error:
        code = error.response.get("error")
        raise ProblemError(f"Slack refuses {method}: {code}. {_advice(str(code))}") from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ProblemError(
            f"{settings.slack_api_url} cannot be reached ({type(error).__name__}): check network and proxy"
        ) from None
    data = said.data if isinstance(said.data, dict) else {}
    return data, {name.lower(): str(value) for name, value in said.headers.items()}


def _advice(code: str) -> str:
    if code in {"invalid_auth", "not_authed", "token_revoked", "account_inactive", "token_expired"}:
        return "Copy the token again from the app's pages, or install the app again."
    if code in {"not_allowed_token_type", "missing_scope"}:
        return "Socket Mode needs an app-level token (xapp-…) with the scope connections:write."
    return "See Slack's documentation of that error."


def _bot_token(settings: Settings) -> str:
    return settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
