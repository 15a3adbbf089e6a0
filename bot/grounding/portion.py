"""Whether the claim tells of all what the evidence tells of some: "some teachers", "usually", "on most routes"."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import Table, words
from bot.grounding.mentions import ARTICLES, mentions
from bot.grounding.numbers import qualifiers, quantities
from bot.grounding.numerals import lower
from bot.grounding.words import Sentence, Token, is_predicate

_SOME = Table(
    [
        (
            True,
            """some, some of, most, most of, many of, several of, few, a few, a few of, certain, a minority of, a majority of, the majority of, a handful of, much of, nearly all, almost all, not all, not every,
            nearly every, almost every""",
        ),
        (
            False,
            """mostly, mainly, largely, partly, partially, usually, often, sometimes, generally, typically, normally,
            occasionally, frequently, rarely, seldom, primarily, predominantly, chiefly, in part, to some extent,
            in some cases, in most cases, for the most part, nearly, almost, in principle, initially, at first,
            temporarily, provisionally, so far, to date""",
        ),
    ]
)
"""What limits the noun behind it (True), and what limits what is told (False)."""
_LIMITING = words(
    """numerous multiple countless dozens scores hundreds thousands lot lots variety range bulk
    some most many several few certain various number minority majority part parts half handful among much mostly
    mainly largely partly partially usually often sometimes generally typically normally occasionally frequently rarely
    seldom primarily predominantly chiefly nearly almost one two three others other selected share proportion percentage particular principle may
    might could tend tends tended commonly likely percent cent % limited initially temporarily provisionally not
    about around roughly approximately just under close virtually practically"""
)
_A_FEW = (
    "some",
    "some of",
    "several of",
    "few",
    "a few",
    "a few of",
    "certain",
    "a minority of",
    "a handful of",
)
_A_LOT = words("many most majority numerous countless dozens hundreds thousands bulk")
_BREAKS = words(", ; : . ( ) — – and or but")
_WITHIN = words("on in at for among of with from under to by across")
_NARROWING = _WITHIN | words("aged who that whose without over between")
_ALIKE = 0.85
_HELPING = words("have has had are were is was will would could can may did do said say")
_MANY = words("people children men women staff police")
_NOUN = 4
"""How many words after "some" its noun stands at most."""


class Portion(NamedTuple):
    """What limits a word to a part of the whole."""

    said: str
    start: int
    limited: int
    """The word that is limited."""
    is_noun: bool
    of_whole: bool
    """Whether it is a part of one thing: most of the fall, half of its income."""


def portioned(aligned: Aligned) -> Iterator[str]:
    """What the evidence says only of some, or mostly, or usually."""
    for number in aligned.window[:1]:
        sentence = aligned.evidence[number]
        for portion in portions(sentence):
            if _is_told_of_all(aligned, number, portion):
                yield f"the evidence says “{portion.said} {sentence.tokens[portion.limited].text}”"
    yield from _widened(aligned)
    yield from _unrestricted(aligned)


def _places(aligned: Aligned, number: int, there: int) -> list[int]:
    """Where the claim tells of a word of the evidence, the likest first."""
    found = [
        (match.fit, place)
        for place in aligned.claim.content
        for match in aligned.matches[place]
        if match.sentence == number and match.place == there and match.fit >= _ALIKE
    ]
    return [place for _, place in sorted(found, key=lambda one: -one[0])]


def _is_told_of_all(aligned: Aligned, number: int, portion: Portion) -> bool:
    """Whether the claim has the word without the limit, and the evidence has it nowhere else without."""
    sentence, tokens = aligned.evidence[number], aligned.claim.tokens
    if set(portion.said.lower().split()) <= {token.lower for token in tokens}:
        return False
    if portion.of_whole and any(amount.kind == "share" for amount in quantities(aligned.claim)):
        return False
    for place in _places(aligned, number, portion.limited)[:1]:
        again = any(there != portion.limited for there in sentence.places.get(tokens[place].key, ()))
        before = tokens[max(0, place - _NOUN) : place] if portion.is_noun else tokens
        limited = any(_limits(token) or (portion.is_noun and token.kind == "number") for token in before)
        if portion.said in _A_FEW and {token.lower for token in before} & _A_LOT:
            return not again
        one = portion.is_noun and not _is_of_one_kind(aligned, number, portion, place)
        return not (again or limited or one)
    return False


def _is_of_one_kind(aligned: Aligned, number: int, portion: Portion, place: int) -> bool:
    """Whether both nouns tell of many, or are the same word: not poetry for most poets."""
    mine, theirs = aligned.claim.tokens[place], aligned.evidence[number].tokens[portion.limited]
    return is_plural(aligned.claim, place) or (portion.of_whole and mine.lower == theirs.lower)


def _limits(token: Token) -> bool:
    return token.lower in _LIMITING


def _widened(aligned: Aligned) -> Iterator[str]:
    """ "Admissions have fallen", where the evidence has "Admissions for asthma have fallen"."""
    claim, twins = aligned.claim, aligned.wording.twins
    for mine, theirs in aligned.wording.changes:
        noun, evidence = mine.start - 1, aligned.evidence[aligned.window[0]].tokens
        if mine or noun not in twins or mine.stop not in twins or theirs.stop >= len(evidence):
            continue
        bare = all(t.is_content and t.kind == "word" for t in claim.tokens[: noun + 1])
        named = any(mention.first <= noun for mention in mentions(claim))
        begins = evidence[theirs.start].lower in _NARROWING and is_plural(claim, noun)
        if bare and begins and not named and _goes_on(claim, mine.stop):
            left_out = " ".join(token.text for token in evidence[theirs.start : theirs.stop])
            yield f"“{claim.tokens[noun].text}” where the evidence has “{claim.tokens[noun].text} {left_out}”"


def _unrestricted(aligned: Aligned) -> Iterator[str]:
    """ "Fewer patients had a stroke", where the evidence has "patients over 65"."""
    for number in aligned.window[:1]:
        sentence = aligned.evidence[number]
        for amount in quantities(sentence):
            noun = amount.start - 1 - (lower(sentence.tokens, amount.start - 1) == "aged")
            told = [place for place in _places(aligned, number, noun) if is_plural(aligned.claim, place)]
            limits = amount.start < amount.first or noun < amount.start - 1
            kept = any(other.equals(amount) for other in quantities(aligned.claim))
            if noun > 0 and limits and told and not kept and is_plural(sentence, noun):
                yield f"the evidence says “{sentence.tokens[noun].text} {amount.said}”"


def _goes_on(claim: Sentence, place: int) -> bool:
    return not claim.tokens[place].is_content or is_predicate(claim.tokens, place)


def is_plural(sentence: Sentence, place: int) -> bool:
    """Whether a noun tells of many."""
    word = sentence.tokens[place].lower
    return word in _MANY or (word.endswith("s") and not word.endswith("ss"))


@lru_cache(maxsize=2048)
def portions(sentence: Sentence) -> tuple[Portion, ...]:
    """The words of a sentence that are limited."""
    return tuple(_portions(sentence))


def _portions(sentence: Sentence) -> Iterator[Portion]:
    lowered = [token.lower for token in sentence.tokens]
    place = 0
    while place < len(lowered):
        length, noun = _SOME.at(lowered, place) or (1, None)
        if place and lowered[place - 1] in ("too", "how", "so"):
            noun = None
        end = place + length
        if noun is not None and not set(range(place, end)) & qualifiers(sentence):
            limited = _noun(sentence, end) if noun else _told(sentence, end)
            if limited is not None:
                yield Portion(" ".join(lowered[place:end]), place, limited, noun, lowered[end - 1] == "of")
        place = end
    for amount in quantities(sentence):
        limited = _noun(sentence, amount.last + 2)
        if amount.kind == "share" and lower(sentence.tokens, amount.last + 1) == "of" and limited is not None:
            yield Portion(amount.said, amount.start, limited, is_noun=True, of_whole=True)
        after = lower(sentence.tokens, amount.last + 1)
        if (
            amount.kind == "share"
            and after in _HELPING
            and (verb := _told(sentence, amount.last + 1)) is not None
        ):
            yield Portion(f"{amount.said} {after}", amount.start, verb, is_noun=False, of_whole=True)


def _noun(sentence: Sentence, start: int) -> int | None:
    """The last word of the phrase: "some of the older primary teachers"."""
    found = None
    for place in range(start, min(start + _NOUN, len(sentence.tokens))):
        token = sentence.tokens[place]
        if token.lower in _BREAKS or is_predicate(sentence.tokens, place) or token.kind == "number":
            break
        if token.is_content:
            found = place
        elif found is not None or token.lower not in ARTICLES:
            break
    return found


def _told(sentence: Sentence, start: int) -> int | None:
    """The next word that carries meaning."""
    for place in range(start, min(start + _NOUN, len(sentence.tokens))):
        if sentence.tokens[place].lower in _BREAKS or sentence.tokens[place].kind == "number":
            return None
        if sentence.tokens[place].is_content:
            return place
    return None
