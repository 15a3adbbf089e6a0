"""Two sentences with the same words but in one place: built by Costain, built by Balfour Beatty."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.grounding.lexicon import words
from bot.grounding.mentions import ARTICLES, Mention, mentions
from bot.grounding.opposites import opposites
from bot.grounding.words import Sentence, is_predicate, near, read
from retrieval.sentences import readable

LEAST_SHARED = 2
"""Words, beside what differs, that carry meaning."""
_ALIKE = 0.75
_EMPTY = ARTICLES | words("that also one then")
_LEVELS = {
    **dict.fromkeys(words("may might could can"), "may"),
    "must": "must",
    "should": "should",
    **dict.fromkeys(words("not never cannot no n't"), "not"),
}
_SHARES = {
    **dict.fromkeys(words("all every each both"), "all"),
    **dict.fromkeys(words("some several many"), "some"),
    "most": "most",
    "few": "few",
    "none": "none",
}
_HELPING = words("will shall be been being is are was were has have had do does did to")
_BY_ONE = words(
    "built designed founded owned run chaired led headed managed won written invented operated developed"
)
"""What one person or firm does to a thing: another who did it too is another account."""


class _Read(NamedTuple):
    """A sentence as what is compared of it."""

    keys: tuple[str, ...]
    """Its words in order, with "<kind>" for each name, amount and date."""
    values: tuple[Mention, ...]
    levels: frozenset[str]
    shares: frozenset[str]
    meaning: int
    """How many of the words carry meaning."""


def differ(one: str, other: str) -> tuple[Mention, Mention] | tuple[()] | None:
    """In what two sentences differ that are the same otherwise: a date, an amount or a name of each, or
    nothing that can be pointed at, where one says "all", "may" or "not" and the other does not. None where
    they say the same, or are two sentences about two things."""
    first, second = _read(one), _read(other)
    if first is None or second is None or not _are_alike(first, second):
        return None
    values = [
        (a, b) for a, b in zip(first.values, second.values, strict=True) if not a.says(b) and not b.says(a)
    ]
    shares = first.shares != second.shares
    if shares and not (first.shares and second.shares):
        return None
    if len(values) + shares + (first.levels != second.levels) != 1:
        return None
    return values[0] if values else ()


def tell_of_two_things(one: str, other: str) -> bool:
    """Whether each has an adjective whose opposite the other has: small firms, large firms."""
    first, second = [read(readable(text)) for text in (one, other)]
    mine, theirs = _described(first), _described(second)
    return any(opposites(key) & (theirs - mine) for key in mine - theirs)


def _described(found: Sequence[Sentence]) -> set[str]:
    return {
        sentence.tokens[place].key
        for sentence in found
        for place in sentence.content
        if not is_predicate(sentence.tokens, place)
    }


def is_done_by_one(text: str, mention: Mention) -> bool:
    """Whether a name is of who alone did what the sentence says: built by Costain."""
    (sentence,) = read(readable(text))
    before = [token.lower for token in sentence.tokens[: mention.first]]
    return any(verb in _BY_ONE and by == "by" for verb, by in pairwise(before[-3:]))


def _are_alike(one: _Read, two: _Read) -> bool:
    return (
        min(one.meaning, two.meaning) >= LEAST_SHARED
        and len(one.keys) == len(two.keys)
        and all(a == b or _mean_the_same(a, b) for a, b in zip(one.keys, two.keys, strict=True))
    )


def _mean_the_same(one: str, other: str) -> bool:
    return any(key == other and fit >= _ALIKE for key, fit in near(one))


@lru_cache(maxsize=4096)
def _read(text: str) -> _Read | None:
    """None for more sentences than one."""
    found = read(readable(text))
    return _compared(found[0]) if len(found) == 1 else None


def _compared(sentence: Sentence) -> _Read:
    values = [m for m in _apart(mentions(sentence)) if m.said.lower() not in _EMPTY]
    within = {place: m for m in values for place in range(m.first, m.last + 1)}
    keys: list[str] = []
    levels, shares, meaning = set(), set(), 0
    for place, token in enumerate(sentence.tokens):
        value = within.get(place)
        word = "" if place and token.is_capital else token.lower  # May and Will are names there
        if value:
            keys += [f"<{value.kind}>"] if place == value.first else []
        elif word in _LEVELS:
            levels.add(_LEVELS[word])
        elif word in _SHARES:
            shares.add(_SHARES[word])
        elif token.kind != "punct" and token.lower not in _EMPTY | _HELPING:
            keys.append(token.key)
            meaning += token.is_content
    return _Read(tuple(keys), tuple(values), frozenset(levels), frozenset(shares), meaning)


def _apart(found: Sequence[Mention]) -> list[Mention]:
    """Without those that stand within another, as the 4 of 4 May."""
    return [m for m in found if not any(_holds(other, m) for other in found if other is not m)]


def _holds(outer: Mention, inner: Mention) -> bool:
    if (outer.first, outer.last) == (inner.first, inner.last):
        return outer.kind == "date"
    return outer.first <= inner.first and inner.last <= outer.last
