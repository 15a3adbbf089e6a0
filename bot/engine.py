"""The line of one question: screen, rewrite, retrieve, compose, ground; one step a line."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from time import perf_counter
from traceback import extract_tb
from typing import Protocol

import structlog

from bot.compose import Checked, Writer
from bot.conclusion import conclude
from bot.domain import Answer, Citation, Outcome, Question, Statement
from bot.models import ChatModel, Composer, Judge, never
from bot.rewrite import standalone
from bot.run import EndedError, Run, Step
from bot.screen import clean, screen, without_personal_data
from bot.shorthand import in_full
from config.replies import Replies
from retrieval.corpus import Found

__all__ = ["Engine", "Finder", "Step", "Suggest", "places"]

log = structlog.get_logger("bot.engine")
MOST_SUGGESTIONS = 3


class Finder(Protocol):
    """Searches collections."""

    def find(self, text: str, collections: Sequence[str], k: int) -> list[Found]: ...


class Cited(Protocol):
    """One side of a disagreement."""

    @property
    def citations(self) -> tuple[Citation, ...]: ...


Disagree = Callable[[str, Sequence[Statement]], Sequence[Cited]]
"""The sides that these statements take on this question, none where they agree."""
Suggest = Callable[[str, Sequence[Found], Sequence[str]], tuple[str, ...]]
"""Questions near this one, and near the passages found, that these collections do answer."""


def _nothing(_: str, __: Sequence[Found], ___: Sequence[str]) -> tuple[str, ...]:
    return ()


def _always(_: str) -> bool:
    return True


def _silent(_: Step) -> None:
    """Nobody follows the steps."""


class Engine:
    """Holds the parts; each question stands alone."""

    def __init__(
        self,
        *,
        retriever: Finder,
        extractive: Composer,
        replies: Replies,
        collections: Callable[[], Collection[str]],
        disagree: Disagree,
        model: ChatModel | None = None,
        judge: Judge | None = None,
        suggest: Suggest = _nothing,
        allow: Callable[[str], bool] = _always,
        longest: int = 2000,
        passages: int = 12,
        today: Callable[[], date] = date.today,
    ) -> None:
        """`collections` names those that hold documents; `allow` says whether an asker may ask now."""
        self._retriever = retriever
        self._writer = Writer(extractive, model, judge)
        self._replies = replies
        self._collections = collections
        self._disagree = disagree
        self._suggest = suggest
        self._allow = allow
        self._longest = longest
        self._passages = passages
        self._today = today

    def answer(
        self,
        question: Question,
        *,
        report: Callable[[Step], None] = _silent,
        stopped: Callable[[], bool] = never,
    ) -> Answer:
        """Never raises: whatever goes wrong is an outcome too."""
        run = Run(question, report, stopped, self._replies)
        try:
            answer = self._line(run)
        except EndedError as ended:
            answer = ended.answer
        except Exception as error:  # noqa: BLE001 - the one place where anything at all becomes an outcome
            log.error("failed", error=type(error).__name__, at=places(error))  # noqa: TRY400 - see places
            answer = run.end(Outcome.FAILED_MODEL if run.trouble else Outcome.FAILED_INTERNAL).answer
        return self._finished(run, answer)

    def search(self, text: str, collections: Sequence[str], k: int) -> list[Found]:
        """The best passages for a text, from those of these collections that hold documents."""
        readable, plain = self._readable(collections), clean(text)
        return self._retriever.find(plain, readable, k) if readable and plain else []

    def _line(self, run: Run) -> Answer:
        with run.step(Step.SCREENING):
            run.text, run.collections = self._screen(run)
        with run.step(Step.REWRITING, told=bool(run.question.turns)):
            model = partial(self._writer.rewrite, run)
            run.meaning = standalone(in_full(run.text), run.question.turns, model)
        with run.step(Step.SEARCHING):
            run.found = tuple(self._retriever.find(run.meaning, run.collections, self._passages))
        with run.step(Step.COMPOSING):
            drafted = self._writer.draft(run)
        with run.step(Step.CHECKING):
            return self._conclude(run, self._writer.check(run, drafted))

    def _screen(self, run: Run) -> tuple[str, tuple[str, ...]]:
        screened = screen(run.question, longest=self._longest, allow=self._allow)
        if screened.greeting:
            raise run.end(Outcome.DECLINED_OUT_OF_SCOPE, self._replies.greeting(screened.greeting))
        if screened.declined is Outcome.DECLINED_PERSONAL_DATA:
            # So that no channel shows it again and the audit record does not keep it.
            run.question = replace(run.question, text=without_personal_data(screened.text))
        if screened.declined:
            raise run.end(screened.declined, limit=f"{self._longest:,}")
        return screened.text, self._allowed(run)

    def _allowed(self, run: Run) -> tuple[str, ...]:
        readable = self._readable(run.question.collections)
        if not readable and run.question.collections and not self._collections():
            raise run.end(Outcome.NOT_IN_SOURCES, self._replies.notices.nothing_ingested)
        if not readable:
            raise run.end(Outcome.DECLINED_NO_ACCESS)
        return readable

    def _readable(self, collections: Sequence[str]) -> tuple[str, ...]:
        known = self._collections()
        return tuple(dict.fromkeys(name for name in collections if name in known))

    def _conclude(self, run: Run, checked: Checked) -> Answer:
        sides, today = self._sides(run, checked), self._today()
        answer = conclude(checked, sides, run.question, run.meaning, self._replies, today)
        if answer.outcome is not Outcome.NOT_IN_SOURCES:
            return answer
        suggestions = self._suggest(run.meaning, run.found, run.collections)[:MOST_SUGGESTIONS]
        return replace(answer, suggestions=suggestions)

    def _sides(self, run: Run, checked: Checked) -> tuple[Statement, ...]:
        """The statements that disagree, with those that a model left out."""
        candidates = (*checked.statements, *checked.other)
        if checked.drafted.draft.closest:
            return ()
        cited = {citation for side in self._disagree(run.meaning, candidates) for citation in side.citations}
        return tuple(statement for statement in candidates if cited & set(statement.citations))

    def _finished(self, run: Run, answer: Answer) -> Answer:
        seconds = perf_counter() - run.started
        log.info("answered", outcome=answer.outcome.value, model=answer.model, seconds=round(seconds, 4))
        return replace(
            answer,
            seconds=seconds,
            standalone=run.meaning if run.meaning != in_full(run.text) else "",
            found=run.found,
            timings=run.timings,
        )


def places(error: BaseException) -> list[str]:
    """Where it happened. The message of an exception may hold what somebody wrote, so it is not logged."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
