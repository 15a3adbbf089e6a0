"""Lays a claim's sentence beside the sentences of the evidence that say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from bot.grounding.dates import Date, dates
from bot.grounding.derived import sources
from bot.grounding.numbers import quantities
from bot.grounding.words import Sentence, Token, near

_WINDOW = 3
_GAIN, _GAIN_OF_REST = 1.5, 0.6
"""What a further sentence has to cover to be looked at too: so much, or this share of what is left."""
_LETTERS_FOR_A_SLIP = 6
_LETTERS_OF_A_ROOT = 5
_NEARLY_ALL = 0.85
_DERIVED = 0.75
"""How well an amount fits that was worked out of others."""
_WITHIN_NAMES = frozenset(("of", "for", "and", "the", "&", ",", "to"))
_LEAST_KEPT, _KEPT = 4, 0.65
"""How many words, and which share of them, a claim that keeps a sentence's wording has in common with it."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a word of the claim stands in the evidence, and how well it fits."""

    sentence: int
    place: int
    fit: float


@dataclass(frozen=True, slots=True)
class Wording:
    """A claim that keeps most of one sentence's wording, laid over it word by word; else empty."""

    twins: Mapping[int, int]
    """For a place in the claim, the place of the same word in the sentence."""
    changes: tuple[tuple[range, range], ...]
    """What the claim has (first) instead of what the sentence has (second); either may be empty."""
    share: float
    """The share of the claim that one sentence has in the same order, also where little is the same."""

    @property
    def is_close(self) -> bool:
        """Whether hardly a word was changed."""
        return bool(self.twins) and self.share >= _NEARLY_ALL


@dataclass(frozen=True, slots=True)
class Aligned:
    """One sentence of the claim and the evidence for it."""

    claim: Sentence
    evidence: tuple[Sentence, ...]
    window: tuple[int, ...]
    """The one to three sentences of the evidence that cover most of the claim, the best one first."""
    matches: Mapping[int, tuple[Match, ...]]
    """For each content word of the claim, where it stands in the evidence (in or out of the window)."""
    wording: Wording
    background: tuple[Sentence, ...] = ()
    """What stands around the evidence: it tells names, nothing else."""

    def fit(self, place: int) -> float:
        """How well a word of the claim is covered by the evidence, 0 where it is not."""
        return max((match.fit for match in self.matches.get(place, ())), default=0.0)

    def is_background(self, place: int) -> bool:
        """Whether a word stands around the evidence."""
        return any(self.claim.tokens[place].key in sentence.places for sentence in self.background)

    def within(self, place: int) -> tuple[Match, ...]:
        """The matches of a word in the window only."""
        return tuple(match for match in self.matches.get(place, ()) if match.sentence in self.window)

    def best(self, place: int, least: float) -> tuple[Match, ...]:
        """The matches of a word in the first sentence of the window that has any."""
        for number in self.window:
            found = tuple(m for m in self.matches.get(place, ()) if m.sentence == number and m.fit >= least)
            if found:
                return found
        return ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(self.evidence[number] for number in self.window)


def align(claim: Sentence, evidence: tuple[Sentence, ...], background: tuple[Sentence, ...] = ()) -> Aligned:
    equal = _equal_amounts(claim, evidence)
    days = _equal_dates(claim, evidence)
    matches = {
        place: tuple(equal.get(place) or _matches(claim, place, evidence) or days.get(place, []))
        for place in claim.content
    }
    window = _window(claim, matches)
    wording = _wording(claim, [evidence[number] for number in window])
    return Aligned(claim, evidence, window, matches, wording, background)


def _wording(claim: Sentence, sentences: Sequence[Sentence]) -> Wording:
    if not sentences:
        return Wording({}, (), 0.0)
    matchers = [_matcher(claim, sentence) for sentence in sentences]
    size = len(claim.tokens)
    shares = [sum(block.size for block in matcher.get_matching_blocks()) / size for matcher in matchers]
    if shares[0] < _KEPT or shares[0] * size < _LEAST_KEPT:
        return Wording({}, (), max(shares))
    first = matchers[0]
    twins = {
        block.a + step: block.b + step for block in first.get_matching_blocks() for step in range(block.size)
    }
    changes = tuple(
        (range(a1, a2), range(b1, b2)) for kind, a1, a2, b1, b2 in first.get_opcodes() if kind != "equal"
    )
    return Wording(twins, changes, max(shares))


def _matcher(claim: Sentence, evidence: Sentence) -> SequenceMatcher[str]:
    keys = [[token.key for token in sentence.tokens] for sentence in (claim, evidence)]
    return SequenceMatcher(None, keys[0], keys[1], autojunk=False)


def _equal_amounts(claim: Sentence, evidence: tuple[Sentence, ...]) -> Mapping[int, list[Match]]:
    """For the words of an amount, where the evidence has the same one, however written: £500m, 500 million pounds."""
    found: dict[int, list[Match]] = {}
    for amount in quantities(claim):
        there = [
            Match(number, other.first, 1.0)
            for number, sentence in enumerate(evidence)
            for other in quantities(sentence)
            if other.equals(amount)
        ]
        derived = [
            Match(source.sentence, source.amount.first, _DERIVED)
            for source in (() if there else sources(claim, amount, evidence))
        ]
        found.update(dict.fromkeys(range(amount.first, amount.last + 1), there or derived))
    return found


def _equal_dates(claim: Sentence, evidence: tuple[Sentence, ...]) -> Mapping[int, list[Match]]:
    """For the words of a date, where the evidence has the same one, however written: 22 September, 22.9.2024."""
    found: dict[int, list[Match]] = {}
    for date in dates(claim):
        there = [
            Match(number, place, 1.0)
            for number, sentence in enumerate(evidence)
            for other in dates(sentence)
            if other.covers(date)
            for place in _of(sentence, other)[:1]
        ]
        found.update(dict.fromkeys(_of(claim, date), there))
    return found


def _of(sentence: Sentence, date: Date) -> list[int]:
    return [n for n, token in enumerate(sentence.tokens) if date.start <= token.start < date.end]


def _matches(claim: Sentence, place: int, evidence: tuple[Sentence, ...]) -> list[Match]:
    token = claim.tokens[place]
    found = [
        Match(number, there, fit)
        for key, fit in near(token.key)
        for number, sentence in enumerate(evidence)
        for there in sentence.places.get(key, ())
    ]
    return found or _otherwise(claim, place, evidence)


def _otherwise(claim: Sentence, place: int, evidence: tuple[Sentence, ...]) -> list[Match]:
    tokens = claim.tokens
    found = [
        Match(number, there, 0.9)
        for number, sentence in enumerate(evidence)
        for there in _otherwise_spelt(tokens, place, sentence) or _in_short(claim, place, sentence)
    ]
    return found or [
        Match(number, there, 0.7)
        for number, sentence in enumerate(evidence)
        for there in sentence.content
        if _is_derived(tokens[place].key, sentence.tokens[there].key)
    ]


def _is_derived(one: str, two: str) -> bool:
    """fraudulent, fraud: whether one word begins with nearly all of the other."""
    short, long = sorted((one, two), key=len)
    return len(short) >= _LETTERS_OF_A_ROOT and long.startswith(short)


def _otherwise_spelt(tokens: Sequence[Token], place: int, sentence: Sentence) -> list[int]:
    """datacentre for data centre and the other way round, Humprey for Humphrey, R and D for research."""
    token = tokens[place]
    joined = _joined(sentence)
    found = list(joined.get(token.key, ()))
    for first, second in ((place, place + 1), (place - 1, place)):
        if first >= 0 and second < len(tokens):
            found.extend(sentence.places.get(tokens[first].lower + tokens[second].key, ()))
    if not found and len(token.lower) >= _LETTERS_FOR_A_SLIP:
        found = [there for there in sentence.content if _is_slip(token, sentence.tokens[there])]
    return found


@lru_cache(maxsize=4096)
def _joined(sentence: Sentence) -> Mapping[str, tuple[int, ...]]:
    """Neighbouring words written as one."""
    found: dict[str, tuple[int, ...]] = {}
    for place in range(len(sentence.tokens) - 1):
        one, two = sentence.tokens[place], sentence.tokens[place + 1]
        if two.text in "-‑" and place + 2 < len(sentence.tokens):
            two = sentence.tokens[place + 2]
        if one.kind == two.kind == "word":
            joined = one.lower + two.key
            found[joined] = (*found.get(joined, ()), place)
    return found | _initials(sentence)


@lru_cache(maxsize=4096)
def _initials(sentence: Sentence) -> dict[str, tuple[int, ...]]:
    """ONS for the Office for National Statistics, DfT for the Department for Transport."""
    found: dict[str, tuple[int, ...]] = {}
    run: list[int] = []
    for place, token in enumerate(sentence.tokens):
        if token.is_capital and token.kind == "word":
            run.append(place)
        elif token.lower not in _WITHIN_NAMES:
            run = []
        for start in range(len(run) - 1):
            whole = [n for n in range(run[start], place + 1) if sentence.tokens[n].lower != "the"]
            for letters in (run[start:], whole):
                found["".join(sentence.tokens[there].lower[0] for there in letters)] = (run[start],)
    return found


def _in_short(claim: Sentence, place: int, sentence: Sentence) -> list[int]:
    """The EU, where the claim has the European Union."""
    return [
        there
        for letters, (first, *_) in _initials(claim).items()
        if first <= place < first + len(letters) and len(letters) > 1
        for there in sentence.places.get(letters, ())
        if sentence.tokens[there].text.isupper()
    ]


def _is_slip(one: Token, two: Token) -> bool:
    """Whether two long names are one letter apart."""
    if not (one.is_capital and two.is_capital) or abs(len(one.lower) - len(two.lower)) > 1:
        return False
    return len(two.lower) >= _LETTERS_FOR_A_SLIP and _one_apart(one.lower, two.lower)


def _one_apart(one: str, two: str) -> bool:
    if len(one) > len(two):
        one, two = two, one
    start = 0
    while start < len(one) and one[start] == two[start]:
        start += 1
    end = 0
    while end < len(one) - start and one[-1 - end] == two[-1 - end]:
        end += 1
    return len(two) - start - end <= 1


def _window(claim: Sentence, matches: Mapping[int, tuple[Match, ...]]) -> tuple[int, ...]:
    """Greedy: each next sentence is the one that covers most of what is not yet covered."""
    left = {place: _weight(claim.tokens[place]) for place in claim.content}
    chosen: list[int] = []
    while len(chosen) < _WINDOW:
        gains: dict[int, float] = {}
        for place, weight in left.items():
            best: dict[int, float] = {}
            for match in matches[place]:
                best[match.sentence] = max(best.get(match.sentence, 0.0), match.fit)
            for number, fit in best.items():
                gains[number] = gains.get(number, 0.0) + weight * fit
        if not gains:
            break
        number, gain = max(gains.items(), key=lambda pair: (pair[1], -pair[0]))
        if chosen and gain < min(_GAIN, _GAIN_OF_REST * sum(left.values())):
            break
        chosen.append(number)
        left = {
            place: weight
            for place, weight in left.items()
            if not any(match.sentence == number and match.fit > 0.7 for match in matches[place])
        }
    return tuple(chosen)


def _weight(token: Token) -> float:
    """Names and numbers say best which sentence is meant."""
    return 1.5 if token.kind == "number" or token.is_capital else 1.0
