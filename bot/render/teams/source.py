"""A source on an Adaptive Card: the cited words highlighted, between what stands round them."""

from bot.chat.library import Surroundings
from bot.domain import Citation
from bot.render import lines
from bot.render.cut import clean, shortened
from bot.render.shown import round_quote
from bot.render.teams import cards
from bot.render.teams.cards import Json
from config.replies import Messages

AROUND = 1_200
LONGEST_QUOTE = 6_000
FEWEST = 120
"""Characters of a quote that are shown however little room there is."""


def source_card(
    surroundings: Surroundings | None,
    citation: Citation,
    number: int,
    words: Messages,
    *,
    room: int = cards.LONGEST_CARD,
) -> Json:
    """The card of one citation within `room` bytes. None where the source is gone, or is not for who asks."""
    if surroundings is None:
        return cards.card([cards.words(words.source_missing)])
    around, longest = AROUND, LONGEST_QUOTE
    shown = _card(surroundings, citation, number, words, around, longest)
    while cards.weight(shown) > room and (around or longest > FEWEST):
        around, longest = (
            around // 2 if around > 20 else 0,
            longest if around > 20 else max(FEWEST, longest // 2),
        )
        shown = _card(surroundings, citation, number, words, around, longest)
    return shown


def quote_card(citation: Citation, number: int, *, room: int = cards.LONGEST_CARD) -> Json:
    """The same where the surroundings are not at hand: the quote alone."""
    longest = LONGEST_QUOTE
    while True:
        quote = shortened(clean(citation.quote), longest) or " "
        shown = cards.card([*_head(citation, number), cards.set_off([cards.words(f"“{quote}”")])])
        if cards.weight(shown) <= room or longest <= FEWEST:
            return shown
        longest = max(FEWEST, longest // 2)


def _card(
    found: Surroundings, citation: Citation, number: int, words: Messages, around: int, longest: int
) -> Json:
    before, quote, after = round_quote(found, around, longest) if around else ("", _bare(found, longest), "")
    told = words.source_changed if found.changed else ""
    runs = cards.text(
        cards.run(before), cards.run(quote or " ", highlight=True, weight="bolder"), cards.run(after)
    )
    notes = [cards.quiet(told)] if told else []
    return cards.card([*_head(citation, number), cards.set_off([runs]), *notes])


def _bare(found: Surroundings, longest: int) -> str:
    return shortened(clean(found.quote), longest)


def _head(citation: Citation, number: int) -> list[Json]:
    name = shortened(clean(citation.document), 200) or "no name"
    return [cards.heading(f"[{number}] {lines.about(citation)}"), cards.quiet(name)]
