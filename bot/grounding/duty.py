"""Whether what one must, may, should or need not do is still the same kind of duty."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import Table, words
from bot.grounding.words import Sentence, is_verb


class Duty(StrEnum):
    """What is said of doing something."""

    MUST = "a duty"
    MUST_NOT = "forbidden"
    MAY = "allowed"
    NEED_NOT = "not needed"
    SHOULD = "advised"


_SAID = Table(
    {
        Duty.MUST: """must, has to, have to, had to, is required to, are required to, was required to, were required to,
            be required to, required to, obliged to, is obliged to, told to, were told to, was told to, been told to,
            ordered to, instructed to, forced to, compelled to, bound to, need to, needs to, must be, shall""",
        Duty.MUST_NOT: """must not, may not, cannot, can not, shall not, forbidden to, banned from, prohibited from,
            barred from, not allowed to, not permitted to, do not, don't""",
        Duty.MAY: """may, can, allowed to, permitted to, free to, entitled to, may be, can be, able to, are able to""",
        Duty.NEED_NOT: """need not, not been obliged to, not been required to, no duty to, under no duty to, under no obligation to, do not have to, does not have to, did not have to, not required to, not obliged to,
            do not need to, does not need to, exempt from, no need to, no obligation to""",
        Duty.SHOULD: """should, encouraged to, advised to, asked to, urged to, invited to, recommended to, ought to,
            encouraging, wants, would like""",
    }.items()
)
_ADVERBS = words("also still only now then be not normally usually always therefore")
_APART = frozenset(
    frozenset(pair)
    for pair in (
        (Duty.MUST, Duty.MUST_NOT),
        (Duty.MUST, Duty.MAY),
        (Duty.MUST, Duty.NEED_NOT),
        (Duty.MUST, Duty.SHOULD),
        (Duty.MUST_NOT, Duty.MAY),
        (Duty.MUST_NOT, Duty.NEED_NOT),
        (Duty.NEED_NOT, Duty.SHOULD),
    )
)
"""Those of which a faithful retelling never has one for the other."""
_ALIKE = 0.85
_REACH = 3
"""How many words after a marker its verb stands at most."""


@lru_cache(maxsize=4096)
def duties(sentence: Sentence) -> Mapping[int, Duty]:
    """The verbs that somebody must, may or need not do."""
    found: dict[int, Duty] = {}
    lowered = [token.lower for token in sentence.tokens]
    place = 0
    while place < len(lowered):
        length, duty = _SAID.at(lowered, place) or (1, None)
        place += length
        verb = _verb(sentence, place) if duty else None
        if duty and verb is not None:
            found[verb] = duty
    return found


def _verb(sentence: Sentence, start: int) -> int | None:
    for place in range(start, min(start + _REACH, len(sentence.tokens))):
        token = sentence.tokens[place]
        if token.is_content and is_verb(token.lower):
            return place
        if token.lower not in _ADVERBS:
            return None
    return None


def misbound(aligned: Aligned) -> Iterator[str]:
    """ "must not keep records", where one need not; "are encouraged to", where one must."""
    for place, mine in duties(aligned.claim).items():
        theirs = {
            duties(aligned.evidence[match.sentence])[match.place]
            for match in aligned.within(place)
            if match.fit >= _ALIKE and match.place in duties(aligned.evidence[match.sentence])
        }
        if theirs and all(frozenset((mine, other)) in _APART for other in theirs):
            verb = aligned.claim.tokens[place].text
            yield f"“{verb}” is {mine.value} here, {min(theirs).value} in the evidence"
