"""What kind of thing a question asks for, and about what."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.grounding.lexicon import words
from bot.grounding.names import Name, names
from bot.grounding.words import Sentence, is_verb, read


class Wanted(StrEnum):
    """The kind of answer that a question asks for."""

    AMOUNT = "amount"
    DATE = "date"
    NAME = "name"
    TRUTH = "truth"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, read."""

    wanted: Wanted
    keys: frozenset[str]
    """Its words that carry meaning."""
    names: tuple[Name, ...]
    verbs: frozenset[str]
    """Those of the keys that may be its verb: powers, signed."""
    many: bool
    """Whether it asks for several things: which companies."""
    subject: bool
    """Whether it asks for the one that does it: which model powers, not: which model does it use."""


_AMOUNT = re.compile(
    r"\bhow (?:many|much|large|big|long|old|far)\b|\bwhat (?:percentage|proportion|share|sum|amount|number)\b|\bcost\b"
)
_DATE = re.compile(r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time)\b|\bhow recently\b")
_NAME = re.compile(
    r"\bwho(?:m|se)?\b|\bwhich\b|\bwhat (?!is|are|was|were|do|does|did|has|have|will|would|can|could|happen)\w|\bwhere\b|\bwhat is the name\b"
)
_TRUTH = words("is are was were do does did has have had will would can could should must may might")
_DOING = words("do does did has have had will would can could should is are was were")
_NO_PLURAL = ("ss", "us", "is", "ics")
_ALSO_VERBS = words("power host fund sign lead win run build make own back train")


def asked(question: str) -> Asked:
    """The question's first sentence, read."""
    sentences = read(question)
    if not sentences:
        return Asked(Wanted.ANY, frozenset(), (), frozenset(), many=False, subject=True)
    sentence = sentences[0]
    content = [sentence.tokens[place] for place in sentence.content]
    return Asked(
        _wanted(sentence, question.lower()),
        frozenset(token.key for token in content),
        names(sentence),
        frozenset(t.key for t in content if not t.is_capital and (is_verb(t.lower) or t.key in _ALSO_VERBS)),
        many=_asks_for_many(sentence),
        subject=not any(token.lower in _DOING for token in sentence.tokens[1:6]),
    )


def _wanted(sentence: Sentence, lowered: str) -> Wanted:
    if _AMOUNT.search(lowered):
        return Wanted.AMOUNT
    if _DATE.search(lowered):
        return Wanted.DATE
    if sentence.tokens[0].lower in _TRUTH:
        return Wanted.TRUTH
    return Wanted.NAME if _NAME.search(lowered) else Wanted.ANY


def _asks_for_many(sentence: Sentence) -> bool:
    """which companies, what are the names of the towns"""
    for place, token in enumerate(sentence.tokens):
        if token.lower not in ("which", "what"):
            continue
        for after in sentence.tokens[place + 1 : place + 4]:
            if after.is_content and not after.is_capital:
                return after.lower.endswith("s") and not after.lower.endswith(_NO_PLURAL)
            if after.lower in ("are", "were"):
                return True
    return False
