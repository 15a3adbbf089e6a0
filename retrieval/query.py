"""What a question asks for, in the corpus's own spelling."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

import numpy as np
from rapidfuzz.distance import OSA

from retrieval.late import MINILM, Matrix, Query
from retrieval.synonyms import synonyms
from retrieval.words import STOP_WORDS, british, fold, stem

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?(?:-[^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
ABOUT_SOURCES = frozenset(
    """
    date dates name names number amount money article articles source sources document documents text
    texts passage report reports according mention mentions mentioned stated states state describe
    described describes discuss discussed tell
    """.split()  # noqa: SIM905 - easier to read
)
"""Words of a question that speak of the corpus, or of the kind of answer wanted: they carry topic only where
nothing else does."""
SHORTEST = 5
"""Letters of a word that may be misspelt; shorter ones are too near to others."""
SURE = 200
"""Passages from which on a collection's own word counts weigh as much as those of English at large."""


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
    query: Query
    token_weights: Matrix
    """One for each row of `query.tokens`, adding up to 1."""

    @property
    def weight(self) -> float:
        return sum(term.weight for term in self.terms) or 1.0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the keyword indexes of the collections searched know of words."""

    size: int
    """Passages."""
    frequency: Callable[[Sequence[str]], Mapping[str, int]]
    """In how many passages each folded word stands, in any inflection."""
    similar: Callable[[str], Sequence[str]]
    """Words of the corpus spelled almost like a folded word, joined or split ones among them."""


def as_spelled(text: str, vocabulary: Vocabulary) -> str:
    """A question in the spelling of the corpus as far as that is certain, for the embedding model: American
    words as British ones, and a word that the corpus writes only as two as those two."""
    return _PART.sub(lambda match: _respelled(match.group(), vocabulary), text)


def _respelled(word: str, vocabulary: Vocabulary) -> str:
    folded = fold(word)
    if len(folded) < SHORTEST or not folded.isalpha():
        return word
    new = british(folded)
    if new not in _ranks():  # by rule, "prize" would be "prise": only what the model knows as a word
        new = folded
    if new == folded and not vocabulary.frequency([folded]).get(folded):
        new = next((near for near in vocabulary.similar(folded) if " " in near), folded)
    if new == folded:
        return word
    return new.capitalize() if word[0].isupper() else new


def understand(text: str, query: Query, vocabulary: Vocabulary) -> Understood:
    """The question's terms with their weights and spelling variants, and the same weights by token."""
    raw = _raw_terms(text)
    joined = _joined([word for word, _, _ in raw])
    counts = vocabulary.frequency([*(word for word, _, _ in raw), *(j for pair in joined for j in pair)])
    terms = tuple(
        _term(text, spot, [j for j in joined[i] if counts.get(j)], counts.get(spot[0], 0), vocabulary)
        for i, spot in enumerate(raw)
    )
    return Understood(text, terms, query, _token_weights(terms, query))


def _joined(found: Sequence[str]) -> list[tuple[str, ...]]:
    """For each word, what it gives when written together with its neighbours: "data centre", "datacentre"."""
    pairs = [a + british(b) for a, b in pairwise(found)]
    return [tuple(pairs[max(i - 1, 0) : i + 1]) for i in range(len(found))]


def _raw_terms(text: str) -> list[tuple[str, int, int]]:
    found = []
    for match in _WORD.finditer(text):
        for part in _PART.finditer(re.sub(r"['’][sS]?$", "", match.group())):
            start = match.start() + part.start()
            found.append((fold(part.group()), start, match.start() + part.end()))
    topical = [item for item in found if item[0] not in STOP_WORDS]
    of_the_world = [item for item in topical if item[0] not in ABOUT_SOURCES]
    return of_the_world or topical or found


def _term(
    text: str, spot: tuple[str, int, int], joined: Sequence[str], count: int, vocabulary: Vocabulary
) -> Term:
    word, start, end = spot
    named = _is_named(text, start, end)
    spelled = _spelled(word, count, vocabulary, named=named)
    variants = (*spelled, *joined, *synonyms(word))
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
    return trust * own + (1 - trust) * _rarity(word)


@lru_cache(maxsize=1)
def _ranks() -> Mapping[str, int]:
    import json

    pieces: dict[str, int] = json.loads((MINILM / "tokenizer.json").read_text(encoding="utf-8"))["model"][
        "vocab"
    ]
    return {piece: i - 1995 for piece, i in pieces.items() if i > 1995}


@lru_cache(maxsize=8192)
def _rarity(word: str) -> float:
    """0 for the commonest English word, 1 for one that the tokenizer's vocabulary (which is in order of
    frequency) does not hold."""
    return log(_ranks().get(word, 30000)) / log(30000)


def _token_weights(terms: Sequence[Term], query: Query) -> Matrix:
    weights = np.zeros(len(query.offsets), dtype=np.float32)
    for row, (start, end) in enumerate(query.offsets):
        weights[row] = max((t.weight for t in terms if t.start < end and start < t.end), default=0.0)
    total = weights.sum()
    if not total:
        return np.full(len(weights), 1 / max(len(weights), 1), dtype=np.float32)
    return np.asarray(weights / total, dtype=np.float32)
