"""The two ends of a change, of a span of time, and of a state that has ended."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.grounding.alignment import Aligned
from bot.grounding.dates import dates
from bot.grounding.lexicon import words
from bot.grounding.numbers import Quantity, quantities
from bot.grounding.numerals import lower
from bot.grounding.words import Sentence

_IS = words("is are")
_BEGINS = re.compile(r"\b(?:starts?|begins?|opens?|comes? into force)\b", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)
_TO = re.compile(r"^\s*(?:to|until|and|till|–|-)\s*(?:the\s+)?$", re.IGNORECASE)
_ENDED = re.compile(
    r"\b(?:was|were)\b[^,;.]*\b(?:until|till)\b|\bused to be\b|\b(?:was|were) (?:formerly|previously|once)\b",
    re.IGNORECASE,
)
_TOLD_AS_PAST = re.compile(r"\b(?:was|were|until|till|used|formerly|previously|once|former|had|no longer)\b")
_STILL = re.compile(r"\b(?:is|are|still|remains?|now|currently)\b", re.IGNORECASE)


def misranged(aligned: Aligned) -> Iterator[str]:
    yield from _reached(aligned)
    yield from _within(aligned)
    yield from _over(aligned)


def _reached(aligned: Aligned) -> Iterator[str]:
    """ "Inflation fell to 3%", where it fell from 3% to 2%."""
    for amount in quantities(aligned.claim):
        if lower(aligned.claim.tokens, amount.start - 1) != "to":
            continue
        for sentence in aligned.sentences:
            there = [other for other in quantities(sentence) if other.equals(amount)]
            if there and all(_is_where_it_began(sentence, other) for other in there):
                yield f"“to {amount.said}” where the evidence has “from {there[0].said}”"


def _is_where_it_began(sentence: Sentence, amount: Quantity) -> bool:
    to = any(token.lower == "to" for token in sentence.tokens[amount.last + 1 : amount.last + 8])
    return lower(sentence.tokens, amount.start - 1) == "from" and to


def _within(aligned: Aligned) -> Iterator[str]:
    """ "£3bn in 2026", where it is £3bn between 2026 and 2029; "starts on 30 September", where it runs until then."""
    mine = dates(aligned.claim)
    begins = _BEGINS.search(aligned.claim.text) is not None
    for sentence in aligned.sentences:
        there = dates(sentence)
        for one, two in pairwise(there):
            between = _TO.match(sentence.text[one.end : two.start])
            if not between or not (_SPAN.search(sentence.text[: one.start]) or one.edge == "since"):
                continue
            told = [date for date in mine if one.covers(date) or two.covers(date)]
            if len(told) != 1 or told[0].parts == one.parts & two.parts:
                continue
            ends = two.covers(told[0]) and not one.covers(told[0])
            alone = told[0].edge == "" and quantities(aligned.claim) and not begins
            if (ends and begins) or (alone and "between" in sentence.text[: one.start].lower()[-12:]):
                yield f"“{told[0].said}” where the evidence has “{sentence.text[one.start : two.end]}”"


def _over(aligned: Aligned) -> Iterator[str]:
    """ "The tunnel is open", where it was open until Friday."""
    said = any(token.lower in _IS for token in aligned.claim.tokens)
    if not said or _TOLD_AS_PAST.search(aligned.claim.text):
        return
    for number in aligned.window[:1]:
        ended = _ENDED.search(aligned.evidence[number].text)
        if ended and not any(_STILL.search(sentence.text) for sentence in aligned.evidence):
            yield f"the evidence tells this of earlier (“{ended.group()}”)"
