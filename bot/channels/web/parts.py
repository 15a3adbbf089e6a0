"""What the web channel needs of the rest; `bot.app.App` has it all."""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.conversation import Recorded
from bot.domain import Answer, Question, Turn
from bot.engine import Step
from config.replies import Replies
from config.settings import Settings
from retrieval.corpus import Document, Found
from retrieval.store import DocumentSummary


class Engine(Protocol):
    """Answers questions; never raises."""

    def answer(
        self, question: Question, *, report: Callable[[Step], None] = ..., stopped: Callable[[], bool] = ...
    ) -> Answer: ...
    def search(self, text: str, collections: Sequence[str], k: int) -> Sequence[Found]: ...


class Library(Protocol):
    """The documents as ingested."""

    def collections(self) -> Sequence[str]: ...
    def documents(self, collection: str) -> Sequence[DocumentSummary]: ...
    def document(self, collection: str, path: str) -> Document | None: ...


class Memory(Protocol):
    """The turns of conversations."""

    def turns(self, conversation: str, limit: int = ...) -> tuple[Turn, ...]: ...
    def recent(self, limit: int = ..., *, conversation: str | None = ...) -> Sequence[Recorded]: ...
    def record(self, answer: Answer, *, channel: str) -> None: ...


class Parts(Protocol):
    """The wired application."""

    @property
    def settings(self) -> Settings: ...
    @property
    def replies(self) -> Replies: ...
    @property
    def engine(self) -> Engine: ...
    @property
    def store(self) -> Library: ...
    @property
    def conversations(self) -> Memory: ...
