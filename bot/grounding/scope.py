"""Whether the claim covers no more than the evidence: all, only, most, first, one of the."""

from collections.abc import Iterator
from functools import lru_cache

from bot.grounding.alignment import Aligned
from bot.grounding.conditions import CONDITIONS, OPEN, WHO
from bot.grounding.lexicon import groups, words
from bot.grounding.negation import half_denies
from bot.grounding.numbers import qualifiers, quantities
from bot.grounding.numerals import SPANS
from bot.grounding.portion import is_plural
from bot.grounding.words import Sentence, Token

_UNIVERSAL = groups("""
all every entire whole everyone everybody everything
only solely exclusively sole alone unique just purely
always constantly invariably
never
most majority mostly mainly largely predominantly primarily chiefly
none nobody nothing no neither
entirely completely fully wholly totally full complete total
unanimously unanimous
guaranteed guarantee guarantees certain certainly definitely
immediately instantly
permanently permanent forever indefinitely
whenever whatever whichever regardless irrespective
unlimited unlimitedly boundless limitless
unconditionally unconditional automatically
ever record history
any anything anyone anybody all every whatever no
""")
_UNLIMITED = frozenset(word for group in _UNIVERSAL for word in group)
_FIRSTS = words(
    """first last largest biggest best oldest youngest highest lowest most only leading main greatest smallest
    fastest"""
)
_PARTS = words("one among some part two three several many")
_EVERYONE = words("anyone anybody everyone everybody all any every")
_MERE = words("only just merely")
_CHIEFLY = words("mainly chiefly primarily largely")
_NOT_QUITE = words("not nearly almost virtually practically hardly")
_LIMITED = words("only some certain most many few several selected") | _PARTS
_ALL = words("all every everyone everybody everything each none nobody no any")
_EXCEPTING = words("except excluding excepting but bar apart besides barring")
_OUTRIGHT = words("except excluding excepting")
_NEAR = 5
"""How many words before an exception its "all" stands at most."""
_MOST = 0.5
_ENOUGH = 2
"""Words of meaning on each side of an exception that tell what it is taken from."""


def widened(aligned: Aligned) -> Iterator[str]:
    said = {token.lower for sentence in aligned.sentences for _, token in _unlimited(sentence)}
    said |= _said_otherwise(aligned)
    mine = [(place, token) for place, token in _unlimited(aligned.claim) if token.lower in _UNLIMITED]
    for place, token in mine:
        untold = any(token.lower in group and not said & set(group) for group in _UNIVERSAL)
        untold = untold and not _is_sum(aligned.claim, place)
        if untold and not _is_asked(aligned, place) and not _is_counted(aligned, place):
            yield f"“{token.text}” is not in the evidence"
    yield from _one_of(aligned)
    yield from _both(aligned)
    yield from _of_some_only(aligned)
    yield from _excepted(aligned)


def _is_sum(sentence: Sentence, place: int) -> bool:
    """ "A total of 12", "of the total": no "total ban"; and "as a whole", which adds nothing."""
    after = sentence.tokens[place + 1] if place + 1 < len(sentence.tokens) else None
    if [token.lower for token in sentence.tokens[max(0, place - 2) : place + 1]] == ["as", "a", "whole"]:
        return True
    return sentence.tokens[place].lower == "total" and (after is None or not after.is_content)


def _excepted(aligned: Aligned) -> Iterator[str]:
    """ "Every region", where the evidence has "every region except the West Midlands"."""
    tokens = aligned.claim.tokens
    if any(token.lower in _EXCEPTING for token in tokens):
        return
    for sentence in aligned.sentences:
        excepting = [place for place, token in enumerate(sentence.tokens) if token.lower in _EXCEPTING]
        for place in excepting:
            before = {token.lower for token in sentence.tokens[max(0, place - _NEAR) : place]} & _ALL
            of_all = any(token.lower in before for token in tokens)
            if of_all or _tells_what_it_is_taken_from(aligned, sentence, place):
                yield f"the evidence has an exception (“{sentence.tokens[place].text}”)"


def _tells_what_it_is_taken_from(aligned: Aligned, sentence: Sentence, excepting: int) -> bool:
    """ "England and Wales", where the evidence has "England and Wales, except in Greater Manchester"."""
    if sentence.tokens[excepting].lower not in _OUTRIGHT:
        return False
    before = [place for place in sentence.content if place < excepting][-_ENOUGH:]
    told = {aligned.claim.tokens[place].key for place in aligned.claim.content}
    after = [place for place in sentence.content if place > excepting][:_ENOUGH]
    if any(sentence.tokens[place].key in told for place in after):
        return False
    return len(before) == _ENOUGH and all(sentence.tokens[place].key in told for place in before)


def _of_some_only(aligned: Aligned) -> Iterator[str]:
    """ "Anyone may stand", where only those who live there may."""
    told = {token.lower for token in aligned.claim.tokens}
    if not told & _EVERYONE or told & (CONDITIONS | (WHO - _EVERYONE) | _MERE):
        return
    for sentence in aligned.sentences[:1]:
        if sentence.tokens[0].lower == "only":
            yield f"the evidence has “{sentence.tokens[0].text}”"


def _both(aligned: Aligned) -> Iterator[str]:
    """ "Both were released", where the evidence has "one of whom was released"."""
    told = {token.lower for sentence in aligned.sentences for token in sentence.tokens}
    one = any("one of" in sentence.text for sentence in aligned.sentences)
    if one and "both" not in told and any(token.lower == "both" for token in aligned.claim.tokens):
        yield "“both” where the evidence has “one of”"


def _is_asked(aligned: Aligned, place: int) -> bool:
    """The "any" of "found no sign of any" and "whether any"; "any child" is children, where they are not limited."""
    if not aligned.claim.tokens[place].lower.startswith("any"):
        return False
    told = {other.lower for sentence in aligned.sentences for other in sentence.tokens}
    if not told & _LIMITED and _is_of_many(aligned, place):
        return True
    asks = any(other.lower in CONDITIONS | OPEN for other in aligned.claim.tokens)
    return asks or half_denies(aligned.claim)


def _is_of_many(aligned: Aligned, place: int) -> bool:
    """Whether the evidence tells of many in general, "children", where the claim has "any child"."""
    noun = aligned.within(place + 1) if aligned.claim.tokens[place].lower == "any" else ()
    return not noun or any(is_plural(aligned.evidence[match.sentence], match.place) for match in noun)


def _said_otherwise(aligned: Aligned) -> set[str]:
    """ "no" for "failed to", "most" for 62%."""
    shares = [amount.value for s in aligned.sentences for amount in quantities(s) if amount.kind == "share"]
    found = {"no"} if any(map(half_denies, aligned.sentences)) else set()
    found |= (
        {"only"} if any("unless" in s.places or "except" in s.places for s in aligned.sentences) else set()
    )
    found |= {"only"} if any({"not", "until"} <= s.places.keys() for s in aligned.sentences) else set()
    found |= _CHIEFLY if any("main" in s.places for s in aligned.sentences) else set()
    found |= {"immediately"} if any("at once" in s.text for s in aligned.sentences) else set()
    return found | ({"most"} if any(share > _MOST for share in shares) else set())


def _is_counted(aligned: Aligned, place: int) -> bool:
    """ "all ten operators", where the evidence has ten operators, and not some of ten."""
    amount = next((amount for amount in quantities(aligned.claim) if amount.first == place + 1), None)
    if amount is None:
        return False
    there = [
        [token.lower for token in sentence.tokens[max(0, other.start - 3) : other.start]]
        for sentence in aligned.sentences
        for other in quantities(sentence)
        if other.equals(amount)
    ]
    return bool(there) and there[0][-1:] != ["of"] and there[0][-2:-1] != ["of"]


@lru_cache(maxsize=2048)
def _unlimited(sentence: Sentence) -> tuple[tuple[int, Token], ...]:
    """The words, without the "all" of "all but one" and "nearly all", and what qualifies an amount."""
    return tuple(_without_limits(sentence))


def _without_limits(sentence: Sentence) -> Iterator[tuple[int, Token]]:
    tokens = sentence.tokens
    amounts = {amount.first - 1 for amount in quantities(sentence)}
    before_amounts = {place for place in amounts if tokens[place].lower in _MERE} | qualifiers(sentence)
    for place, token in enumerate(tokens):
        before = tokens[place - 1].lower if place else ""
        after = tokens[place + 1].lower if place + 1 < len(tokens) else ""
        at_all = before == "at" and token.lower == "all" and not after[:1].isalnum()
        often = token.lower in ("every", "each") and after in SPANS
        if (
            not (at_all or often)
            and before not in _NOT_QUITE
            and after not in ("but", "except")
            and place not in before_amounts
        ):
            yield place, token


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
