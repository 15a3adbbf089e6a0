"""What commands need of the bot, done in this process or by the `briefing serve` that holds the data."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot import wire
from bot.domain import Answer, Question
from config.settings import Settings
from retrieval.corpus import Document, Found

if TYPE_CHECKING:  # these load Chroma and LangChain, which `--help` and `verify` do without
    from bot.app import App
    from bot.engine import Step
    from bot.remote import Remote
    from retrieval.ingest import Ingested, Progress
    from retrieval.store import DocumentSummary

WAIT_SECONDS = 60.0
"""How long one command waits for another to let go of the data folder."""
CHANNEL = "terminal"


class Service(Protocol):
    """The bot, wherever it runs."""

    model: str
    """Who writes the answers."""

    def ask(
        self,
        question: Question,
        *,
        record: bool,
        report: "Callable[[Step], None]",
        stopped: Callable[[], bool] = ...,
    ) -> Answer:
        """`record` keeps the answer in the audit record."""

    def search(self, text: str, collections: Sequence[str], k: int) -> Sequence[Found]: ...

    def ingest(
        self, paths: Sequence[Path], collection: str, *, prune: bool, report: "Callable[[Progress], None]"
    ) -> "Ingested": ...

    def document(self, collection: str, path: str) -> Document | None: ...

    def documents(self, collection: str) -> "Sequence[DocumentSummary]": ...


class Local:
    """A Service in this process."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self.model = app.settings.model

    def ask(
        self,
        question: Question,
        *,
        record: bool,
        report: "Callable[[Step], None]",
        stopped: Callable[[], bool] = lambda: False,
    ) -> Answer:
        answer = self._app.engine.answer(question, report=report, stopped=stopped)
        if record:
            self._app.conversations.record(answer, channel=CHANNEL)
        return answer

    def search(self, text: str, collections: Sequence[str], k: int) -> Sequence[Found]:
        return self._app.engine.search(text, collections, k)

    def ingest(
        self, paths: Sequence[Path], collection: str, *, prune: bool, report: "Callable[[Progress], None]"
    ) -> "Ingested":
        from retrieval.ingest import ingest

        return ingest(
            self._app.store,
            self._app.embedder,
            paths,
            collection=collection,
            prune=prune,
            max_bytes=self._app.settings.max_file_bytes,
            report=report,
        )

    def document(self, collection: str, path: str) -> Document | None:
        return self._app.store.document(collection, path)

    def documents(self, collection: str) -> "Sequence[DocumentSummary]":
        return self._app.store.documents(collection)


@contextmanager
def connect(
    settings: Settings, *, waiting: Callable[[], None] = lambda: None, seconds: float = WAIT_SECONDS
) -> Iterator[Service]:
    """The bot: through the server that holds the data folder, or else in this process. Where another command
    holds the folder, waits for it; raises StoreLockedError when that takes more than `seconds`."""
    remote, app = _reach(settings, waiting, time.monotonic() + seconds)
    if remote:
        try:
            yield remote
        finally:
            remote.close()
    elif app:
        try:
            yield Local(app)
        finally:
            app.close()


def _reach(settings: Settings, waiting: Callable[[], None], end: float) -> "tuple[Remote | None, App | None]":
    told = False
    while True:
        if remote := running(settings.data_dir):
            return remote, None
        from bot.app import build
        from retrieval.store import StoreLockedError

        try:
            return None, build(settings)
        except StoreLockedError:
            if time.monotonic() > end:
                raise
        if not told:
            waiting()
            told = True
        time.sleep(0.2)


def running(data_dir: Path) -> "Remote | None":
    """The server that holds a data folder and answers; a record that a killed one left is no server."""
    if not (address := wire.Address.read(data_dir)):
        return None
    from bot.remote import Remote

    remote = Remote(address)
    if remote.answers():
        return remote
    remote.close()
    return None
