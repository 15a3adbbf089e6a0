"""Values to Block Kit: pure functions. Every text of a model or document is shown letter by letter."""

from bot.render.slack.about import help, sources  # noqa: A004 - it is what people type
from bot.render.slack.answer import answer, private, streamed
from bot.render.slack.blocks import Rendered, listened
from bot.render.slack.escape import escape, markdown
from bot.render.slack.forms import ask_view, feedback_view, refer_view, settings_view
from bot.render.slack.home import home_view
from bot.render.slack.notes import busy, handoff, message, queue, working
from bot.render.slack.source import source_view
from bot.render.slack.summary import summary

__all__ = [
    "Rendered",
    "answer",
    "ask_view",
    "busy",
    "escape",
    "feedback_view",
    "handoff",
    "help",
    "home_view",
    "listened",
    "markdown",
    "message",
    "private",
    "queue",
    "refer_view",
    "settings_view",
    "source_view",
    "sources",
    "streamed",
    "summary",
    "working",
]
