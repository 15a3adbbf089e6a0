"""Chosen sentences as claims: those that say the same are one, all in reading order."""

from collections.abc import Iterable, Sequence

from bot.domain import Claim, Evidence
from bot.selection.excerpts import Excerpt
from bot.selection.heads import is_sentence
from bot.selection.same import same


def claims(excerpts: Iterable[Excerpt], most: int) -> tuple[Claim, ...]:
    """One claim for all excerpts that say the same, in the words of the fullest and with every document that
    says so; the first ones that together have at most so many sentences."""
    groups: list[list[Excerpt]] = []
    for excerpt in excerpts:
        _added(groups, excerpt)
    kept = _fitting(groups, most)
    order = {e.passage.source: n for n, e in reversed(list(enumerate(e for group in kept for e in group)))}
    kept.sort(key=lambda g: (order[g[0].passage.source], g[0].passage.start + g[0].start))
    return tuple(_claim(group) for group in kept)


def _added(groups: list[list[Excerpt]], excerpt: Excerpt) -> None:
    for group in groups:
        for place, other in enumerate(group):
            if excerpt.overlaps(other):
                group[place] = other.joined(excerpt)
                return
            if same(excerpt.text, other.text):
                group.append(excerpt)
                return
    groups.append([excerpt])


def _fitting(groups: Sequence[list[Excerpt]], most: int) -> list[list[Excerpt]]:
    """Never none; a group that is too long is passed over, for a shorter one may still fit."""
    kept: list[list[Excerpt]] = []
    room = most
    for group in groups:
        needs = _fullest(group).sentences
        if needs <= room or not kept:
            kept.append(group)
            room -= needs
    return kept


def _fullest(group: Sequence[Excerpt]) -> Excerpt:
    return max(group, key=lambda e: (is_sentence(e.text), len(e.text)))


def _claim(group: Sequence[Excerpt]) -> Claim:
    fullest = _fullest(group)
    ordered = [fullest, *(e for e in group if e is not fullest)]
    return Claim(fullest.text, tuple(Evidence(e.label, quote) for e in ordered for quote in e.quotes))
