"""How well the words around a mention in the claim fit a place in the evidence."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from bot.grounding.alignment import Aligned, Match
from bot.grounding.clauses import clauses
from bot.grounding.lexicon import words
from bot.grounding.mentions import ARTICLES, Mention, group, mentions, title
from bot.grounding.words import Sentence, Token, is_adverb

_BREAKS = {
    ",": 2, ";": 4, ":": 2, "—": 3, "–": 2, "and": 2, "while": 4, "but": 4, "whereas": 4, "(": 2, ")": 2,
}  # fmt: skip
"""What sets two words further apart than they stand."""
_BE = words("is are was were be been being get gets got")
_NEW_CLAUSE = 4
_PARTICIPLES = ("ed", "en", "wn", "ght", "ne", "ung", "ade", "eld", "ost", "old", "aid", "et", "ut", "ound")
SYMMETRIC = words(
    """meet partner partnership marri agre agreement deal merg merger collabor talk team between togeth
    border versus alongsid work share differ similar equal relat pact"""
)
"""Stems of what two do to each other, so that it does not matter which comes first."""
_WRONG_SIDE = 0.4
_BY = 0.67


def places(aligned: Aligned, wanted: Mention) -> Iterator[tuple[int, Mention]]:
    """Where the window says what `wanted` says."""
    for sentence in aligned.window:
        for there in mentions(aligned.evidence[sentence]):
            if there.says(wanted):
                yield sentence, there


def best(aligned: Aligned, mention: Mention, wanted: Mention, hidden: frozenset[int]) -> float:
    """How well the words around `mention` fit the places of `wanted`, without the `hidden` words."""
    found = (fit(aligned, mention, sentence, there, hidden) for sentence, there in places(aligned, wanted))
    return max(found, default=0.0)


def most(aligned: Aligned, mention: Mention, hidden: frozenset[int]) -> float:
    """What it would be if the evidence had the claim's very words."""
    around = (place for place in aligned.claim.content if place not in hidden)
    return sum(closeness(aligned.claim, place, mention) ** 2 for place in around)


def fit(aligned: Aligned, mention: Mention, sentence: int, there: Mention, hidden: frozenset[int]) -> float:
    """How well the words around `mention` fit around `there` in one sentence of the evidence."""
    evidence, total = aligned.evidence[sentence], 0.0
    for place in aligned.claim.content:
        if place in hidden:
            continue
        fits = (
            match.fit * closeness(evidence, match.place, there) * _side(aligned, mention, place, there, match)
            for match in aligned.matches[place]
            if match.sentence == sentence and not there.first <= match.place <= there.last
        )
        total += closeness(aligned.claim, place, mention) * max(fits, default=0.0)
    return total


def closeness(sentence: Sentence, place: int, mention: Mention) -> float:
    """1 for a neighbour, less for what is further off."""
    costs = _costs(sentence)
    first, last = group(sentence, mention)
    first = min(first, title(sentence, mention.first))
    if first <= place <= last:
        return 1.0
    if place < first and _is_by_all(sentence, mention, place):
        return _BY
    apart = costs[first] - costs[place] if place < first else costs[place] - costs[last]
    return 1 / (1 + 0.5 * max(0, apart - 1))


def apart(sentence: Sentence, one: Mention, two: Mention) -> float:
    """How far two mentions stand from each other."""
    costs = _costs(sentence)
    return costs[two.first] - costs[one.last] if one.last < two.first else costs[one.first] - costs[two.last]


@lru_cache(maxsize=4096)
def _costs(sentence: Sentence) -> tuple[float, ...]:
    starts = {part.start for part in clauses(sentence)[1:]}
    return tuple(
        accumulate(
            1.0 + _break(sentence, place) + (_NEW_CLAUSE if place in starts else 0)
            for place in range(len(sentence.tokens))
        )
    )


def _break(sentence: Sentence, place: int) -> int:
    after = sentence.tokens[place + 1].lower if place + 1 < len(sentence.tokens) else ""
    return 0 if after in ("who", "which") else _BREAKS.get(sentence.tokens[place].lower, 0)


def _side(aligned: Aligned, mention: Mention, place: int, there: Mention, match: Match) -> float:
    token = aligned.claim.tokens[place]
    if token.key in SYMMETRIC or is_adverb(token.lower) or _is_owner(aligned.claim, mention, place):
        return 1.0
    evidence = aligned.evidence[match.sentence].tokens
    if _is_named(aligned.claim.tokens, place, evidence[match.place]) or _is_named(
        evidence, match.place, token
    ):
        return 1.0  # "a fine from Ofwat" and "Ofwat fined": a noun has no sides
    same = does(aligned.claim, mention, place) == does(aligned.evidence[match.sentence], there, match.place)
    return 1.0 if same else _WRONG_SIDE


def _is_named(tokens: Sequence[Token], place: int, other: Token) -> bool:
    """ "A fine", where the other one "fined": whether the word names what is done."""
    before = {token.lower for token in tokens[max(0, place - 3) : place]}
    verb = other.lower.endswith("ed") and not tokens[place].lower.endswith("ed")
    return verb and bool(before & ARTICLES)


def _is_owner(sentence: Sentence, mention: Mention, place: int) -> bool:
    """Greenleaf's claim, which may be the claim brought by Greenleaf."""
    return place == mention.last + 1 and sentence.tokens[mention.last].is_possessive


def does(sentence: Sentence, mention: Mention, place: int) -> bool:
    """Whether the mention comes before the word, as in the active voice the one who does it would."""
    if mention.last < place:
        return not _is_passive(sentence, place)
    return _by(sentence, mention) == place + 1 or _is_by_all(sentence, mention, place)


def _is_by_all(sentence: Sentence, mention: Mention, place: int) -> bool:
    """signed by A and, on behalf of government, by B: the verb belongs to both."""
    by = _by(sentence, mention)
    after = [token.lower for token in sentence.tokens[place + 1 : place + 3]]
    return place + 2 < by and "by" in after


@lru_cache(maxsize=8192)
def _by(sentence: Sentence, mention: Mention) -> int:
    """The place of the "by" in: by X, by the chief executive X; -1 where there is none."""
    for place in range(mention.first - 1, max(-1, mention.first - 7), -1):
        token = sentence.tokens[place]
        if token.lower == "by":
            return place
        if token.kind == "punct" or token.lower in ("in", "on", "at", "for", "from", "to", "with", "and"):
            return -1
    return -1


def _is_passive(sentence: Sentence, place: int) -> bool:
    """was acquired, being founded, founded by"""
    tokens = sentence.tokens
    if not tokens[place].lower.endswith(_PARTICIPLES):
        return False
    after = tokens[place + 1].lower if place + 1 < len(tokens) else ""
    return after == "by" or any(token.lower in _BE for token in tokens[max(0, place - 3) : place])
