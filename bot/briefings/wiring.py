"""Opens the summariser over the documents as ingested."""

from bot.briefings.summary import Library, Summariser
from bot.models import ChatModel, Judge
from config.replies import Replies


def summariser(
    model: ChatModel | None, library: Library, replies: Replies, judge: Judge | None = None
) -> Summariser:
    """With a model its main points are written, without one they are selected."""
    return Summariser(library, replies, model, judge)
