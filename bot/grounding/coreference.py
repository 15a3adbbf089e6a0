"""Whom a "she" or an "it" may mean: someone named before it, and first of all who did something there."""

from collections.abc import Collection, Sequence

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import ROLES, words
from bot.grounding.names import Name, names
from bot.grounding.numerals import lower
from bot.grounding.slots import slots
from bot.grounding.words import Sentence, is_adverb, is_common

_HE, _SHE = words("he him his"), words("she her hers")
_IT = words("it its")
_MEN, _WOMEN = words("mr sir lord king prince duke"), words("mrs ms miss dame lady queen princess duchess")
_HELPING = words(
    "is are was were has have had will would can could may might must should did does do also not"
)
_BODIES = words(
    """company firm group organisation organization body agency regulator watchdog council court union charity
    government ministry committee party club department university bank board tribunal inquiry team commission
    authority police parliament trust school hospital campaigners analysts residents critics experts"""
)
_OF_PEOPLE = words(
    "dr doctor professor prof mr mrs ms miss sir dame lord lady captain judge justice councillor mp king queen"
)


def may_mean(aligned: Aligned, claimed: Collection[int], number: int, verb: int) -> bool:
    """Whether the pronoun before a verb of the evidence may mean what stands at some places of the claim."""
    sentence = aligned.evidence[number]
    pronoun = _pronoun(sentence, verb)
    word = lower(sentence.tokens, pronoun)
    if word not in _HE | _SHE | _IT:
        return True
    if is_body(aligned.claim, claimed) if word not in _IT else is_person(aligned.claim, claimed):
        return False
    own = named(aligned.claim, claimed)
    if not own or word in _IT:
        return True
    before = [name for name in names(sentence) if name.last < pronoun]
    earlier = aligned.evidence[number - 1] if number else None
    before += names(earlier) if earlier else ()
    later = [name for name in names(sentence) if name.first > pronoun]
    later += [name for other in aligned.evidence[number + 1 :] for name in names(other)]
    if has(later, own) and not has(before, own):
        return False
    return not _is_other_sex(aligned, own, word) and not (earlier and _did_nothing(earlier, own, word))


def _pronoun(sentence: Sentence, verb: int) -> int:
    place = verb - 1
    while place >= 0 and (
        lower(sentence.tokens, place) in _HELPING or is_adverb(lower(sentence.tokens, place))
    ):
        place -= 1
    return place


def _is_other_sex(aligned: Aligned, own: Sequence[Name], word: str) -> bool:
    """A "she" is not Mr Lowe."""
    other = _MEN if word in _SHE else _WOMEN
    return any(
        lower(sentence.tokens, name.first - 1) in other
        for sentence in (*aligned.evidence, aligned.claim)
        for name in names(sentence)
        if has([name], own)
    )


def _did_nothing(sentence: Sentence, own: Sequence[Name], word: str) -> bool:
    """Whether the sentence has someone else do something, and this one nothing."""
    doers = [named(sentence, slot.filler) for slot in slots(sentence) if slot.role == "does"]
    others = [
        name
        for found in doers
        for name in found
        if is_full_name(name)
        and lower(sentence.tokens, name.first - 1) not in (_MEN if word in _SHE else _WOMEN)
    ]
    return bool(others) and not any(has(found, own) for found in doers) and has(names(sentence), own)


def named(sentence: Sentence, places: Collection[int]) -> list[Name]:
    return [name for name in names(sentence) if name.first in places or name.last in places]


def has(among: Sequence[Name], wanted: Sequence[Name]) -> bool:
    return any(name.is_same(one) for name in among for one in wanted)


def is_person(sentence: Sentence, places: Collection[int]) -> bool:
    found = named(sentence, places)
    titled = sentence.tokens[min(places, default=0)].lower in _OF_PEOPLE | ROLES
    titled = titled or any(lower(sentence.tokens, name.first - 1) in _MEN | _WOMEN for name in found)
    return bool(found) and (titled or any(map(is_full_name, found)))


def is_full_name(name: Name) -> bool:
    """Roy Tait, not Harrow & Leith plc or Bright Horizons."""
    said = name.said.split()
    return len(said) in (2, 3) and all(
        word.isalpha() and word.istitle() and not is_common(word.lower()) for word in said
    )


def is_body(sentence: Sentence, places: Collection[int]) -> bool:
    """The regulator: a common noun for many people who act as one."""
    last = sentence.tokens[max(places)]
    return last.lower in _BODIES and not last.is_capital
