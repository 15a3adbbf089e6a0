"""Drafts an answer and checks it: by the model where there is one, by selection where it fails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

import structlog

from bot.completeness import Select, left_out, still_open
from bot.domain import Citation, Draft, Outcome, Statement, Turn
from bot.grounding.ground import Grounded, ground
from bot.models import EXTRACTIVE, ChatModel, Composer, Judge, ModelError, Reason, labelled
from bot.opinion import confirmed
from bot.run import Run
from bot.screen.injection import is_injection
from retrieval.copies import copies
from retrieval.corpus import Passage

log = structlog.get_logger("bot.compose")
MOST_CLOSEST = 2
NONE_GROUNDED = "none_grounded"
_HOPELESS = frozenset({Reason.UNREACHABLE, Reason.TIMEOUT, Reason.REFUSED})
"""After such a failure the model is not asked again for the same question."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft, who wrote it, and why not the model."""

    draft: Draft
    model: str
    instead: str = ""
    """The notice that says why sentences were selected instead, "" where that was to be."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a draft."""

    drafted: Drafted
    statements: tuple[Statement, ...] = ()
    other: tuple[Statement, ...] = ()
    """What selection alone would have shown: a side that a model left out may stand there."""
    cut: bool = False


class Writer:
    """Both ways to write, behind the steps of the line."""

    def __init__(self, extractive: Composer, model: ChatModel | None, judge: Judge | None = None) -> None:
        self._extractive = extractive
        self._model = model
        self._judge = judge

    def rewrite(self, run: Run, turns: Sequence[Turn]) -> str:
        """The model's way to make a question stand alone, "" where there is none."""
        if not self._model:
            return ""
        try:
            return self._model.rewrite(run.text, turns, stopped=run.stopped)
        except ModelError as error:
            run.trouble = error.reason if error.reason in _HOPELESS else None
            return ""

    def draft(self, run: Run) -> Drafted:
        if not run.found:
            return Drafted(Draft(()), self._model.name if self._model else EXTRACTIVE)
        if not self._model:
            return self._selected(run)
        if run.trouble:
            return self._selected(run, f"model_{run.trouble}")
        try:
            return Drafted(self._modelled(run, self._model), self._model.name)
        except ModelError as error:
            run.go_on()
            run.trouble = error.reason
            return self._selected(run, f"model_{error.reason}")

    def check(self, run: Run, drafted: Drafted) -> Checked:
        grounded = _grounded(run, drafted.draft)
        if drafted.model == EXTRACTIVE or not run.found:
            others = _grounded(run, Draft(drafted.draft.others)).statements
            return Checked(drafted, grounded.statements, others)
        return self._written(run, drafted, self._confirmed(run, grounded))

    def _written(self, run: Run, drafted: Drafted, grounded: Grounded) -> Checked:
        """What is left of a model's draft, beside what selection alone would have shown."""
        log.info("checked", statements=len(grounded.statements), cut=len(grounded.cut))
        if drafted.draft.claims and not grounded.statements:
            return self.check(run, self._selected(run, NONE_GROUNDED))
        selected = self._selected(run).draft
        both = replace(selected, claims=selected.claims + selected.others)
        other = _grounded(run, both).statements
        if grounded.statements:
            shown = () if selected.closest else other
            return Checked(drafted, grounded.statements, shown, bool(grounded.cut))
        # The model read the passages and says that the answer is not there: these are the closest lines.
        return Checked(replace(drafted, draft=replace(drafted.draft, closest=True)), other[:MOST_CLOSEST])

    def _confirmed(self, run: Run, grounded: Grounded) -> Grounded:
        try:
            return confirmed(grounded, run.found, self._judge, run.stopped)
        except ModelError:
            run.go_on()
            return Grounded((), grounded.cut)

    def _modelled(self, run: Run, model: ChatModel) -> Draft:
        """The draft, and what a second one adds where the first leaves out what the evidence answers."""
        begun = monotonic()
        draft = self._asked(run, model)
        kept = _grounded(run, draft).statements
        missing = left_out(run.meaning, draft, kept, self._select(run)) if kept else ()
        if not missing:
            return draft
        try:
            added = self._asked(run, model, missing, monotonic() - begun)
        except ModelError:
            run.go_on()
            return draft
        answered = bool(_grounded(run, added).statements)
        unanswered = still_open(draft, added, missing, answered=answered)
        return Draft(draft.claims + added.claims, unanswered)

    def _asked(self, run: Run, model: ChatModel, missing: Sequence[str] = (), spent: float = 0.0) -> Draft:
        return model.compose(
            run.text,
            run.found,
            run.question.turns,
            meaning=run.meaning,
            missing=missing,
            spent=spent,
            stopped=run.stopped,
        )

    def _select(self, run: Run) -> Select:
        def select(part: str) -> Draft:
            return self._extractive.compose(part, run.found)

        return select

    def _selected(self, run: Run, instead: str = "") -> Drafted:
        try:
            return Drafted(self._extractive.compose(run.meaning, run.found), EXTRACTIVE, instead)
        except ModelError as error:
            raise run.end(Outcome.FAILED_MODEL) from error


def _grounded(run: Run, draft: Draft) -> Grounded:
    """What was shown once is cited from every document that has it."""
    grounded = ground(draft, labelled(run.found), is_injection)
    alike = copies([hit.passage for hit in run.found])
    return replace(grounded, statements=tuple(_everywhere(each, alike) for each in grounded.statements))


def _everywhere(statement: Statement, alike: Mapping[Passage, Sequence[Passage]]) -> Statement:
    further = [
        Citation.of(copy, start, start + len(citation.quote))
        for citation in statement.citations
        for passage, others in alike.items()
        if citation.stands_in(passage)
        for copy in others
        if (start := copy.text.find(citation.quote)) >= 0
    ]
    return replace(statement, citations=tuple(dict.fromkeys((*statement.citations, *further))))
