"""Sentences told from the other end: bought from and sold to, before and after, higher than and lower than."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import groups, words
from bot.grounding.mentions import Mention, lead, mentions
from bot.grounding.phrases import BE
from bot.grounding.words import Sentence, key

_VERBS = tuple(
    (frozenset(map(key, one.split())), frozenset(map(key, other.split())))
    for one, other in (
        ("sell", "buy purchase acquire"),
        ("lend", "borrow"),
        ("lease let", "rent"),
        ("teach", "learn"),
        ("beat defeat", "lose"),
    )
)
"""What one does and what the other does when the same thing happens."""
_ORDER = {"before": ("before", "after"), "after": ("after", "before")}
_MORE = words(
    "higher more greater larger bigger taller longer older faster better earlier dearer stronger richer wider"
)
_LESS = words("lower less fewer smaller shorter younger slower worse later cheaper weaker poorer narrower")
_OF_ONE_KIND = groups("""
higher more greater larger bigger lower less fewer smaller
taller longer shorter
older younger
faster slower
better worse
earlier later
dearer cheaper
stronger weaker
richer poorer
wider narrower
""")
_BREAKS = words(", ; : . – — ( )")
_REACH = 8
"""Words from a comparative to its "than"."""
_ALIKE = 0.95


class _Turning(NamedTuple):
    """A word with two sides, such as "before", "higher … than"."""

    place: int
    says: str
    left: Sequence[int]
    right: Sequence[int]


def turned(aligned: Aligned) -> Iterator[str]:
    """ "B before A", where the evidence has "A before B"; "lower for B than for A", where it is lower for A."""
    yield from _by_the_same(aligned)
    for mine, theirs, number in _pairs(aligned):
        if _is_crossed(aligned, mine, theirs, number) and not _is_opposite(mine, theirs):
            yield f"“{aligned.claim.tokens[mine.place].text}” is told the other way round"


def is_from_the_other_end(aligned: Aligned, place: int) -> bool:
    """Whether the word at a place of the claim is the opposite of the evidence's because its two sides have
    changed places: "lower for A than for B", where it is higher for B than for A."""
    return any(
        mine.place == place and _is_opposite(mine, theirs) and _is_crossed(aligned, mine, theirs, number)
        for mine, theirs, number in _pairs(aligned)
    )


def tells_conversely(aligned: Aligned) -> bool:
    """Whether the claim has "sold", where the evidence has "bought"."""
    return any(_converses(aligned))


def _converses(aligned: Aligned) -> Iterator[tuple[int, int, int]]:
    """The verb of the claim, the sentence of the evidence, and its verb."""
    for one, other in (*_VERBS, *((there, here) for here, there in _VERBS)):
        mine = [n for n, token in enumerate(aligned.claim.tokens) if token.key in one | other]
        for number in aligned.window:
            tokens = aligned.evidence[number].tokens
            theirs = [n for n, token in enumerate(tokens) if token.key in one | other]
            if len(mine) == len(theirs) == 1:
                here, there = aligned.claim.tokens[mine[0]], tokens[theirs[0]]
                if here.key in one and there.key in other:
                    yield mine[0], number, theirs[0]


def _by_the_same(aligned: Aligned) -> Iterator[str]:
    """ "The trust sold it", where the trust bought it."""
    for verb, number, there in _converses(aligned):
        sentence = aligned.evidence[number]
        mine, theirs = _doer(aligned.claim, verb), _doer(sentence, there)
        if mine and theirs and theirs.says(mine):
            yield f"“{aligned.claim.tokens[verb].text}” where the evidence has “{sentence.tokens[there].text}”"


def _doer(sentence: Sentence, verb: int) -> Mention | None:
    """Who is named right before a verb that is not in the passive."""
    before = sentence.tokens[verb - 1].lower if verb else ""
    named = [m for m in mentions(sentence) if m.kind == "name" and m.last < verb]
    return named[-1] if named and before not in BE and not lead(sentence, named[-1]) else None


def _pairs(aligned: Aligned) -> Iterator[tuple[_Turning, _Turning, int]]:
    for mine in _turnings(aligned.claim):
        for number in aligned.window:
            for theirs in _turnings(aligned.evidence[number]):
                if _is_like(mine.says, theirs.says):
                    yield mine, theirs, number


def _is_like(one: str, other: str) -> bool:
    if one in _ORDER:
        return other in _ORDER
    return any(one in group and other in group for group in _OF_ONE_KIND)


def _is_opposite(mine: _Turning, theirs: _Turning) -> bool:
    if mine.says in _ORDER:
        return mine.says != theirs.says
    return (mine.says in _MORE) != (theirs.says in _MORE)


def _is_crossed(aligned: Aligned, mine: _Turning, theirs: _Turning, number: int) -> bool:
    """Whether what stands on the right here stands on the left there, and the other way round."""

    def found(places: Sequence[int], among: Sequence[int]) -> bool:
        return any(
            match.sentence == number and match.place in among and match.fit >= _ALIKE
            for place in places
            for match in aligned.matches.get(place, ())
        )

    across = found(mine.right, theirs.left) and found(mine.left, theirs.right)
    return across and not found(mine.right, theirs.right)


@lru_cache(maxsize=2048)
def _turnings(sentence: Sentence) -> tuple[_Turning, ...]:
    return tuple(_found(sentence))


def _found(sentence: Sentence) -> Iterator[_Turning]:
    tokens = sentence.tokens
    for place, token in enumerate(tokens):
        if token.lower in _ORDER:
            yield _Turning(place, token.lower, *_sides(sentence, place, place))
        elif token.lower in _MORE | _LESS:
            ahead = range(place + 1, min(len(tokens), place + 1 + _REACH))
            than = next((n for n in ahead if tokens[n].lower == "than"), None)
            if than is not None:
                yield _Turning(place, token.lower, *_sides(sentence, than, place))


def _sides(sentence: Sentence, middle: int, but: int) -> tuple[list[int], list[int]]:
    """The words of meaning before and after a place, in its clause."""
    stops = [n for n, token in enumerate(sentence.tokens) if token.lower in _BREAKS]
    first = max((n for n in stops if n < middle), default=-1)
    last = min((n for n in stops if n > middle), default=len(sentence.tokens))
    left = [n for n in sentence.content if first < n < middle and n != but]
    return left, [n for n in sentence.content if middle < n < last]
