"""What Prometheus reads: counts and seconds, never a word that anybody wrote."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.domain import Answer, Outcome

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """One registry for each application, so that two in one process do not meet."""

    def __init__(self, channels: Iterable[str] = ("web",)) -> None:
        """`channels` are shown from the start: a rate needs the nought before the first question."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._questions = Counter(
            "briefing_questions", "Questions by outcome", ("channel", "outcome"), registry=self._registry
        )
        self._seconds = Histogram(
            "briefing_answer_seconds",
            "From question to answer",
            ("channel",),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._steps = Histogram(
            "briefing_step_seconds",
            "One step of a question",
            ("step",),
            buckets=SECONDS,
            registry=self._registry,
        )
        for channel in channels:
            for outcome in Outcome:
                self._questions.labels(channel, outcome.value)

    def count(self, answer: Answer, channel: str) -> None:
        self._questions.labels(channel, answer.outcome.value).inc()
        self._seconds.labels(channel).observe(answer.seconds)
        for step, seconds in answer.timings.items():
            self._steps.labels(step).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)
