"""Whether names, amounts and dates stand with the same words in claim and evidence."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from bot.grounding.alignment import Aligned
from bot.grounding.attribution import speakers
from bot.grounding.clauses import is_of_one_clause
from bot.grounding.closeness import apart, best, fit, most, places
from bot.grounding.converse import tells_conversely
from bot.grounding.derived import sources
from bot.grounding.lexicon import POINTING, words
from bot.grounding.mentions import (
    Mention,
    counted,
    is_beside,
    is_modifier,
    is_within,
    lead,
    mentions,
    title,
)
from bot.grounding.names import Name
from bot.grounding.numbers import quantities
from bot.grounding.words import Sentence, is_predicate, near

_BEFORE_A_SUBJECT = frozenset(("", "and", "but", "while"))
_MOVABLE = words("in on at for from to of with under during after before since until against")
_FITS, _BETTER = 0.6, 1.1
"""How well two have to fit the other way round, and how much better than as they are."""
_FITS_WELL, _WORSE = 0.6, 0.6
"""How well another one has to fit, and how badly this one, before this one is called misplaced."""
_ALIKE = 0.75
_ANYONE = words("people adults persons others respondents")
_SLOT = 3
"""How many of the four words around it have to be the same."""


def misplaced(aligned: Aligned) -> Iterator[str]:
    """What stands in the evidence, but with other words than the claim puts it with."""
    pairs = list(_swapped(aligned))
    for one, two in pairs:
        yield f"“{one}” and “{two}” have changed places"
    settled = is_of_one_clause(aligned)
    for mention in mentions(aligned.claim):
        known = settled or _speaks(aligned, mention) or _is_worked_out(aligned, mention)
        known = known or any(mention.said in pair for pair in pairs)
        other = None if known else _rival(aligned, mention)
        if other:
            yield f"the evidence says this of “{other.said}”, not of “{mention.said}”"
    yield from _miscounted(aligned)


def _is_worked_out(aligned: Aligned, mention: Mention) -> bool:
    """£13m of £61m and £48m: an amount that the evidence has not as such, and yet tells."""
    if mention.kind in ("name", "date") or any(places(aligned, mention)):
        return False
    amounts = (amount for amount in quantities(aligned.claim) if amount.first == mention.first)
    return any(sources(aligned.claim, amount, aligned.evidence) for amount in amounts)


def _speaks(aligned: Aligned, mention: Mention) -> bool:
    """Whether somebody says this in claim and evidence; misattribution is looked at elsewhere."""
    mine = [name for speaker in speakers(aligned.claim) for name in speaker.names]
    theirs = [
        name for sentence in aligned.sentences for speaker in speakers(sentence) for name in speaker.names
    ]
    value = mention.value
    return isinstance(value, Name) and value in mine and any(value.is_same(name) for name in theirs)


def _swapped(aligned: Aligned) -> Iterator[tuple[str, str]]:
    """Two of a kind whose surroundings fit better the other way round."""
    if tells_conversely(aligned):
        return
    for one, two in combinations(mentions(aligned.claim), 2):
        if (
            one.kind != two.kind
            or one.says(two)
            or _are_joined(aligned, one, two)
            or _are_paired(aligned, one, two)
        ):
            continue
        if _is_anchored(aligned, one) and _is_anchored(aligned, two):
            continue
        if _keeps_its_place(aligned, one) != _keeps_its_place(aligned, two):
            continue
        hidden = frozenset((*range(one.first, one.last + 1), *range(two.first, two.last + 1)))
        ideal = most(aligned, one, hidden) + most(aligned, two, hidden)
        as_said = best(aligned, one, one, hidden) + best(aligned, two, two, hidden)
        changed = best(aligned, one, two, hidden) + best(aligned, two, one, hidden)
        if changed > _FITS * ideal and changed > _BETTER * as_said:
            yield one.said, two.said


def _are_joined(aligned: Aligned, one: Mention, two: Mention) -> bool:
    """A vote of 5-4, which is one thing, as the evidence has it."""
    dash = aligned.claim.tokens[one.last + 1 : two.first]
    return [token.kind for token in dash] == ["punct"] and any(
        first.says(one) and second.says(two) and second.first == first.last + 2
        for sentence in aligned.sentences
        for first, second in pairwise(mentions(sentence))
    )


def _are_paired(aligned: Aligned, one: Mention, two: Mention) -> bool:
    """Seven in Lancashire and 19 in Cumbria: each still has its own partner, so the order is free."""
    others = [mention for mention in mentions(aligned.claim) if mention.kind != one.kind]
    found = [
        (_is_straight(aligned.claim, (one, two), pair), _is_straight(sentence, (one, two), pair))
        for pair in combinations(others, 2)
        if pair[0].kind == pair[1].kind
        for sentence in aligned.sentences
    ]
    told = [(mine, theirs) for mine, theirs in found if mine is not None and theirs is not None]
    return bool(told) and all(mine == theirs for mine, theirs in told)


def _is_straight(
    sentence: Sentence, ones: tuple[Mention, Mention], others: tuple[Mention, ...]
) -> bool | None:
    """Whether the first goes with the first and the second with the second; None where one is missing."""
    here = mentions(sentence)
    found = [next((there for there in here if there.says(wanted)), None) for wanted in (*ones, *others)]
    one, two, first, second = found
    if one is None or two is None or first is None or second is None:
        return None
    straight = apart(sentence, one, first) + apart(sentence, two, second)
    return straight < apart(sentence, one, second) + apart(sentence, two, first)


def _keeps_its_place(aligned: Aligned, mention: Mention) -> bool:
    """Whether it is where something is in claim and evidence: "at Holyhead", which does nothing itself."""
    return (
        mention.kind == "name"
        and lead(aligned.claim, mention) == "in"
        and any(
            other.says(mention) and lead(sentence, other) == "in"
            for sentence in aligned.sentences
            for other in mentions(sentence)
        )
    )


def _is_anchored(aligned: Aligned, mention: Mention) -> bool:
    """Whether it has its place in a claim that keeps the wording, or has moved with its preposition."""
    twins = aligned.wording.twins
    if not twins:
        return False
    before = aligned.claim.tokens[mention.first - 1].lower if mention.first else ""
    if before in _MOVABLE and _is_kept(aligned, mention.first - 1, mention.first):
        return True
    if not all(place in twins for place in range(mention.first, mention.last + 1)):
        return False
    around = twins.get(mention.first - 1), twins.get(mention.last + 1)
    return around[0] == twins[mention.first] - 1 or around[1] == twins[mention.last] + 1


def _is_kept(aligned: Aligned, first: int, second: int) -> bool:
    """Whether two neighbours in the claim are neighbours in the evidence."""
    one, two = aligned.claim.tokens[first].key, aligned.claim.tokens[second].key
    return any(
        there + 1 in sentence.places.get(two, ())
        for sentence in aligned.sentences
        for there in sentence.places.get(one, ())
    )


def _rival(aligned: Aligned, mention: Mention) -> Mention | None:
    """The mention in the evidence that the claim's words belong to, if that is another one."""
    hidden = frozenset(range(mention.first, _counted_until(aligned, mention) + 1))
    ideal, own = most(aligned, mention, hidden), best(aligned, mention, mention, hidden)
    own_slot = max((_slot(aligned, mention, *there) for there in places(aligned, mention)), default=0)
    mine, act = mentions(aligned.claim), _act(aligned.claim, mention)
    if not own and _is_background(aligned, mention):
        return None
    for number in aligned.window:
        sentence = aligned.evidence[number]
        here = _said_here(sentence, mention)
        for other in mentions(sentence):
            if other.kind != mention.kind or other in here or _points(sentence, other):
                continue
            if any(is_beside(sentence, other, one) for one in here):
                return None
            if any(is_within(sentence, other, one) for one in here):
                continue
            in_its_slot = own_slot < _SLOT - 1 and _slot(aligned, mention, number, other) >= _SLOT
            in_its_slot = in_its_slot and (aligned.wording.is_close or not here)
            if in_its_slot or (act and _does_alone(sentence, act, other, here)):
                return other
            if any(other.says(known) for known in mine) or not _is_like(aligned, mention, number, other):
                continue
            score = fit(aligned, mention, number, other, hidden)
            if score > _FITS_WELL * ideal and own < _WORSE * score:
                return other
    return None


def _points(sentence: Sentence, mention: Mention) -> bool:
    """The Silicon Valley firm: another name of one who may be the claim's."""
    after = sentence.tokens[mention.last + 1 : mention.last + 2]
    return mention.kind == "name" and any(token.lower in POINTING for token in after)


def _is_background(aligned: Aligned, mention: Mention) -> bool:
    return all(map(aligned.is_background, range(mention.first, mention.last + 1)))


def _said_here(sentence: Sentence, mention: Mention) -> list[Mention]:
    return [other for other in mentions(sentence) if other.says(mention)]


def _does_alone(sentence: Sentence, act: str, other: Mention, here: list[Mention]) -> bool:
    alike = {key for key, fit in near(act) if fit >= _ALIKE}
    return _act(sentence, other) == act and not any(_act(sentence, one) in alike for one in here)


def _act(sentence: Sentence, mention: Mention) -> str:
    """The verb right before an amount: "refused" 1,118."""
    amount = next((amount for amount in quantities(sentence) if amount.first == mention.first), None)
    if amount is None or not amount.start or not is_predicate(sentence.tokens, amount.start - 1):
        return ""
    return sentence.tokens[amount.start - 1].key


def _counted_until(aligned: Aligned, mention: Mention) -> int:
    """The end of what an amount counts, where the evidence leaves that out: "approved 3,905, refused
    1,118"."""
    if mention.kind in ("name", "date"):
        return mention.last
    bare = [not counted(aligned.evidence[number], there.last) for number, there in places(aligned, mention)]
    nouns = counted(aligned.claim, mention.last)
    return nouns[-1] if nouns and bare and all(bare) else mention.last


def _miscounted(aligned: Aligned) -> Iterator[str]:
    """200 zones, where the evidence has zones, but 200 applications."""
    for mention in mentions(aligned.claim):
        mine = counted(aligned.claim, mention.last)
        if mention.kind != "count" or not mine or mine[-1] not in aligned.matches:
            continue
        noun = aligned.claim.tokens[mine[-1]]
        theirs = [
            [
                aligned.evidence[number].tokens[place]
                for place in counted(aligned.evidence[number], there.last)
            ]
            for number, there in places(aligned, mention)
        ]
        if any(counted and counted[-1].lower in _ANYONE for counted in theirs):
            continue
        if not theirs or not all(theirs) or not aligned.best(mine[-1], 1.0) or theirs[0][-1].lower == "times":
            continue
        told = {match.place for place in mine for match in aligned.within(place)}
        said = {token.key for token in aligned.claim.tokens}
        if all(_is_other(noun.key, [token.key for token in counted], said) for counted in theirs) and told:
            yield f"the evidence has {mention.said} {theirs[0][-1].text}, not {noun.text}"


def _is_other(noun: str, counted: list[str], said: set[str]) -> bool:
    """Whether what is counted there is neither the claim's noun nor told elsewhere in the claim."""
    alike = {key for key, fit in near(noun) if fit >= _ALIKE}
    return not alike & set(counted) and counted[-1] not in said


def _is_like(aligned: Aligned, mention: Mention, number: int, other: Mention) -> bool:
    """Whether both stand as the same part of speech: the Dutch, in Holland, Dutch ships."""
    claim, evidence = aligned.claim, aligned.evidence[number]
    same_use = is_modifier(claim, mention) == is_modifier(evidence, other)
    return same_use and lead(claim, mention) == lead(evidence, other)


def _slot(aligned: Aligned, mention: Mention, sentence: int, there: Mention) -> int:
    """How many of the two words on each side are the very same; 0 unless a word of meaning is among them."""
    claim, evidence = aligned.claim, aligned.evidence[sentence]
    first, other = title(claim, mention.first), title(evidence, there.first)
    before = [_key(claim, first - step) == _key(evidence, other - step) for step in (1, 2)]
    if not first and _key(evidence, other - 1) in _BEFORE_A_SUBJECT:
        before = [True, True]
    after = [_key(claim, mention.last + step) == _key(evidence, there.last + step) for step in (1, 2)]
    left, right = before[0] + all(before), after[0] + all(after)
    same = [first - 1] * before[0] + [first - 2] * all(before) + [mention.last + 1] * after[0]
    return left + right if left and right and set(same) & set(claim.content) else 0


def _key(sentence: Sentence, place: int) -> str:
    """ "" for a mark and at the end: what the claim breaks off may go on in the evidence."""
    inside = 0 <= place < len(sentence.tokens) and sentence.tokens[place].kind != "punct"
    return sentence.tokens[place].key if inside else ""
