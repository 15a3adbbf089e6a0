"""The app package for Teams: what the code can do, said in Microsoft's words."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from bot.channels.teams import icons
from bot.channels.teams.words import BRIEF, COMMANDS, SEARCH

VERSION: Final = "1.30"
SCHEMA: Final = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
NO_ID: Final = "00000000-0000-0000-0000-000000000000"
NO_ADDRESS: Final = "https://briefing.example.gov.uk"
READING: Final = ("ChannelMessage.Read.Group", "ChatMessage.Read.Chat")
"""The consent of a team's or chat's owner, for that one only, to read its messages: for follow-ups without
a mention and for summaries of threads."""
Manifest = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class App:
    """What differs from one installation to the next."""

    version: str
    client_id: str = NO_ID
    public_url: str = NO_ADDRESS
    name: str = "Briefing"
    developer: str = "Briefing assistant"
    reads_messages: bool = True


def manifest(app: App) -> Manifest:
    reading = [{"name": name, "type": "Application"} for name in READING]
    return {
        "$schema": SCHEMA,
        "manifestVersion": VERSION,
        "version": app.version,
        "id": app.client_id,
        "developer": _developer(app),
        "name": {
            "short": app.name[:30],
            "full": f"{app.name}: answers with a source for every sentence"[:100],
        },
        "description": {"short": _SHORT, "full": _FULL},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#0B5563",
        "bots": [_bot(app)],
        "composeExtensions": [{"botId": app.client_id, "commands": [_brief(), _search()]}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(app.public_url).hostname or ""],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "webApplicationInfo": {"id": app.client_id, "resource": f"api://{app.client_id}"},
        "authorization": {"permissions": {"resourceSpecific": reading if app.reads_messages else []}},
    }


def files(app: App) -> Mapping[str, bytes]:
    """What the package holds, by name."""
    text = json.dumps(manifest(app), indent=2, ensure_ascii=False)
    return {
        "manifest.json": text.encode() + b"\n",
        "color.png": icons.colour(),
        "outline.png": icons.outline(),
    }


def write(app: App, to: Path) -> tuple[Path, ...]:
    """One zip where `to` ends in .zip, else the files into that folder; what was written."""
    if to.suffix.lower() == ".zip":
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(_zipped(files(app)))
        return (to,)
    to.mkdir(parents=True, exist_ok=True)
    for name, content in files(app).items():
        (to / name).write_bytes(content)
    return tuple(to / name for name in files(app))


def _zipped(contents: Mapping[str, bytes]) -> bytes:
    """The same bytes every time: no times of today in it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _developer(app: App) -> Manifest:
    base = app.public_url.rstrip("/")
    return {
        "name": app.developer[:32],
        "websiteUrl": f"{base}/",
        "privacyUrl": f"{base}/",
        "termsOfUseUrl": f"{base}/",
    }


def _bot(app: App) -> Manifest:
    commands = [{"title": word, "description": meaning} for word, meaning in COMMANDS.items()]
    return {
        "botId": app.client_id,
        "scopes": ["personal", "team", "groupChat"],
        "isNotificationOnly": False,
        "supportsFiles": False,
        "commandLists": [
            {"scopes": ["personal"], "commands": commands},
            {"scopes": ["team", "groupChat"], "commands": commands},
        ],
    }


def _brief() -> Manifest:
    return {
        "id": BRIEF,
        "type": "action",
        "title": "Brief me on this",
        "description": "What the sources say about a message",
        "context": ["message"],
        "fetchTask": True,
    }


def _search() -> Manifest:
    return {
        "id": SEARCH,
        "type": "query",
        "title": "Find a source",
        "description": "Search the sources and insert a quote with where it stands",
        "context": ["compose", "commandBox"],
        "initialRun": False,
        "parameters": [
            {
                "name": "query",
                "title": "Search",
                "description": "Words to look for in the sources",
                "inputType": "text",
            }
        ],
    }


_SHORT: Final = "Answers from your team's documents, with a citation for every sentence."
_FULL: Final = (
    "Ask a question in a chat, or mention the assistant in a channel. It answers in a few sentences from "
    "your team's own documents. Each sentence has a numbered citation that opens the exact words in the "
    "source. If the sources do not say, it tells you so. If they disagree, it shows what each of them says."
)
