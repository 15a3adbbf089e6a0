"""The real thing in a temporary folder: a store filled by the real ingest, with search and engine over it."""

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import structlog

from bench.squad import Squad
from bot.app import App, build
from bot.domain import Answer, Question
from config.settings import Settings
from retrieval.ingest import Ingested, ingest

if TYPE_CHECKING:
    from retrieval.embeddings import Encoded, LocalModel
    from retrieval.late import Reading

COLLECTION = "default"


def settings(folder: Path) -> Settings:
    """Ours alone: nothing of the environment, no limit on questions, no line of log for each."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return Settings.model_validate({"data_dir": folder, "questions_per_minute": 0, "model": "extractive"})


class Remembering:
    """The model, which reads a text once however often it is ingested."""

    def __init__(self, model: "LocalModel") -> None:
        self._model = model
        self._known: dict[Reading, Encoded] = {}

    def encode(
        self, texts: "Sequence[Reading]", report: Callable[[int], None] = lambda _: None
    ) -> "list[Encoded]":
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        self._known.update(zip(new, self._model.encode(new, report), strict=True))
        return [self._known[text] for text in texts]


class Corpus:
    """Paragraphs, ingested."""

    def __init__(self, squad: Squad, app: App, folder: Path) -> None:
        from retrieval.embeddings import LocalModel

        assert isinstance(app.embedder, LocalModel)  # noqa: S101 - as `settings` has it
        self.squad = squad
        self.app = app
        self._folder = folder
        self._model = Remembering(app.embedder)

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
def opened(squad: Squad) -> Iterator[Corpus]:
    """All the paragraphs in one collection."""
    with temporary() as folder, closing(build(settings(folder / "var"))) as app:
        corpus = Corpus(squad, app, folder)
        corpus.ingest()
        yield corpus


@contextmanager
def temporary() -> Iterator[Path]:
    with TemporaryDirectory(prefix="briefing-bench-") as folder:
        yield Path(folder)
