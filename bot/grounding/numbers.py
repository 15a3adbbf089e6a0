"""Reads amounts out of a sentence: value, kind and the qualifier before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from bot.grounding.dates import dates
from bot.grounding.lexicon import Table, words
from bot.grounding.words import Sentence, Token


class Bound(StrEnum):
    """What the words around a number say about it."""

    EXACT = "exactly"
    OVER = "more than"
    AT_LEAST = "at least"
    UNDER = "less than"
    UP_TO = "up to"
    ABOUT = "about"
    NEARLY = "nearly"
    LOW = "from"
    HIGH = "to"


_BEFORE = Table(
    {
        Bound.OVER: """more than, over, in excess of, above, upwards of, upward of, greater than, exceeding,
                    exceeds, exceeded, exceed, surpassing, surpassed, north of, higher than, larger than, beyond,
                    topped, well over, just over, further than, longer than, older than""",
        Bound.AT_LEAST: """at least, no fewer than, no less than, not less than, not fewer than, a minimum of,
                    minimum of, minimum, min""",
        Bound.UP_TO: """up to, at most, as much as, as many as, no more than, not more than, a maximum of,
                    maximum of, maximum, max, not exceeding, no greater than, no higher than, a ceiling of, capped at,
                    limited to, as high as, as long as, at the most""",
        Bound.UNDER: """under, less than, fewer than, below, lower than, smaller than, south of, shorter than,
                    younger than, lesser than""",
        Bound.ABOUT: """about, around, approximately, approx, roughly, some, circa, ca, c, in the region of,
                    an estimated, estimated, estimated at, an average of, something like, somewhere around,
                    in the order of, of the order of, ~, ≈, give or take, on the order of""",
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
SMALL = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
} | {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
MAGNITUDE = {
    "hundred": 1e2, "hundreds": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "mln": 1e6, "billion": 1e9,
    "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12, "lakh": 1e5, "crore": 1e7, "dozen": 12,
}  # fmt: skip
ORDINALS = {
    word: value
    for value, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
    "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
CURRENCIES = {
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "quid": "GBP",
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "¥": "JPY", "yen": "JPY", "yuan": "CNY", "rupee": "INR", "rupees": "INR", "₹": "INR",
}  # fmt: skip
PERCENT = (("%",), ("percentage",), ("per", "cent"), ("percent",), ("pc",), ("pct",))


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in a sentence."""

    value: float
    kind: str
    """count, share (per cent and fractions), points, times, ordinal, or a currency"""
    bound: Bound
    first: int
    last: int
    """Its first and last token."""
    said: str

    def equals(self, other: "Quantity") -> bool:
        return abs(self.value - other.value) <= 1e-9 * max(1.0, abs(self.value)) and self.fits(other)

    def fits(self, other: "Quantity") -> bool:
        """Whether both are amounts of one kind."""
        return self.kind == other.kind


@lru_cache(maxsize=4096)
def quantities(sentence: Sentence) -> tuple[Quantity, ...]:
    """The amounts of `sentence` in order; the parts of a date are not among them."""
    tokens = sentence.tokens
    dated = {
        place
        for date in dates(sentence)
        for place, token in enumerate(tokens)
        if date.start <= token.start < date.end
    }
    found: list[Quantity] = []
    place = 0
    while place < len(tokens):
        quantity = None if place in dated else _quantity(sentence, place)
        if quantity:
            found.append(quantity)
            place = quantity.last
        place += 1
    return tuple(_as_ranges(tokens, found))


def _quantity(sentence: Sentence, at: int) -> Quantity | None:
    """The amount that begins at a token, with its currency, magnitude, unit and qualifier."""
    tokens, first = sentence.tokens, at
    currency = CURRENCIES.get(tokens[at].lower, "") if len(tokens[at].lower) in (1, 3) else ""
    if currency and at + 1 < len(tokens) and tokens[at + 1].kind == "number":
        at += 1
    else:
        currency = ""
    read = _value(tokens, at)
    if read is None:
        return None
    value, last, kind = read
    if not currency and kind == "count":
        value, last, kind = _unit(tokens, value, last)
    bound, start = _bound([token.lower for token in tokens], first, last)
    said = sentence.text[tokens[start].start : tokens[last].end]
    return Quantity(value, currency or kind, bound, first, last, said)


_PASSED_OVER = words("the a an whopping staggering massive total of another further extra additional “ ~")
_TIMES = {
    "double": 2,
    "doubled": 2,
    "doubles": 2,
    "twice": 2,
    "twofold": 2,
    "triple": 3,
    "tripled": 3,
    "treble": 3,
    "trebled": 3,
    "threefold": 3,
    "thrice": 3,
    "quadruple": 4,
    "quadrupled": 4,
    "fourfold": 4,
}


def _value(tokens: Sequence[Token], at: int) -> tuple[float, int, str] | None:
    """The number that begins at a token: its value, last token and kind."""
    token = tokens[at]
    after = _lower(tokens, at + 1)
    if token.kind == "number":
        if (
            at
            and tokens[at - 1].text in "-–"
            and at > 1
            and _is_identifier(tokens[at - 2], tokens[at - 1], token)
        ):
            return None
        value, last = float(token.key), at
        if after in ("st", "nd", "rd", "th"):
            return value, at + 1, "ordinal"
        return (*_magnitude(tokens, value, last), "count")
    if token.lower in _TIMES:
        return float(_TIMES[token.lower]), at, "times"
    if token.lower in ORDINALS and token.lower != "second":
        return float(ORDINALS[token.lower]), at, "ordinal"
    return _in_words(tokens, at)


def _is_identifier(word: Token, dash: Token, number: Token) -> bool:
    """GPT-4, Covid-19: a name, not an amount."""
    return word.kind == "word" and word.end == dash.start and dash.end == number.start and word.is_capital


def _in_words(tokens: Sequence[Token], at: int) -> tuple[float, int, str] | None:
    word, after = tokens[at].lower, _lower(tokens, at + 1)
    if word in ("half", "quarter") and _lower(tokens, at - 1) not in (
        "first",
        "second",
        "last",
        "third",
        "fourth",
    ):
        if word == "half" and after in ("a", "an") and _lower(tokens, at + 2) in MAGNITUDE:
            return 0.5 * MAGNITUDE[_lower(tokens, at + 2)], at + 2, "count"
        return 1 / FRACTIONS[word], at, "share"
    if word in ("a", "an", "one"):
        if after in MAGNITUDE and len(after) > 2 and not after.endswith("s"):
            return (*_magnitude(tokens, 1.0, at), "count")
        after_dash = at + 2 if after in "-–" and after else at + 1
        if _lower(tokens, after_dash) in FRACTIONS and _lower(tokens, after_dash) not in ("second", "half"):
            if word != "one" and _lower(tokens, after_dash + 1) != "of":
                return None
            return 1 / FRACTIONS[_lower(tokens, after_dash)], after_dash, "share"
    if word in ("hundreds", "thousands", "millions", "billions", "dozens"):
        return None
    if word == "both" or word not in SMALL:
        return None
    return _written(tokens, at)


def _written(tokens: Sequence[Token], at: int) -> tuple[float, int, str] | None:
    """twenty-five, two hundred and six, two-thirds, two in five; a lone "one" is no amount."""
    value, last = float(SMALL[tokens[at].lower]), at
    place = at + 2 if _lower(tokens, at + 1) in ("-", "\u2011") else at + 1
    word = _lower(tokens, place)
    if value >= 20 and 0 < SMALL.get(word, 0) < 10:
        value, last = value + SMALL[word], place
    elif word in FRACTIONS and word != "quarter":
        return value / FRACTIONS[word], place, "share"
    value, last = _magnitude(tokens, value, last)
    if _lower(tokens, last + 1) == "and" and value >= 100 and _lower(tokens, last + 2) in SMALL:
        value, last = value + SMALL[_lower(tokens, last + 2)], last + 2
    lone = value == 1 and last == at and not _is_ratio(tokens, last)
    return None if lone else (value, last, "count")


def _is_ratio(tokens: Sequence[Token], last: int) -> bool:
    place = last + 3 if _lower(tokens, last + 1) == "out" else last + 2
    middle = _lower(tokens, last + 1) in ("in", "out")
    return middle and (_lower(tokens, place) in SMALL or _lower(tokens, place).isdigit())


def _magnitude(tokens: Sequence[Token], value: float, last: int) -> tuple[float, int]:
    """The number times the hundred, million or bn after it."""
    while True:
        place = last + 2 if _lower(tokens, last + 1) in ("-", "\u2011") else last + 1
        factor = MAGNITUDE.get(_lower(tokens, place))
        if factor is None or (_lower(tokens, place) in ("m", "k", "b") and place != last + 1):
            return value, last
        value, last = value * factor, place


def _unit(tokens: Sequence[Token], value: float, last: int) -> tuple[float, int, str]:
    """The amount with a per cent sign, a ratio or a currency's name after it."""
    for phrase in PERCENT:
        if _follows(tokens, last + 1, phrase):
            end = last + len(phrase)
            if _lower(tokens, end + 1) in ("point", "points"):
                return value, end + 1, "points"
            return value / 100, end, "share"
    place = last + 3 if _lower(tokens, last + 1) == "out" else last + 2
    if _is_ratio(tokens, last):
        whole = SMALL.get(_lower(tokens, place)) or float(_lower(tokens, place))
        if whole >= max(value, 2) and whole <= 1000:
            return value / whole, place, "share"
    place = last + 1
    if _lower(tokens, place) in ("times", "fold", "points", "point"):
        return value, place, "points" if _lower(tokens, place).startswith("point") else "times"
    if _lower(tokens, place) in ("us", "usa", "british", "australian", "canadian"):
        place += 1
    if _lower(tokens, place) in CURRENCIES and _lower(tokens, place) != "sterling":
        return value, place, CURRENCIES[_lower(tokens, place)]
    return value, last, "count"


def _bound(lowered: Sequence[str], first: int, last: int) -> tuple[Bound, int]:
    """The qualifier before or after an amount, and the token where it begins."""
    after = _AFTER.at(lowered, last + 1)
    if after:
        return after[1], first
    before = first
    while before and lowered[before - 1] in _PASSED_OVER:
        before -= 1
    for end in dict.fromkeys((first, before)):
        found = _BEFORE.at(lowered, end - 1)
        if found:
            return _outermost(lowered, end - found[0], found[1])
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
        between = [token.lower for token in tokens[low.last + 1 : high.first]]
        start = _lower(tokens, low.first - 1)
        is_range = between in (["-"], ["–"], ["to"]) or (between == ["and"] and start == "between")
        if not is_range or low.kind == "ordinal":
            continue
        if low.kind == "count" and high.kind == "share":
            low = replace(low, value=low.value / 100, kind="share")
        if low.kind == "count" or high.kind == "count":
            kind = high.kind if low.kind == "count" else low.kind
            low, high = replace(low, kind=kind), replace(high, kind=kind)
        shared = MAGNITUDE.get(tokens[high.last].lower, 1.0)
        if low.last == low.first + (low.kind in CURRENCIES.values() and tokens[low.first].kind != "number"):
            low = (
                replace(low, value=low.value * shared)
                if low.value * shared <= high.value and low.value < 1000
                else low
            )
        if low.value <= high.value:
            result[number], result[number + 1] = (
                replace(low, bound=Bound.LOW),
                replace(high, bound=Bound.HIGH),
            )
    return result


def _follows(tokens: Sequence[Token], at: int, phrase: Sequence[str]) -> bool:
    return all(_lower(tokens, at + step) == word for step, word in enumerate(phrase))


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""
