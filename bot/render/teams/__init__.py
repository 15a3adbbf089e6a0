"""Values to Teams activities and Adaptive Cards: pure functions. No text of a document is read as markup."""

from bot.render.teams.answer import answer
from bot.render.teams.cards import attachment
from bot.render.teams.escape import markdown
from bot.render.teams.forms import feedback_card, refer_card, settings_card
from bot.render.teams.message import Cited, Message, activity, message
from bot.render.teams.notes import busy, handoff, queue, sources, welcome
from bot.render.teams.search import passage_card, results
from bot.render.teams.source import source_card
from bot.render.teams.summary import summary

__all__ = [
    "Cited",
    "Message",
    "activity",
    "answer",
    "attachment",
    "busy",
    "feedback_card",
    "handoff",
    "markdown",
    "message",
    "passage_card",
    "queue",
    "refer_card",
    "results",
    "settings_card",
    "source_card",
    "sources",
    "summary",
    "welcome",
]
