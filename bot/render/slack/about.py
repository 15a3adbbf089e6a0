"""What the bot can do and what it knows, as a note to one person."""

from collections.abc import Sequence

from bot.render.cut import clean, shortened
from bot.render.shown import Holding
from bot.render.slack import blocks as kit
from bot.render.slack.blocks import Json, Rendered, Run
from bot.render.text import day
from config.replies import Replies

MOST_COLLECTIONS = 10


def help(replies: Replies) -> Rendered:  # noqa: A001 - it is what people type
    lines = replies.messages.commands.strip().splitlines()
    blocks = [kit.section(replies.greetings.about), *kit.bullets([[Run(line)] for line in lines])]
    return Rendered(kit.fallback("\n".join([replies.greetings.about, *lines])), tuple(blocks))


def sources(replies: Replies, known: Sequence[Holding]) -> Rendered:
    """The collections that are answered from, with their newest documents."""
    if not known:
        return Rendered(
            kit.fallback(replies.messages.nothing_ingested), (kit.section(replies.messages.nothing_ingested),)
        )
    blocks: list[Json] = []
    said: list[str] = []
    for holding in known[:MOST_COLLECTIONS]:
        name = shortened(clean(holding.collection), 150)
        count = "1 document" if holding.documents == 1 else f"{holding.documents:,} documents"
        titles = [_title(title, date) for title, date in holding.newest]
        blocks += [*kit.rich([Run(name, bold=True), Run(f": {count}")]), *kit.bullets([[Run(t)] for t in titles])]
        said += [f"{name}: {count}", *titles]
    return Rendered(kit.fallback("\n".join(said)), tuple(blocks))


def _title(title: str, date: str | None) -> str:
    return shortened(clean(title), 200) + (f" ({day(date)})" if date else "")
