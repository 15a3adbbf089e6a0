"""Whether claim and evidence say yes and no to the same things."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.grounding.alignment import Aligned, Match
from bot.grounding.change import is_borne_out, is_turned
from bot.grounding.converse import is_from_the_other_end
from bot.grounding.lexicon import words
from bot.grounding.mentions import mentions
from bot.grounding.negation import denied, denies, half_denies, is_under_one
from bot.grounding.numbers import qualifiers
from bot.grounding.opposites import PREFIXES, opposites
from bot.grounding.words import is_common, is_predicate, key

_LOSING = words(
    "lose loses lost losing deny denies denied lack lacks lacked cut cuts refuse refused end ended"
)
_DENYING = words(
    "deny denies denied dispute disputes disputed reject rejects rejected refuse refuses refused"
)
"""Said with a "not", they tell what is so, and no other words tell that."""
LOOSE = words(
    "up down over under more less most least before after above below first last next some all few many always never"
)
"""Function words that turn a sentence round when they are changed."""
_REPLYING = words("replied replies answered answers responded responds said says confirmed confirms")
_AFTER_A_NO = words(", . ; because as since and but")
_SAME_ENOUGH = 0.85
_EITHER = 2
_NEARBY = 6
_BESIDE = 3
_NOT_OF_THEM = re.compile(
    r"\b(?:is|are|was|were) not (?:(?:among|one of|included in|part of) )(?:them|these|those|it)\b",
    re.IGNORECASE,
)
_CONVERSE = (frozenset(map(key, ("sell", "lend"))), frozenset(map(key, ("buy", "borrow"))))


def contradicted(aligned: Aligned) -> Iterator[str]:
    """Words that the claim affirms and the evidence denies, or the other way round, and opposites."""
    claim = aligned.claim
    for place, token in enumerate(claim.tokens):
        if token.kind != "word" or place in qualifiers(claim):
            continue
        if not (token.is_content or token.lower in LOOSE):
            continue
        exact, opposite = _exact(aligned, place), _opposite(aligned, place)
        if opposite and (
            _is_converse(aligned, place)
            or is_from_the_other_end(aligned, place)
            or is_turned(aligned, place)
            or is_borne_out(aligned, place)
        ):
            continue
        if _says_opposite(aligned, place, exact, opposite):
            yield f"“{token.text}” where the evidence has “{opposite[0].text}”"
        elif (exact or not opposite) and _is_against_it(aligned, place, exact):
            no = denied(claim).get(place, 0) % 2
            yield f"“{token.text}” is {'denied' if no else 'affirmed'} here, not in the evidence"
    yield from _replied_no(aligned)
    yield from _left_out(aligned)
    if _denies_more(aligned):
        yield "the evidence has no such negation"


def _says_opposite(
    aligned: Aligned, place: int, exact: Sequence["_Told"], opposite: Sequence["_Told"]
) -> bool:
    """Whether the evidence has the opposite of a word about the same things, and not the word itself."""
    no = denied(aligned.claim).get(place, 0) % 2
    nearer = bool(opposite and exact) and opposite[0].sentence < exact[0].sentence
    nearer = nearer and not _is_about_the_same(aligned, place, exact[0])
    alike = any(
        aligned.window.index(match.sentence) <= opposite[0].sentence
        for match in aligned.best(place, _SAME_ENOUGH)
        if opposite and match.sentence in aligned.window
    )
    excused = bool(exact) or (alike and not _is_prefixed(aligned.claim.tokens[place].key, opposite))
    return bool(opposite) and (nearer or not excused) and all(no == other.denied for other in opposite)


def _is_against_it(aligned: Aligned, place: int, exact: Sequence["_Told"]) -> bool:
    """Whether the claim denies a word that the evidence affirms, or the other way round."""
    no = denied(aligned.claim).get(place, 0) % 2
    same = [told.denied for told in exact] or [
        _denied(aligned, match)
        for match in aligned.best(place, _SAME_ENOUGH)
        if match.sentence == aligned.window[0]
    ]
    if not same or any(other in (no, _EITHER) for other in same) or (no and _is_named(aligned, place)):
        return False
    # A free retelling says "did not grow" for "was flat", but not "no legal requirement" for one.
    free = not aligned.wording.twins and no and not _is_same_thing(aligned, place)
    other_words = free or (not aligned.wording.is_close and _both_deny(aligned))
    if other_words and aligned.claim.tokens[place].lower not in _DENYING:
        return False
    return not (no and _is_scarce(aligned)) and not _are_both_under_one(aligned, place)


def _is_same_thing(aligned: Aligned, place: int) -> bool:
    """Whether a noun stands in the evidence with the same word of meaning right before or after it."""
    if is_predicate(aligned.claim.tokens, place):
        return False
    content = aligned.claim.content
    at = content.index(place) if place in content else -1
    beside = [content[n] for n in (at - 1, at + 1) if at >= 0 and 0 <= n < len(content)]
    return any(
        abs(one.place - other.place) <= abs(place - there)
        for there in beside
        for one in aligned.best(place, 1.0)
        for other in aligned.best(there, 1.0)
        if one.sentence == other.sentence and abs(place - there) <= _BESIDE
    )


def _both_deny(aligned: Aligned) -> bool:
    """Whether claim and evidence each say no to something: "found no evidence", "did not find evidence"."""
    return denies(aligned.claim) and any(map(half_denies, aligned.sentences))


def _is_named(aligned: Aligned, place: int) -> bool:
    """ "Could not offer more", where the evidence has "the offer": whether only the claim has it as a verb."""
    there = aligned.best(place, _SAME_ENOUGH)
    return is_predicate(aligned.claim.tokens, place) and not any(
        is_predicate(aligned.evidence[match.sentence].tokens, match.place)
        or aligned.evidence[match.sentence].tokens[match.place].lower.endswith(("ed", "ing"))
        for match in there
    )


def _replied_no(aligned: Aligned) -> Iterator[str]:
    """ "She replied that it could be", where she replied that it could not."""
    if denies(aligned.claim):
        return
    for place, token in enumerate(aligned.claim.tokens):
        if token.lower not in _REPLYING:
            continue
        for match in aligned.matches.get(place, ()):
            tokens = aligned.evidence[match.sentence].tokens
            after = [each.lower for each in tokens[match.place + 1 : match.place + 1 + _NEARBY]]
            stops = [after[n + 1 : n + 2] for n in range(len(after)) if after[n] == "not"]
            if any(stop and stop[0] in _AFTER_A_NO for stop in stops):
                yield f"the evidence has “{token.text}” with a “not”"


def _left_out(aligned: Aligned) -> Iterator[str]:
    """ "Dunmore was among those rated good", where others were and "Dunmore was not among them"."""
    if denies(aligned.claim):
        return
    for number in aligned.window:
        sentence = aligned.evidence[number]
        if number - 1 != aligned.window[0]:
            continue
        for match in _NOT_OF_THEM.finditer(sentence.text):
            before = [m for m in mentions(sentence) if m.kind == "name"]
            named = [m for m in before if sentence.tokens[m.last].start < match.start()]
            if named and any(named[-1].says(other) for other in mentions(aligned.claim)):
                yield f"the evidence has “{match.group()}” for “{named[-1].said}”"


def _denies_more(aligned: Aligned) -> bool:
    """Whether the claim denies what the evidence does not tell of, and the evidence denies nothing."""
    mine = denied(aligned.claim)
    told = any(
        (place in aligned.matches and aligned.fit(place))
        or any(
            opposites(aligned.claim.tokens[place].key) & sentence.places.keys()
            for sentence in aligned.sentences
        )
        for place in mine
    )
    return (
        bool(mine) and not told and not _is_scarce(aligned) and not any(map(half_denies, aligned.sentences))
    )


def _are_both_under_one(aligned: Aligned, place: int) -> bool:
    """No jobs will be lost, there will be no job losses: the same "no" in both, over more than one word."""
    if not is_under_one(aligned.claim, place):
        return False
    there = [match for match in aligned.within(place) if match.fit >= _SAME_ENOUGH]
    return any(is_under_one(aligned.evidence[match.sentence], match.place) for match in there)


def _is_scarce(aligned: Aligned) -> bool:
    """Whether the evidence says no in other words: "too few", "if they fail to do so"."""
    lowered = [token.lower for sentence in aligned.sentences for token in sentence.tokens]
    pairs = set(pairwise(lowered))
    return bool(pairs & {("too", "few"), ("too", "little"), ("do", "so")}) or "shortage" in lowered


def _is_converse(aligned: Aligned, place: int) -> bool:
    """Peel sold it to the council, where the council bought it from Peel."""
    verb, lowered = (
        aligned.claim.tokens[place],
        {token.lower for s in aligned.sentences for token in s.tokens},
    )
    one, other = ("from", "to") if verb.key in _CONVERSE[0] else ("to", "from")
    if verb.key not in _CONVERSE[0] | _CONVERSE[1] or other not in (t.lower for t in aligned.claim.tokens):
        return False
    return one in lowered


class _Told(NamedTuple):
    """A word in the window."""

    sentence: int
    """Which of the window's sentences, the best one first."""
    text: str
    denied: int
    number: int
    place: int


def _is_prefixed(word: str, opposite: Sequence[_Told]) -> bool:
    """lawful, unlawful"""
    others = {key(told.text.lower()) for told in opposite}
    return any(prefix + word in others or word in {prefix + other for other in others} for prefix in PREFIXES)


def _exact(aligned: Aligned, place: int) -> list[_Told]:
    """Where the very word stands."""
    return _told(aligned, [aligned.claim.tokens[place].key])


def _opposite(aligned: Aligned, place: int) -> list[_Told]:
    """Where its opposite stands, about the same things, unless the claim has both."""
    found = _told(aligned, opposites(aligned.claim.tokens[place].key))
    return [
        told
        for told in found
        if not (told.place and aligned.evidence[told.number].tokens[told.place].is_capital)
        and key(told.text.lower()) not in aligned.claim.places
        and _is_about_the_same(aligned, place, told)
    ]


def _is_about_the_same(aligned: Aligned, place: int, told: "_Told") -> bool:
    """Whether a neighbour of the claim's word stands near the opposite: not "lost his job" where she "won two cups"."""
    content = [there for there in aligned.claim.content if there != place]
    tokens = aligned.claim.tokens
    first = 0 if is_common(tokens[0].lower) else -1
    before = [n for n in content if n < place and (n == first or not tokens[n].is_capital)]
    beside = before[-2:] + [there for there in content if there > place][:2]
    near = [
        abs(match.place - told.place) <= _NEARBY
        for there in beside
        for match in aligned.matches[there]
        if match.sentence == told.number
    ]
    return any(near) or not beside


def _told(aligned: Aligned, keys: Iterable[str]) -> list[_Told]:
    return [
        _Told(
            rank,
            aligned.evidence[number].tokens[there].text,
            _denied(aligned, Match(number, there, 1.0)),
            number,
            there,
        )
        for rank, number in enumerate(aligned.window)
        for other in keys
        for there in aligned.evidence[number].places.get(other, ())
        if there not in qualifiers(aligned.evidence[number])
    ]


def _is_put_off(aligned: Aligned, match: Match) -> bool:
    """ "Not turned on until November" is turned on in November: a claim that tells until when may say either."""
    tokens = aligned.evidence[match.sentence].tokens
    until = next((n for n in range(match.place, len(tokens)) if tokens[n].lower == "until"), len(tokens))
    told = {m.place for found in aligned.matches.values() for m in found if m.sentence == match.sentence}
    return any(place > until for place in told)


def _denied(aligned: Aligned, match: Match) -> int:
    """1 where a word is denied, 0 where it is not, 2 where it is lost or refused, which may be told either way."""
    sentence = aligned.evidence[match.sentence]
    if _is_put_off(aligned, match):
        return _EITHER
    near = [token.lower for token in sentence.tokens[max(0, match.place - 2) : match.place]]
    before = set() if near[1:] == ["to"] else set(near)  # refused to pay
    return denied(sentence).get(match.place, 0) % 2 if not before & _LOSING else _EITHER
