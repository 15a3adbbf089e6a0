"""Reads one number out of tokens, in figures or in words: its value, where it ends and what it counts."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.grounding.lexicon import words
from bot.grounding.words import Token, is_verb

SMALL = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
} | {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
MAGNITUDES = {
    "hundred": 1e2, "hundreds": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6,
    "mln": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12, "lakh": 1e5, "crore": 1e7,
    "dozen": 12,
}  # fmt: skip
ORDINALS = {
    word: value
    for value, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
    "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "tenth": 10,
    "tenths": 10,
}  # fmt: skip
TIMES = {
    "double": 2.0, "doubled": 2.0, "doubles": 2.0, "doubling": 2.0, "twice": 2.0, "twofold": 2.0,
    "triple": 3.0,
    "tripled": 3.0, "treble": 3.0, "trebled": 3.0, "threefold": 3.0, "thrice": 3.0, "quadruple": 4.0,
    "quadrupled": 4.0, "fourfold": 4.0,
}  # fmt: skip
CURRENCIES = {
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP",
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "¥": "JPY", "yen": "JPY", "yuan": "CNY", "rupee": "INR", "rupees": "INR", "₹": "INR",
}  # fmt: skip
_PERCENT = (("%",), ("percentage",), ("per", "cent"), ("percent",), ("pc",), ("pct",))
_DASHES = words("- ‑ –")
_AS_MUCH = words(
    "as more less higher lower larger smaller bigger faster the that its their what greater fewer"
)
MEASURES: Mapping[str, Mapping[str, float]] = {
    "hours": {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168, "fortnight": 336},
    "months": {"month": 1, "year": 12, "decade": 120, "century": 1200},
    "metres": {"millimetre": 0.001, "mm": 0.001, "centimetre": 0.01, "cm": 0.01, "metre": 1, "kilometre": 1000, "km": 1000},
    "grams": {"milligram": 0.001, "mg": 0.001, "gram": 1, "kilogram": 1000, "kg": 1000, "kilo": 1000, "tonne": 1e6},
    "litres": {"millilitre": 0.001, "ml": 0.001, "litre": 1},
}  # fmt: skip
"""What is measured, and how much of it each unit is: four weeks are 28 days."""
_UNITS = {
    form: (kind, float(factor))
    for kind, units in MEASURES.items()
    for unit, factor in units.items()
    for form in (unit, unit + "s", unit.replace("metre", "meter"), unit.replace("metre", "meter") + "s")
} | {"centuries": ("months", 1200.0)}
SPANS = words("day week fortnight month year decade century hour minute")
_AND_A_HALF = ("and", "a", "half")
_BEFORE_A_SPAN = ORDINALS.keys() | words("each every per last this next previous")
_COMPARING = words("than over nearly almost about around under least")
_OF_WHAT = words("us usa british australian canadian")


class Numeral(NamedTuple):
    """A number as read."""

    value: float
    last: int
    """Its last token."""
    kind: str
    """count, share (per cent and fractions), points, times, ordinal, a currency, or a measure"""


def numeral(tokens: Sequence[Token], at: int) -> Numeral | None:
    """The number that begins at a token, with its magnitude and unit."""
    if tokens[at].lower in CURRENCIES and at + 1 < len(tokens) and tokens[at + 1].kind == "number":
        value, last = _magnitude(tokens, float(tokens[at + 1].key), at + 1)
        return Numeral(value, last, CURRENCIES[tokens[at].lower])
    found = _figures(tokens, at) if tokens[at].kind == "number" else _words(tokens, at)
    return _unit(tokens, found) if found and found.kind == "count" else found


def lower(tokens: Sequence[Token], at: int) -> str:
    """The word at a place, "" outside the sentence."""
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def _figures(tokens: Sequence[Token], at: int) -> Numeral | None:
    if _is_identifier(tokens, at):
        return None
    value = float(tokens[at].key)
    if lower(tokens, at + 1) in ("st", "nd", "rd", "th"):
        return Numeral(value, at + 1, "ordinal")
    return Numeral(*_magnitude(tokens, value, at), "count")


def _is_identifier(tokens: Sequence[Token], at: int) -> bool:
    """GPT-4, Covid-19: a name, not an amount."""
    if at < 2 or tokens[at - 1].text not in _DASHES:
        return False
    word, dash = tokens[at - 2], tokens[at - 1]
    return word.kind == "word" and word.end == dash.start and dash.end == tokens[at].start and word.is_capital


def _words(tokens: Sequence[Token], at: int) -> Numeral | None:
    word = tokens[at].lower
    if word in ("half", "quarter") and lower(tokens, at - 1) not in _BEFORE_A_SPAN:
        return _half(tokens, at)
    if word in ("halved", "halving"):
        return Numeral(0.5, at, "share")
    if word in TIMES:
        return Numeral(TIMES[word], at, "times")
    if word in ORDINALS and word != "second":
        return Numeral(float(ORDINALS[word]), at, "ordinal")
    if word in ("a", "an", "one"):
        return _one(tokens, at)
    return _written(tokens, at) if word in SMALL else None


def _half(tokens: Sequence[Token], at: int) -> Numeral:
    magnitude = MAGNITUDES.get(lower(tokens, at + 2))
    if tokens[at].lower == "half" and lower(tokens, at + 1) in ("a", "an") and magnitude:
        return Numeral(0.5 * magnitude, at + 2, "count")
    unit = _UNITS.get(lower(tokens, at + 2)) if lower(tokens, at + 1) in ("a", "an") else None
    if unit:
        return Numeral(unit[1] / FRACTIONS[tokens[at].lower], at + 2, unit[0])
    return Numeral(1 / FRACTIONS[tokens[at].lower], at, "share")


def _one(tokens: Sequence[Token], at: int) -> Numeral | None:
    """a hundred, one in five, a third (of them); a lone "one" is no amount."""
    place = at + 2 if lower(tokens, at + 1) in _DASHES else at + 1
    word = lower(tokens, place)
    if word in MAGNITUDES and len(word) > 2 and not word.endswith("s"):
        return Numeral(*_magnitude(tokens, 1.0, at), "count")
    if word in _UNITS and _is_and_a_half(tokens, place + 1):
        kind, factor = _UNITS[word]
        return Numeral(1.5 * factor, place + len(_AND_A_HALF), kind)
    if word in SPANS and tokens[at].lower != "one" and lower(tokens, at - 1) in _COMPARING:
        return Numeral(1.0, at, "count")
    if word in FRACTIONS and word not in ("half", "halves"):
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        is_noun = after is not None and after.is_content and not is_verb(after.lower)
        return None if is_noun and tokens[at].lower != "one" else Numeral(1 / FRACTIONS[word], place, "share")
    return _written(tokens, at) if tokens[at].lower == "one" else None


def _written(tokens: Sequence[Token], at: int) -> Numeral | None:
    """twenty-five, two hundred and six, two-thirds, two in five."""
    value, last = float(SMALL[tokens[at].lower]), at
    place = at + 2 if lower(tokens, at + 1) in _DASHES else at + 1
    word = lower(tokens, place)
    if value >= 20 and 0 < SMALL.get(word, 0) < 10:
        value, last = value + SMALL[word], place
    elif word in FRACTIONS and word != "quarter":
        return Numeral(value / FRACTIONS[word], place, "share")
    if _is_and_a_half(tokens, last + 1):
        value, last = value + 0.5, last + len(_AND_A_HALF)
    value, last = _magnitude(tokens, value, last)
    if lower(tokens, last + 1) == "and" and value >= 100 and lower(tokens, last + 2) in SMALL:
        value, last = value + SMALL[lower(tokens, last + 2)], last + 2
    lone = value == 1 and last == at and not _whole(tokens, last)
    return None if lone else Numeral(value, last, "count")


def _is_and_a_half(tokens: Sequence[Token], at: int) -> bool:
    """two and a half, a year and a half"""
    return tuple(lower(tokens, at + step) for step in range(len(_AND_A_HALF))) == _AND_A_HALF


def _magnitude(tokens: Sequence[Token], value: float, last: int) -> tuple[float, int]:
    """The number times the hundred, million or bn after it."""
    while True:
        place = last + 2 if lower(tokens, last + 1) in _DASHES else last + 1
        word = lower(tokens, place)
        if word not in MAGNITUDES or (len(word) == 1 and place != last + 1):
            return value, last
        value, last = value * MAGNITUDES[word], place


def _unit(tokens: Sequence[Token], read: Numeral) -> Numeral:
    """The amount with a per cent sign, a ratio or a currency's name after it."""
    value, last, _ = read
    for phrase in _PERCENT:
        if all(lower(tokens, last + 1 + step) == word for step, word in enumerate(phrase)):
            end = last + len(phrase)
            if lower(tokens, end + 1) in ("point", "points"):
                return Numeral(value, end + 1, "points")
            return Numeral(value / 100, end, "share")
    whole = _whole(tokens, last)
    if whole and value <= whole[0]:
        return Numeral(value / whole[0], whole[1], "share")
    place = last + 1
    if lower(tokens, place) == "fold" or (
        lower(tokens, place) == "times" and lower(tokens, place + 1) in _AS_MUCH
    ):
        return Numeral(value, place, "times")
    if lower(tokens, place) in ("points", "point"):
        return Numeral(value, place, "points")
    place += lower(tokens, place) in _OF_WHAT
    if lower(tokens, place) in CURRENCIES:
        return Numeral(value, place, CURRENCIES[lower(tokens, place)])
    measured = measure(tokens, last)
    return Numeral(value * measured[1], last, measured[0]) if measured else read


def measure(tokens: Sequence[Token], last: int) -> tuple[str, float] | None:
    """What the unit after a number measures, and how much of it the unit is."""
    between = tokens[last + 1] if last + 2 < len(tokens) else None
    passed = between is not None and (between.text in _DASHES or between.is_content)
    place = last + 2 if passed and lower(tokens, last + 2) in _UNITS else last + 1
    is_age = {lower(tokens, place + 1), lower(tokens, place + 2)} & {"old", "olds"}
    return None if is_age else _UNITS.get(lower(tokens, place))


def _whole(tokens: Sequence[Token], last: int) -> tuple[float, int] | None:
    """The five of "two in five" and "two out of five", and its place."""
    place = last + 3 if lower(tokens, last + 1) == "out" else last + 2
    word = lower(tokens, place)
    if lower(tokens, last + 1) not in ("in", "out") or not (word in SMALL or word.isdigit()):
        return None
    value = float(SMALL.get(word) or word)
    return (value, place) if 2 <= value <= 1000 else None
