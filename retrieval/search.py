"""Search: keyword and vector candidates, compared by late interaction and fused by learned weights."""

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from retrieval.copies import said
from retrieval.corpus import Found, Passage
from retrieval.embeddings import LocalModel
from retrieval.features import NAMES, Match, matches
from retrieval.glossary import in_english
from retrieval.late import Matrix
from retrieval.lexis import Lexis, lexis
from retrieval.periods import meant
from retrieval.query import Understood, Vocabulary, understand
from retrieval.rows import Indexed
from retrieval.spelling import as_spelled
from retrieval.store import Store

CANDIDATES = 30
"""From each of the two indexes: comparing them is most of what a question costs."""
FROM_ONE_DOCUMENT = 3
"""Passages of one document, after which nearly equal ones of other documents go first."""
MOST_COPIES = 3
"""Documents that hold the same passage, each of which is named as a source of it."""
NEARLY = 0.75
LIKELY = 0.5
"""From here on a passage's date counts in telling which is the latest."""
UNTIMELY = 4.0
"""How much likelier a passage of the time asked about is the one meant."""
RERANKED = 20
"""The passages that a reranker is asked about: each costs it a forward pass."""
Rerank = Callable[[str, Sequence[str]], Sequence[float] | None]
"""How well each text answers a question; None where it cannot say, and the order stays."""
_Scored = tuple[float, Match]


class Retriever(BaseRetriever):
    """LangChain's retriever over the store; `find` is the same with typed results."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    model: LocalModel
    """Reads questions for late interaction, whichever model made the vectors."""
    embeddings: Embeddings | None = None
    """Makes the question's vector where the store's vectors are not the local model's."""
    reranker: Rerank | None = None
    today: Callable[[], date] = date.today
    """What "this year" in a question counts from."""
    collections: tuple[str, ...] = ("default",)
    k: int = 8

    def find(self, text: str, collections: Sequence[str], k: int = 8) -> list[Found]:
        """The k best passages of these collections, best first."""
        question = self.understand(text, tuple(collections))
        ranked = _timely(_ranked(self._matches(question, collections)), text, self.today())
        ranked = _varied(_folded(ranked))
        if self.reranker is not None:
            ranked = _reranked(ranked, text, self.reranker)
        return self._found(question, ranked[:k])

    def rescore(self, text: str, found: Sequence[Found]) -> list[Found]:
        """The same passages compared with another question, best first."""
        question = self.understand(text, tuple({f.passage.collection for f in found}))
        items = self.store.passages([f.passage.id for f in found])
        return self._found(question, _ranked(self._compared(question, items)))

    def understand(self, text: str, collections: tuple[str, ...]) -> Understood:
        """The question in the collections' own spelling; one in another language as its English gloss."""
        keywords = self.store.keywords
        vocabulary = Vocabulary(
            size=sum(keywords.size(c) for c in collections),
            frequency=lambda words: _added([keywords.frequency(c, words) for c in collections]),
            similar=lambda word: [v for c in collections for v, _ in keywords.similar(c, word, 3)],
            abbreviations=self.store.keywords.abbreviations(collections),
        )
        english = as_spelled(in_english(text), vocabulary)
        return understand(english, self.model.query, vocabulary)

    def _matches(self, question: Understood, collections: Sequence[str]) -> list[Match]:
        words = [form for term in question.terms for form in (term.word, *term.variants)]
        vector = self._vector(question)
        ids: dict[str, None] = {}
        for collection in collections:
            ids |= dict.fromkeys(i for i, _ in self.store.keywords.search(collection, words, CANDIDATES))
            ids |= dict.fromkeys(i for i, _ in self.store.vectors.search(collection, vector, CANDIDATES))
        items = [i for i in self.store.passages(list(ids)) if i.passage.collection in collections]
        return self._compared(question, items)

    def _compared(self, question: Understood, items: Sequence[Indexed]) -> list[Match]:
        known: dict[str, Lexis] = {}
        for collection in {item.passage.collection for item in items}:
            known |= self.store.keywords.lexes(collection, [item.passage.id for item in items])
        # The keyword index may be a moment behind.
        lexes = [known.get(item.passage.id) or lexis(item.passage) for item in items]
        return matches(question, items, lexes)

    def _found(self, question: Understood, ranked: Sequence[_Scored]) -> list[Found]:
        named = [form for term in question.terms if term.named for form in term.forms]
        documents = {(m.passage.collection, m.passage.document_id) for _, m in ranked}
        known = {of: self.store.keywords.held(*of, named) for of in documents}
        return [
            Found(m.passage, score, m.lines, known[m.passage.collection, m.passage.document_id])
            for score, m in ranked
        ]

    def _vector(self, question: Understood) -> Matrix:
        if self.embeddings is None:
            return question.query.vector
        return np.array(self.embeddings.embed_query(question.text), dtype=np.float32)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
    ) -> list[LangChainDocument]:
        return [_langchain(found) for found in self.find(query, self.collections, self.k)]


@lru_cache(maxsize=1)
def weights() -> tuple[Matrix, float]:
    """The fusion weights, by the order of `features.NAMES`, and the intercept (bench/fit.py made them)."""
    file = Path(__file__).with_name("weights.toml")
    table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))["fusion"]
    return np.array([table[name] for name in NAMES], dtype=np.float32), float(table["intercept"])


def _ranked(matches: Sequence[Match]) -> list[_Scored]:
    """With how likely the passage is the one asked about, between 0 and 1; best first."""
    if not matches:
        return []
    slopes, intercept = weights()
    sums = np.stack([match.figures for match in matches]) @ slopes + intercept
    scores = (1 / (1 + np.exp(-sums))).tolist()
    return sorted(zip(scores, matches, strict=True), key=lambda one: -one[0])


def _timely(ranked: Sequence[_Scored], question: str, today: date) -> list[_Scored]:
    """Documents dated in the time that the question names go before others that fit it as well; what has no
    date may be of any time."""
    likely = [match.passage.date for score, match in ranked if score >= LIKELY]
    when = meant(question, today, likely)
    if when is None:
        return list(ranked)
    timely = [
        (score if when.holds(match.passage.date or when.first.isoformat()) else _lowered(score), match)
        for score, match in ranked
    ]
    return sorted(timely, key=lambda one: -one[0])


def _lowered(score: float) -> float:
    return score / (score + (1 - score) * UNTIMELY)


def _added(counts: Sequence[dict[str, int]]) -> dict[str, int]:
    return {word: sum(c.get(word, 0) for c in counts) for word in {w for c in counts for w in c}}


def _folded(ranked: Sequence[_Scored]) -> list[_Scored]:
    """Without the lower of two passages that say the same words in one document, and without copies in a
    fourth document and further ones, which would leave no room for anything else."""
    endings = Counter(_ending(match) for _, match in ranked)
    seen: dict[str, set[str]] = {}
    kept = []
    for one in ranked:
        if endings[_ending(one[1])] == 1:
            kept.append(one)
            continue
        holding = seen.setdefault(said(one[1].passage), set())
        if one[1].passage.document_id not in holding and len(holding) < MOST_COPIES:
            holding.add(one[1].passage.document_id)
            kept.append(one)
    return kept


def _ending(match: Match) -> bytes:
    """The last few words, which copies have in common and hardly any others: cheaper than all of them."""
    return match.lexis.stems[-4:].tobytes()


def _varied(ranked: Sequence[_Scored]) -> list[_Scored]:
    """The same passages; one document's fourth and later ones let nearly equal ones of others go first."""
    taken: dict[str, int] = {}
    placed = []
    for score, match in ranked:
        earlier = taken.get(match.passage.document_id, 0)
        taken[match.passage.document_id] = earlier + 1
        placed.append((score * (NEARLY if earlier >= FROM_ONE_DOCUMENT else 1), (score, match)))
    return [one for _, one in sorted(placed, key=lambda pair: -pair[0])]


def _reranked(ranked: Sequence[_Scored], question: str, rerank: Rerank) -> list[_Scored]:
    """The first passages in another model's order. The scores stay, best first, for that model's have a scale
    of their own, and the topic gate was fitted on ours."""
    first, rest = ranked[:RERANKED], ranked[RERANKED:]
    told = rerank(question, [f"{match.passage.title}\n{match.passage.text}" for _, match in first])
    if told is None:
        return list(ranked)
    order = sorted(range(len(first)), key=lambda place: -told[place])
    scores = sorted((score for score, _ in first), reverse=True)
    return [*((score, first[place][1]) for score, place in zip(scores, order, strict=True)), *rest]


def _langchain(found: Found) -> LangChainDocument:
    passage: Passage = found.passage
    return LangChainDocument(
        page_content=passage.text,
        id=passage.id,
        metadata={
            "collection": passage.collection,
            "document": passage.document,
            "title": passage.title,
            "start": passage.start,
            "end": passage.end,
            "language": passage.language,
            "score": found.score,
        },
    )
