"""What a question asks for, in the corpus's own spelling."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import log

import numpy as np
from rapidfuzz.distance import OSA

from retrieval.abbreviations import Abbreviations, Explained
from retrieval.english import rarity
from retrieval.late import Matrix, Query
from retrieval.synonyms import phrases, synonyms
from retrieval.words import ABOUT_SOURCES, STOP_WORDS, british, fold, stem

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?(?:-[^\W_]+)*")
_NAME = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
"""As `retrieval.words` takes a word: O'Neill is one."""
_CONTRACTED = re.compile(r"['’](?:s|d|ll|ve|re|m)?$", re.IGNORECASE)
_SORT = re.compile(r"\b(?:sort|kind|type)s?(?= of\b)", re.IGNORECASE)
"""What sort of thing is asked for says nothing of the thing,"""
_MEASURE = re.compile(
    r"\b(?:how|what) (?P<of>time|long|often|soon|early|late|far|old|big|large|high|tall|wide|deep|heavy|fast"
    r"|(?:share|percentage|proportion|per ?cent|fraction)(?= of\b))\b",
    re.IGNORECASE,
)
"""nor does the measure: an answer to "How long…" seldom has the word."""
_ABOUT = re.compile(r"[^?.!:]{2,50}?(?:\s[-–—]\s|:\s)(?=.*\w\W+\w)")
"""What a question is about, said before it: "Attachments - what may their names hold?"."""
_SETTING = re.compile(
    r"[^?]*[.!…]\s+(?=[^?.!]*\?\s*(?:(?:many )?(?:thanks|thank you|ta|cheers)\b[^?]*)?$)", re.IGNORECASE
)
"""The sentences before the one that asks: "I am new here. Who approves my leave?"."""
BEFOREHAND = 0.5
"""How much such words weigh of what they weigh elsewhere: the document has them, the sentence need not."""
_ASIDE = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hiya|dear|good|morning|afternoon|evening|all|both|team|folks|everyone|there|bot)\b[\s,!.]*)+"
    r"(?=\S+\s+\S)"
    r"|\b(?:e\.g\.|i\.e\.|still|already)"
    r"|\b(?:so far|to date|as yet|these days|nowadays|at the moment|right now|at present|actually|exactly)\b"
    r"|\b(?:(?:many )?thanks|thank you|thx|cheers|pls|plz|asap|quick question|any (?:idea|clue)s?)\b"
    r"|\b(?:wants?|wanted|needs?|needed|likes?|trying|tries|wondering|wonders?|asks?|asked|asking|keen)"
    r" (?:me )?(?:to (?:know|find out|understand|check)|about)\b"
    r"|\b(?:do you|does anyone|does anybody|anyone|anybody)(?: happen to)? know\b",
    re.IGNORECASE,
)
"""What is said out of courtesy, or of the asking itself."""
SHORTEST = 5
"""Letters of a word that may be misspelt; shorter ones are too near to others."""
SURE = 200
"""Passages from which on a collection's own word counts weigh as much as those of English at large."""
_Spot = tuple[str, int, int]
"""A folded word, and where it starts and ends."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that carries topic."""

    word: str
    """Folded."""
    forms: frozenset[str]
    """Stems that count as this word: its own, and those of spelling variants found in the corpus."""
    variants: tuple[str, ...]
    """Those variants, as the corpus spells them; joined words may be two."""
    weight: float
    """How much it tells apart, 0 to 1."""
    start: int
    end: int
    """The characters of the question it stands for."""
    named: bool
    """Written like a name: with a capital that no sentence start explains, or with digits."""
    known: bool
    """The corpus has it, in one form at least."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question, ready to be compared with passages."""

    text: str
    terms: tuple[Term, ...]
    read: Callable[[str], Query]
    """By the embedding model. That takes 5 ms, and not every question is compared with passages."""

    @property
    def weight(self) -> float:
        return sum(term.weight for term in self.terms) or 1.0

    @property
    def query(self) -> Query:
        return self.read(self.text)

    @property
    def token_weights(self) -> Matrix:
        """One for each row of `query.tokens`, adding up to 1."""
        return _token_weights(self.terms, self.query)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the keyword indexes of the collections searched know of words."""

    size: int
    """Passages."""
    frequency: Callable[[Sequence[str]], Mapping[str, int]]
    """In how many passages each folded word stands, in any inflection."""
    similar: Callable[[str], Sequence[str]]
    """Words of the corpus spelled almost like a folded word, joined or split ones among them."""
    abbreviations: Abbreviations = field(default_factory=Abbreviations)
    """Those that the corpus explains."""


def understand(text: str, read: Callable[[str], Query], vocabulary: Vocabulary) -> Understood:
    """The question's terms with their weights and spelling variants."""
    found, phrased = _raw_terms(text)
    raw, names = _named_once(found, vocabulary.abbreviations)
    joined = _joined([word for word, _, _ in raw])
    counts = vocabulary.frequency([*(word for word, _, _ in raw), *(j for pair in joined for j in pair)])
    others = [[j for j in pair if counts.get(j)] for pair in joined]
    for one, there in names.items():
        for place in there:
            others[place].append(one.short)
    for place, (_, start, _) in enumerate(raw):
        others[place].extend(phrased.get(start, ()))
    terms = [_term(text, spot, others[i], counts.get(spot[0], 0), vocabulary) for i, spot in enumerate(raw)]
    for there in names.values():
        _share(terms, there)
    if before := _ABOUT.match(text) or _SETTING.match(text):
        terms = [replace(t, weight=BEFOREHAND * t.weight) if t.end <= before.end() else t for t in terms]
    return Understood(text, tuple(terms), read)


def _named_once(raw: Sequence[_Spot], known: Abbreviations) -> tuple[list[_Spot], dict[Explained, range]]:
    """Without the short forms of what is also written out; and the places of what is."""
    short = {one.short for one in known.spelled_out([stem(word) for word, _, _ in raw])}
    kept = [spot for spot in raw if spot[0] not in short] if short else list(raw)
    return kept, known.spelled_out([stem(word) for word, _, _ in kept]) if short else {}


def _share(terms: list[Term], places: range) -> None:
    """The words of a name that has a short form weigh no more together than the heaviest of them: it is one
    thing, however many words it has."""
    weights = [terms[place].weight for place in places]
    for place, weight in zip(places, weights, strict=True):
        terms[place] = replace(terms[place], weight=weight * max(weights) / (sum(weights) or 1))


def _joined(found: Sequence[str]) -> list[tuple[str, ...]]:
    """For each word, what it gives when written together with its neighbours: "data centre", "datacentre"."""
    pairs = [a + british(b) for a, b in pairwise(found)]
    return [tuple(pairs[max(i - 1, 0) : i + 1]) for i in range(len(found))]


def _raw_terms(text: str) -> tuple[list[_Spot], dict[int, frozenset[str]]]:
    """The words that carry topic, each phrase such as "turned down" as one, and by their first character what
    says the same as a phrase."""
    found = _spots(text)
    phrased: dict[int, frozenset[str]] = {}
    for first, end, others in reversed(list(phrases([word for word, _, _ in found]))):
        start = found[first][1]
        phrased[start] = others
        found[first:end] = [(found[first][0], start, found[end - 1][2])]
    topical = [item for item in found if item[0] not in STOP_WORDS or item[1] in phrased]
    aside = [match.span() for match in _ASIDE.finditer(text)]
    aside += [match.span("of") for match in _MEASURE.finditer(text)]
    of_the_world = [
        item
        for item in topical
        if item[1] in phrased
        or (item[0] not in ABOUT_SOURCES and not any(start <= item[1] < end for start, end in aside))
    ]
    return of_the_world or topical or found, phrased


def _spots(text: str) -> list[_Spot]:
    found = []
    for match in _WORD.finditer(_SORT.sub(lambda sort: " " * len(sort.group()), text)):
        for part in _NAME.finditer(_CONTRACTED.sub("", match.group())):
            start = match.start() + part.start()
            found.append((fold(part.group()), start, match.start() + part.end()))
    return found


def _term(text: str, spot: _Spot, others: Sequence[str], count: int, vocabulary: Vocabulary) -> Term:
    """`others` are further ways in which the corpus writes the word, by itself or as part of a name."""
    word, start, end = spot
    named = _is_named(text, start, end)
    spelled = _spelled(word, count, vocabulary, named=named)
    variants = (*spelled, *others, *synonyms(word))
    if not count and variants:
        count = max(vocabulary.frequency([v.split()[0] for v in variants]).values(), default=0)
    return Term(
        word=word,
        forms=frozenset({stem(word), *(stem(part) for variant in variants for part in variant.split())}),
        variants=variants,
        weight=_weight(word, count, vocabulary.size),
        start=start,
        end=end,
        named=named,
        known=count > 0,
    )


def _spelled(word: str, count: int, vocabulary: Vocabulary, *, named: bool) -> tuple[str, ...]:
    """Other spellings of a word that the corpus lacks, and of a name: names are misspelt in the sources."""
    if word.isdigit() or len(word) < SHORTEST or (count and not (named and len(word) > SHORTEST)):
        return ()
    similar = [v for v in vocabulary.similar(word) if stem(v) != stem(word)]
    if not count:
        return tuple(similar)
    return tuple(v for v in similar if v[0] == word[0] and OSA.distance(v, word) == 1)


def _is_named(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    if any(c.isdigit() for c in word):
        return True
    if not word[:1].isupper() or text.isupper():  # a question in capitals says nothing by them
        return False
    opening = re.search(r"(?:^|[.?!:]\s+)[\"'“‘(]*$", text[:start])
    return opening is None or word.isupper() or any(c.isupper() for c in word[1:])


def _weight(word: str, count: int, size: int) -> float:
    """How rare the word is, in the corpus and in English at large; a small corpus says little by itself."""
    own = log(1 + (size - min(count, size) + 0.5) / (count + 0.5)) / log(1 + (size + 0.5) / 0.5)
    trust = size / (size + SURE) if count else 0.0
    return trust * own + (1 - trust) * rarity(word)


def _token_weights(terms: Sequence[Term], query: Query) -> Matrix:
    weights = np.zeros(len(query.offsets), dtype=np.float32)
    for row, (start, end) in enumerate(query.offsets):
        weights[row] = max((t.weight for t in terms if t.start < end and start < t.end), default=0.0)
    total = weights.sum()
    if not total:
        return np.full(len(weights), 1 / max(len(weights), 1), dtype=np.float32)
    return np.asarray(weights / total, dtype=np.float32)
