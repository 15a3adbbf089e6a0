"""Ways to compose a draft: the ports that the engine composes through, and how a model fails."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

from bot.domain import Draft, Statement, Turn
from retrieval.corpus import Found, Passage

EXTRACTIVE = "extractive"
"""The name of the composer that needs no model."""


class Reason(StrEnum):
    """Why a model gave nothing that can be used."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    STOPPED = "stopped"


class ModelError(Exception):
    """A model gave nothing that can be used; `detail` never holds what the asker wrote."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"The model's reply is missing: {reason}{f' ({detail})' if detail else ''}.")
        self.reason = reason
        self.detail = detail


class Composer(Protocol):
    """Drafts an answer from evidence."""

    @property
    def name(self) -> str:
        """ "extractive", or the model's name, as `Answer.model` says it."""

    def compose(self, question: str, found: Sequence[Found], turns: Sequence[Turn] = ()) -> Draft:
        """Raises ModelError."""


def never() -> bool:
    """The asker has not stopped the question."""
    return False


class ChatModel(Protocol):
    """A language model: it drafts answers and makes follow-ups stand alone, until it is stopped."""

    @property
    def name(self) -> str: ...

    def compose(
        self,
        question: str,
        found: Sequence[Found],
        turns: Sequence[Turn] = (),
        *,
        meaning: str = "",
        missing: Sequence[str] = (),
        spent: float = 0.0,
        stopped: Callable[[], bool] = never,
    ) -> Draft:
        """Raises ModelError. `meaning` is a follow-up question made to stand alone; `missing` are the only
        parts of it to be answered; `spent` seconds of the model's time are gone already."""

    def rewrite(self, question: str, turns: Sequence[Turn], *, stopped: Callable[[], bool] = never) -> str:
        """The question made to stand alone. Raises ModelError."""


class Judge(Protocol):
    """Gives a second opinion on what passed the claim check: it can only take away."""

    def opinions(
        self,
        statements: Sequence[Statement],
        found: Sequence[Found],
        *,
        stopped: Callable[[], bool] = never,
    ) -> Sequence[bool]:
        """Whether each is supported, False where no opinion was to be had.
        Raises ModelError where the asker has stopped it."""


def labelled(found: Sequence[Found]) -> dict[str, Passage]:
    """The passages under the labels by which composers know them: S1, S2, … best first."""
    return {f"S{number}": hit.passage for number, hit in enumerate(found, 1)}
