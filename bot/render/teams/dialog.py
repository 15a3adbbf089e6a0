"""An answer in a dialog, where Teams has no citations of its own: what is said, then each quote."""

from bot.domain import Answer
from bot.render import lines
from bot.render.cut import clean, shortened
from bot.render.teams import cards
from bot.render.teams.cards import Json

BODIES = (4_000, 1_500)
"""Characters of what is said, from ample to scant; some scripts take three bytes for each."""

LONGEST_LINE = 2_000
LONGEST_QUOTE = 400
MOST_SOURCES = 10


def answer_card(answer: Answer, *, standing: str = "") -> Json:
    """`standing` stands under every answer."""
    ample, scant = (_card(answer, standing, body) for body in BODIES)
    return ample if cards.weight(ample) <= cards.LONGEST_CARD else scant


def _card(answer: Answer, standing: str, body: int) -> Json:
    said = lines.fitted(lines.of(answer), body, LONGEST_LINE)
    below = (shortened(clean(answer.notice), 900), standing if answer.statements else "")
    return cards.card(
        [
            *(cards.words(line.plain) for line in said),
            *_sources(answer, LONGEST_QUOTE * body // BODIES[0]),
            *(cards.quiet(text) for text in below if text),
        ]
    )


def _sources(answer: Answer, longest: int) -> list[Json]:
    shown = [
        cards.set_off(
            [
                cards.words(f"[{number}] “{shortened(clean(citation.quote), longest) or ' '}”"),
                cards.quiet(lines.about(citation)),
            ]
        )
        for number, citation in enumerate(answer.citations[:MOST_SOURCES], 1)
    ]
    left = len(answer.citations) - len(shown)
    return [*shown, *([cards.quiet(f"{left} more sources are not shown.")] if left else [])]
