"""`briefing ingest` and `briefing show`."""

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.channels.terminal import screen
from bot.channels.terminal.asking import NOTHING, Collection, Json
from bot.render import payload, text

if TYPE_CHECKING:
    from bot.service import Service
    from retrieval.ingest import Ingested


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files, or folders to walk.")],
    collection: Collection = "default",
    prune: Annotated[
        bool, typer.Option("--prune", help="Also remove what these folders no longer hold.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read documents into a collection: text, Markdown and HTML.

    What has not changed is not read again, so the same command brings a collection up to date.
    A file that cannot be read is named, and the others go on.

    [bold]Examples[/bold]

      [cyan]briefing ingest seeds[/cyan]

      [cyan]briefing ingest --collection housing --prune /data/housing notes.md[/cyan]
    """
    settings = screen.begin()
    with screen.service(settings) as bot:
        done = read(bot, paths, collection, prune=prune, quiet=as_json)
    if as_json:
        screen.put(payload.ingested(done))
    if not done.documents + done.unchanged + done.removed:
        screen.complain("nothing could be ingested from " + ", ".join(map(str, paths)))
        raise typer.Exit(1)


def show(
    document: Annotated[
        str | None, typer.Argument(metavar="DOCUMENT", help="As citations name it; lists all when left out.")
    ] = None,
    collection: Collection = "default",
    as_json: Json = False,
) -> None:
    """Print a document's text: what the start and end of a citation count in.

    [bold]Examples[/bold]

      [cyan]briefing show[/cyan]

      [cyan]briefing show 000_51d3addf6d5ecc30.txt[/cyan]
    """
    settings = screen.begin()
    with screen.service(settings) as bot:
        if document is None:
            _list(bot, collection, as_json)
            return
        found = bot.document(collection, document)
        if found is None:
            known = [summary.path for summary in bot.documents(collection)]
            raise NoDocumentError(document, collection, known)
    if as_json:
        screen.put(payload.document(found))
    elif sys.stdout.isatty():
        screen.show(text.document(found))
    else:
        sys.stdout.write(found.text)


def _list(bot: "Service", collection: str, as_json: bool) -> None:
    summaries = bot.documents(collection)
    if as_json:
        screen.put({"documents": [payload.listed(summary) for summary in summaries]})
    elif summaries:
        screen.show(text.documents(summaries))
    else:
        screen.note(NOTHING.format(collection))


def read(bot: "Service", paths: list[Path], collection: str, *, prune: bool, quiet: bool) -> "Ingested":
    """Ingests with a progress bar, and tells people what came of it."""
    with screen.bars(quiet) as bars:
        task = bars.add_task("Reading", total=None)
        done = bot.ingest(
            paths,
            collection,
            prune=prune,
            report=lambda at: bars.update(
                task, completed=at.files, total=at.of, description=f"{at.path} · {at.passages:,} passages"
            ),
        )
    if not quiet:
        screen.note(text.ingested(done, collection))
    for failure in done.failed:
        screen.note(f"Not ingested: {failure.path}: {failure.error}")
    return done


class NoDocumentError(Exception):
    """There is no such document; names the nearest."""

    def __init__(self, path: str, collection: str, known: list[str]) -> None:
        near = get_close_matches(path, known, n=3, cutoff=0.3) or known[:3]
        there = f"Is it {' or '.join(near)}?" if near else "Nothing is ingested there yet."
        super().__init__(f"No document {path} in the collection {collection}. {there}")
