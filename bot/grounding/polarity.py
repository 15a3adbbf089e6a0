"""Whether claim and evidence say yes and no to the same things."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import OPPOSITES, phrases, words
from bot.grounding.numbers import quantities
from bot.grounding.words import Sentence, key, thesaurus

_NEGATORS = phrases(
    """not, no, never, neither, nor, none, nobody, nothing, without, cannot, fail to, fails to, failed to, failing to,
    failure to, refuse to, refused to, refuses to, refusing to, decline to, declined to, declines to, unable to,
    unlikely to, rather than, instead of, no longer, rule out, ruled out, rules out, ruling out, lack, lacks, lacked,
    lacking, deny, denies, denied, denying, far from, hardly, barely, scarcely, stop short of, stopped short of, non,
    reject, rejected, rejects, rejecting, prevent, prevents, prevented, avoid, avoids, avoided, avoiding, no plans to,
    dismissed, dismisses, dismiss, against, scrapped, abandoned, cancelled, canceled, yet to"""
)
_NO_NEGATION = phrases(
    "not only, not just, not merely, not simply, not least, no doubt, not to mention, not solely, whether or not"
)
_ENDS = words(
    "but although though because while whereas which who whom since if unless despite ; : . , — – ( ) “ ”"
)
_PREFIXES = ("un", "non", "in", "im", "ir", "il", "dis", "mis", "de")
_HEAD = 3
"""How many content words after a "not" it surely denies."""
_LOOSE = words("more less most least before after first last next some all few many left right always never")
"""Function words that turn a sentence round when they are changed."""


@lru_cache(maxsize=4096)
def denied(sentence: Sentence) -> Mapping[int, int]:
    """The places of words under a negation, each with the number of negations over it."""
    found: dict[int, int] = {}
    for last in negators(sentence):
        reached = 0
        for place in range(last + 1, len(sentence.tokens)):
            token = sentence.tokens[place]
            if token.lower in _ENDS or reached == _HEAD:
                break
            if token.is_content:
                found[place] = found.get(place, 0) + 1
                reached += 1
    return found


@lru_cache(maxsize=4096)
def negators(sentence: Sentence) -> tuple[int, ...]:
    """The last token of each negation."""
    tokens = [token.lower for token in sentence.tokens]
    counted = {place for amount in quantities(sentence) for place in range(amount.first - 4, amount.first)}
    found: list[int] = []
    place = 0
    while place < len(tokens):
        skip = next((len(phrase) for phrase in _NO_NEGATION if _at(tokens, place, phrase)), 0)
        length = 0 if skip else next((len(phrase) for phrase in _NEGATORS if _at(tokens, place, phrase)), 0)
        is_amount = (
            place in counted and tokens[place] in ("no", "not") and "than" in tokens[place : place + 4]
        )
        if length and not is_amount:
            found.append(place + length - 1)
        place += max(1, skip or length)
    return tuple(found)


def _at(tokens: list[str], place: int, phrase: tuple[str, ...]) -> bool:
    return tuple(tokens[place : place + len(phrase)]) == phrase


def contradicted(aligned: Aligned) -> Iterator[str]:
    """Words that the claim affirms and the evidence denies, or the other way round, and opposites."""
    claim, mine = aligned.claim, denied(aligned.claim)
    for place, token in enumerate(claim.tokens):
        if not (token.is_content or token.lower in _LOOSE) or token.kind != "word":
            continue
        same = _same(aligned, place)
        no = mine.get(place, 0) % 2
        if same:
            if all(no != other for other in same):
                yield f"“{token.text}” is {'denied' if no else 'affirmed'} here and not in the evidence"
            continue
        opposite = _opposite(aligned, place)
        if opposite and all(no == other for _, other in opposite):
            yield f"“{token.text}” where the evidence has “{opposite[0][0]}”"
    if (
        negators(claim)
        and not mine.keys() & set(aligned.matches)
        and not any(map(negators, aligned.sentences))
    ):
        yield "the evidence has no such negation"


def _same(aligned: Aligned, place: int) -> list[int]:
    """For each place in the window where the word stands, whether it is denied there."""
    token = aligned.claim.tokens[place]
    if token.is_content:
        strong = [match for match in aligned.within(place) if match.fit >= 0.85]
        return [denied(aligned.evidence[match.sentence]).get(match.place, 0) % 2 for match in strong]
    return [
        denied(sentence).get(there, 0) % 2
        for sentence in aligned.sentences
        for there in sentence.places.get(token.key, ())
    ]


def _opposite(aligned: Aligned, place: int) -> list[tuple[str, int]]:
    token = aligned.claim.tokens[place]
    found: list[tuple[str, int]] = []
    for sentence in aligned.sentences:
        for other in opposites(token.key):
            for there in sentence.places.get(other, ()):
                found.append((sentence.tokens[there].text, denied(sentence).get(there, 0) % 2))
    return found


@lru_cache(maxsize=8192)
def opposites(word: str) -> frozenset[str]:
    """The keys that say the opposite of a key."""
    prefixed = {prefix + word for prefix in _PREFIXES} | {
        word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix) and len(word) > len(prefix) + 3
    }
    known = {other for other in prefixed if other in thesaurus().same and word in thesaurus().same}
    return frozenset(
        _listed().get(word, frozenset()) | thesaurus().opposite.get(word, frozenset()) | known
    ) - {word}


@cache
def _listed() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, two in OPPOSITES:
        found.setdefault(key(one), set()).add(key(two))
        found.setdefault(key(two), set()).add(key(one))
    return {word: frozenset(others) for word, others in found.items()}
