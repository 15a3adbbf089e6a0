"""Whether claim and evidence say yes and no to the same things."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.grounding.alignment import Aligned, Match
from bot.grounding.comparison import is_turned
from bot.grounding.lexicon import Table, words
from bot.grounding.numbers import qualifiers
from bot.grounding.opposites import PREFIXES, opposites
from bot.grounding.words import Sentence, Token, is_adverb, is_predicate, key

_NEGATORS = Table(
    [
        (
            True,
            """not, no, never, neither, none, nobody, nothing, without, fail to, fails to,
            failed to, failing to,
    failure to, refuse to, refused to, refuses to, refusing to, decline to, declined to, declines to,
    unable to,
    unlikely to, rather than, instead of, no longer, rule out, ruled out, rules out, ruling out, lack, lacks,
    lacked, lacking, far from, hardly, barely, scarcely, stop short of, stopped short of, non, has yet to, have yet to,
    had yet to, is yet to, are yet to,
    denied that, denies that, deny that, denying that""",
        ),
        (
            False,
            """not only, not just, not merely, not simply, not least, no doubt, not to mention, not solely,
            or not""",
        ),
    ]
)
"""What denies what comes after it (True), and what only looks so."""
_ENDS = words(
    "but although though because while whereas which who whom since if unless despite ; : . , — – ( ) “ ”"
)
_LOSING = words(
    "lose loses lost losing deny denies denied lack lacks lacked cut cuts refuse refused end ended"
)
_BEING = words("constitute constitutes represent represents amount amounts form become becomes enough")
"""Verbs under a "not" that pass it on: "does not constitute a binding contract"."""
_RULING = ("rul", "fail", "refus", "den", "declin")
"""What says yes after a "not": not ruling out."""
_CATENATIVE = words(
    """intend intends intended intention plan plans planned planning want wants wanted wish desire expect expects
    expected force forced require required made oblige obliged compel compelled bound commit commits committed good
    able ready sufficient"""
)
"""Under a "not" they pass it on to the verb behind the next "to": "not forced to adopt"."""
_TO = 5
_PROOF = words("evidence proof sign signs indication indications suggestion reason reasons")
_AGAINST = words("against denied denies deny denying")
LOOSE = words(
    "over under more less most least before after above below first last next some all few many always never"
)
"""Function words that turn a sentence round when they are changed."""
_SAME_ENOUGH = 0.85
_EITHER = 2
_NEARBY = 6
_PASSED = words("current immediate further firm")
_LIGHT = words(
    "keep keeps kept keeping take took taken taking give gave given giving hold held holding make made making"
)
"""Verbs that say little: what is denied is their object too."""
_CONVERSE = (frozenset(map(key, ("sell", "lend"))), frozenset(map(key, ("buy", "borrow"))))
_SUBJECT = 6
"""How many words after its first the verb of a denied subject stands at most."""
_FAR = 5
"""How many words are denied after "rather than" and "instead of"; one after the others."""
_DENIED_SUBJECTS = words("neither no none")
_HELPING = words("is are was were be been being has have had will would can could may might must should")
_HALF_DENIED = words(
    """unless pending lack lacks lacked fail fails failed refuse refused deny denies denied disagree divided against
    yet still remain remains until ban bans banned prohibit reject rejected stop stopped end ended lose lost doubt
    doubts doubted sceptical unconvinced freeze freezes froze frozen scrap scrapped abolish abolished cancel cancelled
    only hardly barely rarely without little few unaware unclear absent missing defeat defeated exclude excluded
    different differ last prejudice"""
)
"""Words that a faithful retelling may put with a "not"."""


@lru_cache(maxsize=4096)
def denied(sentence: Sentence) -> Mapping[int, int]:
    """The places of words right under a negation, each with the number of negations over it."""
    found: dict[int, int] = {}
    for last in _negators(sentence):
        for place in _heads(sentence, last):
            found[place] = found.get(place, 0) + 1
    return found


def _heads(sentence: Sentence, negator: int) -> Iterator[int]:
    """What a negation surely denies: the next word that carries meaning, and the one an adverb belongs to."""
    reached, passed, tokens = 0, False, sentence.tokens
    if tokens[negator].lower == "out" and negator + 1 < len(tokens) and tokens[negator + 1].lower == "by":
        return
    for place in range(negator + 1, len(sentence.tokens)):
        token = sentence.tokens[place]
        if token.lower in _ENDS:
            return
        if token.lower in _PROOF:
            yield from (place, *_behind_that(sentence, place))
            return
        if token.lower in _CATENATIVE:
            yield from (place, *_behind_to(sentence, place))
            return
        if token.lower in _PASSED:
            continue
        if token.lower in _BEING or (token.lower in _LIGHT and _has_object(tokens, place)):
            passed = True
            yield place
        elif token.is_content and not is_adverb(token.lower) and not token.is_capital:
            found = [] if passed else list(_done_by(sentence, negator, place))
            yield from found or [place]
            reached += 1
            if reached == _reach(tokens, negator):
                return


def _has_object(tokens: Sequence[Token], verb: int) -> bool:
    after = tokens[verb + 1].lower if verb + 1 < len(tokens) else ""
    return after in ("a", "an", "any", "the")


def _behind_to(sentence: Sentence, place: int) -> Iterator[int]:
    lowered = [token.lower for token in sentence.tokens[place + 1 : place + 1 + _TO]]
    verb = place + 2 + lowered.index("to") if "to" in lowered else len(sentence.tokens)
    if verb < len(sentence.tokens) and sentence.tokens[verb].is_content:
        yield verb


def _behind_that(sentence: Sentence, place: int) -> Iterator[int]:
    """What there is no evidence of: "that officials had misled Parliament"."""
    tokens = sentence.tokens
    if place + 1 < len(tokens) and tokens[place + 1].lower == "that":
        behind = range(place + 2, min(place + 2 + _SUBJECT, len(tokens)))
        yield from [there for there in behind if is_predicate(tokens, there)][:1]


def _reach(tokens: Sequence[Token], negator: int) -> int:
    return _FAR if tokens[negator - 1].lower in ("rather", "instead") and negator else 1


def _done_by(sentence: Sentence, negator: int, subject: int) -> Iterator[int]:
    """The verb after a subject that is denied: "neither side is committed", "no successor to her was named"."""
    if sentence.tokens[negator].lower not in _DENIED_SUBJECTS or is_predicate(sentence.tokens, subject):
        return
    helping = next(
        (
            n
            for n, token in enumerate(sentence.tokens[subject + 1 : subject + _SUBJECT], subject + 1)
            if token.lower in _HELPING or token.kind == "punct"
        ),
        None,
    )
    place = helping or subject
    while place < len(sentence.tokens) and sentence.tokens[place].lower in _HELPING | {"to"}:
        place += 1
    if helping and helping < place < len(sentence.tokens) and sentence.tokens[place].is_content:
        yield place
        if sentence.tokens[place].lower in _CATENATIVE:
            yield from _behind_to(sentence, place)


@lru_cache(maxsize=4096)
def _negators(sentence: Sentence) -> tuple[int, ...]:
    """The last token of each negation."""
    lowered = [token.lower for token in sentence.tokens]
    found: list[int] = []
    place = 0
    while place < len(lowered):
        length, denies = _NEGATORS.at(lowered, place) or (1, _is_against(lowered, place))
        if denies and lowered[place].startswith(_RULING) and found and place - found[-1] == 1:
            found.pop()
        elif denies and place not in qualifiers(sentence):
            found.append(place + length - 1)
        place += length
    return tuple(found)


def _half_denies(sentence: Sentence) -> bool:
    return bool(_negators(sentence)) or any(token.lower in _HALF_DENIED for token in sentence.tokens)


def _is_against(lowered: Sequence[str], place: int) -> bool:
    """ "against holding a referendum", "denied selling it"; a "nor" that follows no "neither" """
    if lowered[place] == "nor":
        return "neither" not in lowered[:place]
    return lowered[place] in _AGAINST and place + 1 < len(lowered) and lowered[place + 1].endswith("ing")


def contradicted(aligned: Aligned) -> Iterator[str]:
    """Words that the claim affirms and the evidence denies, or the other way round, and opposites."""
    claim = aligned.claim
    for place, token in enumerate(claim.tokens):
        if token.kind != "word" or place in qualifiers(claim):
            continue
        if not (token.is_content or token.lower in LOOSE):
            continue
        exact, opposite = _exact(aligned, place), _opposite(aligned, place)
        if opposite and (_is_converse(aligned, place) or is_turned(aligned, place)):
            continue
        if _says_opposite(aligned, place, exact, opposite):
            yield f"“{token.text}” where the evidence has “{opposite[0].text}”"
        elif (exact or not opposite) and _is_against_it(aligned, place, exact):
            no = denied(claim).get(place, 0) % 2
            yield f"“{token.text}” is {'denied' if no else 'affirmed'} here, not in the evidence"
    if _denies_more(aligned):
        yield "the evidence has no such negation"


def _says_opposite(
    aligned: Aligned, place: int, exact: Sequence["_Told"], opposite: Sequence["_Told"]
) -> bool:
    """Whether the evidence has the opposite of a word about the same things, and not the word itself."""
    no = denied(aligned.claim).get(place, 0) % 2
    nearer = bool(opposite and exact) and opposite[0].sentence < exact[0].sentence
    alike = bool(aligned.best(place, _SAME_ENOUGH))
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
    if not same or any(other in (no, _EITHER) for other in same):
        return False
    return not (no and _is_scarce(aligned)) and not _are_both_under_one(aligned, place)


def _denies_more(aligned: Aligned) -> bool:
    """Whether the claim denies what the evidence does not tell of, and the evidence denies nothing."""
    mine = denied(aligned.claim)
    told = any(place in aligned.matches and aligned.fit(place) for place in mine)
    return (
        bool(mine) and not told and not _is_scarce(aligned) and not any(map(_half_denies, aligned.sentences))
    )


def _are_both_under_one(aligned: Aligned, place: int) -> bool:
    """No jobs will be lost, there will be no job losses: the same "no" in both, over more than one word."""
    if not _is_under_one(aligned.claim, place):
        return False
    there = [match for match in aligned.within(place) if match.fit >= _SAME_ENOUGH]
    return any(_is_under_one(aligned.evidence[match.sentence], match.place) for match in there)


def _is_under_one(sentence: Sentence, place: int) -> bool:
    behind = [last for last in _negators(sentence) if last < place <= last + _SUBJECT]
    return bool(behind) and not any(
        token.lower in _ENDS or token.lower in ("and", "or")
        for token in sentence.tokens[behind[-1] + 1 : place]
    )


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
        if key(told.text.lower()) not in aligned.claim.places and _is_about_the_same(aligned, place, told)
    ]


def _is_about_the_same(aligned: Aligned, place: int, told: "_Told") -> bool:
    """Whether a neighbour of the claim's word stands near the opposite: not "lost his job" where she "won two cups"."""
    content = [there for there in aligned.claim.content if there != place]
    before = [there for there in content if there < place and not aligned.claim.tokens[there].is_capital]
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


def _denied(aligned: Aligned, match: Match) -> int:
    """1 where a word is denied, 0 where it is not, 2 where it is lost or refused, which may be told either way."""
    sentence = aligned.evidence[match.sentence]
    before = {token.lower for token in sentence.tokens[max(0, match.place - 2) : match.place]}
    return denied(sentence).get(match.place, 0) % 2 if not before & _LOSING else _EITHER
