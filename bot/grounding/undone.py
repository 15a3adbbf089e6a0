"""Whether what the evidence has put off, refused or only promised is told as done."""

from collections.abc import Iterator

from bot.grounding.alignment import Aligned
from bot.grounding.certainty import levels
from bot.grounding.exchanged import stands_in
from bot.grounding.lexicon import words
from bot.grounding.negation import denied
from bot.grounding.slots import Slot, slots
from bot.grounding.words import Sentence, key

_UNDONE = frozenset(
    map(
        key,
        words(
            """delay postpone defer shelve suspend pause cancel scrap drop abandon refuse reject decline block veto
            promise pledge offer propose seek request demand await threaten consider"""
        ),
    )
)
"""What is done to something that is not, or not yet, so."""
_DONE = frozenset(
    map(
        key,
        words(
            """take make pay give build open approve accept sign complete finish introduce launch provide receive
            get spend grant deliver pass win hold begin start secure obtain hand award publish reach settle"""
        ),
    )
)
_SOLD = frozenset(map(key, ("sell", "sold")))
_FOR_SALE = ("for sale", "on the market")


def undone(aligned: Aligned) -> Iterator[str]:
    """ "Ministers have taken a decision", where they have delayed it; "the loan has been paid", where it was promised."""
    yield from _offered(aligned)
    claim = aligned.claim
    if claim.places.keys() & _UNDONE:
        return
    for mine in (slot for slot in slots(claim) if _is_told_as_done(claim, slot)):
        verb = claim.tokens[mine.verb]
        if any(verb.key in sentence.places for sentence in aligned.sentences):
            continue
        for number in aligned.window:
            sentence = aligned.evidence[number]
            for theirs in slots(sentence):
                if _is_undone(sentence, theirs) and _is_same(aligned, mine, number, theirs):
                    yield f"“{verb.text}” where the evidence has “{sentence.tokens[theirs.verb].text}”"


def _offered(aligned: Aligned) -> Iterator[str]:
    """ "has sold the club", where it is up for sale."""
    sold, told = _SOLD & aligned.claim.places.keys(), aligned.claim.text.lower()
    if not sold or any(_SOLD & sentence.places.keys() for sentence in aligned.sentences):
        return
    for phrase in _FOR_SALE:
        if phrase not in told and any(phrase in sentence.text.lower() for sentence in aligned.sentences):
            yield f"the evidence only has “{phrase}”"


def _is_told_as_done(sentence: Sentence, slot: Slot) -> bool:
    done = slot.role == "suffers" and sentence.tokens[slot.verb].key in _DONE
    return done and slot.verb not in levels(sentence) and not denied(sentence).get(slot.verb, 0) % 2


def _is_undone(sentence: Sentence, slot: Slot) -> bool:
    undone_ = slot.role == "suffers" and sentence.tokens[slot.verb].key in _UNDONE
    return undone_ and not denied(sentence).get(slot.verb, 0) % 2


def _is_same(aligned: Aligned, mine: Slot, number: int, theirs: Slot) -> bool:
    """Whether what it is done to in the claim shares a word with what it is done to there."""
    return any(
        aligned.claim.tokens[place].kind == "word" and stands_in(aligned, place, number, theirs.filler)
        for place in mine.filler
    )
