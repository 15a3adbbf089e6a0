"""Sentences of others than those that a question names, of another time or of another row of a table."""

from collections.abc import Sequence
from functools import cached_property

from bot.selection.dated import another_month, another_year, month
from bot.selection.lacking import related
from bot.selection.lines import Candidate, share
from bot.selection.tables import Tables
from retrieval.query import Understood
from retrieval.words import held

UNNAMED = 0.2
"""A document whose passages lack names which make up this much of the question speaks of somebody else."""


class Others:
    """What the documents found know of those whom one question names."""

    def __init__(self, ranked: Sequence[Candidate], question: Understood) -> None:
        self._ranked = ranked
        self._question = question
        self._named = [t for t in question.terms if t.named]
        self._tables = Tables(ranked, question)

    def has(self, candidate: Candidate) -> bool:
        """Whether its document does not know those or the year that the question names, or it is the row of
        others."""
        if self._tables.is_another_row(candidate):
            return True
        here = self._documents[candidate.passage.document_id]
        return (
            self._missing_names(candidate) > UNNAMED
            or another_year(self._question, here)
            or candidate.passage.document_id in self._of_another_month
        )

    @cached_property
    def _of_another_month(self) -> frozenset[str]:
        return another_month(self._question.text, self._ranked)

    @cached_property
    def _documents(self) -> dict[str, frozenset[str]]:
        """The stems of each document's passages."""
        known: dict[str, frozenset[str]] = {}
        for passage in {c.passage.id: c.passage for c in self._ranked}.values():
            here = held(f"{passage.title}\n{month(passage.date)}\n{passage.heading}\n{passage.text}")
            known[passage.document_id] = known.get(passage.document_id, frozenset()) | here
        for candidate in self._ranked:
            known[candidate.passage.document_id] |= candidate.known
        return known

    def _missing_names(self, candidate: Candidate) -> float:
        """The share of the question, by weight, in names that its document lacks."""
        asked = [t for t in self._named if t.word.isalpha() and len(t.word) > 2]
        if not asked:
            return 0.0
        here = self._documents[candidate.passage.document_id]
        missing = [t for t in asked if t.forms.isdisjoint(here) and not related(t.word, here)]
        return share(self._question, missing)
