"""The app as Slack has to know it: what the code listens to and may do, and the manifest made of that."""

from dataclasses import dataclass
from typing import Any

COMMAND = "/briefing"
PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "agent_session_stopped",
    "app_context_changed",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)
"""Each has a listener: Slack sends again what nobody listens to."""
LEGACY_EVENTS = ("assistant_thread_started", "assistant_thread_context_changed")
"""Of the assistant view, which apps made before July 2026 may still have."""

SCOPES = {
    "app_mentions:read": "hear when it is mentioned",
    "assistant:write": "show what it is doing, and suggest questions",
    "channels:history": "read the thread it is asked in, and a channel's day for a summary",
    "channels:read": "see whether a channel is shared with another organisation",
    "chat:write": "reply",
    "commands": "offer /briefing and the shortcuts",
    "groups:history": "the same in private channels it is invited to",
    "groups:read": "the same in private channels it is invited to",
    "im:history": "hear direct messages",
    "im:read": "tell direct messages from channels",
    "im:write": "write to somebody whose channel it cannot reply in",
    "mpim:history": "hear group messages it is part of",
    "mpim:read": "the same for group messages",
    "users:read": "tell guests and people of other organisations, and show names in summaries",
}
"""Each scope and what it is for."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of a menu in Slack."""

    callback_id: str
    name: str
    type: str
    """ "message" or "global"."""
    description: str


SHORTCUTS = (
    Shortcut("brief_me", "Brief me on this", "message", "What the documents say about this message"),
    Shortcut("summarise_thread", "Summarise this thread", "message", "Decisions, questions and actions"),
    Shortcut("ask", "Ask the briefing bot", "global", "Ask a question, answered to you alone"),
)
NAME = "Briefing"
DESCRIPTION = "Answers from your own documents, with the exact words behind every sentence"
PROMPTS = (
    ("What can you do?", "What can you do?"),
    ("What do you know about?", "sources"),
)


def manifest(*, public_url: str | None, socket_mode: bool) -> dict[str, Any]:
    """The manifest to paste into "Create an app from a manifest". In HTTP mode Slack sends everything to one
    address under `public_url`."""
    base = (public_url or "https://briefing.example.gov.uk").rstrip("/")
    where = {} if socket_mode else {"request_url": f"{base}{PATH}"}
    return {
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "background_color": "#1d2b4f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "agent_view": {
                "agent_description": DESCRIPTION,
                "suggested_prompts": [{"title": title, "message": message} for title, message in PROMPTS],
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": [
                {
                    "name": shortcut.name,
                    "type": shortcut.type,
                    "callback_id": shortcut.callback_id,
                    "description": shortcut.description,
                }
                for shortcut in SHORTCUTS
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Ask, summarise, or see the sources",
                    "usage_hint": "ask [question] | summary [--since 3d] | sources | feedback | help",
                    "should_escape": True,
                    **({} if socket_mode else {"url": f"{base}{PATH}"}),
                }
            ],
        },
        "oauth_config": {
            "scopes": {"bot": sorted(SCOPES)},
            **({"redirect_urls": [f"{base}{REDIRECT_PATH}"]} if public_url else {}),
        },
        "settings": {
            "event_subscriptions": {**where, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **where},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }
