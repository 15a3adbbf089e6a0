"""What the negations of a sentence deny."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from bot.grounding.lexicon import Table, words
from bot.grounding.numbers import qualifiers
from bot.grounding.words import Sentence, Token, is_adverb, is_predicate

_NEGATORS = Table(
    [
        (
            True,
            """not, no, never, neither, none, nobody, nothing, without, fail to, fails to,
            failed to, failing to,
    failure to, refuse to, refused to, refuses to, refusing to, decline to, declined to, declines to,
    unable to,
    unlikely to, no intention of, no plans to, no plan to, rather than, instead of, no longer, rule out, ruled out, rules out, ruling out, lack, lacks,
    lacked, lacking, far from, hardly, barely, scarcely, stop short of, stopped short of, non, has yet to, have yet to,
    had yet to, is yet to, are yet to, dropped plans to, scrapped plans to, shelved plans to, abandoned plans to,
    cancelled plans to, dropped its plans to, scrapped its plans to, dropped plans for, scrapped plans for,
    denied that, denies that, deny that, denying that, rejected the suggestion that, rejects the suggestion that,
    rejected the claim that, rejects the claim that, rejected claims that, rejects claims that, rejected the idea that,
    rejects the idea that, dismissed the suggestion that, dismissed suggestions that, rejected suggestions that,
    dismissed claims that, dismissed the claim that,
    not true that, not the case that, not right that, not correct that, not so that, untrue that, false that,
    incorrect that, wrong that, incorrect to say, incorrect to say that, wrong to say, wrong to say that, wrong to suggest,
    wrong to suggest that, no truth in the claim that, no truth in claims that, no truth in the claims that,
    no truth in reports that, no truth in the reports that, no truth in rumours that, no truth in the rumour that,
    no truth in the suggestion that, no truth in suggestions that, myth that, misconception that,
    wrongly reported that, wrongly claimed that, wrongly said that, wrongly stated that, wrongly suggested
    that, falsely reported that, falsely claimed that, falsely said that, falsely stated that, falsely
    suggested that, mistakenly reported that, mistakenly claimed that, mistakenly said that, mistakenly
    stated that, mistakenly suggested that, incorrectly reported that, incorrectly claimed that, incorrectly
    said that, incorrectly stated that, incorrectly suggested that""",
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
_PASSED = words("current immediate further firm")
_LIGHT = words(
    "keep keeps kept keeping take took taken taking give gave given giving hold held holding make made making"
)
"""Verbs that say little: what is denied is their object too."""
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
    different differ prejudice failure except withdraw withdrawn withdrew discontinued ceased"""
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


def denies(sentence: Sentence) -> bool:
    """Whether it says no to anything."""
    return bool(_negators(sentence))


def half_denies(sentence: Sentence) -> bool:
    """Whether it says no to anything, in whatever words."""
    return bool(_negators(sentence)) or any(token.lower in _HALF_DENIED for token in sentence.tokens)


def _is_against(lowered: Sequence[str], place: int) -> bool:
    """ "against holding a referendum", "denied selling it"; a "nor" that follows no "neither" """
    if lowered[place] == "nor":
        return "neither" not in lowered[:place]
    return lowered[place] in _AGAINST and place + 1 < len(lowered) and lowered[place + 1].endswith("ing")


def is_under_one(sentence: Sentence, place: int) -> bool:
    behind = [last for last in _negators(sentence) if last < place <= last + _SUBJECT]
    return bool(behind) and not any(
        token.lower in _ENDS or token.lower in ("and", "or")
        for token in sentence.tokens[behind[-1] + 1 : place]
    )
