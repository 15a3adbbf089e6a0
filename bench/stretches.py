"""Whether a passage stands in one of some stretches of text."""

from collections.abc import Iterable, Sequence

from retrieval.words import words

RUN = 4
"""Words that have to be the same in a row."""
SHARE = 0.5
"""Of a passage's runs of words that have to stand in the stretch: the two are cut differently."""


def stands_in(passage: str, stretches: Iterable[str]) -> bool:
    mine = _runs(words(passage))
    return any(len(mine & _runs(words(stretch))) >= SHARE * len(mine) > 0 for stretch in stretches)


def _runs(found: Sequence[str]) -> set[tuple[str, ...]]:
    size = min(RUN, len(found))
    return {tuple(found[at : at + size]) for at in range(len(found) - size + 1)} if size else set()
