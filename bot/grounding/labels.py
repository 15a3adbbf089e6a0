"""Whether an amount is what the claim says it is: the final cost, and not the budget."""

from collections.abc import Iterator, Sequence

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import words
from bot.grounding.numbers import Quantity, quantities
from bot.grounding.words import Sentence, is_predicate

_LINKS = words("is was are were be of at to a an the about around stood stands totalled reached put set")
_LABEL = 3
"""Words of what an amount is said to be, at most."""


def mislabelled(aligned: Aligned) -> Iterator[str]:
    """ "The final cost was £48m", where the final cost was £61m and the budget £48m."""
    keys = {token.key for token in aligned.claim.tokens}
    for amount in quantities(aligned.claim):
        for sentence in aligned.sentences:
            here = [(other, _label(sentence, other.start)) for other in quantities(sentence)]
            own = [label for other, label in here if other.equals(amount)]
            rivals = [
                other
                for other, label in here
                if other.kind == amount.kind and label and label <= keys and not other.equals(amount)
            ]
            if (
                own
                and rivals
                and all(label and not label & keys for label in own)
                and not _tells(aligned, rivals)
            ):
                yield f"the evidence says this of “{rivals[0].said}”, not of “{amount.said}”"


def _tells(aligned: Aligned, amounts: Sequence[Quantity]) -> bool:
    """Whether the claim has one of them too."""
    return any(one.equals(other) for one in quantities(aligned.claim) for other in amounts)


def _label(sentence: Sentence, start: int) -> frozenset[str]:
    """What an amount is said to be: "final cost" of "The final cost was £61m", "original budget" of "an original
    budget of £48m"."""
    place = start - 1
    while place >= 0 and sentence.tokens[place].lower in _LINKS:
        place -= 1
    if place < 0 or place == start - 1:
        return frozenset()
    found: set[str] = set()
    while place >= 0 and len(found) < _LABEL:
        token = sentence.tokens[place]
        if token.kind != "word" or not token.is_content or is_predicate(sentence.tokens, place):
            break
        found.add(token.key)
        place -= 1
    return frozenset(found)
