"""The Home tab: what the bot is, what it knows, what you asked, and what is kept of it."""

from collections.abc import Sequence

from bot.render.cut import clean, shortened
from bot.render.shown import Holding
from bot.render.slack import blocks as kit
from bot.render.slack.about import holdings
from bot.render.slack.blocks import Json, Run
from config.replies import Replies

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
            *holdings(replies, known),
            kit.header("Your recent questions"),
            *_asked(asked, replies),
            kit.header("Privacy"),
            kit.section(replies.message("privacy", days=days)),
            kit.actions(_delete(replies), *_settings(settings)),
            kit.header("If something is wrong"),
            kit.section(replies.messages.complaint),
        ],
    )


def _asked(asked: Sequence[str], replies: Replies) -> list[Json]:
    points = [[Run(shortened(clean(question), 200) or "(nothing)")] for question in asked[:MOST_RECENT]]
    return kit.bullets(points) or [kit.section(replies.messages.nothing_asked)]


def _delete(replies: Replies) -> Json:
    sure = kit.confirm("Delete my questions?", replies.messages.delete_mine, "Delete")
    return kit.button("delete_my_data", "Delete my questions", "mine", style="danger", confirm=sure)


def _settings(wanted: bool) -> list[Json]:
    return [kit.button("open_settings", "Settings", "workspace")] if wanted else []
