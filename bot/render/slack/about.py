"""What the bot can do and what it knows."""

from collections.abc import Iterator, Sequence

from bot.render.cut import clean, shortened
from bot.render.lines import dated
from bot.render.shown import Holding
from bot.render.slack import blocks as kit
from bot.render.slack.blocks import Json, Rendered, Run
from config.replies import Replies

MOST_COLLECTIONS = 15
MOST_NEWEST = 5


def help(replies: Replies) -> Rendered:  # noqa: A001 - it is what people type
    lines = replies.messages.commands.strip().splitlines()
    blocks = [kit.section(replies.greetings.about), *kit.bullets([[Run(line)] for line in lines])]
    return Rendered(kit.fallback("\n".join([replies.greetings.about, *lines])), tuple(blocks))


def sources(replies: Replies, known: Sequence[Holding]) -> Rendered:
    """The collections that are answered from, with their newest documents."""
    said = [f"{_name(holding)}: {_counted(holding)}" for holding in known]
    text = "\n".join(said) or replies.messages.nothing_ingested
    return Rendered(kit.fallback(text), tuple(holdings(replies, known)))


def holdings(replies: Replies, known: Sequence[Holding]) -> Iterator[Json]:
    """Each collection with its newest documents."""
    if not known:
        yield kit.section(replies.messages.nothing_ingested)
    for holding in known[:MOST_COLLECTIONS]:
        yield from kit.rich([Run(_name(holding), bold=True), Run(f": {_counted(holding)}")])
        yield from kit.bullets([[Run(_title(*each))] for each in holding.newest[:MOST_NEWEST]])
    if len(known) > MOST_COLLECTIONS:
        yield kit.context(f"{len(known) - MOST_COLLECTIONS} more collections are not shown.")


def _name(holding: Holding) -> str:
    return shortened(clean(holding.collection), 150) or "(no name)"


def _counted(holding: Holding) -> str:
    return "1 document" if holding.documents == 1 else f"{holding.documents:,} documents"


def _title(title: str, date: str | None) -> str:
    shown = shortened(clean(title), 60) or "Untitled"
    return f"{shown} ({dated(date)})" if date else shown
