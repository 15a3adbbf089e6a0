"""Whether names, amounts and dates stand with the same words in claim and evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, combinations

from bot.grounding.alignment import Aligned
from bot.grounding.dates import Date, dates
from bot.grounding.lexicon import ROLES, words
from bot.grounding.names import Name, names
from bot.grounding.numbers import quantities
from bot.grounding.words import Sentence, is_predicate

_BREAKS = {
    ",": 2,
    ";": 4,
    ":": 2,
    "—": 3,
    "–": 2,
    "and": 2,
    "while": 4,
    "but": 4,
    "whereas": 4,
    "(": 2,
    ")": 2,
}
_BE = words("is are was were be been being get gets got")
_SYMMETRIC = words(
    """meet partner partnership marri agre agreement deal merg merger collabor collabor talk team between togeth
    border versus alongsid work share differ similar equal relat pact"""
)
_IN_A_TITLE = words("of and - ‑ for the co former then deputy")
_PREPOSITIONS = words("in on at for from to of with under during after before since until against")
_ROLES = words("by from to for against over than with of")
_LOCAL = words("in on at under during within near")
_ARTICLES = words("the a an its their his her our this that")
_WRONG_SIDE = 0.4
_FITS, _BETTER = 0.6, 1.1
"""How well two have to fit the other way round, and how much better than as they are."""
_FITS_WELL, _WORSE = 0.6, 0.6
"""How well another one has to fit, and how badly this one, before this one is called misplaced."""
_KEPT = 0.7
"""Which share of neighbouring words a claim keeps that is still the evidence's wording."""
_SLOT = 3
"""How many of the four words around it have to be the same."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, an amount or a date at its place in a sentence."""

    kind: str
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
        return self.value == other.value


@lru_cache(maxsize=4096)
def mentions(sentence: Sentence) -> tuple[Mention, ...]:
    found = [Mention("name", name, name.said, name.first, name.last) for name in names(sentence)]
    found += [
        Mention(amount.kind, round(amount.value, 9), amount.said, amount.first, amount.last)
        for amount in quantities(sentence)
    ]
    for date in dates(sentence):
        covered = [n for n, token in enumerate(sentence.tokens) if date.start <= token.start < date.end]
        found += [Mention("date", date, date.said, covered[0], covered[-1])] if covered else []
    return tuple(sorted(found, key=lambda mention: mention.first))


def misplaced(aligned: Aligned) -> Iterator[str]:
    """What stands in the evidence, but with other words than the claim puts it with."""
    mine = mentions(aligned.claim)
    reported: set[str] = set()
    for one, two in combinations(mine, 2):
        if one.kind == two.kind and not one.says(two) and _swapped(aligned, one, two):
            reported |= {one.said, two.said}
            yield f"“{one.said}” and “{two.said}” have changed places"
    for first, second in () if reported else _exchanged(aligned):
        reported |= {first, second}
        yield f"“{first}” and “{second}” have changed places"
    moved = [] if reported else _moved(aligned, mine)
    if len(moved) > 1:
        reported |= {mention.said for mention in moved}
        yield f"“{moved[0].said}” and “{moved[1].said}” have changed places"
    for mention in mine:
        other = None if mention.said in reported else _rival(aligned, mention, mine)
        if other:
            yield f"the evidence says this of “{other.said}”, not of “{mention.said}”"


def _swapped(aligned: Aligned, one: Mention, two: Mention) -> bool:
    """Whether the words around two of them fit better the other way round."""
    if _is_anchored(aligned, one) and _is_anchored(aligned, two):
        return False
    hidden = (one, two)
    most = _most(aligned, one, hidden) + _most(aligned, two, hidden)
    as_said = _best(aligned, one, one, hidden) + _best(aligned, two, two, hidden)
    changed = _best(aligned, one, two, hidden) + _best(aligned, two, one, hidden)
    return changed > _FITS * most and changed > _BETTER * as_said


def _is_anchored(aligned: Aligned, mention: Mention) -> bool:
    """Whether it has its place in a claim that keeps the wording, or has moved with its preposition."""
    if not aligned.wording.twins:
        return False
    before = aligned.claim.tokens[mention.first - 1].lower if mention.first else ""
    moved = before in _PREPOSITIONS and _is_kept(aligned, mention.first - 1, mention.first)
    return moved or _is_twin(aligned, mention)


def _is_twin(aligned: Aligned, mention: Mention) -> bool:
    """Whether it stands in the sentence it keeps the wording of, with a neighbour of its there."""
    twins = aligned.wording.twins
    if not all(place in twins for place in range(mention.first, mention.last + 1)):
        return False
    before, after = twins.get(mention.first - 1), twins.get(mention.last + 1)
    return before == twins[mention.first] - 1 or after == twins[mention.last] + 1


def _rival(aligned: Aligned, mention: Mention, mine: tuple[Mention, ...]) -> Mention | None:
    """The mention in the evidence that the claim's words belong to, if that is another one."""
    most = _most(aligned, mention, (mention,))
    own = _best(aligned, mention, mention, (mention,))
    own_slot = max((_slot(aligned, mention, *there) for there in _places(aligned, mention)), default=0)
    for sentence in aligned.window:
        for other in mentions(aligned.evidence[sentence]):
            if other.kind != mention.kind or other.says(mention):
                continue
            if own_slot < _SLOT - 1 and _slot(aligned, mention, sentence, other) >= _SLOT:
                return other
            if any(other.says(known) for known in mine) or not _is_like(aligned, mention, sentence, other):
                continue
            score = _score(aligned, mention, sentence, other, (mention,))
            if score > _FITS_WELL * most and own < _WORSE * score:
                return other
    return None


def _exchanged(aligned: Aligned) -> Iterator[tuple[str, str]]:
    """Two that have each other's preposition: the museum bought it from the earl, the earl from the museum."""
    for sentence in aligned.sentences:
        mine, theirs = _roles(aligned.claim), _roles(sentence)
        for one, two in combinations(sorted(mine.keys() & theirs.keys()), 2):
            if mine[one][0] == theirs[two][0] != mine[two][0] == theirs[one][0]:
                yield mine[one][1], mine[two][1]


@lru_cache(maxsize=4096)
def _roles(sentence: Sentence) -> dict[str, tuple[str, str]]:
    """For the last word of each name, and each noun with an article: the preposition before it."""
    found: dict[str, tuple[str, str]] = {}
    for place in sentence.content:
        token = sentence.tokens[place]
        named = next((m for m in mentions(sentence) if m.kind == "name" and m.last == place), None)
        start = _title(sentence, named.first) if named else place
        before = sentence.tokens[start - 1].lower if start else ""
        is_noun = place and before in _ARTICLES and token.kind == "word"
        if not named and not is_noun:
            continue
        if before in _ARTICLES:
            before = sentence.tokens[start - 2].lower if start > 1 else ""
        role = before if before in _ROLES else ""
        found[token.key] = ("?", token.text) if token.key in found else (role, token.text)
    return found


def _moved(aligned: Aligned, mine: tuple[Mention, ...]) -> list[Mention]:
    """In a claim that otherwise keeps the evidence's wording: what has none of its neighbours left."""
    claim = aligned.claim
    inside = {place for mention in mine for place in range(mention.first - 1, mention.last + 1)}
    pairs = [place for place in range(len(claim.tokens) - 1) if place not in inside]
    kept = sum(_is_kept(aligned, place, place + 1) for place in pairs)
    if kept < _KEPT * len(pairs) or len(pairs) < 3:
        return []
    return [
        mention
        for mention in mine
        if any(_places(aligned, mention))
        and _group(claim, mention) == (mention.first, mention.last)
        and 0 < mention.first
        and mention.last < len(claim.tokens) - 1
        and not _is_kept(aligned, mention.first - 1, mention.first)
        and not _is_kept(aligned, mention.last, mention.last + 1)
    ]


def _is_kept(aligned: Aligned, first: int, second: int) -> bool:
    """Whether two neighbours in the claim are neighbours in the evidence."""
    one, two = aligned.claim.tokens[first].key, aligned.claim.tokens[second].key
    return any(
        there + 1 in sentence.places.get(two, ())
        for sentence in aligned.sentences
        for there in sentence.places.get(one, ())
    )


def _is_like(aligned: Aligned, mention: Mention, sentence: int, other: Mention) -> bool:
    """Whether both stand as the same part of speech: the Dutch, in Holland, Dutch ships."""
    claim, evidence = aligned.claim, aligned.evidence[sentence]
    return _is_modifier(claim, mention) == _is_modifier(evidence, other) and _lead(claim, mention) == _lead(
        evidence, other
    )


def _is_modifier(sentence: Sentence, mention: Mention) -> bool:
    """UK's civil service, French colonies: a name that only says which."""
    last = sentence.tokens[mention.last]
    after = sentence.tokens[mention.last + 1] if mention.last + 1 < len(sentence.tokens) else None
    if mention.kind != "name" or after is None:
        return False
    is_noun = after.kind == "word" and after.is_content and not after.is_capital
    return last.text.endswith(("'s", "’s", "’", "'")) or (
        is_noun and not is_predicate(sentence.tokens, mention.last + 1)
    )


def _lead(sentence: Sentence, mention: Mention) -> str:
    """The preposition before it; a "by" is none, as a passive may have become active."""
    place = _title(sentence, mention.first) - 1
    while place >= 0 and (
        sentence.tokens[place].lower in _ARTICLES or sentence.tokens[place].kind == "punct"
    ):
        place -= 1
    before = sentence.tokens[place].lower if place >= 0 else ""
    return "in" if before in _LOCAL else before if before in _PREPOSITIONS else ""


def _places(aligned: Aligned, wanted: Mention) -> Iterator[tuple[int, Mention]]:
    for sentence in aligned.window:
        yield from ((sentence, there) for there in mentions(aligned.evidence[sentence]) if there.says(wanted))


def _slot(aligned: Aligned, mention: Mention, sentence: int, there: Mention) -> int:
    """How many of the two words on each side are the very same."""
    claim, evidence = aligned.claim, aligned.evidence[sentence]
    first, other = _title(claim, mention.first), _title(evidence, there.first)
    before = [_key(claim, first - step) == _key(evidence, other - step) for step in (1, 2)]
    after = [_key(claim, mention.last + step) == _key(evidence, there.last + step) for step in (1, 2)]
    left, right = before[0] + all(before), after[0] + all(after)
    around = (
        first - 1 if before[0] else -1,
        mention.last + 1 if after[0] else -1,
        first - 2 if all(before) else -1,
    )
    carries = any(0 <= place < len(claim.tokens) and claim.tokens[place].is_content for place in around)
    return left + right if left and right and carries else 0


def _key(sentence: Sentence, place: int) -> str:
    return sentence.tokens[place].key if 0 <= place < len(sentence.tokens) else ""


def _most(aligned: Aligned, mention: Mention, hidden: tuple[Mention, ...]) -> float:
    """What the evidence would score if it had the claim's very words."""
    places = [p for p in aligned.claim.content if not any(other.first <= p <= other.last for other in hidden)]
    return sum(_closeness(aligned.claim, place, mention) ** 2 for place in places)


def _best(aligned: Aligned, mention: Mention, wanted: Mention, hidden: tuple[Mention, ...]) -> float:
    """How well the words around `mention` in the claim fit the places of `wanted` in the evidence."""
    places = _places(aligned, wanted)
    return max((_score(aligned, mention, *there, hidden) for there in places), default=0.0)


def _score(
    aligned: Aligned, mention: Mention, sentence: int, there: Mention, hidden: tuple[Mention, ...]
) -> float:
    evidence, total = aligned.evidence[sentence], 0.0
    for place in aligned.claim.content:
        if any(other.first <= place <= other.last for other in hidden):
            continue
        fits = [
            match.fit
            * _closeness(evidence, match.place, there)
            * _side_fit(aligned, mention, place, evidence, there, match.place)
            for match in aligned.matches[place]
            if match.sentence == sentence and not there.first <= match.place <= there.last
        ]
        total += _closeness(aligned.claim, place, mention) * max(fits, default=0.0)
    return total


def _closeness(sentence: Sentence, place: int, mention: Mention) -> float:
    costs = _costs(sentence)
    first, last = _group(sentence, mention)
    first = min(first, _title(sentence, mention.first))
    if first <= place <= last:
        return 1.0
    apart = costs[first] - costs[place] if place < first else costs[place] - costs[last]
    return 1 / (1 + 0.5 * max(0, apart - 1))


@lru_cache(maxsize=4096)
def _costs(sentence: Sentence) -> tuple[int, ...]:
    return tuple(accumulate(1 + _BREAKS.get(token.lower, 0) for token in sentence.tokens))


@lru_cache(maxsize=8192)
def _group(sentence: Sentence, mention: Mention) -> tuple[int, int]:
    """The range of the list that a name stands in: in "A, B and C met" all three are as near to "met"."""
    first, last = mention.first, mention.last
    for other in mentions(sentence):
        between = [token.lower for token in sentence.tokens[last + 1 : other.first]]
        if (
            other.kind == mention.kind
            and other.first > last
            and between
            and set(between) <= {",", "and", "&", "or", "both"}
        ):
            last = other.last
    for other in reversed(mentions(sentence)):
        between = [token.lower for token in sentence.tokens[other.last + 1 : first]]
        if (
            other.kind == mention.kind
            and other.last < first
            and between
            and set(between) <= {",", "and", "&", "or"}
        ):
            first = other.first
    return first, last


@lru_cache(maxsize=8192)
def _title(sentence: Sentence, first: int) -> int:
    """Where the title before a name begins: "DSIT secretary of state" Peter Kyle."""
    start = first
    for place in range(first - 1, max(-1, first - 9), -1):
        token = sentence.tokens[place]
        if token.lower in ROLES:
            start = place
        elif not (token.lower in _IN_A_TITLE or (token.is_capital and place)):
            break
    return start


def _side_fit(
    aligned: Aligned, mention: Mention, place: int, evidence: Sentence, there: Mention, other: int
) -> float:
    if aligned.claim.tokens[place].key in _SYMMETRIC:
        return 1.0
    same = _is_before(aligned.claim, mention, place) == _is_before(evidence, there, other)
    return 1.0 if same else _WRONG_SIDE


def _is_before(sentence: Sentence, mention: Mention, place: int) -> bool:
    """Whether the mention comes before the word, as it would in the active voice."""
    before = mention.last < place
    if before:
        return not _is_passive(sentence, place)
    return _is_agent(sentence, mention)


def _is_agent(sentence: Sentence, mention: Mention) -> bool:
    """by X, by the chief executive X"""
    tokens = sentence.tokens
    start = max(0, mention.first - 6)
    for place in range(mention.first - 1, start - 1, -1):
        token = tokens[place]
        if token.lower == "by":
            return True
        if token.kind == "punct" or token.lower in ("in", "on", "at", "for", "from", "to", "with", "and"):
            return False
    return False


def _is_passive(sentence: Sentence, place: int) -> bool:
    """was acquired, being founded, founded by"""
    tokens = sentence.tokens
    if not tokens[place].lower.endswith(
        ("ed", "en", "wn", "ght", "ne", "ung", "ade", "eld", "ost", "old", "aid", "et", "ut", "ound")
    ):
        return False
    after = tokens[place + 1].lower if place + 1 < len(tokens) else ""
    return after == "by" or any(token.lower in _BE for token in tokens[max(0, place - 3) : place])
