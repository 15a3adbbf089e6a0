"""One question on its way down the line: what is known of it so far, and how long each step took."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from time import perf_counter

from bot.domain import Answer, Outcome, Question
from bot.models import Reason
from config.replies import Replies
from retrieval.corpus import Found


class Step(StrEnum):
    """What is being done, for a status line."""

    SCREENING = "screening"
    REWRITING = "rewriting"
    SEARCHING = "searching"
    COMPOSING = "composing"
    CHECKING = "checking"


class EndedError(Exception):
    """The line ends here, with this answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.outcome)
        self.answer = answer


@dataclass(slots=True)
class Run:
    """Filled in step by step."""

    question: Question
    report: Callable[[Step], None]
    stopped: Callable[[], bool]
    replies: Replies
    text: str = ""
    """The question without what cannot be seen."""
    meaning: str = ""
    """The question as it is looked up."""
    collections: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    trouble: Reason | None = None
    """Why the model is not asked again."""
    timings: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=perf_counter)

    @contextmanager
    def step(self, step: Step, *, told: bool = True) -> Iterator[None]:
        """Raises EndedError where the asker has stopped the question. Not `told` is what only a follow-up
        needs, where nothing was asked before."""
        self.go_on()
        if told:
            self.report(step)
        start = perf_counter()
        try:
            yield
        finally:
            self.timings[step.value] = perf_counter() - start

    def go_on(self) -> None:
        """Raises EndedError where the asker has stopped the question."""
        if self.stopped():
            raise self.end(Outcome.STOPPED)

    def end(self, outcome: Outcome, reply: str = "", notice: str = "", **values: str) -> EndedError:
        """`values` fill in the reply of the outcome; `reply` replaces it."""
        said = reply or self.replies.outcome(outcome, **values)
        return EndedError(Answer(self.question, outcome, reply=said, notice=notice))
