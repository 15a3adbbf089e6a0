"""Ways to compose a draft: the ports that the engine composes through, and how a model fails."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

from bot.domain import Draft, Turn
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
        stopped: Callable[[], bool] = never,
    ) -> Draft:
        """Raises ModelError. `meaning` is a follow-up question made to stand alone."""

    def rewrite(self, question: str, turns: Sequence[Turn], *, stopped: Callable[[], bool] = never) -> str:
        """The question made to stand alone. Raises ModelError."""


def labelled(found: Sequence[Found]) -> dict[str, Passage]:
    """The passages under the labels by which composers know them: S1, S2, … best first."""
    return {f"S{number}": hit.passage for number, hit in enumerate(found, 1)}
