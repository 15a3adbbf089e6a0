"""Passages for the search extension: a list to choose from, and what is put into a message."""

from collections.abc import Sequence
from html import escape

from bot.domain import Citation
from bot.render import lines
from bot.render.cut import clean, shortened
from bot.render.teams import cards
from bot.render.teams.cards import Json

MOST_RESULTS = 15
THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
LONGEST_QUOTE = 900
LONGEST_PREVIEW = 160
LONGEST_TITLE = 54
"""Two lines of the list."""


def results(citations: Sequence[Citation], nothing: str) -> Json:
    """The answer to a search; `nothing` is said where nothing was found."""
    if not citations:
        return {"composeExtension": {"type": "message", "text": clean(nothing)}}
    found = [_result(citation) for citation in citations[:MOST_RESULTS]]
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": found}}


def passage_card(citation: Citation) -> Json:
    """A cited passage, as it is put into a message."""
    quote = shortened(clean(citation.quote), LONGEST_QUOTE) or " "
    about = lines.about(citation)
    body = [cards.set_off([cards.words(f"“{quote}”")]), cards.words(about, weight="bolder")]
    name = shortened(clean(citation.document), 200) or "no name"
    return cards.card([*body, cards.quiet(name)], fallback=about)


def _result(citation: Citation) -> Json:
    return cards.attachment(passage_card(citation)) | {"preview": _preview(citation)}


def _preview(citation: Citation) -> Json:
    quote = shortened(" ".join(clean(citation.quote).split()), LONGEST_PREVIEW)
    title = shortened(" ".join(clean(citation.title).split()), LONGEST_TITLE) or "Untitled"
    text = " · ".join(filter(None, (lines.dated(citation.date), f"“{quote}”")))
    return {"contentType": THUMBNAIL, "content": {"title": title, "text": escape(text)}}
