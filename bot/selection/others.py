"""Sentences of others than those that a question names, of another time or of another row of a table."""

import re
from collections.abc import Sequence
from functools import cached_property

from bot.grounding.words import is_common
from bot.selection.ages import another_age
from bot.selection.dated import another_month, another_year, month
from bot.selection.lacking import related
from bot.selection.lines import Candidate, share
from bot.selection.tables import Tables
from retrieval.query import Understood
from retrieval.words import held

UNNAMED = 0.17
"""A document whose passages lack names which make up this much of the question speaks of somebody else."""

_WORD = re.compile(r"[^\W\d_]+")
_JOINING = frozenset(("and", "of", "the", "in", "for"))


def _is_name(heading: str) -> bool:
    """Whether it is nothing but a name: "Northern Ireland", not "Requirements"."""
    words = [word for word in _WORD.findall(heading) if word not in _JOINING]
    return (
        bool(words)
        and all(word[0].isupper() for word in words)
        and not all(map(is_common, map(str.lower, words)))
    )


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
        if self.is_elsewhere(candidate):
            return True
        here = self._documents[candidate.passage.document_id]
        return (
            self._missing_names(candidate) > UNNAMED
            or another_year(self._question, here)
            or candidate.passage.document_id in self._of_another_month
        )

    def is_elsewhere(self, candidate: Candidate) -> bool:
        """Whether it is the row of others, or stands under the heading of others, or tells of people of
        another age: alone it would mislead."""
        return (
            self._tables.is_another_row(candidate)
            or self._is_of_another_section(candidate)
            or another_age(self._question.text, candidate.told)
        )

    def _is_of_another_section(self, candidate: Candidate) -> bool:
        """Whether it stands under "Scotland", where the question and another heading there name Wales."""
        above = candidate.head.text if candidate.head else candidate.passage.heading
        if not above or not _is_name(above):
            return False
        here = held(f"{above}\n{candidate.told}")
        headings = self._headings[candidate.passage.document_id]
        asked = [t for t in self._named if t.word.isalpha() and not t.forms.isdisjoint(headings)]
        return bool(asked) and all(t.forms.isdisjoint(here) for t in asked)

    @cached_property
    def _headings(self) -> dict[str, frozenset[str]]:
        """The stems of each document's headings that are names."""
        known: dict[str, frozenset[str]] = {}
        for candidate in self._ranked:
            above = candidate.head.text if candidate.head else candidate.passage.heading
            of = candidate.passage.document_id
            known[of] = known.get(of, frozenset()) | (held(above) if _is_name(above) else frozenset())
        return known

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
