"""Whether the claim covers no more than the evidence: all, only, most, first, one of the."""

from collections.abc import Iterator

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import groups, words

_UNIVERSAL = groups("""
all every each entire whole everyone everybody everything both any
only solely exclusively sole alone unique just purely
always constantly invariably
never
most majority mostly mainly largely predominantly primarily chiefly generally
none nobody nothing no neither
entirely completely fully wholly totally
unanimously unanimous
guaranteed guarantee guarantees certain certainly definitely
immediately instantly
permanently permanent forever
""")
_SUPERLATIVE_ENDINGS = ("est",)
_FIRSTS = words(
    "first last largest biggest best oldest youngest highest lowest most only leading main greatest smallest fastest"
)
_PARTS = words("one among some part two three several many")
_CONDITIONS = words("if unless provided providing subject depending conditional")


def widened(aligned: Aligned) -> Iterator[str]:
    said = {token.lower for sentence in aligned.sentences for token in sentence.tokens}
    for group in _UNIVERSAL:
        for token in aligned.claim.tokens:
            if token.lower in group and not said & set(group):
                yield f"“{token.text}” is not in the evidence"
                break
    yield from _one_of(aligned)
    mine = {token.lower for token in aligned.claim.tokens}
    if said & _CONDITIONS and not mine & _CONDITIONS and "when" not in mine and "could" not in mine:
        condition = next(iter(sorted(said & _CONDITIONS)))
        yield f"the evidence has a condition (“{condition}”)"


def _one_of(aligned: Aligned) -> Iterator[str]:
    """ "one of the first" is not "the first"."""
    for token in aligned.claim.tokens:
        if token.lower not in _FIRSTS and not token.lower.endswith("est"):
            continue
        there = [
            _is_one_of([other.lower for other in sentence.tokens], place)
            for sentence in aligned.sentences
            for place in sentence.places.get(token.key, ())
        ]
        place = aligned.claim.tokens.index(token)
        if there and all(there) and not _is_one_of([other.lower for other in aligned.claim.tokens], place):
            yield f"the evidence says “one of the {token.text}”"


def _is_one_of(tokens: list[str], place: int) -> bool:
    before = tokens[max(0, place - 5) : place]
    return "among" in before or ("of" in before and bool(_PARTS & set(before)))
