"""Whether what rose or fell did so from what to what, and what is compared stands on the same side of "than"."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.grounding.alignment import Aligned
from bot.grounding.dates import Date, dates
from bot.grounding.lexicon import words
from bot.grounding.numbers import Quantity, quantities
from bot.grounding.words import Sentence

_UP = words(
    "rose rise risen rises rising grew grow grown growing increased increase increases up climbed jumped raised higher"
)
_DOWN = words(
    "fell fall fallen falls falling dropped drop declined decline decreased down cut reduced lower shrank halved"
)
_BEFORE_IT = 6
"""Words between "up from" and its amount, at most."""
_BETWEEN = 10
"""Words between two amounts that are compared, at most."""
_COMPARED = words("from than against versus compared")
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


@lru_cache(maxsize=4096)
def _changes(sentence: Sentence) -> tuple[tuple[Quantity, Quantity], ...]:
    """Pairs of an earlier and a later amount: from 5 to 7; 7, compared with 5; 7, up from 5."""
    found = []
    amounts = quantities(sentence)
    for one, two in pairwise(amounts):
        before = sentence.tokens[one.start - 1].lower if one.start else ""
        between = [token.lower for token in sentence.tokens[one.last + 1 : two.start]]
        if before == "from" and between[-1:] == ["to"]:
            found.append((one, two))
        elif set(between) & _COMPARED and one.kind == two.kind and len(between) <= _BETWEEN:
            found.append((two, one))
    return tuple(found)


def reversed_change(aligned: Aligned) -> Iterator[str]:
    """Amounts that change the other way than in the evidence, or than the claim's own figures say."""
    lowered = {token.lower for token in aligned.claim.tokens}
    for old, new in _changes(aligned.claim):
        for sentence in aligned.sentences:
            if any(old.equals(after) and new.equals(before) for before, after in _changes(sentence)):
                yield f"“{old.said}” is the later figure in the evidence, not the earlier one"
        rises, falls = bool(lowered & _UP), bool(lowered & _DOWN)
        if rises != falls and old.kind == new.kind and (new.value > old.value) != rises:
            yield f"the figures do not {'rise' if rises else 'fall'}"
    yield from _moved(aligned)
    yield from _turned(aligned)
    yield from _misdated(aligned)


def moves(aligned: Aligned) -> int:
    """1 where the evidence has an amount of the claim as more than it was before, -1 where as less, else 0."""
    told = {
        (new.value > old.value) - (new.value < old.value)
        for amount in quantities(aligned.claim)
        for sentence in aligned.sentences
        for old, new in _changes(sentence)
        if new.equals(amount)
    }
    return told.pop() if len(told) == 1 else 0


def _moved(aligned: Aligned) -> Iterator[str]:
    """ "Profit fell to £46m", where the evidence has £46m, compared with £40m the year before."""
    lowered = {token.lower for token in aligned.claim.tokens}
    rises, falls = bool(lowered & _UP), bool(lowered & _DOWN)
    told = moves(aligned)
    if told and rises not in (falls, told > 0):
        yield f"the figures of the evidence {'rise' if told > 0 else 'fall'}"


def is_borne_out(aligned: Aligned, place: int) -> bool:
    """Whether a word tells of the rise or the fall that the evidence's figures show."""
    word, told = aligned.claim.tokens[place].lower, moves(aligned)
    return (told > 0 and word in _UP) or (told < 0 and word in _DOWN)


def _misdated(aligned: Aligned) -> Iterator[str]:
    """22 weeks in April, where the evidence has 14 weeks in April and 22 weeks in October."""
    told = _dated(aligned.claim)
    for sentence in aligned.sentences:
        there = _dated(sentence)
        for amount, date in told:
            other = [
                (a, d) for a, d in there if not a.equals(amount) and a.kind == amount.kind and d.covers(date)
            ]
            own = [d for a, d in there if a.equals(amount)]
            if other and own and not any(d.covers(date) for d in own):
                yield f"the evidence has “{other[0][0].said}” for {date.said}, not “{amount.said}”"


@lru_cache(maxsize=4096)
def _dated(sentence: Sentence) -> list[tuple[Quantity, Date]]:
    """Each amount with the date close behind it."""
    found = []
    for amount in quantities(sentence):
        after = sentence.tokens[amount.last + 1 : amount.last + 5]
        for date in dates(sentence):
            place = next((n for n, token in enumerate(after) if date.start <= token.start < date.end), None)
            if (
                place
                and after[place - 1].lower in ("in", "on", "at", "by")
                and not any(token.kind != "word" or token.lower == "and" for token in after[:place])
            ):
                found.append((amount, date))
                break
    return found


def _turned(aligned: Aligned) -> Iterator[str]:
    """up from 51, where the evidence has: down from 51"""
    for amount in quantities(aligned.claim):
        mine = _direction(aligned.claim, amount)
        theirs = {
            _direction(sentence, other)
            for sentence in aligned.sentences
            for other in quantities(sentence)
            if other.equals(amount)
        }
        if mine and theirs and mine not in theirs and None not in theirs:
            yield f"“{mine} from {amount.said}” where the evidence has “{min(filter(None, theirs))}”"


def _direction(sentence: Sentence, amount: Quantity) -> str | None:
    """ "up" of "up from 51", "up from a forecast of 51"."""
    before = [token.lower for token in sentence.tokens[max(0, amount.start - _BEFORE_IT) : amount.start]]
    found = [(one, two) for one, two in pairwise(before) if one in ("up", "down") and two in ("from", "by")]
    return found[-1][0] if found else None
