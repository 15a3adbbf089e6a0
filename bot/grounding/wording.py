"""Reads the small changes of a claim that otherwise keeps its evidence's wording."""

from collections.abc import Iterator

from bot.grounding.alignment import Aligned
from bot.grounding.binding import Mention, mentions
from bot.grounding.lexicon import ROLES, words
from bot.grounding.modality import marked
from bot.grounding.polarity import opposites
from bot.grounding.words import Token, is_verb

_NOT = words("not no never neither nor none without non nobody nothing hardly barely")
_SHORT, _LONG = 4, 8
_ALIKE = 0.7
_POINTING = ROLES | words(
    """company firm group organisation organization body agency department man woman one former latter party team club
    charity regulator council court judge watchdog operator country city town region ministry watchdog lab tool
    system document agreement report author singer player actor"""
)


def altered(aligned: Aligned) -> Iterator[str]:
    """Where the claim has another name, amount, opposite, "not" or "will" in the very place of a sentence."""
    if not aligned.wording.twins:
        return
    evidence = aligned.evidence[aligned.window[0]]
    for mine, theirs in aligned.wording.changes:
        had = [evidence.tokens[place] for place in theirs]
        has = [aligned.claim.tokens[place] for place in mine]
        yield from _turned(has, had)
        yield from _negated(has, had)
        if len(theirs) <= _SHORT:
            yield from _surer(aligned, theirs)
        if len(theirs) <= _LONG:
            yield from _renamed(aligned, mine, theirs)


def _turned(has: list[Token], had: list[Token]) -> Iterator[str]:
    known = {token.key: token for token in had}
    for token in has:
        turned = opposites(token.key) & known.keys()
        if turned and token.key not in known:
            yield f"“{token.text}” where the evidence has “{known[min(turned)].text}”"


def _negated(has: list[Token], had: list[Token]) -> Iterator[str]:
    mine = [token.text for token in has if token.lower in _NOT]
    theirs = [token.text for token in had if token.lower in _NOT]
    others = [token for token in (*has, *had) if token.is_content]
    if bool(mine) != bool(theirs) and len(others) < 2:
        yield f"“{(mine or theirs)[0]}” is {'added' if mine else 'left out'}"


def _surer(aligned: Aligned, theirs: range) -> Iterator[str]:
    """A "may" that is gone, where the claim has no word as careful in its stead."""
    evidence = aligned.evidence[aligned.window[0]]
    had = [level for place, level in marked(evidence) if place in theirs]
    has = [level for place, level in marked(aligned.claim) if place not in aligned.wording.twins]
    if had and (not has or min(has) > max(had)):
        yield f"“{' '.join(evidence.tokens[place].text for place in theirs)}” is made surer"


def _renamed(aligned: Aligned, mine: range, theirs: range) -> Iterator[str]:
    """A name or an amount that stands where the evidence has another one."""
    evidence, everywhere = aligned.evidence[aligned.window[0]], mentions(aligned.claim)
    had = [other for other in mentions(evidence) if other.first in theirs or other.last in theirs]
    for mention in everywhere:
        if not (mention.first in mine or mention.last in mine) or _stands_for(aligned, mention, theirs):
            continue
        others = [other for other in had if other.kind == mention.kind]
        if not others and mention.kind == "name":
            yield from _taken_over(aligned, mention, mine, theirs)
        lost = [other for other in others if not any(other.says(known) for known in everywhere)]
        if lost and not any(other.says(mention) for other in others):
            yield f"“{mention.said}” where the evidence has “{lost[0].said}”"


def _taken_over(aligned: Aligned, mention: Mention, mine: range, theirs: range) -> Iterator[str]:
    """A name in the place of a plain word that does not point at it: OpenAI funding for government funding."""
    twins = aligned.wording.twins
    framed = len(mine) == len(theirs) == 1 and {mine[0] - 1, mine[0] + 1} <= twins.keys()
    if not framed:
        return
    lost = aligned.evidence[aligned.window[0]].tokens[theirs[0]]
    if lost.is_content and lost.lower not in _POINTING and not is_verb(lost.lower):
        yield f"“{mention.said}” where the evidence has “{lost.text}”"


def _stands_for(aligned: Aligned, mention: Mention, theirs: range) -> bool:
    """MoU for memorandum of understanding: whether the sentence has other words for it there."""
    return any(
        match.sentence == aligned.window[0] and match.place in theirs and match.fit > _ALIKE
        for place in range(mention.first, mention.last + 1)
        for match in aligned.matches.get(place, ())
    )
