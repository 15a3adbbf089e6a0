"""Whether the claim's amounts, dates and names stand in the evidence at all, as they are qualified there."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.grounding.alignment import Aligned
from bot.grounding.dates import Date, dates
from bot.grounding.derived import sources
from bot.grounding.lexicon import words
from bot.grounding.names import names
from bot.grounding.numbers import FITTING, Bound, Quantity, quantities
from bot.grounding.words import Sentence

_ALIKE = 0.6
_MONTHS, _DECADE = 12, 120
"""Months."""
_HALF, _ROUGHLY, _EXACTLY = 0.5, 0.03, 0.005
_OFFICES = words(
    """president minister secretary chancellor chairman chairwoman mayor governor councillor king queen prince princess
    archbishop commissioner judge ambassador professor"""
)
_LONG_NAME = 7
"""Letters."""
_A_YEAR = re.compile(r"\byear (?:ending|ended|to|up to)\b", re.IGNORECASE)
_ROUGH = words("estimated estimate estimates average approximate rough roughly")


def unknown(aligned: Aligned) -> Iterator[str]:
    yield from _amounts(aligned)
    yield from _dates(aligned)
    yield from _names(aligned)
    yield from _roles(aligned)


def _amounts(aligned: Aligned) -> Iterator[str]:
    for amount in quantities(aligned.claim):
        there = [
            other for sentence in aligned.evidence for other in quantities(sentence) if other.equals(amount)
        ]
        known = _is_year(aligned, amount) or _is_both(aligned, amount) or _is_share(aligned, amount)
        known = known or _is_a_year_to(aligned, amount)
        if not known and (not there or not _fits(aligned, amount, there)):
            known = bool(sources(aligned.claim, amount, aligned.evidence))
        if not there and not known:
            yield f"“{amount.said}” is not in the evidence"
        elif there and not known and not _fits(aligned, amount, there):
            yield f"“{amount.said}” where the evidence has “{there[0].said}”"


def _fits(aligned: Aligned, amount: Quantity, there: Sequence[Quantity]) -> bool:
    return any(other.bound in _fitting(aligned, amount) for other in there)


def _fitting(aligned: Aligned, amount: Quantity) -> set[Bound]:
    """How the evidence may qualify the amount; "the estimated cost is" qualifies it from further off."""
    rough = amount.bound is Bound.EXACT and any(token.lower in _ROUGH for token in aligned.claim.tokens)
    return FITTING[Bound.ABOUT if rough else amount.bound]


def _is_both(aligned: Aligned, amount: Quantity) -> bool:
    return amount.value == 2 and any(
        {"both", "pair", "couple"} & sentence.places.keys() for sentence in aligned.sentences
    )


def _is_share(aligned: Aligned, amount: Quantity) -> bool:
    """More than half, where the evidence has twelve of 20, or most."""
    if amount.kind != "share":
        return False
    told = {token.lower for sentence in aligned.sentences for token in sentence.tokens}
    if amount.value == _HALF and amount.bound is Bound.OVER and told & {"most", "majority"}:
        return True
    shares = [
        part.value / whole.value
        for sentence in aligned.sentences
        for part, whole in pairwise(quantities(sentence))
        if part.value < whole.value
        and "of" in [t.lower for t in sentence.tokens[part.last + 1 : whole.start]][:1]
    ]
    return any(_is_about(share, amount) for share in shares)


def _is_about(share: float, amount: Quantity) -> bool:
    if amount.bound is Bound.OVER:
        return share > amount.value
    if amount.bound is Bound.UNDER:
        return share < amount.value
    return abs(share - amount.value) < (_ROUGHLY if amount.bound is Bound.ABOUT else _EXACTLY)


def _is_year(aligned: Aligned, amount: Quantity) -> bool:
    """The Scotland Act 1998: whether a bare number is the year of a date."""
    years = {date.year for sentence in aligned.evidence for date in dates(sentence)}
    return amount.kind == "count" and amount.bound is Bound.EXACT and amount.value in years


def _is_a_year_to(aligned: Aligned, amount: Quantity) -> bool:
    """The 12 months to June, where the evidence has the year ending in June."""
    is_year = amount.kind == "months" and amount.value == _MONTHS and amount.bound is Bound.EXACT
    return is_year and any(_A_YEAR.search(sentence.text) for sentence in aligned.sentences)


def _is_number(aligned: Aligned, date: Date) -> bool:
    said = {amount.value for sentence in aligned.evidence for amount in quantities(sentence)}
    return date.parts == {("year", date.year)} and date.year in said


def _is_the_same_span(aligned: Aligned, date: Date) -> bool:
    """ "by the end of this year", where the evidence has "the year"."""
    span = (date.word or "").removeprefix("this ")
    return (
        bool(span)
        and span != date.word
        and any(f"the {span}" in sentence.text for sentence in aligned.evidence)
    )


def _dates(aligned: Aligned) -> Iterator[str]:
    for date in dates(aligned.claim):
        there = [other for sentence in aligned.evidence for other in dates(sentence)]
        fitting = [other for other in there if other.covers(date)]
        known = _is_number(aligned, date) or _is_the_same_span(aligned, date) or _ends_a_span(aligned, date)
        if not fitting and not known:
            yield f"the date “{date.said}” is not in the evidence"
        elif fitting and not any(_edge_fits(date, other) for other in fitting):
            yield f"“{date.edge or 'in'} {date.said}” where the evidence has “{fitting[0].edge} {fitting[0].said}”"


def _ends_a_span(aligned: Aligned, date: Date) -> bool:
    """2015 of 2010-15, and the past decade of the past ten years."""
    if date.word in ("past decade", "last decade"):
        return any(a.kind == "months" and a.value == _DECADE for s in aligned.evidence for a in quantities(s))
    if date.year is None or date.month or date.day:
        return False
    span = re.compile(rf"\b{date.year // 100}\d\d\s?[-–/]\s?{date.year % 100:02}\b")
    return any(span.search(sentence.text) for sentence in aligned.evidence)


def _edge_fits(claim: Date, evidence: Date) -> bool:
    if claim.edge == evidence.edge or (
        evidence.edge in ("", "since", "until", "mid", "early", "late") and not claim.edge
    ):
        return True
    return {claim.edge, evidence.edge} <= {"before", "by", "until"} or (
        {claim.edge, evidence.edge} <= {"", "since", "after"}
        and claim.edge != "after"
        and evidence.edge != "after"
    )


def _names(aligned: Aligned) -> Iterator[str]:
    for name in names(aligned.claim):
        missing = [
            aligned.claim.tokens[place].text
            for place in range(name.first, name.last + 1)
            if aligned.claim.tokens[place].is_content
            and aligned.claim.tokens[place].lower != "no"
            and aligned.fit(place) < 0.85
            and not aligned.is_background(place)
            and not _is_of_parliament(aligned.claim, place)
            and not _is_told_as_adjective(aligned, place)
        ]
        if missing:
            yield f"“{' '.join(missing)}” is not in the evidence"


def _is_told_as_adjective(aligned: Aligned, place: int) -> bool:
    """Parliament, where the evidence has "parliamentary"."""
    name = aligned.claim.tokens[place].lower
    return len(name) >= _LONG_NAME and any(
        token.lower.startswith(name) for sentence in aligned.sentences for token in sentence.tokens
    )


def _is_of_parliament(sentence: Sentence, place: int) -> bool:
    """The House of Lords is the Lords."""
    return [token.lower for token in sentence.tokens[place : place + 3]] in (
        ["house", "of", "lords"],
        ["house", "of", "commons"],
    )


def _roles(aligned: Aligned) -> Iterator[str]:
    """An office that the evidence does not name: the prime minister for the chancellor."""
    for place in aligned.claim.content:
        token = aligned.claim.tokens[place]
        if token.lower in _OFFICES and aligned.fit(place) < _ALIKE and not aligned.is_background(place):
            yield f"“{token.text}” is not in the evidence"
