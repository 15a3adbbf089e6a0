"""Whether the claim's words have any support in the evidence."""

from collections.abc import Iterator, Sequence

from bot.grounding.alignment import Aligned
from bot.grounding.words import Sentence

_COVERED = 0.6
_LONGEST_RUN = 2
"""How many words in a row an honest retelling finds for itself."""
_SHARE = 0.34
_A_FEW, _OF_A_FEW, _OF_MANY = 3, 0.67, 0.5
"""Which share of its words one sentence has to have, of a short claim and of a longer one."""


def added(aligned: Aligned) -> Iterator[str]:
    """Words in a row, or a good part of all words, that the evidence has nothing like."""
    new = [place for place in aligned.claim.content if aligned.fit(place) < _COVERED]
    run = _longest_run(aligned, frozenset(new))
    if len(run) > _LONGEST_RUN:
        yield f"“{' '.join(aligned.claim.tokens[place].text for place in run)}” is not in the evidence"
    elif len(new) > _SHARE * len(aligned.claim.content) and len(new) > 1:
        yield "much of it is not in the evidence"


def scattered(aligned: Aligned) -> Iterator[str]:
    """Words that the evidence has, but in no one sentence together."""
    content = aligned.claim.content
    together = [
        sum(
            any(m.sentence == number and m.fit >= _COVERED for m in aligned.matches[place])
            for place in content
        )
        for number in aligned.window
    ]
    least = _OF_A_FEW if len(content) <= _A_FEW else _OF_MANY
    if together and max(together) < least * len(content):
        yield "no one sentence of the evidence says this"


def _longest_run(aligned: Aligned, new: frozenset[int]) -> list[int]:
    best: list[int] = []
    run: list[int] = []
    for place in aligned.claim.content:
        run = [*run, place] if place in new else []
        best = run if len(run) > len(best) else best
    return best


def likeness(aligned: Aligned) -> float:
    """How much of the claim stands in the evidence: as words, as runs of three, as one sentence's wording."""
    return (_covered(aligned) + _runs(aligned) + aligned.wording.share) / 3


def _covered(aligned: Aligned) -> float:
    fits = [
        max((match.fit for match in aligned.within(place)), default=0.0) for place in aligned.claim.content
    ]
    return sum(fits) / len(fits) if fits else 0.0


def _runs(aligned: Aligned) -> float:
    mine = _threes([aligned.claim])
    return len([run for run in mine if run in set(_threes(aligned.evidence))]) / len(mine) if mine else 1.0


def _threes(sentences: Sequence[Sentence]) -> list[tuple[str, ...]]:
    keys = [token.key for sentence in sentences for token in sentence.tokens if token.kind != "punct"]
    return list(zip(keys, keys[1:], keys[2:], strict=False))
