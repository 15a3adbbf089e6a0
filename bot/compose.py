"""Drafts an answer and checks it: by the model where there is one, by selection where it fails."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain import Draft, Outcome, Statement, Turn
from bot.grounding.ground import ground
from bot.models import EXTRACTIVE, ChatModel, Composer, ModelError, Reason, labelled
from bot.run import Run
from bot.screen.injection import is_injection

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

    def __init__(self, extractive: Composer, model: ChatModel | None) -> None:
        self._extractive = extractive
        self._model = model

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
        passages = labelled(run.found)
        grounded = ground(drafted.draft, passages, is_injection)
        if drafted.model == EXTRACTIVE or not run.found:
            others = ground(Draft(drafted.draft.others), passages, is_injection).statements
            return Checked(drafted, grounded.statements, others)
        if drafted.draft.claims and not grounded.statements:
            return self.check(run, self._selected(run, NONE_GROUNDED))
        selected = self._selected(run).draft
        both = replace(selected, claims=selected.claims + selected.others)
        other = ground(both, passages, is_injection).statements
        if grounded.statements:
            return Checked(
                drafted, grounded.statements, () if selected.closest else other, bool(grounded.cut)
            )
        # The model read the passages and says that the answer is not there: these are the closest lines.
        return Checked(replace(drafted, draft=replace(drafted.draft, closest=True)), other[:MOST_CLOSEST])

    def _modelled(self, run: Run, model: ChatModel) -> Draft:
        return model.compose(
            run.text, run.found, run.question.turns, meaning=run.meaning, stopped=run.stopped
        )

    def _selected(self, run: Run, instead: str = "") -> Drafted:
        try:
            return Drafted(self._extractive.compose(run.meaning, run.found), EXTRACTIVE, instead)
        except ModelError as error:
            raise run.end(Outcome.FAILED_MODEL) from error
