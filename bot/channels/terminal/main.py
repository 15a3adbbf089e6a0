"""The `briefing` command: its commands, what ends it, and its exit status."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from bot.channels.terminal import asking, checking, connecting, documents, lines, measuring, serving
from bot.channels.terminal.screen import complain, prepare_streams
from config.settings import SettingsError

DONE, FAILED, USAGE = 0, 1, 2

app = typer.Typer(
    name="briefing",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Answers from your own documents, with a citation for every sentence.

[bold]Begin here[/bold]

  [cyan]briefing ingest seeds[/cyan]              read a folder of documents
  [cyan]briefing ask "What is Humphrey?"[/cyan]   ask about them
  [cyan]briefing serve[/cyan]                     the same in a page, http://127.0.0.1:8080

[bold]For programs[/bold], add [cyan]--json[/cyan]: one object on standard output, the rest on standard error.

[bold]Exit status[/bold]: 0 done, 1 failed, 2 wrong usage.
""",
    epilog="Settings come from the environment and from .env, such as BRIEFING_MODEL; "
    "`briefing doctor` shows whether they work.",
)
app.command()(asking.ask)
app.command()(asking.search)
app.command()(documents.ingest)
app.command()(documents.show)
app.command()(lines.batch)
app.command()(lines.verify)
app.command()(measuring.evaluate)
app.command()(serving.serve)
app.command()(checking.doctor)
app.command()(connecting.manifest)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"briefing {version('briefing-bot')}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None: ...


def main() -> None:
    """The console script."""
    prepare_streams()
    try:
        app()
    except SettingsError as error:
        complain(str(error))
        sys.exit(USAGE)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001  # the last stop: people get a sentence, never a traceback
        complain(_sentence(error), error)
        sys.exit(FAILED)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) or type(error).__name__
