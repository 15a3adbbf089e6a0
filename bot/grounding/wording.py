"""Reads the small changes of a claim that otherwise keeps its evidence's wording."""

from collections.abc import Iterator

from bot.grounding.alignment import Aligned
from bot.grounding.binding import Mention, mentions
from bot.grounding.lexicon import words
from bot.grounding.modality import marked
from bot.grounding.polarity import opposites
from bot.grounding.words import Sentence, Token, near

_NOT = words("not no never neither nor none without non nobody nothing hardly barely")
_POINTING = words(
    """he she it they this that these those his her its their him them who which company firm government group
    organisation organization body agency department minister man woman one former latter here there"""
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
        yield from _surer(aligned.claim, mine, evidence, theirs)
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


def _surer(claim: Sentence, mine: range, evidence: Sentence, theirs: range) -> Iterator[str]:
    has = [level for place, level in marked(claim) if place in mine]
    had = [level for place, level in marked(evidence) if place in theirs]
    if had and len(theirs) <= _SHORT and (not has or max(has) > max(had)):
        words_ = [evidence.tokens[place].text for place in theirs]
        yield f"“{' '.join(words_)}” is made surer"


_SHORT = 4


def _renamed(aligned: Aligned, mine: range, theirs: range) -> Iterator[str]:
    """A name or an amount that stands where the evidence has another one."""
    evidence = aligned.evidence[aligned.window[0]]
    has = [mention for mention in mentions(aligned.claim) if mention.first in mine or mention.last in mine]
    had = [mention for mention in mentions(evidence) if mention.first in theirs or mention.last in theirs]
    everywhere = mentions(aligned.claim)
    for mention in has:
        others = [other for other in had if other.kind == mention.kind]
        if others and not any(other.says(mention) for other in others):
            lost = [other for other in others if not any(other.says(known) for known in everywhere)]
            if lost:
                yield f"“{mention.said}” where the evidence has “{lost[0].said}”"
