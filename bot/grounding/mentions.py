"""Names, amounts and dates of a sentence as one kind of thing, with what stands around them."""

from dataclasses import dataclass
from functools import lru_cache

from bot.grounding.dates import Date, dates
from bot.grounding.lexicon import ROLES, words
from bot.grounding.names import Name, names
from bot.grounding.numbers import are_equal, quantities
from bot.grounding.words import Sentence, is_predicate, is_verb

ARTICLES = words("the a an its their his her our this that")
_IN_A_TITLE = words("of and - ‑ for the co former then deputy")
_IN_A_ROLE = ROLES | {"co"}
_IN_A_LIST = words(", and & or both as well")
_PREPOSITIONS = words("in on at for from to of with under during after before since until against")
_LOCAL = words("in on at under during within near")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, an amount or a date at its place in a sentence."""

    kind: str
    """name, date, or the kind of an amount"""
    value: Name | Date | float
    said: str
    first: int
    last: int

    def says(self, other: "Mention") -> bool:
        """Whether this one, in the evidence, stands for the other one, in a claim."""
        if self.kind != other.kind:
            return False
        if isinstance(self.value, Name) and isinstance(other.value, Name):
            return self.value.is_same(other.value)
        if isinstance(self.value, Date) and isinstance(other.value, Date):
            return self.value.covers(other.value)
        if isinstance(self.value, float) and isinstance(other.value, float):
            return are_equal(self.kind, self.value, other.value)
        return False


@lru_cache(maxsize=4096)
def mentions(sentence: Sentence) -> tuple[Mention, ...]:
    """The mentions of `sentence`, in order."""
    found = [Mention("name", name, name.said, name.first, name.last) for name in names(sentence)]
    found += [
        Mention(amount.kind, round(amount.value, 9), amount.said, amount.first, amount.last)
        for amount in quantities(sentence)
    ]
    for date in dates(sentence):
        covered = [n for n, token in enumerate(sentence.tokens) if date.start <= token.start < date.end]
        found += [Mention("date", date, date.said, covered[0], covered[-1])] if covered else []
    return tuple(sorted(found, key=lambda mention: mention.first))


@lru_cache(maxsize=8192)
def title(sentence: Sentence, first: int) -> int:
    """Where the title before a name begins: "DSIT secretary of state" Peter Kyle."""
    start = first
    for place in range(first - 1, max(-1, first - 9), -1):
        token = sentence.tokens[place]
        if token.lower in ROLES:
            start = place
        elif (token.lower == "and" and sentence.tokens[place + 1].lower not in _IN_A_ROLE) or not (
            token.lower in _IN_A_TITLE or (token.is_capital and place)
        ):
            break
    return start


@lru_cache(maxsize=8192)
def group(sentence: Sentence, mention: Mention) -> tuple[int, int]:
    """The range of the list that a mention stands in: in "A, B and C met" all three are as near to "met"."""
    first, last = mention.first, mention.last
    same = [other for other in mentions(sentence) if other.kind == mention.kind]
    for other in same:
        if other.first > last and _is_listed(sentence, last + 1, other.first):
            last = other.last
    for other in reversed(same):
        if other.last < first and _is_listed(sentence, other.last + 1, first):
            first = other.first
    return first, last


def _is_listed(sentence: Sentence, start: int, end: int) -> bool:
    between = {token.lower for token in sentence.tokens[start:end]}
    return bool(between) and between <= _IN_A_LIST


def is_modifier(sentence: Sentence, mention: Mention) -> bool:
    """UK's civil service, French colonies: a name that only says which."""
    place = mention.last + 1
    if mention.kind != "name" or place >= len(sentence.tokens):
        return False
    last, after = sentence.tokens[mention.last], sentence.tokens[place]
    is_noun = after.kind == "word" and after.is_content and not after.is_capital
    return last.is_possessive or (is_noun and not is_predicate(sentence.tokens, place))


def lead(sentence: Sentence, mention: Mention) -> str:
    """The preposition before it; a "by" is none, as a passive may have become active."""
    place = title(sentence, mention.first) - 1
    while place >= 0 and (sentence.tokens[place].lower in ARTICLES or sentence.tokens[place].kind == "punct"):
        place -= 1
    before = sentence.tokens[place].lower if place >= 0 else ""
    if before in _LOCAL:
        return "in"
    return before if before in _PREPOSITIONS else ""


def is_beside(sentence: Sentence, one: Mention, two: Mention) -> bool:
    """Nearly two thirds of patients (63%): whether one says in brackets what the other says."""
    first, second = sorted((one, two), key=lambda mention: mention.first)
    between = [token.text for token in sentence.tokens[first.last + 1 : second.first]]
    return len(between) <= 4 and "(" in between


def is_within(sentence: Sentence, one: Mention, two: Mention) -> bool:
    """SaxaVord in Shetland, Hastings, England: whether one place is said to be in the other."""
    first, second = sorted((one, two), key=lambda mention: mention.first)
    between = [token.lower for token in sentence.tokens[first.last + 1 : second.first]]
    return between in ([","], ["in"], ["of"], ["in", "the"], ["of", "the"], ["near"])


def counted(sentence: Sentence, last: int) -> list[int]:
    """The places of the nouns after an amount: 200 "local councils"."""
    found: list[int] = []
    for place in range(last + 1, len(sentence.tokens)):
        token = sentence.tokens[place]
        is_told = any(sentence.tokens[there].lower.endswith("s") for there in found)
        may_be_noun = token.lower.endswith("s") and not is_told
        if (
            token.kind != "word"
            or not token.is_content
            or (found and is_verb(token.lower) and not may_be_noun)
        ):
            break
        found.append(place)
    return found
