"""Whether those who do something, or to whom it is done, are the same in claim and evidence."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.grounding.alignment import Aligned
from bot.grounding.attribution import SAYING
from bot.grounding.clauses import is_of_one_clause
from bot.grounding.closeness import SYMMETRIC
from bot.grounding.lexicon import POINTING, words
from bot.grounding.mentions import Mention, lead, mentions
from bot.grounding.numbers import quantities
from bot.grounding.slots import Slot, slots
from bot.grounding.words import Sentence

_OF_THOUGHT = words(
    "plan plans proposal proposals idea possibility option options way ways avenues step steps"
)
_COMPARED = frozenset(("does", "suffers", "whose", "for", "against", "from", "to", "of"))
_BOTH = frozenset(("does", "suffers"))
_WHEN_AND_WHERE = words("in on at by since until from before after during")
_ALIKE = 0.85


def miscast(aligned: Aligned) -> Iterator[str]:
    """Whoever the evidence puts elsewhere: "Peabody was to be repaid", where Peabody was to repay."""
    if is_of_one_clause(aligned) or not aligned.window:
        return
    sentence = aligned.evidence[aligned.window[0]]
    for mine in slots(aligned.claim):
        key = aligned.claim.tokens[mine.verb].key
        if mine.filler and key not in SYMMETRIC:
            theirs = [slot for slot in slots(sentence) if sentence.tokens[slot.verb].key == key]
            yield from _compared(aligned, mine, sentence, theirs)


def _compared(aligned: Aligned, mine: Slot, sentence: Sentence, theirs: Sequence[Slot]) -> Iterator[str]:
    same = [slot for slot in theirs if slot.role == mine.role]
    told = {slot.role for slot in slots(aligned.claim) if slot.verb == mine.verb} & _BOTH
    said = mine.role == "suffers" and aligned.claim.tokens[mine.verb].lower in SAYING
    if mine.role in _COMPARED and not mine.vague and not said and told <= {slot.role for slot in theirs}:
        yield from _miscast(aligned, mine, sentence, same)
    if mine.role == "suffers":
        yield from _miscounted(aligned, mine, sentence, same)
    if mine.role in _WHEN_AND_WHERE:
        yield from _misdated(aligned, mine, sentence, theirs)


def _miscast(aligned: Aligned, mine: Slot, sentence: Sentence, theirs: Sequence[Slot]) -> Iterator[str]:
    if not theirs or any(slot.vague for slot in theirs):
        return
    filled = {place for slot in theirs for place in slot.filler}
    number = aligned.window[0]
    counted = {place for q in quantities(aligned.claim) for place in range(q.first, q.last + 1)}
    filled -= {place for q in quantities(sentence) for place in range(q.first, q.last + 1)}
    if not filled or not mine.filler - counted:
        return
    there = [
        {match.place for match in aligned.matches[place] if match.sentence == number and match.fit >= _ALIKE}
        for place in mine.filler - counted
    ]
    if mine.role == "suffers" and _is_given(aligned, mine, number, filled):
        return
    if all(there) and not any(found & filled for found in there) and not _points(sentence, filled):
        mine_said, said = _said(aligned.claim, mine.filler), _said(sentence, filled)
        yield f"the evidence has “{said}” here, not “{mine_said}” (“{aligned.claim.tokens[mine.verb].text}”)"


def _is_given(aligned: Aligned, mine: Slot, number: int, filled: Collection[int]) -> bool:
    """ "give notice to tenants", where the evidence has "give tenants notice"."""
    return any(
        match.sentence == number and match.place in filled
        for slot in slots(aligned.claim)
        if slot.verb == mine.verb and slot.role in ("to", "for")
        for place in slot.filler
        for match in aligned.matches.get(place, ())
    )


def _miscounted(aligned: Aligned, mine: Slot, sentence: Sentence, theirs: Sequence[Slot]) -> Iterator[str]:
    """refused 3,905, where it approved 3,905 and refused 1,118"""
    told = [amount for amount in quantities(aligned.claim) if amount.first in mine.filler]
    own = [amount for slot in theirs for amount in quantities(sentence) if amount.first in slot.filler]
    for amount in told:
        rivals = [other for other in own if other.kind == amount.kind]
        if rivals and not any(other.equals(amount) for other in own):
            yield f"the evidence has “{rivals[0].said}” here, not “{amount.said}”"


def _misdated(aligned: Aligned, mine: Slot, sentence: Sentence, theirs: Sequence[Slot]) -> Iterator[str]:
    """A date or a place that the evidence gives for something else that was done."""
    own = _mentioned(sentence, theirs)
    others = _mentioned(sentence, [s for s in slots(sentence) if s not in theirs and s.role == mine.role])
    for mention in _mentioned(aligned.claim, [mine]):
        side = lead(aligned.claim, mention)
        rivals = [m for m in own if m.kind == mention.kind and lead(sentence, m) == side]
        if rivals and any(m.says(mention) for m in others) and not any(m.says(mention) for m in own):
            yield f"the evidence has “{rivals[0].said}” for this, not “{mention.said}”"


def _mentioned(sentence: Sentence, among: Sequence[Slot]) -> list[Mention]:
    found = [m for m in mentions(sentence) if any(m.first in slot.filler for slot in among)]
    return [mention for mention in found if mention.kind in ("date", "name")]


def _points(sentence: Sentence, places: Iterable[int]) -> bool:
    """ "the company", which may be any of those named."""
    return all(sentence.tokens[place].lower in POINTING | _OF_THOUGHT for place in places)


def _said(sentence: Sentence, places: Iterable[int]) -> str:
    return " ".join(sentence.tokens[place].text for place in sorted(places))
