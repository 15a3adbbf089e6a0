"""Reads a text as sentences of tokens, and says which words may stand for one another."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from bot.grounding.lexicon import FUNCTION, PEOPLES, SYNONYMS, words
from retrieval.sentences import sentences
from retrieval.words import fold, stem

_TOKEN = re.compile(
    r"""(?P<skip>\[\d{1,3}\])
    |(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?!\w|[.,]\d)
    |(?P<word>[^\W_](?:\w|[&’'.](?=[^\W_]))*)
    |(?P<punct>[^\s\w])""",
    re.VERBOSE,
)
_UNIT = re.compile(
    r"(\d[\d,.]*?)(bn|tn|mn|m|k|b|st|nd|rd|th|s|km|kg|cm|mm|mg|ml|pm|am|p|pc|x|hrs?|mph|kw|mw|gw|ft|lb|yrs?)",
    re.IGNORECASE,
)
_ACRONYMS = {"US": "usa", "U.S": "usa", "IT": "i.t", "UK": "uk", "U.K": "uk"}
"""Those that would be read as a pronoun, or are written in two ways."""


_INITIALS = re.compile(r"[A-Z]{1,3}[a-z]{1,2}[A-Z]{1,3}")
"""DfT, MoJ: initials that keep a small word's small letter."""


class Token(NamedTuple):
    """A word, a number or a mark."""

    text: str
    lower: str
    key: str
    """What equal words have in common: the stem of its usual form and American spelling."""
    start: int
    end: int
    kind: str
    """word, number or punct"""

    @property
    def is_content(self) -> bool:
        return self.kind != "punct" and self.lower not in FUNCTION

    @property
    def is_possessive(self) -> bool:
        return self.text.endswith(("'s", "’s"))

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence, as tokens and as an index from key to places."""

    text: str
    tokens: tuple[Token, ...]
    places: Mapping[str, tuple[int, ...]]
    content: tuple[int, ...]
    """The places of the words that carry meaning."""


class Thesaurus(NamedTuple):
    """Related stems, from WordNet and our own lists."""

    same: Mapping[str, frozenset[str]]
    opposite: Mapping[str, frozenset[str]]
    wider: Mapping[str, frozenset[str]]
    base: Mapping[str, str]
    """Irregular forms: bought -> buy."""
    verbs: frozenset[str]


@lru_cache(maxsize=512)
def read(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text`, each with its tokens."""
    found = (_sentence(text[start:end]) for start, end in sentences(text))
    return tuple(sentence for sentence in found if sentence.tokens)


def _sentence(text: str) -> Sentence:
    tokens = tuple(_tokens(text))
    places: dict[str, tuple[int, ...]] = {}
    for place, token in enumerate(tokens):
        places[token.key] = (*places.get(token.key, ()), place)
    content = tuple(place for place, token in enumerate(tokens) if token.is_content)
    return Sentence(text, tokens, MappingProxyType(places), content)


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "skip":
            continue
        word, start = match.group(), match.start()
        if kind == "word":
            found.extend(_words(word, start))
            continue
        found.append(Token(word, word, word.replace(",", ""), start, match.end(), kind or "punct"))
    return found


def _words(word: str, start: int) -> list[Token]:
    """A word; its possessive is left out, "n't" stands alone, a number keeps its unit beside it."""
    lower = word.lower().replace("’", "'")
    if lower[0].isdigit():
        unit = _UNIT.fullmatch(word)
        if unit:
            number, rest, middle = unit[1], unit[2].lower(), start + len(unit[1])
            return [
                Token(number, number, number.replace(",", ""), start, middle, "number"),
                Token(unit[2], rest, rest, middle, start + len(word), "word"),
            ]
    if lower.endswith("n't") and len(lower) > 3:
        stem = {"can't": "can", "won't": "will", "shan't": "shall"}.get(lower, lower[:-3])
        return [
            Token(word[:-3], stem, stem, start, start + len(word) - 3, "word"),
            Token(word[-3:], "not", "not", start + len(word) - 3, start + len(word), "word"),
        ]
    if lower == "cannot":
        return [
            Token(word[:3], "can", "can", start, start + 3, "word"),
            Token(word[3:], "not", "not", start + 3, start + 6, "word"),
        ]
    if (word.isupper() or _INITIALS.fullmatch(word)) and word not in _ACRONYMS:
        return [Token(word, lower, lower, start, start + len(word), "word")]
    base = _ACRONYMS.get(word) or re.sub(r"'s$", "", lower)
    return [Token(word, base, key(base), start, start + len(word), "word")]


@lru_cache(maxsize=65536)
def key(lower: str) -> str:
    """What `lower` has in common with its other forms and spellings."""
    if "." in lower:
        return lower.replace(".", "") if re.fullmatch(r"(?:\w\.)+\w?", lower) else lower
    folded = fold(lower)
    folded = PEOPLES.get(folded, folded)
    return stem(thesaurus().base.get(folded, folded))


@cache
def thesaurus() -> Thesaurus:
    same: dict[str, frozenset[str]] = {}
    opposite: dict[str, frozenset[str]] = {}
    wider: dict[str, frozenset[str]] = {}
    base: dict[str, str] = {}
    verbs: set[str] = set()
    text = files("bot.grounding").joinpath("thesaurus.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        word, *related = line.split("\t")
        if word.startswith("="):
            base[word[1:]] = related[0]
        elif word.startswith("!"):
            verbs.add(word[1:])
        else:
            same[word] = frozenset()
            for column, stems in zip((same, opposite, wider), related, strict=False):
                column[word] = frozenset(stems.split())
    return Thesaurus(same, opposite, wider, base, frozenset(verbs))


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in SYNONYMS:
        keys = [key(word) for word in group]
        for one in keys:
            found.setdefault(one, set()).update(keys)
    return {one: frozenset(others - {one}) for one, others in found.items()}


_NOT_BEFORE_A_VERB = words(
    """a an the this these those its their his her our your my of in for with by from on at as no any some each every
    more most"""
)


def is_predicate(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word at a place is used as a verb, as far as its form and the words around tell."""
    token = tokens[place]
    if token.kind != "word" or not token.is_content or (token.is_capital and place) or is_adverb(token.lower):
        return False
    before = tokens[place - 1] if place else None
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    if before is None:
        return is_verb(token.lower) and after.lower() in _AFTER_A_COMMAND
    if "-" in (before.text, after) or before.kind == "number" or _is_owner(tokens, place - 1):
        return False
    if token.lower in _OF_A_POST:
        return after.lower() in _AFTER_A_COMMAND
    if before.lower in _NOT_BEFORE_A_VERB:
        return token.lower.endswith("ing") and before.lower in ("by", "for", "of", "in")
    if before.lower == "to" and place > 1 and tokens[place - 2].lower in _BEFORE_TO_DO:
        return True
    if before.lower in _BETWEEN and place > 1 and tokens[place - 2].lower in _BEFORE_A_VERB:
        return True
    if before.lower in _BEFORE_A_VERB or (
        before.lower in _BEFORE_A_PARTICIPLE and token.lower.endswith("ed")
    ):
        return True
    ends = after in _PUNCTUATION and before.is_content and token.lower.endswith("s")
    return is_verb(token.lower) and not ends and not _is_compounded(before, token)


def _is_owner(tokens: Sequence[Token], place: int) -> bool:
    """ "the council's", "24 hours'" """
    if tokens[place].is_possessive:
        return True
    return tokens[place].text in ("'", "’") and place > 0 and tokens[place - 1].lower.endswith("s")


_OF_A_POST = words("chairs heads captains edits coaches")
"""What somebody does by their post: a verb only before what they do it to."""
_BETWEEN = words("also now still then only soon")
_AFTER_A_COMMAND = words("a an the this that these those it them your any all every no")
_BEFORE_TO_DO = words("is are was were whether how going due set")
_BEFORE_A_PARTICIPLE = words("has have had is are was were be been being not")
_PUNCTUATION = frozenset(",.;:)”")
_MAY_BE_PLURAL = re.compile(r"[^s]s$|ly$|people$|men$")


def _is_compounded(before: Token, token: Token) -> bool:
    """business support: a bare form after a singular noun is a noun."""
    is_bare = not token.lower.endswith(("s", "d", "ing")) and token.lower not in thesaurus().base
    return is_bare and before.is_content and not _MAY_BE_PLURAL.search(before.lower)


_BEFORE_A_VERB = words("will would may might could can should must shall not")


def is_common(lower: str) -> bool:
    """Whether dictionaries have it as a word without a capital."""
    return lower in FUNCTION or key(lower) in thesaurus().same


@lru_cache(maxsize=16384)
def is_verb(lower: str) -> bool:
    """Whether it is a form of a word that is often a verb."""
    known = thesaurus()
    bases = {lower, known.base.get(lower, lower)}
    for ending in ("s", "es", "d", "ed", "ing"):
        if lower.endswith(ending):
            bare = lower[: -len(ending)]
            bases.add(bare)
            if ending in ("ed", "ing"):
                bases |= {bare + "e", bare[:-1] if bare[-1:] == bare[-2:-1] else bare}
    if lower.endswith(("ies", "ied")):
        bases.add(lower[:-3] + "y")
    return bool(bases & known.verbs) or (_american(lower) != lower and is_verb(_american(lower)))


def _american(lower: str) -> str:
    """criticised as criticized"""
    return re.sub(r"is(?=e$|es$|ed$|ing$)", "iz", lower, count=1)


_ADJECTIVES = words("likely unlikely costly elderly friendly family deadly")


@lru_cache(maxsize=16384)
def is_adverb(lower: str) -> bool:
    """Whether it ends like an adverb, and is no verb or adjective: not "apply", "fly", "likely"."""
    return lower.endswith("ly") and lower not in _ADJECTIVES and not is_verb(lower)


@lru_cache(maxsize=16384)
def near(word: str) -> tuple[tuple[str, float], ...]:
    """The keys that evidence may have where a claim has the key `word`, each with how well it fits."""
    fits: dict[str, float] = {}
    known = thesaurus()
    for other in known.wider.get(word, ()):
        fits[other] = 0.6
    for other in known.same.get(word, ()):
        fits[other] = 0.75
    for other in _groups().get(word, ()):
        fits[other] = 0.9
    fits[word] = 1.0
    return tuple(sorted(fits.items(), key=lambda pair: -pair[1]))
