"""Whether what the evidence has put off, refused or only promised is told as done."""

from collections.abc import Iterator

from bot.grounding.alignment import Aligned
from bot.grounding.certainty import levels
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
_ALIKE = 0.9


def undone(aligned: Aligned) -> Iterator[str]:
    """ "Ministers have taken a decision", where they have delayed it; "the loan has been paid", where it was promised."""
    yield from _offered(aligned)
    claim, sure = aligned.claim, levels(aligned.claim)
    for mine in slots(claim):
        verb = claim.tokens[mine.verb]
        told = mine.role == "suffers" and verb.key in _DONE and mine.verb not in sure
        if not told or denied(claim).get(mine.verb, 0) % 2 or claim.places.keys() & _UNDONE:
            continue
        if any(verb.key in sentence.places for sentence in aligned.sentences):
            continue
        for number in aligned.window:
            sentence = aligned.evidence[number]
            for theirs in slots(sentence):
                if (
                    theirs.role == "suffers"
                    and _is_undone(sentence, theirs)
                    and _is_same(aligned, mine, number, theirs)
                ):
                    yield f"“{verb.text}” where the evidence has “{sentence.tokens[theirs.verb].text}”"


def _offered(aligned: Aligned) -> Iterator[str]:
    """ "has sold the club", where it is up for sale."""
    sold = any(token.key in _SOLD for token in aligned.claim.tokens)
    text = " ".join(token.lower for token in aligned.claim.tokens)
    for phrase in _FOR_SALE if sold else ():
        if phrase not in text and any(phrase in sentence.text.lower() for sentence in aligned.sentences):
            yield f"the evidence only has “{phrase}”"


def _is_undone(sentence: Sentence, slot: Slot) -> bool:
    return sentence.tokens[slot.verb].key in _UNDONE and not denied(sentence).get(slot.verb, 0) % 2


def _is_same(aligned: Aligned, mine: Slot, number: int, theirs: Slot) -> bool:
    """Whether both have the same thing there: the first word after the verb's own, or the last of the phrase."""
    things = [place for place in mine.filler if aligned.claim.tokens[place].kind == "word"]
    return any(
        match.sentence == number and match.place in theirs.filler and match.fit >= _ALIKE
        for place in things
        for match in aligned.matches.get(place, ())
    )
