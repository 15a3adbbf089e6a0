"""Finds the verbs of a sentence and the noun phrases that end or begin beside them."""

from collections.abc import Sequence
from functools import lru_cache

from bot.grounding.attribution import SAYING
from bot.grounding.lexicon import words
from bot.grounding.mentions import ARTICLES
from bot.grounding.words import Sentence, Token, is_predicate

BE = words("is are was were be been being get gets got")
HAVE = words("has have had having")
AUXILIARY = BE | HAVE | words("will would may might could can should must shall do does did not to also")
PREPOSITIONS = words(
    """of in on at for from to with by under during after before since until against into over about through
    towards toward between among within without than as on-behalf via per beyond along across near including"""
)
RELATIVE = words("who which that whose whom")
_MASSIVE = words("whopping staggering massive total further extra another additional record")
_DOING = words("he she they we who which it")
_CONJUNCTIONS = words("after before until")
JOINING = words("and or but then")
_BREAKS = words('; : ( ) “ ” " — – . although though while whereas because if unless when since that but')
LONGEST = 14


@lru_cache(maxsize=2048)
def verbs(sentence: Sentence) -> tuple[int, ...]:
    """The places of the words used as verbs."""
    return tuple(place for place in range(len(sentence.tokens)) if _is_verb(sentence.tokens, place))


def _is_verb(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.lower in SAYING and token.lower.endswith(("ed", "id", "old", "say", "says")):
        return before is None or before.lower not in ARTICLES
    if before is None:
        return False
    if token.lower.endswith("ing") and before.lower not in BE | {","}:
        return False
    if is_predicate(tokens, place):
        brought = after is not None and after.lower.endswith("ed") and not after.is_capital
        return not (token.lower.endswith("s") and (brought or is_predicate(tokens, place - 1)))
    if not token.lower.endswith("ed") or token.is_capital or before.kind != "word":
        return False
    if before.lower in _DOING:
        return True
    if not before.is_content:
        return False
    return after is None or not after.is_content or after.is_capital


def phrase_end(sentence: Sentence, start: int) -> int:
    """Where the noun phrase that begins at a place ends."""
    place, tokens = start, sentence.tokens
    while place < len(sentence.tokens) and place - start < LONGEST:
        token = sentence.tokens[place]
        if (
            (token.kind == "punct" and token.text not in "-£$€%")
            or (
                _is_amount(token)
                and any(t.is_content and t.lower not in _MASSIVE for t in tokens[start:place])
            )
            or (token.lower in PREPOSITIONS and tokens[place - 1].text != "-")
            or token.lower in _BREAKS
            or token.lower in RELATIVE
            or token.lower in AUXILIARY
            or place in verbs(sentence)
            or (token.lower in JOINING and place + 1 in verbs(sentence))
        ):
            break
        place += 1
    return place


def _is_amount(token: Token) -> bool:
    return token.kind == "number" or token.text in "£$€"


def phrase_before(sentence: Sentence, last: int) -> range | None:
    """The phrase that ends at a place, with what an "of" hangs on it."""
    tokens = sentence.tokens
    place = last
    while place >= 0 and last - place < LONGEST:
        token = tokens[place]
        if (
            (token.kind == "punct" and token.text not in "-£$€%")
            or token.lower in _BREAKS
            or token.lower in RELATIVE
            or place in verbs(sentence)
            or token.lower in AUXILIARY
            or (token.lower in _CONJUNCTIONS and tokens[place + 1].kind == "word")
        ):
            break
        place -= 1
    if place >= 0 and place in verbs(sentence) and tokens[place].lower not in SAYING:
        return None
    return range(place + 1, last + 1) if place < last else None
