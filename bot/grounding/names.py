"""Reads names out of a sentence: people, bodies, places and things written with a capital."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.grounding.dates import dated
from bot.grounding.lexicon import FUNCTION, MONTHS, ROLES, WEEKDAYS, words
from bot.grounding.words import Sentence, Token, is_common

_HEADS = words(
    """department ministry office agency association trust institute university bank house secretary minister board
    court church duke king queen republic kingdom city bay gulf isle lake mount battle treaty act society council
    centre center college"""
)
_LISTING = frozenset(("department", "ministry"))
"""Those whose names are lists: Department for Environment, Food and Rural Affairs."""
_INITIALS_OF_MANY = re.compile(r"[A-Z]{2,}s")
"""MPs, CEOs"""
_OPENERS = frozenset("“\"'‘(«[:—–-•")


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words, without titles."""

    first: int
    last: int
    keys: tuple[str, ...]
    said: str

    def is_same(self, other: "Name") -> bool:
        """Kyle is Peter Kyle, SNP the Scottish National Party: one is part of the other, or its initials."""
        mine, others = set(self.keys), set(other.keys)
        return mine <= others or others <= mine or self._abbreviates(other) or other._abbreviates(self)

    def _abbreviates(self, other: "Name") -> bool:
        letters = "".join(letter for letter in self.said if letter.isupper()).lower()
        initials = "".join(key[:1] for key in other.keys)
        return len(self.keys) == 1 and len(initials) > 1 and initials in (letters, self.said.lower())


@lru_cache(maxsize=4096)
def names(sentence: Sentence) -> tuple[Name, ...]:
    """The names in `sentence`, in order."""
    tokens = sentence.tokens
    shouted = _is_headline(tokens)
    found: list[Name] = []
    run: list[int] = []
    for place, token in enumerate(tokens):
        if place not in dated(sentence) and (
            is_name(tokens, place, headline=shouted) or _numbers(tokens, run, place)
        ):
            run.append(place)
            if not token.is_possessive or _is_office(tokens, place + 1):
                continue
        elif run and tokens[run[-1]].is_possessive and _is_office(tokens, place):
            run.append(place)
        elif run and _joins(tokens, run, place):
            continue
        if run:
            found.append(_name(sentence, run))
            run = []
    if run:
        found.append(_name(sentence, run))
    return tuple(found)


def _is_office(tokens: tuple[Token, ...], place: int) -> bool:
    """The "Commissioner" of the Older People's Commissioner; but a title before someone's name is no name."""
    if place >= len(tokens) or not tokens[place].is_capital or tokens[place].lower not in ROLES:
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    return after is None or not after.is_capital


def is_name(tokens: tuple[Token, ...], place: int, *, headline: bool = False) -> bool:
    """Whether the token's capital can only be that of a name (or it mixes letters and digits: 4o)."""
    token = tokens[place]
    if token.kind != "word" or token.lower in FUNCTION or token.lower in ROLES:
        return False
    if token.lower in MONTHS or token.lower in WEEKDAYS or _INITIALS_OF_MANY.fullmatch(token.text):
        return False
    if not token.is_capital:
        return token.text[0].isdigit() or any(letter.isupper() for letter in token.text)
    if token.text[1:] != token.text[1:].lower():
        return True
    if not is_common(token.lower) or not (headline or _opens(tokens, place)):
        return True
    return not headline and _begins_a_name(tokens, place)


def _begins_a_name(tokens: tuple[Token, ...], place: int) -> bool:
    """The "North" of North Korea, where a capital is due anyway."""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is None or not after.is_capital or after.lower in ROLES or after.lower in FUNCTION:
        return False
    return not tokens[place].lower.endswith(("ly", "ers", "ors", "ists"))


def _numbers(tokens: tuple[Token, ...], run: list[int], place: int) -> bool:
    """The 5 of GPT-5."""
    return (
        bool(run)
        and run[-1] == place - 2
        and tokens[place].kind == "number"
        and tokens[place - 1].text in "-‑–"
    )


def _opens(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a capital is due here anyway: at the start of a sentence or a quotation."""
    return place == 0 or tokens[place - 1].text in _OPENERS or (place == 1 and tokens[0].kind == "punct")


def _is_headline(tokens: tuple[Token, ...]) -> bool:
    words = [token for token in tokens if token.kind == "word" and len(token.text) > 3]
    return len(words) > 4 and sum(token.is_capital for token in words) > 0.7 * len(words)


def _joins(tokens: tuple[Token, ...], run: list[int], place: int) -> bool:
    """Bank of England, GPT-4o, R and D: whether a small word or mark stands within a name."""
    if place + 1 >= len(tokens) or place != run[-1] + 1:
        return False
    before, token, after = tokens[run[-1]], tokens[place], tokens[place + 1]
    if not (after.is_capital or after.text[0].isdigit()) or after.kind == "punct":
        return False
    if token.text in ("-", "‑", "–"):
        return before.end == token.start and token.end == after.start
    if token.lower in ("of", "for"):
        return before.lower in _HEADS and after.lower not in MONTHS
    return token.lower in (",", "and") and tokens[run[0]].lower in _LISTING


def _name(sentence: Sentence, run: list[int]) -> Name:
    tokens = sentence.tokens
    keys = tuple(tokens[place].key for place in run)
    said = sentence.text[tokens[run[0]].start : tokens[run[-1]].end]
    return Name(run[0], run[-1], keys, said)
