"""`briefing manifest`: what a chat platform has to be told about the bot."""

import json
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.channels.terminal import screen
from bot.channels.terminal.asking import Json
from config.settings import Settings

PACKAGE = Path("briefing-teams.zip")


class Platform(StrEnum):
    """Where the bot is to be installed."""

    SLACK = "slack"
    TEAMS = "teams"


Out = Annotated[
    Path | None, typer.Option(metavar="PATH", help="Where to write it: for Teams a .zip file, or a folder.")
]
MentionsOnly = Annotated[
    bool,
    typer.Option(
        "--mentions-only",
        help="Teams: do not ask each team's owner for consent to read its messages; summaries of threads and "
        "follow-ups without a mention need that.",
    ),
]


def manifest(
    platform: Annotated[Platform, typer.Argument(help="Which platform.")],
    out: Out = None,
    mentions_only: MentionsOnly = False,
    as_json: Json = False,
) -> None:
    """Write what a platform has to be told about the bot, from the code's own list of what it can do.

    For Teams: the app package, ready to upload. CLIENT_ID and BRIEFING_PUBLIC_URL are put into it. For Slack:
    the manifest to paste where Slack makes an app; it is for Socket Mode, or with BRIEFING_PUBLIC_URL and
    without SLACK_APP_TOKEN for events over HTTP.

    [bold]Examples[/bold]

      [cyan]briefing manifest teams --out briefing-teams.zip[/cyan]

      [cyan]briefing manifest teams --json[/cyan]

      [cyan]briefing manifest slack > manifest.json[/cyan]
    """
    settings = screen.begin()
    match platform:
        case Platform.SLACK:
            _slack(settings, out, as_json=as_json)
        case Platform.TEAMS:
            _teams(settings, out, mentions_only=mentions_only, as_json=as_json)


def _slack(settings: Settings, out: Path | None, *, as_json: bool) -> None:
    from bot.channels.slack.manifest import manifest as slack

    socket_mode = bool(settings.slack_app_token) or not settings.public_url
    made = slack(public_url=settings.public_url, socket_mode=socket_mode)
    if as_json:
        screen.put(made)
        return
    text = json.dumps(made, indent=2, ensure_ascii=False)
    if out:
        out.write_text(f"{text}\n", encoding="utf-8")
        screen.note(f"Wrote {out}")
    else:
        typer.echo(text)
    if not socket_mode:
        return
    screen.note(
        "This is for Socket Mode. Set BRIEFING_PUBLIC_URL, without SLACK_APP_TOKEN, for events over HTTP."
    )


def _teams(settings: Settings, out: Path | None, *, mentions_only: bool, as_json: bool) -> None:
    from bot.channels.teams import manifest as teams

    app = teams.App(
        version=version("briefing-bot"),
        client_id=settings.teams_client_id or teams.NO_ID,
        public_url=settings.public_url or teams.NO_ADDRESS,
        reads_messages=not mentions_only,
    )
    given = {"CLIENT_ID": settings.teams_client_id, "BRIEFING_PUBLIC_URL": settings.public_url}
    for name in (name for name, value in given.items() if not value):
        screen.note(f"{name} is not set, so an example stands in its place: set it before you upload this.")
    if as_json:
        screen.put(dict(teams.manifest(app)))
    if out or not as_json:
        for written in teams.write(app, out or PACKAGE):
            screen.note(f"Wrote {written}")
