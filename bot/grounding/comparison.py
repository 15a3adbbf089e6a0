"""Whether what is compared stands on the same sides of "than"."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import words
from bot.grounding.words import Sentence

_COMPARATIVES = words("more less fewer better worse rather")
_BARE = words(
    "above below over under exceeds exceed exceeded overtook overtake outsold outnumber outnumbered outperformed"
)
"""Those that need no "than"."""
_BREAKS = words("; . : — ( ) while whereas but although because")
_REACH = 7
_ALIKE = 0.75


class Comparison(NamedTuple):
    """A comparative with the words on its two sides."""

    place: int
    one: range
    two: range


@lru_cache(maxsize=4096)
def comparisons(sentence: Sentence) -> tuple[Comparison, ...]:
    return tuple(_comparisons(sentence))


def _comparisons(sentence: Sentence) -> Iterator[Comparison]:
    lowered = [token.lower for token in sentence.tokens]
    breaks = [-1, *(place for place, word in enumerate(lowered) if word in _BREAKS), len(lowered)]
    for place, word in enumerate(lowered):
        is_comparative = word in _COMPARATIVES or (word.endswith("er") and len(word) > 3)
        if not is_comparative and word not in _BARE:
            continue
        end = min(there for there in breaks if there > place)
        start = max(there for there in breaks if there < place) + 1
        than = place if word in _BARE else _than(lowered, place, end)
        if than is not None and start < place:
            yield Comparison(place, range(start, place), range(than + 1, end))


def _than(lowered: list[str], place: int, end: int) -> int | None:
    return next((n for n in range(place + 1, min(place + _REACH, end)) if lowered[n] == "than"), None)


def sides(aligned: Aligned, mine: Comparison, number: int, theirs: Comparison) -> int:
    """1 where both compare the same in the same order, -1 where the order is turned, 0 where that cannot be told."""
    straight = _shared(aligned, mine.one, number, theirs.one) + _shared(aligned, mine.two, number, theirs.two)
    turned = _shared(aligned, mine.one, number, theirs.two) + _shared(aligned, mine.two, number, theirs.one)
    return (straight > turned) - (straight < turned)


def _shared(aligned: Aligned, mine: range, number: int, theirs: range) -> int:
    """How many words only these two sides have in common."""
    return sum(
        any(m.sentence == number and m.place in theirs and m.fit >= _ALIKE for m in aligned.matches[place])
        for place in mine
        if place in aligned.matches
    )


def is_turned(aligned: Aligned, place: int) -> bool:
    """Whether an opposite is right, as the sides are turned too: A was above B, B was below A."""
    return any(
        sides(aligned, mine, number, theirs) < 0
        for mine in comparisons(aligned.claim)
        if mine.place == place
        for number in aligned.window
        for theirs in comparisons(aligned.evidence[number])
    )
