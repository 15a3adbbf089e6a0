"""Whether the one who does it and the one to whom it is done are still the same."""

from collections.abc import Iterator

from bot.grounding.alignment import Aligned
from bot.grounding.closeness import does
from bot.grounding.mentions import Mention, mentions
from bot.grounding.words import Sentence, key

_DONE_TO = frozenset(
    key(word)
    for word in """grant give award pay order fine accuse sue appoint hire defeat beat overtake acquire buy tell ask
    advise arrest charge kill attack elect invite praise criticise criticize oppose fund train employ own lend name
    injure blame jail convict clear reject sack dismiss nominate host commission license sponsor""".split()
)
"""What one does to another, so that active and passive tell opposite things of the same subject."""
_NEAR = 4


def turned_round(aligned: Aligned) -> Iterator[str]:
    """ "Skyrora has granted", where the evidence has "Skyrora has been granted"."""
    for mention in mentions(aligned.claim):
        for place in range(mention.last + 1, min(mention.last + _NEAR, len(aligned.claim.tokens))):
            verb = aligned.claim.tokens[place]
            if mention.kind != "name" or verb.key not in _DONE_TO:
                continue
            mine = does(aligned.claim, mention, place)
            theirs = {
                does(sentence, other, there)
                for sentence in aligned.sentences
                for other, there in _with_verb(sentence, mention, verb.key)
            }
            if theirs == {not mine}:
                yield f"it is not “{mention.said}” that {'did' if mine else 'suffered'} this (“{verb.text}”)"


def _with_verb(sentence: Sentence, wanted: Mention, verb: str) -> Iterator[tuple[Mention, int]]:
    for other in mentions(sentence):
        for there in sentence.places.get(verb, ()):
            if other.says(wanted) and 0 < there - other.last < _NEAR:
                yield other, there
