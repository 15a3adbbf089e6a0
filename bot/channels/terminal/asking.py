"""`briefing ask` and `briefing search`."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.channels.terminal import screen
from bot.render import payload, text

if TYPE_CHECKING:
    from bot.service import Service


def _named(collection: str) -> str:
    if not collection.strip() or not collection.isprintable():
        raise typer.BadParameter("a collection needs a name")
    return collection


Words = Annotated[list[str], typer.Argument(metavar="TEXT", help="Quotation marks are not needed.")]
Collection = Annotated[
    str,
    typer.Option("--collection", "-c", metavar="C", callback=_named, help="The set of documents to use."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]
NOTHING = "Nothing is ingested into {} yet: `briefing ingest PATH` does that."
FAILURES = {"failed_model", "failed_internal"}


def ask(words: Words, collection: Collection = "default", as_json: Json = False) -> None:
    """Answer a question from the documents, with a citation for every sentence.

    [bold]Examples[/bold]

      [cyan]briefing ask "Who signed the memorandum?"[/cyan]

      [cyan]briefing ask --collection housing how many homes are planned[/cyan]

      [cyan]briefing ask --json "Who signed the memorandum?" | jq -r .text[/cyan]

    Where the documents do not answer, it says so. `briefing show DOCUMENT` prints what a citation counts in.
    """
    from bot.domain import Question
    from config import replies

    settings = screen.begin()
    said = replies.load()
    with screen.service(settings) as bot, screen.status(as_json) as say:
        question = Question(typed(words), (collection,))
        answer = bot.ask(question, record=True, report=lambda step: say(said.steps[step.value]))
        if not answer.citations:
            _tell_if_empty(bot, collection)
    failed = answer.outcome.value in FAILURES
    if as_json:
        screen.put(payload.answer(answer))
    elif not failed:
        screen.show(text.answer(answer, said.standing_for(answer.model)))
    if failed:
        screen.complain(answer.reply)
        raise typer.Exit(1)


def search(
    words: Words,
    k: Annotated[int, typer.Option("-k", metavar="N", min=1, max=100, help="How many passages to show.")] = 5,
    collection: Collection = "default",
    as_json: Json = False,
) -> None:
    """Find the passages that bear on some words, best first, without answering.

    [bold]Examples[/bold]

      [cyan]briefing search growth zones[/cyan]

      [cyan]briefing search -k 10 --json "growth zones" | jq '.passages[].document'[/cyan]
    """
    settings = screen.begin()
    with screen.service(settings) as bot:
        found = bot.search(typed(words), (collection,), k)
        if not found:
            _tell_if_empty(bot, collection)
    if as_json:
        screen.put(payload.passages(found))
    else:
        screen.show(text.found(found))


def _tell_if_empty(bot: "Service", collection: str) -> None:
    """A name mistyped looks like a collection that nothing was put into."""
    if not bot.documents(collection):
        screen.note(NOTHING.format(collection))


def typed(words: list[str]) -> str:
    """What was typed, as text: bytes that are no UTF-8 become the replacement character."""
    return " ".join(words).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
