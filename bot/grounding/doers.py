"""Whether whoever the claim has do something does it in the evidence, wherever the evidence tells of it."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from bot.grounding.alignment import Aligned
from bot.grounding.attribution import SAYING, is_saying
from bot.grounding.clauses import clauses, is_of_one_clause, leaves_verbs_out
from bot.grounding.closeness import SYMMETRIC
from bot.grounding.coreference import has, is_body, is_person, may_mean, named
from bot.grounding.exchanged import stands_in
from bot.grounding.lexicon import POINTING, ROLES, words
from bot.grounding.names import names
from bot.grounding.negation import denied
from bot.grounding.numbers import quantities
from bot.grounding.slots import Slot, slots
from bot.grounding.words import Sentence, near

_GROUPS = words(
    """analysts campaigners critics residents experts police farmers teachers doctors nurses unions fishermen customers
    tenants economists lawyers patients parents pupils students voters investors shareholders activists protesters
    neighbours passengers drivers opponents supporters rivals charities scientists researchers inspectors auditors"""
)
"""Those who are not what the evidence calls by another name, mostly."""
_SPEAKING_FOR = ROLES | words(
    "officials ministers spokesman spokeswoman authorities sources staff they someone"
)
"""Who may speak for a body that the evidence names."""
_DOES_OR_SUFFERS = frozenset(("does", "suffers"))
_ALIKE = 0.9
_A_PARAGRAPH = 4
"""Sentences within which the same verb most likely tells of the same deed."""


class Doing(NamedTuple):
    """Someone in a place of a verb, somewhere in the evidence."""

    number: int
    slot: Slot


def misdone(aligned: Aligned) -> Iterator[str]:
    """ "The regulator credited them", where the chief executive did; "Bright criticised it", where "she" is another."""
    settled = is_of_one_clause(aligned)
    if settled and (len(aligned.evidence) > _A_PARAGRAPH or leaves_verbs_out(aligned)):
        return
    for mine in slots(aligned.claim):
        verb = aligned.claim.tokens[mine.verb]
        if not _is_subject(aligned.claim, mine) or verb.key in SYMMETRIC:
            continue
        if settled and not (mine.role == "does" and named(aligned.claim, mine.filler)):
            continue
        theirs = list(_doings(aligned, mine))
        if not theirs or any(_may_be(aligned, mine, doing) for doing in theirs):
            continue
        said = " ".join(aligned.claim.tokens[place].text for place in sorted(mine.filler))
        yield f"the evidence tells this of another, not of “{said}” (“{verb.text}”)"


def _is_subject(sentence: Sentence, slot: Slot) -> bool:
    """Whether it is told who does it, or before the verb to whom it is done: "she was appointed"."""
    if not slot.filler or slot.role == "does":
        return bool(slot.filler)
    verb = sentence.tokens[slot.verb].lower
    return slot.role == "suffers" and max(slot.filler) < slot.verb and verb not in SAYING


def _doings(aligned: Aligned, mine: Slot) -> Iterator[Doing]:
    """Who does it in the sentence that tells most of the claim's other words."""
    verb = aligned.claim.tokens[mine.verb].key
    alike = {key for key, fit in near(verb) if fit >= _ALIKE}
    says = mine.role == "does" and is_saying(aligned.claim, mine.verb)
    says = says and mine.verb not in denied(aligned.claim)
    found = [
        Doing(number, slot)
        for number in aligned.window
        for slot in slots(aligned.evidence[number])
        if slot.role == mine.role
        and (
            aligned.evidence[number].tokens[slot.verb].key in alike
            or (says and is_saying(aligned.evidence[number], slot.verb))
        )
    ]
    clause = next(part for part in clauses(aligned.claim) if mine.verb in part)
    rest = [place for place in clause if place in aligned.matches and place not in mine.filler]
    told = {doing.number: _told(aligned, doing.number, rest) for doing in found}
    found = [doing for doing in found if told[doing.number] == max(told.values())]
    same = [doing for doing in found if aligned.evidence[doing.number].tokens[doing.slot.verb].key == verb]
    first = {doing.number for doing in same}
    yield from (doing for doing in found if doing in same or doing.number not in first)


def _told(aligned: Aligned, number: int, places: Sequence[int]) -> int:
    return sum(any(match.sentence == number for match in aligned.matches[place]) for place in places)


def _may_be(aligned: Aligned, mine: Slot, doing: Doing) -> bool:
    """Whether the evidence's doer may be the claim's."""
    last = max(mine.filler)
    if aligned.claim.tokens[last].lower in _GROUPS and not aligned.fit(last) and not doing.slot.vague:
        return False
    if doing.slot.vague or not doing.slot.filler:
        return may_mean(aligned, mine.filler, doing.number, doing.slot.verb)
    amounts = (range(q.first, q.last + 1) for q in quantities(aligned.evidence[doing.number]))
    among = doing.slot.filler.union(*(amount for amount in amounts if doing.slot.filler & set(amount)))
    if any(
        match.sentence == doing.number and match.place in among and match.fit > _ALIKE - 0.2
        for place in mine.filler
        for match in aligned.matches.get(place, ())
    ):
        return True
    return not _are_two(aligned, mine, doing)


def _are_two(aligned: Aligned, mine: Slot, doing: Doing) -> bool:
    """A person is no regulator; Linden Rise, which the evidence names elsewhere, is not Roy Tait."""
    sentence, theirs = aligned.evidence[doing.number], doing.slot.filler
    one, two = is_person(aligned.claim, mine.filler), is_person(sentence, theirs)
    if (one and is_body(sentence, theirs)) or (two and is_body(aligned.claim, mine.filler)):
        return True
    if _is_unheard_of(aligned, mine, doing):
        return True
    short = len(aligned.evidence) <= _A_PARAGRAPH
    if short and _are_set_apart(aligned, mine, doing):
        return True
    own, others = named(aligned.claim, mine.filler), named(sentence, theirs)
    if (
        not own
        or not others
        or (one != two and not short)
        or _points(sentence, theirs)
        or _points(aligned.claim, mine.filler)
    ):
        return False
    elsewhere = [name for known in aligned.evidence for name in names(known)]
    return not has(others, own) and has(elsewhere, own)


def _are_set_apart(aligned: Aligned, mine: Slot, doing: Doing) -> bool:
    """The inspector and the Secretary of State, each of whom the evidence has do something else."""
    sentence = aligned.evidence[doing.number]
    verbs = sentence.tokens[doing.slot.verb], aligned.claim.tokens[mine.verb]
    same = verbs[0].key == verbs[1].key or {verb.lower for verb in verbs} <= SAYING
    if not same or _may_point(aligned, mine, doing):
        return False
    told = [place for place in mine.filler if aligned.claim.tokens[place].kind == "word"]
    if any(
        stands_in(aligned, place, doing.number, slot.filler)
        for slot in slots(sentence)
        for place in told
        if slot.verb == doing.slot.verb
    ):
        return False
    places = [
        (number, range(len(aligned.evidence[number].tokens)) if mine.role == "does" else slot.filler)
        for number in aligned.window
        for slot in slots(aligned.evidence[number])
        if slot.role in _DOES_OR_SUFFERS
    ]
    return bool(told) and any(
        all(stands_in(aligned, place, number, among) for place in told) for number, among in places
    )


def _may_point(aligned: Aligned, mine: Slot, doing: Doing) -> bool:
    """Whether one of the two may be "the company" that the other one names."""
    sentence, theirs = aligned.evidence[doing.number], doing.slot.filler
    return (_points(sentence, theirs) and bool(named(aligned.claim, mine.filler))) or (
        _points(aligned.claim, mine.filler) and bool(named(sentence, theirs))
    )


def _is_unheard_of(aligned: Aligned, mine: Slot, doing: Doing) -> bool:
    """Analysts, or in a few sentences anyone who says something, of whom the evidence tells nothing."""
    last = aligned.claim.tokens[max(mine.filler)].lower
    if any(map(aligned.fit, mine.filler)) or last in _GROUPS:
        return last in _GROUPS and not aligned.fit(max(mine.filler))
    says = is_saying(aligned.claim, mine.verb) and len(aligned.evidence) <= _A_PARAGRAPH
    other = named(aligned.evidence[doing.number], doing.slot.filler)
    return says and bool(other) and last not in _SPEAKING_FOR and not _points(aligned.claim, mine.filler)


def _points(sentence: Sentence, places: Collection[int]) -> bool:
    said = [sentence.tokens[place].lower for place in sorted(places)]
    return any(word in POINTING - ROLES for word in said if word != "former" or said[-1] == word)
