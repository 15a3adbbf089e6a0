"""What commands need of the bot, done in this process or by the `briefing serve` that holds the data."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import structlog

from bot import wire
from bot.domain import Answer, Question
from config.settings import Settings
from retrieval.corpus import Document, Found
from retrieval.errors import StoreLockedError

if TYPE_CHECKING:  # these load Chroma and LangChain, which `--help` and `verify` do without
    from bot.app import App
    from bot.remote import Remote
    from bot.run import Step
    from retrieval.ingest import Ingested, Progress
    from retrieval.rows import DocumentSummary

log = structlog.get_logger(__name__)
WAIT_SECONDS = 60.0
"""How long one command waits for another to let go of the data folder."""
LOOK_SECONDS = 0.2
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

    def __init__(
        self, app: "App", count: Callable[[Answer, str], None] = lambda _answer, _channel: None
    ) -> None:
        """`count` is told of what is asked through a running server."""
        self._app = app
        self._count = count
        self.model = app.settings.model

    def ask(
        self,
        question: Question,
        *,
        record: bool,
        report: "Callable[[Step], None]",
        stopped: Callable[[], bool] = lambda: False,
    ) -> Answer:
        from bot.conversation import NotRecordedError

        answer = self._app.engine.answer(question, report=report, stopped=stopped)
        if record:
            self._count(answer, CHANNEL)
            try:
                self._app.conversations.record(answer, channel=CHANNEL)
            except NotRecordedError as error:
                log.error("not_recorded", reason=str(error))  # noqa: TRY400  # its traceback says no more
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


class AlreadyServingError(Exception):
    """A second server was asked to hold a data folder."""

    def __init__(self, address: wire.Address) -> None:
        super().__init__(
            f"`briefing serve` already runs on {address.page} (process {address.pid}): "
            "stop it first, or set BRIEFING_DATA_DIR to another folder."
        )


@contextmanager
def connect(
    settings: Settings, *, waiting: Callable[[], None] = lambda: None, seconds: float = WAIT_SECONDS
) -> Iterator[Service]:
    """The bot: through the server that holds the data folder, or else in this process. Where another command
    holds the folder, waits for it; raises StoreLockedError when that takes more than `seconds`."""
    from bot.app import App

    reached = _reach(settings, waiting, seconds)
    with closing(reached):
        yield Local(reached) if isinstance(reached, App) else reached


@contextmanager
def hold(
    settings: Settings, *, waiting: Callable[[], None] = lambda: None, seconds: float = WAIT_SECONDS
) -> "Iterator[App]":
    """The bot in this process. Raises AlreadyServingError, or StoreLockedError as `connect` does."""
    from bot.app import App

    reached = _reach(settings, waiting, seconds)
    if not isinstance(reached, App):
        reached.close()
        raise AlreadyServingError(reached.address)
    with closing(reached):
        yield reached


def _reach(settings: Settings, waiting: Callable[[], None], seconds: float) -> "Remote | App":
    from bot.app import build
    from retrieval.folder import DataFolder

    end = time.monotonic() + seconds
    told = False
    while True:
        if remote := running(settings.data_dir):
            return remote
        try:
            DataFolder(settings.data_dir).release()  # told at once, before anything that takes seconds
            app = build(settings)
        except StoreLockedError:
            if time.monotonic() > end:
                raise
        else:
            wire.record(settings.data_dir).unlink(missing_ok=True)  # of a server that was killed
            return app
        if not told:
            waiting()
            told = True
        time.sleep(LOOK_SECONDS)


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
