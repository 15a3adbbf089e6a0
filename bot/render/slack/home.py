"""The Home tab: what the bot is, what it knows, what you asked, and what is kept of it."""

from collections.abc import Iterator, Sequence

from bot.render.cut import clean, shortened
from bot.render.shown import Holding
from bot.render.slack import blocks as kit
from bot.render.slack.blocks import Json, Run
from bot.render.text import day
from config.replies import Replies

MOST_COLLECTIONS = 15
MOST_NEWEST = 5
MOST_RECENT = 10


def home_view(
    replies: Replies, known: Sequence[Holding], asked: Sequence[str], *, days: int, settings: bool = False
) -> Json:
    """`asked` is newest first; `days` is how long questions are kept; `settings` adds a button for admins."""
    return kit.view(
        "home",
        [
            kit.header("Briefing assistant"),
            kit.section(replies.greetings.about),
            kit.section(replies.messages.how_to_ask),
            kit.header("What I know"),
            *_known(known, replies),
            kit.header("Your recent questions"),
            *_asked(asked, replies),
            kit.header("Privacy"),
            kit.section(replies.message("privacy", days=days)),
            kit.actions(_delete(replies), *_settings(settings)),
            kit.header("If something is wrong"),
            kit.section(replies.messages.complaint),
        ],
    )


def _known(known: Sequence[Holding], replies: Replies) -> Iterator[Json]:
    if not known:
        yield kit.section(replies.messages.nothing_ingested)
    for holding in known[:MOST_COLLECTIONS]:
        name = shortened(clean(holding.collection), 150) or "(no name)"
        documents = "1 document" if holding.documents == 1 else f"{holding.documents:,} documents"
        yield from kit.rich([Run(name, bold=True), Run(f": {documents}")])
        newest = [_title(*each) for each in holding.newest[:MOST_NEWEST]]
        yield from kit.bullets([[Run(title)] for title in newest])
    if len(known) > MOST_COLLECTIONS:
        yield kit.context(f"{len(known) - MOST_COLLECTIONS} more collections are not shown.")


def _title(title: str, date: str | None) -> str:
    shown = shortened(clean(title), 200) or "Untitled"
    return f"{shown} ({day(clean(date))})" if date else shown


def _asked(asked: Sequence[str], replies: Replies) -> list[Json]:
    points = [[Run(shortened(clean(question), 200) or "(nothing)")] for question in asked[:MOST_RECENT]]
    return kit.bullets(points) or [kit.section(replies.messages.nothing_asked)]


def _delete(replies: Replies) -> Json:
    sure = kit.confirm("Delete my questions?", replies.messages.delete_mine, "Delete")
    return kit.button("delete_my_data", "Delete my questions", "mine", style="danger", confirm=sure)


def _settings(wanted: bool) -> list[Json]:
    return [kit.button("open_settings", "Settings", "workspace")] if wanted else []
