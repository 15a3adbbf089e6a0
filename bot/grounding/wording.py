"""Reads the small changes of a claim that otherwise keeps its evidence's wording."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.grounding.alignment import Aligned
from bot.grounding.attribution import SAYING
from bot.grounding.certainty import governed, marked
from bot.grounding.lexicon import POINTING, words
from bot.grounding.mentions import ARTICLES, Mention, group, is_beside, mentions
from bot.grounding.negation import denied
from bot.grounding.numbers import FITTING, qualifiers, quantities
from bot.grounding.opposites import opposites
from bot.grounding.polarity import LOOSE
from bot.grounding.words import Sentence, Token, is_predicate, is_verb, key

_NOT = words("not no never neither nor none without non nobody nothing hardly barely")
_JOINED = (("and", "or"), ("or", "and"), ("for", "against"), ("against", "for"))
_SURENESS = {
    "may": 1,
    "might": 1,
    "could": 1,
    "can": 1,
    "should": 2,
    "must": 3,
    "will": 4,
    "would": 4,
    "shall": 3,
}
_OF_REPORTS = words("would suggest suggests suggested")
"""What becomes something else in a report of a report."""
_ONLY_THEN = words("only first finally eventually")
_SHORT, _LONG, _A_FEW = 4, 8, 3
"""Tokens of a change that may be compared as one expression, and as one name."""
_ALIKE = 0.7
_RECOMMENDING = frozenset(map(key, ("recommend", "propose", "suggest", "urge", "demand", "insist", "advise")))
_RECOMMENDING |= frozenset(map(key, ("recommendation", "proposal", "suggestion", "demand")))


def altered(aligned: Aligned) -> Iterator[str]:
    """Where the claim has another name, amount, opposite, "not" or "will" in the very place of a sentence."""
    if not aligned.wording.twins:
        return
    evidence = aligned.evidence[aligned.window[0]]
    for mine, theirs in aligned.wording.changes:
        had = [evidence.tokens[place] for place in theirs]
        has = [aligned.claim.tokens[place] for place in mine]
        yield from _turned(has, had, aligned)
        yield from _passed_over(aligned, mine, theirs)
        if len(theirs) <= _SHORT:
            yield from _surer(aligned, mine, theirs)
        if len(theirs) <= _LONG:
            yield from _renamed(aligned, mine, theirs)
    yield from _mixed(aligned, evidence)
    yield from _traded(aligned, evidence)
    yield from _negated(aligned, evidence)
    yield from _unqualified(aligned, evidence)


def _turned(has: Sequence[Token], had: Sequence[Token], aligned: Aligned) -> Iterator[str]:
    known = {token.key: token for token in had if token.is_content or token.lower in LOOSE}
    close = aligned.wording.is_close
    one, two = " ".join(token.lower for token in has), " ".join(token.lower for token in had)
    if (close and (one, two) in _JOINED) or _SURENESS.get(one, 0) != _SURENESS.get(
        two, 0
    ) != 0 != _SURENESS.get(one, 0):
        yield f"“{one}” where the evidence has “{two}”"
    starts = _denied(aligned.claim)
    theirs = _denied(aligned.evidence[aligned.window[0]])
    for token in has:
        turned = opposites(token.key) & known.keys()
        elsewhere = any(token.key in sentence.places for sentence in aligned.sentences)
        if (token.start in starts) != any(known[key].start in theirs for key in turned):
            continue
        if turned and token.key not in known and (close or not elsewhere):
            yield f"“{token.text}” where the evidence has “{known[min(turned)].text}”"


def _denied(sentence: Sentence) -> set[int]:
    """Where the words that are denied begin."""
    return {sentence.tokens[place].start for place in denied(sentence)}


def _passed_over(aligned: Aligned, mine: range, theirs: range) -> Iterator[str]:
    """What was cut out between a word and its opposite: "highest among the young and lowest among the old"."""
    evidence, twins = aligned.evidence[aligned.window[0]], aligned.wording.twins
    if mine:
        return
    here = {aligned.claim.tokens[place].key: place for place in twins if place < mine.start}
    later = [place for place in twins if place >= mine.start and place in aligned.claim.content]
    for place in theirs:
        turned = opposites(evidence.tokens[place].key) & here.keys()
        if turned and later:
            word = aligned.claim.tokens[here[min(turned)]].text
            yield f"the evidence has “{evidence.tokens[place].text}” for this, not “{word}”"


def _negated(aligned: Aligned, evidence: Sentence) -> Iterator[str]:
    """A "not" that was put in or left out before a word that stayed."""
    twins = aligned.wording.twins
    pairs = any(
        token.lower == "neither" for sentence in (aligned.claim, evidence) for token in sentence.tokens
    )
    if pairs or _nots(aligned.claim) == _nots(evidence) or _both_tell_when(aligned, evidence):
        return
    for mine, theirs in aligned.wording.changes:
        added_ = [
            place
            for place in mine
            if _is_not(aligned.claim, place)
            and place + 1 in twins
            and twins[place + 1] not in denied(evidence)
        ]
        lost = [place for place in theirs if _is_not(evidence, place) and place + 1 in set(twins.values())]
        both = bool(_nots(aligned.claim) and _nots(evidence)) and not aligned.wording.is_close
        if bool(added_) != bool(lost) and not both:
            yield f"a “not” was {'put in' if added_ else 'left out'}"


def _both_tell_when(aligned: Aligned, evidence: Sentence) -> bool:
    """ "only in November" for "not until November" """
    said = ({token.lower for token in sentence.tokens} for sentence in (aligned.claim, evidence))
    one, other = said
    return ("until" in other and bool(one & _ONLY_THEN)) or ("until" in one and bool(other & _ONLY_THEN))


def _nots(sentence: Sentence) -> int:
    return sum(_is_not(sentence, place) for place in range(len(sentence.tokens)))


def _is_not(sentence: Sentence, place: int) -> bool:
    around = [token.lower for token in sentence.tokens[max(0, place - 1) : place + 2]]
    if around[-2:] == ["yet", "to"] and around[0] in ("has", "have", "had", "is", "are"):
        return True
    return sentence.tokens[place].lower in _NOT and place not in qualifiers(sentence)


def _surer(aligned: Aligned, mine: range, theirs: range) -> Iterator[str]:
    """A "may" that is gone, where the claim has no word as careful in its stead; not where what it governs went
    with it, and only a thing is left: "will expand its" of "will expand its London office, which employs"."""
    evidence = aligned.evidence[aligned.window[0]]
    reported = any(token.lower in SAYING or token.lower == "according" for token in aligned.claim.tokens)
    had = [
        level
        for place, level in marked(evidence)
        if place in theirs
        and not (reported and evidence.tokens[place].lower in _OF_REPORTS)
        and not (evidence.tokens[place].lower == "to" and place - 1 in aligned.wording.twins.values())
        and _is_kept(aligned, governed(evidence, place))
        and (mine or not _goes_with_its_verb(evidence, governed(evidence, place), theirs))
    ]
    kept = aligned.wording.twins.keys()
    has = [level for place, level in marked(aligned.claim) if not {place - 1, place} <= kept]
    asks = any(evidence.tokens[place].lower in ("whether", "if", "unless") for place in theirs)
    asks |= _is_recommended(aligned.claim) and {evidence.tokens[place].lower for place in theirs} == {
        "should"
    }
    if had and not asks and (not has or min(has) > max(had)):
        yield f"“{' '.join(evidence.tokens[place].text for place in theirs)}” is made surer"


def _is_recommended(sentence: Sentence) -> bool:
    """ "Recommends that Parliament consider it", which is "that it should"."""
    return any(token.key in _RECOMMENDING for token in sentence.tokens)


def _goes_with_its_verb(evidence: Sentence, places: Sequence[int], theirs: range) -> bool:
    following = theirs.stop < len(evidence.tokens) and is_predicate(evidence.tokens, theirs.stop)
    return bool(places) and places[0] in theirs and not following


def _is_kept(aligned: Aligned, places: Sequence[int]) -> bool:
    """Whether the claim tells of the first of these words of the sentence: of what "will" happen."""
    told = {
        match.place
        for place in aligned.claim.content
        for match in aligned.matches[place]
        if match.sentence == aligned.window[0] and match.fit > _ALIKE
    }
    if not places or places[0] in told:
        return True
    evidence = aligned.evidence[aligned.window[0]].tokens
    acts = [place for place in told if is_predicate(evidence, place) and place not in places]
    return not acts and any(place in told for place in places[:_A_FEW])


def _unqualified(aligned: Aligned, evidence: Sentence) -> Iterator[str]:
    """An amount in its old place whose "about" or "up to" is gone."""
    twins = aligned.wording.twins
    for amount in quantities(aligned.claim):
        for other in quantities(evidence):
            same = twins.get(amount.last) == other.last and amount.equals(other)
            if same and other.bound not in FITTING[amount.bound]:
                yield f"“{amount.said}” where the evidence has “{other.said}”"


def _renamed(aligned: Aligned, mine: range, theirs: range) -> Iterator[str]:
    """A name or an amount that stands where the evidence has another one."""
    evidence, everywhere = aligned.evidence[aligned.window[0]], mentions(aligned.claim)
    had = [other for other in mentions(evidence) if other.first in theirs or other.last in theirs]
    has = [mention for mention in everywhere if mention.first in mine or mention.last in mine]
    close = aligned.wording.is_close
    for mention in has:
        if _stands_for(aligned, mention, theirs):
            continue
        if not close and any(other.says(mention) for other in mentions(evidence)):
            continue
        others = [other for other in had if (other.kind == "name") == (mention.kind == "name")]
        others = [other for other in others if {other.kind, mention.kind} != {"share", "count"}]
        others = [other for other in others if (other.kind == "date") == (mention.kind == "date")]
        lost = [other for other in others if not _is_told(other, everywhere, evidence)]
        if lost and not any(other.says(mention) for other in others):
            yield f"“{mention.said}” where the evidence has “{lost[0].said}”"
    if not (has and had):
        yield from _taken_over(aligned, mine, theirs)


def _mixed(aligned: Aligned, evidence: Sentence) -> Iterator[str]:
    """A name of which a part was kept and a part exchanged: Glen Sannox for Glen Rosa."""
    twins = aligned.wording.twins
    for mention in mentions(aligned.claim):
        kept = {twins[place] for place in range(mention.first, mention.last + 1) if place in twins}
        for other in mentions(evidence):
            apart = mention.kind == other.kind == "name" and not other.says(mention)
            if apart and kept & set(range(other.first, other.last + 1)):
                yield f"“{mention.said}” where the evidence has “{other.said}”"


def _traded(aligned: Aligned, evidence: Sentence) -> Iterator[str]:
    """Two that stand in each other's place, and not in one list."""
    here, there = mentions(aligned.claim), mentions(evidence)
    places = [
        (one, other)
        for mine, theirs in aligned.wording.changes
        for one in here
        for other in there
        if {one.first, one.last} & set(mine)
        and {other.first, other.last} & set(theirs)
        and not other.says(one)
    ]
    for (one, other), (two, another) in combinations(places, 2):
        in_a_list = group(evidence, other) == group(evidence, another)
        if another.says(one) and other.says(two) and not in_a_list:
            yield f"“{one.said}” and “{two.said}” have changed places"


def _is_told(lost: Mention, everywhere: Sequence[Mention], evidence: Sentence) -> bool:
    """Whether the claim has it, or what stands in brackets beside it."""
    beside = [other for other in mentions(evidence) if is_beside(evidence, lost, other)]
    return any(one.says(known) for one in (lost, *beside) for known in everywhere)


def _taken_over(aligned: Aligned, mine: range, theirs: range) -> Iterator[str]:
    """A name in the place of plain words that do not point at it, or the other way round: OpenAI funding for
    government funding, Apple (which may be a fruit) for Facebook, Andrew Bailey for four members."""
    evidence = aligned.evidence[aligned.window[0]]
    has = _bare([aligned.claim.tokens[place] for place in mine])
    had = _bare([evidence.tokens[place] for place in theirs])
    if not (has and had and mine.stop in aligned.wording.twins) or max(len(has), len(had)) > _A_FEW:
        return
    if not (has[-1].is_content and had[-1].is_content) or _fits(aligned, mine, theirs):
        return
    elsewhere = any(has[-1].key in sentence.places for sentence in aligned.sentences)
    if elsewhere and not aligned.wording.is_close:
        return
    if {token.lower for token in (*has, *had)} & POINTING or not all(token.is_capital for token in has):
        return
    if had[-1].is_capital or not is_verb(had[-1].lower):
        yield f"“{has[-1].text}” where the evidence has “{had[-1].text}”"


def _bare(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.lower not in ARTICLES and token.kind != "punct"]


def _fits(aligned: Aligned, mine: range, theirs: range) -> bool:
    return any(
        match.sentence == aligned.window[0] and match.place in theirs
        for place in mine
        for match in aligned.matches.get(place, ())
    )


def _stands_for(aligned: Aligned, mention: Mention, theirs: range) -> bool:
    """MoU for memorandum of understanding: whether the sentence has other words for it there."""
    return any(
        match.sentence == aligned.window[0] and match.place in theirs and match.fit > _ALIKE
        for place in range(mention.first, mention.last + 1)
        for match in aligned.matches.get(place, ())
    )
