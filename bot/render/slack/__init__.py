"""Values to Block Kit: pure functions."""

from bot.render.slack.answer import answer, streamed
from bot.render.slack.blocks import Rendered, listened
from bot.render.slack.escape import escape, markdown

__all__ = ["Rendered", "answer", "escape", "listened", "markdown", "streamed"]
