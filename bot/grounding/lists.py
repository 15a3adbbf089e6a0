"""Lists of amounts, each of which is told by itself: "recorded 40 thefts, 20 fires and 10 floods"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from bot.grounding.lexicon import words
from bot.grounding.numbers import Quantity, quantities
from bot.grounding.phrases import AUXILIARY, PREPOSITIONS, RELATIVE, phrase_end, verbs
from bot.grounding.words import Sentence

_RANGES = words("between from")
_TOGETHER = words("respectively combined together total altogether either neither or")
_NOT_LISTED = (AUXILIARY | RELATIVE) - {"to"}
_WITHIN_NAMES = words("of for and the &")
_LONGEST_ITEM = 10
"""Tokens after its amount."""


@dataclass(frozen=True, slots=True)
class _Item:
    """An amount with what it is of: "£4m to schools"."""

    amount: Quantity
    end: int
    """The token after its last."""


def narrowed(evidence: Sequence[Sentence], claim: Sequence[Sentence]) -> str:
    """The evidence without those items of a list that the claim does not tell of. A list that it tells nothing
    of, or all of, stays as it is."""
    told = [amount for sentence in claim for amount in quantities(sentence)]
    return "\n".join(_narrowed(sentence, told) for sentence in evidence)


def _narrowed(sentence: Sentence, told: Sequence[Quantity]) -> str:
    text = sentence.text
    if any(token.lower in _TOGETHER for token in sentence.tokens):
        return text
    if spelt := _spelt_out(sentence, told):
        return spelt
    for items in reversed(_lists(sentence)):
        kept = [item for item in items if any(item.amount.equals(amount) for amount in told)]
        for first, last in reversed(list(_dropped(items, kept))):
            before, after = text[: sentence.tokens[first].start], text[sentence.tokens[last - 1].end :]
            text = f"{before.rstrip()} {after.lstrip()}"
    return text


def _spelt_out(sentence: Sentence, told: Sequence[Quantity]) -> str:
    """ "Hull won 2 seats", of "Leeds won 4 seats, York 3 and Hull 2"; "" where there is no such list, or the
    claim tells of more of it than one."""
    tokens, amounts = sentence.tokens, list(quantities(sentence))
    verb = amounts[0].start - 1 if len(amounts) > 1 else 0
    if verb < 1 or not (verb in verbs(sentence) or tokens[verb].lower in _NOT_LISTED):
        return ""
    first, noun_end = verb, amounts[0].last + 1
    while (
        noun_end < amounts[1].start
        and tokens[noun_end].is_content
        and tokens[noun_end].kind == "word"
        and not tokens[noun_end].is_capital
    ):
        noun_end += 1
    ends = [noun_end, *(amount.last + 1 for amount in amounts[1:-1])]
    others = [
        _named_between(sentence, end, after.start) for end, after in zip(ends, amounts[1:], strict=True)
    ]
    while tokens[first - 1].lower in _NOT_LISTED:
        first -= 1
    doers = [_named_before(sentence, first), *takewhile(len, others)]
    amounts = amounts[: len(doers)]
    kept = [place for place, amount in enumerate(amounts) if any(map(amount.equals, told))]
    if len(doers) == 1 or not doers[0] or len(kept) != 1:
        return ""

    def said(first: int, after: int) -> str:
        return sentence.text[tokens[first].start : tokens[after - 1].end] if after > first else ""

    amount, doer = amounts[kept[0]], doers[kept[0]]
    spelt = (
        said(0, doers[0].start),
        said(doer.start, doer.stop),
        said(doers[0].stop, verb + 1),
        said(amount.start, amount.last + 1),
        said(amounts[0].last + 1, noun_end),
        said(amounts[-1].last + 1, len(tokens)),
    )
    return " ".join(filter(None, spelt))


def _named_before(sentence: Sentence, verb: int) -> range:
    """The name that ends right before a verb; an empty range where none does."""
    tokens, start = sentence.tokens, verb
    while start and (tokens[start - 1].is_capital or tokens[start - 1].lower in _WITHIN_NAMES):
        start -= 1
    while start < verb and tokens[start].lower in _WITHIN_NAMES - {"the"}:
        start += 1
    return range(start, verb)


def _named_between(sentence: Sentence, start: int, end: int) -> range:
    """The name that is all there is between a comma or an "and" and an amount; else an empty range."""
    tokens, first = sentence.tokens, start
    while first < end and tokens[first].lower in ("and", ","):
        first += 1
    named = _named_before(sentence, end)
    return range(first, end) if first > start and named.start <= first < end else range(0)


def listed(sentence: Sentence) -> list[range]:
    """The places of each list of amounts, with what they are of."""
    return [range(items[0].amount.start, items[-1].end) for items in _lists(sentence)]


@lru_cache(maxsize=2048)
def _lists(sentence: Sentence) -> tuple[tuple[_Item, ...], ...]:
    return tuple(_found(sentence))


def _found(sentence: Sentence) -> Iterator[tuple[_Item, ...]]:
    amounts = quantities(sentence)
    run: list[_Item] = []
    for amount, after in pairwise(amounts):
        end = _separated(sentence, amount, after)
        if end is None:
            if run:
                yield from _ended(sentence, run, amount)
            run = []
        elif run or sentence.tokens[max(0, amount.start - 1)].lower not in _RANGES:
            run.append(_Item(amount, end))
    if run:
        yield from _ended(sentence, run, amounts[-1])


def _ended(sentence: Sentence, run: Sequence[_Item], last: Quantity) -> Iterator[tuple[_Item, ...]]:
    """The list, if an "and" stands before its last amount, or each has the same preposition: "£40 for adults,
    £20 for children"."""
    ends = [*(item.amount.last for item in run), last.last]
    led = {sentence.tokens[end + 1].lower for end in ends if end + 1 < len(sentence.tokens)}
    if sentence.tokens[last.start - 1].lower == "and" or (len(led) == 1 and led <= PREPOSITIONS):
        yield (*run, _last(sentence, run, last))


def _separated(sentence: Sentence, one: Quantity, two: Quantity) -> int | None:
    """Where the first one's item ends, if nothing but it and a comma or an "and" stand between the two."""
    tokens, end = sentence.tokens, two.start
    while end > one.last and tokens[end - 1].lower in ("and", ","):
        end -= 1
    body = range(one.last + 1, end)
    if end == two.start or not 0 < len(body) <= _LONGEST_ITEM:
        return None
    is_item = all(
        tokens[place].kind != "punct"
        and tokens[place].lower not in _NOT_LISTED
        and place not in verbs(sentence)
        for place in body
    )
    return end if is_item else None


def _last(sentence: Sentence, before: Sequence[_Item], amount: Quantity) -> _Item:
    """It goes as far as those before it do: "£2m to parks" after "£4m to schools"."""
    tokens = sentence.tokens
    led = {
        tokens[place].lower
        for item in before
        for place in range(item.amount.last + 1, item.end)
        if tokens[place].lower in PREPOSITIONS
    }
    end = phrase_end(sentence, amount.last + 1)
    while end < len(tokens) and tokens[end].lower in led:
        led.remove(tokens[end].lower)
        end = phrase_end(sentence, end + 1)
    return _Item(amount, end)


def _dropped(items: Sequence[_Item], kept: Sequence[_Item]) -> Iterator[tuple[int, int]]:
    """The tokens to take out. A qualifier before the first item may be meant of all: "at least 40 thefts and 20
    fires"."""
    if not kept or len(kept) == len(items):
        return
    for item, after in pairwise(items):
        if item not in kept and any(other in kept for other in items[items.index(item) :]):
            shared = after.amount.start == after.amount.first
            yield item.amount.first if shared else item.amount.start, after.amount.start
    if items[-1] not in kept:
        yield kept[-1].end, items[-1].end
