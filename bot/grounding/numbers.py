"""Reads amounts out of a sentence: value, kind, and the qualifier around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from bot.grounding.dates import dated
from bot.grounding.lexicon import Table, words
from bot.grounding.numerals import CURRENCIES, MAGNITUDES, MEASURES, lower, measure, numeral
from bot.grounding.words import Sentence, Token


class Bound(StrEnum):
    """What the words around a number say about it."""

    EXACT = "exactly"
    OVER = "more than"
    DURING = "over"
    """Of a time: in the course of it, or more than it."""
    AT_LEAST = "at least"
    UNDER = "less than"
    UP_TO = "up to"
    ABOUT = "about"
    NEARLY = "nearly"
    LOW = "from"
    HIGH = "to"


_BEFORE = Table(
    {
        Bound.OVER: """more than, over, in excess of, above, upwards of, upward of, greater than,
        exceeding, exceeds,
            exceeded, exceed, surpassing, surpassed, north of, higher than, larger than, beyond,
            topped, well over,
            just over, further than, longer than, older than""",
        Bound.AT_LEAST: """at least, no fewer than, no less than, not less than, not fewer than, a minimum of,
            minimum of, minimum, min""",
        Bound.UP_TO: """up to, up to a cap of, a cap of, a limit of, at most, as much as, as many as, no more than, not more than, a
        maximum of, maximum of,
            maximum, max, not exceeding, no greater than, no higher than, a ceiling of, capped at, limited to,
            as high as, as long as, at the most""",
        Bound.UNDER: """under, less than, fewer than, below, lower than, smaller than, south of, shorter than,
            younger than, lesser than""",
        Bound.ABOUT: """about, around, approximately, approx, roughly, some, circa, ca, c, in the region of,
            an estimated, estimated, estimated at, estimated to be, estimated to be worth, estimated to cost,
        estimated to total, estimated to have cost, an average of, something like, somewhere
            around, in the order of,
            of the order of, ~, ≈, on the order of""",
        Bound.NEARLY: """nearly, almost, close to, just under, just below, approaching, virtually, not quite,
            practically, nearing, slightly under, slightly less than""",
        Bound.EXACT: "exactly, precisely",
    }.items(),
    by_last=True,
)
_AFTER = Table(
    {
        Bound.AT_LEAST: "or more, or over, or above, and over, and above, or higher, plus, +, at least",
        Bound.UP_TO: "or less, or fewer, or under, or below, at most",
        Bound.ABOUT: "or so",
    }.items()
)
FITTING = {
    Bound.EXACT: {Bound.EXACT, Bound.DURING},
    Bound.OVER: {Bound.OVER, Bound.DURING},
    Bound.DURING: {Bound.DURING, Bound.EXACT, Bound.OVER},
    Bound.AT_LEAST: {Bound.AT_LEAST, Bound.OVER, Bound.DURING, Bound.LOW},
    Bound.UNDER: {Bound.UNDER, Bound.NEARLY},
    Bound.UP_TO: {Bound.UP_TO, Bound.UNDER, Bound.HIGH},
    Bound.ABOUT: {Bound.ABOUT, Bound.NEARLY, Bound.EXACT, Bound.DURING},
    Bound.NEARLY: {Bound.NEARLY},
    Bound.LOW: {Bound.LOW},
    Bound.HIGH: {Bound.HIGH},
}
"""For each way a claim may qualify an amount, how the evidence may."""
_TIMES = frozenset(("hours", "days", "months", "minutes"))
_LIMIT, _LIMIT_REACH = words("maximum"), 4
"""What says within so many words before the "of" of an amount that it is the most: "a maximum capacity of 90"."""
_ROUNDED, _WHOLE = 0.005, 1e-6
_PASSED_OVER = words("the a an whopping staggering massive total of another further extra additional “ ~")
_CHANGING = words(
    """rise rises rose risen rising fall falls fell fallen falling grow grows grew grown growing
    increase increases
    increased increasing decrease decreased drop drops dropped decline declined climb climbed jump
    jumped shrink
    shrank cut raise raised reduced expand expanded went go goes gone up down"""
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in a sentence."""

    value: float
    kind: str
    """count, share (per cent and fractions), points, times, ordinal, a currency, or a measure"""
    bound: Bound
    start: int
    """The first token with the qualifier."""
    first: int
    last: int
    """Its first and last token without."""
    said: str

    def equals(self, other: "Quantity") -> bool:
        """Whether both are the same amount; a third is 33%."""
        return self.kind == other.kind and are_equal(self.kind, self.value, other.value)


def are_equal(kind: str, one: float, two: float) -> bool:
    """Whether two amounts of a kind are one, but for what rounding does to a third."""
    rounded = kind == "share" and (_is_endless(one) or _is_endless(two))
    return abs(one - two) <= (_ROUNDED if rounded else 1e-9 * max(1.0, abs(one)))


def _is_endless(share: float) -> bool:
    """Thirds, sixths: shares that per cent only come close to."""
    return share * 2 % 1 > _WHOLE and any(abs(share * by - round(share * by)) < _WHOLE for by in (3, 6, 7, 9))


@lru_cache(maxsize=4096)
def quantities(sentence: Sentence) -> tuple[Quantity, ...]:
    """The amounts of `sentence` in order; the parts of a date are not among them."""
    found: list[Quantity] = []
    place = 0
    while place < len(sentence.tokens):
        quantity = None if place in dated(sentence) else _quantity(sentence, place)
        if quantity:
            found.append(quantity)
            place = quantity.last
        place += 1
    return tuple(_as_ranges(sentence.tokens, found))


@lru_cache(maxsize=4096)
def qualifiers(sentence: Sentence) -> frozenset[int]:
    """The places of the words that qualify an amount: the "no" of "no less than"."""
    return frozenset(place for amount in quantities(sentence) for place in range(amount.start, amount.first))


def _quantity(sentence: Sentence, first: int) -> Quantity | None:
    read = numeral(sentence.tokens, first)
    if read is None:
        return None
    bound, start = _bound([token.lower for token in sentence.tokens], first, read.last)
    if bound is Bound.OVER and read.kind in _TIMES and sentence.tokens[start].lower == "over":
        bound = Bound.DURING
    said = sentence.text[sentence.tokens[start].start : sentence.tokens[read.last].end]
    return Quantity(read.value, read.kind, bound, start, first, read.last, said)


def _bound(lowered: Sequence[str], first: int, last: int) -> tuple[Bound, int]:
    """The qualifier before or after an amount, and the token where it begins."""
    of_all = lowered[last + 2 : last + 3] == ["or"]  # 16 hours or more
    after = _AFTER.at(lowered, last + 1) or (_AFTER.at(lowered, last + 2) if of_all else None)
    if after:
        return after[1], first
    before = first
    while before and lowered[before - 1] in _PASSED_OVER:
        before -= 1
    for end in dict.fromkeys((first, before)):
        found = _BEFORE.at(lowered, end - 1)
        if found and found[1] is Bound.UP_TO and end > 2 and lowered[end - 3] in _CHANGING:
            return Bound.EXACT, first
        if found and not (
            end < first and lowered[end] in ("the", "a", "an") and found[1] in (Bound.OVER, Bound.UNDER)
        ):
            return _outermost(lowered, end - found[0], found[1])
    if lowered[first - 1 : first] == ["of"] and _LIMIT & set(lowered[max(0, first - _LIMIT_REACH) : first]):
        return Bound.UP_TO, first
    return Bound.EXACT, first


def _outermost(lowered: Sequence[str], start: int, bound: Bound) -> tuple[Bound, int]:
    """ "up to about" keeps the outer qualifier."""
    found = _BEFORE.at(lowered, start - 1) if bound is Bound.ABOUT else None
    return (found[1], start - found[0]) if found else (bound, start)


def _as_ranges(tokens: Sequence[Token], found: list[Quantity]) -> list[Quantity]:
    """5 to 10 per cent, £5m-£10m, between 5 and 10: the first takes the second's unit, both are limits."""
    result = list(found)
    for number in range(len(found) - 1):
        low, high = result[number], result[number + 1]
        if low.bound is not Bound.EXACT is high.bound and _is_either(tokens, low, high):
            result[number + 1] = replace(high, bound=low.bound)
        elif low.kind == "count" and high.kind in MEASURES and lower(tokens, low.last + 1) == "to":
            result[number], _ = _with_one_unit(tokens, low, high)
        if low.kind != "ordinal" and _is_range(tokens, low, high):
            low, high = _with_one_unit(tokens, low, high)
            if low.value <= high.value:
                outer = low.bound if low.bound is not Bound.EXACT else Bound.LOW
                low, high = replace(low, bound=outer), replace(high, bound=Bound.HIGH)
            result[number], result[number + 1] = low, high
    return result


def _is_either(tokens: Sequence[Token], low: Quantity, high: Quantity) -> bool:
    """up to £18 million or 10% of it: the second is qualified too"""
    return [token.lower for token in tokens[low.last + 1 : high.first]] == ["or"]


def _is_range(tokens: Sequence[Token], low: Quantity, high: Quantity) -> bool:
    between = [token.lower for token in tokens[low.last + 1 : high.first]]
    before = lower(tokens, low.first - 1)
    noun = tokens[high.last + 1] if high.last + 1 < len(tokens) else None
    counts = noun is not None and noun.kind == "word" and noun.is_content
    if low.kind not in ("count", high.kind) and (high.kind != "count" or counts):
        return False  # "£14m to 38 councils"
    if between == ["to"] and (before == "by" or (before in _CHANGING and low.kind == "share")):
        # "fell by 14% to 212p", "dropped 14% to 212p": how much, and to what.
        return False
    if between == ["to"] and before == "from":
        # "rose from 5 to 10" tells two amounts, not two limits of one.
        return not any(token.lower in _CHANGING for token in tokens)
    return between in (["-"], ["–"], ["to"]) or (between == ["and"] and before == "between")


def _with_one_unit(tokens: Sequence[Token], low: Quantity, high: Quantity) -> tuple[Quantity, Quantity]:
    has_own_magnitude = tokens[low.last].lower in MAGNITUDES
    factor = MAGNITUDES.get(tokens[high.last].lower, 1.0)
    if not has_own_magnitude and low.value < 1000 and low.value * factor <= high.value:
        low = replace(low, value=low.value * factor)
    if low.kind == "count" and high.kind == "share":
        return replace(low, value=low.value / 100, kind="share"), high
    if low.kind == "count" and measure(tokens, high.last):
        _, factor = measure(tokens, high.last) or ("", 1.0)
        return replace(low, value=low.value * factor, kind=high.kind), high
    if low.kind == "count" and high.kind in CURRENCIES.values():
        return replace(low, kind=high.kind), high
    if high.kind == "count" and low.kind in CURRENCIES.values():
        return low, replace(high, kind=low.kind)
    return low, high
