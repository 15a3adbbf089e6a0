"""apps.manifest.export and validate: an app's configuration, and the limits on it."""

from tests.slack_server.checks import (
    Check,
    Faults,
    anything,
    boolean,
    fault,
    items,
    number,
    one_of,
    shape,
    string,
    url,
)
from tests.slack_server.method import Refused, Request, method
from tests.slack_server.values import Json

PROMPT = shape({"title": string(255, 1), "message": string(4000, 1)})
ADDRESS: dict[str, Check] = {"request_url": url}
SHORTCUT = shape(
    {
        "name": string(24, 1),
        "type": one_of("message", "global"),
        "callback_id": string(255, 1),
        "description": string(150, 1),
    }
)
COMMAND = shape(
    {"command": string(32, 2), "description": string(2000, 1)},
    {"usage_hint": string(1000, 1), "should_escape": boolean, "url": url},
)
HOME = shape(
    {},
    dict.fromkeys(("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"), boolean),
)
FEATURES = shape(
    {},
    {
        "app_home": HOME,
        "agent_view": shape(
            {"agent_description": string(300, 1)},
            {"suggested_prompts": items(PROMPT, most=4), "actions": anything},
        ),
        "assistant_view": shape(
            {"assistant_description": string(300, 1)}, {"suggested_prompts": items(PROMPT, most=4)}
        ),
        "bot_user": shape({"display_name": string(80, 1)}, {"always_online": boolean}),
        "shortcuts": items(SHORTCUT, most=10),
        "slash_commands": items(COMMAND, most=50),
        "unfurl_domains": items(string(255, 1), most=5),
        "search": anything,
        "rich_previews": anything,
    },
)
EVENT_NAMES = items(string(100, 1), most=100)
SETTINGS = shape(
    {},
    {
        "event_subscriptions": shape(
            {},
            ADDRESS
            | {"bot_events": EVENT_NAMES, "user_events": EVENT_NAMES, "metadata_subscriptions": anything},
        ),
        "interactivity": shape({"is_enabled": boolean}, ADDRESS | {"message_menu_options_url": url}),
        "allowed_ip_address_ranges": items(string(255), most=10),
        "org_deploy_enabled": boolean,
        "socket_mode_enabled": boolean,
        "token_rotation_enabled": boolean,
        "is_hosted": boolean,
        "is_mcp_enabled": boolean,
        "incoming_webhooks": anything,
        "function_runtime": one_of("remote", "slack"),
        "hermes_app_type": anything,
        "siws_links": anything,
    },
)
SCOPES = items(string(100, 1), most=255)
OAUTH = shape(
    {},
    {
        "scopes": shape({}, {"bot": SCOPES, "user": SCOPES, "bot_optional": SCOPES, "user_optional": SCOPES}),
        "redirect_urls": items(url, most=1000),
        "pkce_enabled": boolean,
        "token_management_enabled": boolean,
    },
)
MANIFEST = shape(
    {
        "display_information": shape(
            {"name": string(35, 1)},
            {
                "description": string(140, 1),
                "long_description": string(4000, 175),
                "background_color": string(7, 4),
            },
        )
    },
    {
        "_metadata": shape({}, {"major_version": number(1, 2), "minor_version": number(0, 99)}),
        "features": FEATURES,
        "oauth_config": OAUTH,
        "settings": SETTINGS,
        "functions": anything,
        "workflows": anything,
        "app_directory": anything,
    },
)
NEEDS = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "assistant_thread_started": "assistant:write",
    "assistant_thread_context_changed": "assistant:write",
    "member_joined_channel": "channels:read",
}
"""The scope without which an event cannot be asked for."""


def check_manifest(manifest: Json) -> list[str]:
    """What Slack would refuse an app's manifest for; nothing, if it would take it."""
    return [*MANIFEST(manifest, ""), *_together(manifest)]


def _together(manifest: Json) -> Faults:
    settings, features = manifest.get("settings", {}), manifest.get("features", {})
    told = settings.get("event_subscriptions", {})
    over_http = not settings.get("socket_mode_enabled")
    if over_http and told and "request_url" not in told:
        yield fault("missing required field: request_url", "/settings/event_subscriptions")
    if over_http and any("url" not in each for each in features.get("slash_commands", ())):
        yield fault("missing required field: url", "/features/slash_commands")
    scopes = set(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
    for event in told.get("bot_events", ()):
        if event in NEEDS and NEEDS[event] not in scopes:
            yield fault(
                f"`{event}` requires the scope {NEEDS[event]}", "/settings/event_subscriptions/bot_events"
            )
    if features.get("slash_commands") and "commands" not in scopes:
        yield fault("slash commands require the scope commands", "/oauth_config/scopes/bot")


@method("apps.manifest.validate", "manifest", kind="config")
def validate(asked: Request) -> Json:
    given = asked.args.structure("manifest")
    faults = check_manifest(given) if isinstance(given, dict) else [fault("must provide an object", "")]
    if faults:
        errors = [{"message": message, "pointer": pointer} for message, pointer in map(_parts, faults)]
        raise Refused("invalid_manifest", errors=errors)
    return {"ok": True, "errors": []}


def _parts(found: str) -> tuple[str, str]:
    message, _, pointer = found.removesuffix("]").partition(" [json-pointer:")
    return message, pointer


@method("apps.manifest.export", "app_id", kind="config")
def export(asked: Request) -> Json:
    if asked.text("app_id") != asked.world.app.id:
        raise Refused("app_not_found")
    return {"ok": True, "manifest": asked.world.manifest}
