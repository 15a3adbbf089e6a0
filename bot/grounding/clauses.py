"""Parts a sentence where a second subject gets a verb of its own."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from bot.grounding.alignment import Aligned
from bot.grounding.attribution import speakers
from bot.grounding.lexicon import words
from bot.grounding.mentions import ARTICLES
from bot.grounding.numbers import quantities
from bot.grounding.words import Sentence, Token, is_verb, thesaurus

_JOINING = words("and but while whereas ;")
_AND_YET = words("and although though but while whereas")
_FINITE = words("is are was were has have had will would can could may might must should did does do")
_PRONOUNS = words("he she it they we")
_PREPOSITIONS = words("for to from with in on at against by")
_SAME = 0.85
_REACH = 6
"""Tokens after an "and" within which a new subject has its verb."""


@lru_cache(maxsize=4096)
def clauses(sentence: Sentence) -> tuple[range, ...]:
    """The ranges of tokens of each clause that has a subject and a verb of its own."""
    starts = [0]
    for place in range(1, len(sentence.tokens)):
        has_verb = any(map(_is_finite, sentence.tokens[starts[-1] : place]))
        if has_verb and joins_clauses(sentence, place):
            starts.append(place)
    return tuple(map(range, starts, [*starts[1:], len(sentence.tokens)]))


def joins_clauses(sentence: Sentence, place: int) -> bool:
    """ "…, and Peter Kyle signed": whether what follows has its own subject and verb."""
    tokens = sentence.tokens
    if tokens[place].lower not in _JOINING or place + 2 >= len(tokens):
        return False
    after = tokens[place + 1 : place + 1 + _REACH]
    end = next(
        (n for n, token in enumerate(after) if token.kind == "punct" or token.lower in _JOINING), len(after)
    )
    subject = after[0].is_capital or after[0].lower in ARTICLES | _PRONOUNS
    return subject and any(map(_is_finite, after[1:end]))


def _is_finite(token: Token) -> bool:
    if token.lower in _FINITE:
        return True
    if token.is_capital or not token.is_content:
        return False
    is_form = token.lower.endswith("s") or token.lower in thesaurus().base
    return token.lower.endswith("ed") or (is_form and is_verb(token.lower))


@lru_cache(maxsize=4096)
def parts(sentence: Sentence) -> tuple[frozenset[int], ...]:
    """The places of each clause. One that leaves its verb out has that of the clause before: "Altman signed for
    OpenAI and Kyle for the government". What follows the last amount belongs to all: "£3m and £5m from the fund"."""
    found: list[frozenset[int]] = []
    for clause in clauses(sentence):
        gap = next((place for place in clause if _leaves_verb_out(sentence, clause, place)), clause.stop)
        first = frozenset(range(clause.start, gap))
        found.append(first)
        if gap < clause.stop:
            verbs = {place for place in first if _is_finite(sentence.tokens[place])}
            found.append(frozenset((*verbs, *_shared_subject(sentence, verbs), *range(gap, clause.stop))))
    amounts = quantities(sentence)
    said = {
        place for speaker in speakers(sentence) for n in speaker.names for place in range(n.first, n.last + 1)
    }
    tail = said | frozenset(range(amounts[-1].last + 1, len(sentence.tokens))) if amounts else frozenset()
    return tuple(part | tail for part in found)


def _shared_subject(sentence: Sentence, verbs: set[int]) -> range:
    """ "She visited Leeds on Monday and Bradford on Wednesday": where the verb has its object at once, another object
    follows the "and", and she did both."""
    first = min(verbs)
    after = sentence.tokens[first + 1] if first + 1 < len(sentence.tokens) else None
    return range(first) if after is not None and after.is_content else range(0)


def _leaves_verb_out(sentence: Sentence, clause: range, place: int) -> bool:
    """ "and Kyle for": a name with the same preposition as before it, and no verb."""
    tokens = sentence.tokens
    if tokens[place].lower != "and" or not any(map(_is_finite, tokens[clause.start : place])):
        return False
    end = place + 1
    while end < clause.stop and tokens[end].is_capital:
        end += 1
    before = {token.lower for token in tokens[clause.start : place]}
    return place + 1 < end < clause.stop and tokens[end].lower in _PREPOSITIONS & before


def is_of_one_clause(aligned: Aligned) -> bool:
    """Whether one of several clauses of the best sentence has all the words of the claim."""
    return any(_are_alike(aligned.evidence[n]) and _tells_all(aligned, n) for n in aligned.window[:1])


def leaves_verbs_out(aligned: Aligned) -> bool:
    """Whether the best sentence tells of someone without a verb: "and Kyle for the government"."""
    return any(
        len(parts(aligned.evidence[n])) > len(clauses(aligned.evidence[n])) for n in aligned.window[:1]
    )


def _tells_all(aligned: Aligned, number: int) -> bool:
    told = _told(aligned, number)
    return all(told) and any(all(there & part for there in told) for part in parts(aligned.evidence[number]))


def _told(aligned: Aligned, number: int) -> list[set[int]]:
    """For each word of the claim, where the sentence has it."""
    return [
        {match.place for match in aligned.matches[place] if match.sentence == number and match.fit >= _SAME}
        for place in aligned.claim.content
    ]


def torn(aligned: Aligned) -> Iterator[str]:
    """ "Sam Altman signed it for the government", where he signed for OpenAI and another for the government:
    what one clause of the claim tells stands in two that are alike."""
    claim = aligned.claim
    if len(clauses(claim)) > 1 or any(token.lower in _AND_YET for token in claim.tokens):
        return
    for number in aligned.window[:1]:
        sentence = aligned.evidence[number]
        if _are_alike(sentence) and all(_told(aligned, number)) and not _tells_all(aligned, number):
            yield "the evidence says this of two, each in a clause of its own"


@lru_cache(maxsize=4096)
def _are_alike(sentence: Sentence) -> bool:
    """Whether two clauses tell of doing the same."""
    acts = [
        {sentence.tokens[place].key for place in part if _is_act(sentence, place)} for part in parts(sentence)
    ]
    return any(one & two for one, two in pairwise(acts))


def _is_act(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    return _is_finite(token) and token.is_content
