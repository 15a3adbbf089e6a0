"""Whether two have changed places: who does it and to whom, who gives and who gets, who is for and who against."""

from collections.abc import Container, Iterator

from bot.grounding.alignment import Aligned
from bot.grounding.clauses import is_of_one_clause, leaves_verbs_out
from bot.grounding.closeness import SYMMETRIC
from bot.grounding.coreference import named
from bot.grounding.numbers import quantities
from bot.grounding.slots import GIVEN, Slot, slots
from bot.grounding.words import Sentence, key

_TO_WHOM = frozenset(("to", "from", "for", "with", "against", "whom"))
_GIVING = frozenset(
    map(key, ("pay", "give", "grant", "award", "lend", "sell", "send", "donate", "provide", "supply"))
)
_GETTING = frozenset(map(key, ("receive", "get", "borrow", "buy", "win", "accept", "inherit")))
_IN_FAVOUR = frozenset(("for", "on", "with", "following"))
_ALIKE = 0.9
_A_PARAGRAPH = 4
"""Sentences within which the same verb most likely tells of the same deed."""


def exchanged(aligned: Aligned) -> Iterator[str]:
    """ "Adults must be accompanied by anyone under 14", where these are by adults."""
    if is_of_one_clause(aligned) and (len(aligned.evidence) > _A_PARAGRAPH or leaves_verbs_out(aligned)):
        return
    yield from _crossed(aligned)
    yield from _handed_over(aligned)
    yield from _given_for_got(aligned)
    yield from _against(aligned)
    yield from _for_and_against(aligned)
    yield from _of_another_deed(aligned)


def _crossed(aligned: Aligned) -> Iterator[str]:
    """ "Adults must be accompanied by anyone under 14": each stands in the other's place."""
    for verb in {slot.verb for slot in slots(aligned.claim)}:
        token = aligned.claim.tokens[verb]
        mine = [_place(aligned.claim, verb, role) for role in ("does", "suffers")]
        if None in mine or token.key in SYMMETRIC:
            continue
        for number in aligned.window:
            sentence = aligned.evidence[number]
            for there in {
                slot.verb for slot in slots(sentence) if sentence.tokens[slot.verb].key == token.key
            }:
                theirs = [_place(sentence, there, role) for role in ("does", "suffers")]
                straight = [_reach(aligned, number, mine[n], theirs[n]) for n in (0, 1)]
                turned = [_reach(aligned, number, mine[n], theirs[1 - n]) for n in (0, 1)]
                if all(turned) and not any(straight):
                    yield f"who does it and to whom have changed places (“{token.text}”)"


def _handed_over(aligned: Aligned) -> Iterator[str]:
    """ "Skyrora has granted the regulator a licence", where it has been granted one; "the council will share it with
    the police", where the police will share it: one of the two stands in the other's place, and who does it is told."""
    for mine in slots(aligned.claim):
        verb = aligned.claim.tokens[mine.verb]
        if mine.role != "does" or mine.vague or not mine.filler or verb.key in SYMMETRIC:
            continue
        others = [s for s in slots(aligned.claim) if s.verb == mine.verb and s.role in _TO_WHOM]
        for number in aligned.window:
            there = [
                s
                for s in slots(aligned.evidence[number])
                if aligned.evidence[number].tokens[s.verb].key == verb.key
            ]
            if any(_reach(aligned, number, mine, slot) for slot in there if slot.role == "does"):
                break
            handed = {"whom", "to"} if verb.lower in GIVEN else {"whom"}
            given = [slot for slot in there if slot.role in handed]
            does = [slot for slot in there if slot.role == "does" and not slot.vague]
            taken = any(_reach(aligned, number, mine, slot) for slot in given)
            if taken or any(_reach(aligned, number, other, slot) for other in others for slot in does):
                yield f"who does it and to whom have changed places (“{verb.text}”)"
                break


def _of_another_deed(aligned: Aligned) -> Iterator[str]:
    """ "Arkle automated it", where it was built by Arkle and automated by nobody who is named."""
    for mine in slots(aligned.claim):
        verb = aligned.claim.tokens[mine.verb]
        if mine.role != "does" or not named(aligned.claim, mine.filler):
            continue
        for number in aligned.window[:1]:
            sentence = aligned.evidence[number]
            here = slots(sentence)
            same = [slot for slot in here if sentence.tokens[slot.verb].key == verb.key]
            by = [slot for slot in here if slot not in same and _is_agent(slot)]
            done = [
                slot
                for slot in same
                if slot.role == "suffers" and max(slot.filler, default=slot.verb) < slot.verb
            ]
            if not done or any(slot.role in ("does", "by") for slot in same):
                continue
            if any(_reach(aligned, number, mine, slot) for slot in by):
                yield f"the evidence tells something else of “{named(aligned.claim, mine.filler)[0].said}”"


def _is_agent(slot: Slot) -> bool:
    """Whether it stands behind a "by"."""
    return slot.role == "by" or (slot.role == "does" and min(slot.filler, default=-1) > slot.verb)


def _against(aligned: Aligned) -> Iterator[str]:
    """ "won an appeal against Mr Hale", where the appeal was by Mr Hale against them."""
    for mine in slots(aligned.claim):
        if mine.role != "against" or not named(aligned.claim, mine.filler):
            continue
        for number in aligned.window:
            theirs = [
                slot for slot in slots(aligned.evidence[number]) if slot.role in ("by", "against", "does")
            ]
            opposed = [slot for slot in theirs if slot.role == "against"]
            if not opposed or any(_reach(aligned, number, mine, slot) for slot in opposed):
                continue
            if any(_reach(aligned, number, mine, slot) for slot in theirs if slot.role != "against"):
                yield f"who is against whom has changed places (“{aligned.claim.tokens[mine.verb].text}”)"


def _for_and_against(aligned: Aligned) -> Iterator[str]:
    """ "voted for deferral", "on the advice of its officers", where the evidence has "against"."""
    for mine in slots(aligned.claim):
        if mine.role not in _IN_FAVOUR | {"against"}:
            continue
        turned = {"against"} if mine.role in _IN_FAVOUR else _IN_FAVOUR
        verb = aligned.claim.tokens[mine.verb].key
        for number in aligned.window:
            sentence = aligned.evidence[number]
            theirs = [slot for slot in slots(sentence) if sentence.tokens[slot.verb].key == verb]
            there = {slot.role for slot in theirs if _reach(aligned, number, mine, slot)}
            if there & turned and mine.role not in there:
                yield f"“{mine.role}” where the evidence has “{min(there & turned)}”"


def _given_for_got(aligned: Aligned) -> Iterator[str]:
    """ "Tata will pay £500m", where it will receive £500m."""
    for verb in {slot.verb for slot in slots(aligned.claim)}:
        token = aligned.claim.tokens[verb]
        turned = _GETTING if token.key in _GIVING else _GIVING if token.key in _GETTING else ()
        mine = [_filled(aligned.claim, verb, role) for role in ("does", "suffers")]
        if not turned or None in mine:
            continue
        for number in aligned.window:
            sentence = aligned.evidence[number]
            for there in {slot.verb for slot in slots(sentence) if sentence.tokens[slot.verb].key in turned}:
                theirs = [_filled(sentence, there, role) for role in ("does", "suffers")]
                if all(_reach(aligned, number, mine[n], theirs[n]) for n in (0, 1)):
                    yield f"“{token.text}” where the evidence has “{sentence.tokens[there].text}”"


def _place(sentence: Sentence, verb: int, role: str) -> Slot | None:
    """Who does it, or to whom, where the sentence says so in words."""
    slot = _filled(sentence, verb, role)
    told = slot is not None and any(sentence.tokens[place].kind == "word" for place in slot.filler)
    return slot if told else None


def _filled(sentence: Sentence, verb: int, role: str) -> Slot | None:
    found = (slot for slot in slots(sentence) if slot.verb == verb and slot.role == role and slot.filler)
    return next(found, None)


def _reach(aligned: Aligned, number: int, mine: Slot | None, theirs: Slot | None) -> bool:
    """Whether most of the claim's words stand in that place of the evidence."""
    if mine is None or theirs is None:
        return False
    amounts = (range(q.first, q.last + 1) for q in quantities(aligned.evidence[number]))
    among = theirs.filler.union(*(amount for amount in amounts if theirs.filler & set(amount)))
    found = [stands_in(aligned, place, number, among) for place in mine.filler]
    return 2 * sum(found) > len(found)


def stands_in(aligned: Aligned, place: int, number: int, among: Container[int]) -> bool:
    return any(
        match.sentence == number and match.place in among and match.fit >= _ALIKE
        for match in aligned.matches.get(place, ())
    )
