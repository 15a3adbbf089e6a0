"""A source in a modal: the cited words in bold, between what stands round them."""

from bot.chat.library import Surroundings
from bot.domain import Citation
from bot.render import lines
from bot.render.cut import clean, shortened
from bot.render.shown import round_quote
from bot.render.slack import blocks as kit
from bot.render.slack.blocks import Json, Run
from config.replies import Messages

AROUND = 1_200
LONGEST_QUOTE = 9_000
PIECE = 480
"""Characters in one run; written out, each may count for five."""


def source_view(surroundings: Surroundings | None, citation: Citation, number: int, words: Messages) -> Json:
    """None where the source is gone, or is not for who asks."""
    title = f"Source {number}"
    if surroundings is None:
        return kit.modal(title, [kit.section(words.source_missing)])
    before, quote, after = round_quote(surroundings, AROUND, LONGEST_QUOTE)
    runs = [Run(before), *(Run(part, bold=True) for part in _parts(quote)), Run(after)]
    head = [kit.header(shortened(clean(citation.title), 140) or "Untitled"), kit.context(*_known(citation))]
    told = words.source_changed if surroundings.changed else words.bold
    shown = [*head, *kit.quoted(runs), kit.context(told)]
    return kit.modal(title, [*shown, *_repeated(quote, alone=not before and not after)])


def _known(citation: Citation) -> list[str]:
    about = lines.about(citation)
    return [about, shortened(clean(citation.document), 300) or "no name"]


def _repeated(quote: str, *, alone: bool) -> list[Json]:
    """The cited words once more, for those who cannot see what is bold."""
    return [] if alone else [kit.section(f"Cited words: “{shortened(quote.strip(), 600)}”")]


def _parts(text: str) -> list[str]:
    """Pieces that fit a block each; together they are `text`."""
    parts: list[str] = []
    while text:
        parts.append(text[:PIECE])
        text = text[PIECE:]
    return parts
