"""The real thing in a temporary folder: a store filled by the real ingest, with search and engine over it."""

import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from bench.squad import Squad
from bot.app import App, build
from bot.domain import Answer, Question
from config.settings import Settings
from retrieval.ingest import Ingested, ingest

COLLECTION = "default"


def settings(folder: Path) -> Settings:
    """Ours alone: nothing of the environment, no limit on questions, no line of log for each."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return Settings.model_validate({"data_dir": folder, "questions_per_minute": 0, "model": "extractive"})


class Corpus:
    """Paragraphs, ingested."""

    def __init__(self, squad: Squad, app: App, folder: Path, kept: Path | None = None) -> None:
        """`kept` holds what the model made of texts in earlier runs."""
        from bench.remembering import Remembering
        from retrieval.embeddings import LocalModel

        assert isinstance(app.embedder, LocalModel)  # noqa: S101 - as `settings` has it
        self.squad = squad
        self.app = app
        self._folder = folder
        self._model = Remembering(app.embedder, kept)

    def ingest(self, collection: str = COLLECTION, files: Sequence[str] | None = None) -> Ingested:
        """Some of the paragraphs (all where none are named), as a collection of their own."""
        folder = self.squad.write(self._folder / "texts" / collection, files)
        return ingest(self.app.store, self._model, [folder], collection=collection)

    def forget(self, collection: str) -> None:
        """Empty it."""
        store = self.app.store
        store.remove([document.id for document in store.documents(collection)])
        shutil.rmtree(self._folder / "texts" / collection)

    def ask(self, question: str, collection: str = COLLECTION) -> Answer:
        return self.app.engine.answer(Question(question, (collection,)))

    @contextmanager
    def without(self, article: str) -> Iterator[None]:
        """The article is not among the documents for as long as this lasts."""
        gone = set(self.squad.files(article))
        store = self.app.store
        store.remove([d.id for d in store.documents(COLLECTION) if d.path in gone])
        yield
        self.ingest()


@contextmanager
def opened(squad: Squad, kept: Path | None = None) -> Iterator[Corpus]:
    """All the paragraphs in one collection."""
    with temporary() as folder, closing(build(settings(folder / "var"))) as app:
        corpus = Corpus(squad, app, folder, kept)
        corpus.ingest()
        yield corpus


@contextmanager
def temporary() -> Iterator[Path]:
    with TemporaryDirectory(prefix="briefing-bench-") as folder:
        yield Path(folder)
