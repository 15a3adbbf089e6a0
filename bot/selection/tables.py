"""Which row of a table tells what a question asks."""

from collections.abc import Sequence

from bot.selection.lines import Candidate, share
from retrieval.query import Term, Understood
from retrieval.words import held

AS_MUCH = 0.8
"""A row that holds less than this of what another row holds of the question is not the one."""


class Tables:
    """The rows found for one question."""

    def __init__(self, ranked: Sequence[Candidate], question: Understood) -> None:
        self._question = question
        self._rows = {c.row: c.passage.document_id for c in ranked if c.row}

    def is_another_row(self, candidate: Candidate) -> bool:
        """Whether it is, or stands in, a row that tells of something else: what the question says beside
        title, heading and names of columns, another row of the document holds, or none does."""
        if not candidate.row:
            return False
        above = f"{candidate.passage.title}\n{candidate.head.text if candidate.head else ''}"
        known = held(f"{above}\n{candidate.row.names}")
        asked = [t for t in self._question.terms if t.forms.isdisjoint(known)]
        if not asked:
            return False
        here = candidate.passage.document_id
        most = max(self._held(asked, row.text) for row, document in self._rows.items() if document == here)
        mine = self._held(asked, candidate.row.text)
        return not mine or mine < AS_MUCH * most

    def _held(self, terms: Sequence[Term], text: str) -> float:
        here = held(text)
        return share(self._question, [t for t in terms if not t.forms.isdisjoint(here)])
