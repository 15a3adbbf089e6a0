"""Amounts that a claim works out of those in the evidence: £13m over budget, of £61m and £48m; nearly half, of 47%."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, combinations
from types import MappingProxyType
from typing import NamedTuple

from bot.grounding.lexicon import words
from bot.grounding.numbers import Bound, Quantity, quantities
from bot.grounding.words import Sentence

_ROUGHLY, _SHORT_OF, _BEYOND, _BELOW = 0.05, 0.93, 1.25, 0.8
"""How far an amount may lie from the one that it is rounded to: about; nearly; more than; less than."""
_ROUNDING: Mapping[Bound, Callable[[float, float], bool]] = MappingProxyType(
    {
        Bound.EXACT: lambda value, told: abs(value - told) <= 1e-6 * max(1.0, abs(told)),
        Bound.ABOUT: lambda value, told: abs(value - told) <= _ROUGHLY * told,
        Bound.NEARLY: lambda value, told: _SHORT_OF * told <= value < told,
        Bound.OVER: lambda value, told: told < value <= _BEYOND * told,
        Bound.UNDER: lambda value, told: _BELOW * told <= value < told,
    }
)
_ONE_SIDED = (Bound.OVER, Bound.UNDER)
_ENDLESS = 1e-6
_COMPARES = words(
    """more less fewer higher lower longer shorter earlier later over under above below than extra further rise rose
    risen increase increased grew grown up fall fell fallen drop dropped down decrease decreased cut reduction reduced
    difference gap overspend overspent overran saving saved gain gained loss lost shortfall surplus ahead behind"""
)
_TOTALS = words("total totals totalled totalling altogether together combined all between overall both sum")
_MOST_SUMMED = 4
_NEAR = 4
"""Sentences in a row whose amounts are set against each other: among many, some two give any small number."""
_HALVED = words("halved halving half")
_LOOSE = 1e-2


class Source(NamedTuple):
    """An amount of the evidence that one of the claim is worked out from."""

    sentence: int
    amount: Quantity


@lru_cache(maxsize=2048)
def sources(claim: Sentence, amount: Quantity, evidence: tuple[Sentence, ...]) -> tuple[Source, ...]:
    """Those that the amount rounds, or is the difference, the sum or the ratio of; none where it is none of it."""
    if amount.bound not in _ROUNDING or amount.kind == "ordinal":
        return ()
    each = [[Source(number, q) for q in quantities(sentence)] for number, sentence in enumerate(evidence)]
    known = [source for sources in each for source in sources]
    said = {token.lower for token in claim.tokens}
    rows = (each[at : at + _NEAR] for at in range(max(1, len(each) - _NEAR + 1)))
    near = [list(chain.from_iterable(row)) for row in rows]
    for found in (_rounded(amount, known), *(_worked_out(amount, here, said) for here in [*each, *near])):
        if found:
            return found
    return ()


def _rounded(amount: Quantity, known: Sequence[Source]) -> tuple[Source, ...]:
    """ "more than a year" of 14 months; "about 500,001" rounds nothing."""
    if amount.bound is Bound.EXACT:
        return ()
    like = (Bound.EXACT, Bound.ABOUT, amount.bound)
    fits, digits = _ROUNDING[amount.bound], _digits(amount.value)
    for source in known:
        other = source.amount
        rounder = digits < _digits(other.value) or (
            amount.bound in _ONE_SIDED and digits == _digits(other.value)
        )
        if other.kind == amount.kind and other.bound in like and rounder and fits(other.value, amount.value):
            return (source,)
    return ()


def _digits(value: float) -> int:
    """How many figures it takes to write it: 2 for 4,900 and for 14; a third is as round as a half."""
    if any(abs(value * by - round(value * by)) < _ENDLESS for by in (2, 3, 4, 5)) and value < 1:
        return 1
    return len(Decimal(repr(round(value, 6))).normalize().as_tuple().digits)


def _worked_out(amount: Quantity, here: Sequence[Source], said: set[str]) -> tuple[Source, ...]:
    fits = _ROUNDING[amount.bound]
    exact = [source for source in here if source.amount.bound is Bound.EXACT]
    if said & _COMPARES:
        for one, two in _pairs(exact, "share" if amount.kind == "points" else amount.kind):
            apart = abs(one.amount.value - two.amount.value) * (100 if amount.kind == "points" else 1)
            if amount.kind != "share" and fits(apart, amount.value):
                return one, two
    if amount.kind == "times" or (amount.kind == "share" and said & _HALVED):
        for one, two in combinations(exact, 2):
            if one.amount.kind == two.amount.kind and _is_ratio(one.amount.value, two.amount.value, amount):
                return one, two
    if said & _TOTALS:
        same = [source for source in exact if source.amount.kind == amount.kind]
        if 1 < len(same) <= _MOST_SUMMED and fits(sum(s.amount.value for s in same), amount.value):
            return tuple(same)
    return ()


def _pairs(known: Sequence[Source], kind: str) -> Iterator[tuple[Source, Source]]:
    return combinations([source for source in known if source.amount.kind == kind], 2)


def _is_ratio(one: float, two: float, amount: Quantity) -> bool:
    if not one or not two:
        return False
    told = amount.value if amount.kind == "times" else 1 / amount.value
    ratio = max(one, two) / min(one, two)
    if amount.bound is Bound.EXACT:
        return abs(ratio - told) <= _LOOSE * told
    return _ROUNDING[amount.bound](ratio, told)
