"""A bot that answers from memory, for the tests of how commands reach it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.domain import Answer, Question
from bot.run import Step
from retrieval.corpus import Document, Found
from retrieval.ingest import Ingested, Progress
from retrieval.rows import DocumentSummary
from tests.terminal.values import answer, found

DOCUMENT = Document("d", "default", "a.txt", "Zones", "They received 200 applications.", "0" * 64, "en")
SUMMARY = DocumentSummary("d", "default", "a.txt", "Zones", None, "en", 1)
INGESTED = Ingested(1, 2, 0, (), 0.5)


class FakeService:
    """Keeps what it was asked."""

    model = "extractive"

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.recorded: list[bool] = []
        self.ingested: list[Path] = []

    def ask(
        self,
        question: Question,
        *,
        record: bool,
        report: Callable[[Step], None],
        stopped: Callable[[], bool] = lambda: False,
    ) -> Answer:
        self.asked.append(question)
        self.recorded.append(record)
        report(Step.SEARCHING)
        if question.text == "fail":
            raise ValueError("the disk is full")
        assert not stopped()
        return answer()

    def search(self, text: str, collections: Sequence[str], k: int) -> Sequence[Found]:
        return [found(f"{text} in {', '.join(collections)}", start=n) for n in range(k)]

    def ingest(
        self, paths: Sequence[Path], collection: str, *, prune: bool, report: Callable[[Progress], None]
    ) -> Ingested:
        self.ingested += paths
        report(Progress(f"{collection} {prune}", 0, 1, 0))
        report(Progress("a.txt", 1, 1, 2))
        return INGESTED

    def document(self, collection: str, path: str) -> Document | None:
        return DOCUMENT if (collection, path) == ("default", "a.txt") else None

    def documents(self, collection: str) -> Sequence[DocumentSummary]:
        return [SUMMARY] if collection == "default" else []
