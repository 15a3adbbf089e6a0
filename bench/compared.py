"""The systems that search is compared with, over one data set: each finds passages, best first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import COLLECTION, settings, temporary
from bench.public import DataSet, write
from bench.remembering import RememberedEmbeddings, Remembering
from bot.app import App, build
from retrieval.ingest import ingest
from retrieval.words import content

READS = "vectors alone"
"""The system that does little but read a question."""
DEPTH = 40
"""Passages asked for: enough for ten documents."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found."""

    file: str
    text: str


Search = Callable[[str], Sequence[Hit]]


@contextmanager
def systems(data: DataSet, kept: Path | None) -> Iterator[Mapping[str, Search]]:
    """By name, over a store of their own; what the model made of the texts is kept in a file, if named."""
    from retrieval.embeddings import LocalModel

    with temporary() as folder, closing(build(settings(folder / "var"))) as app:
        assert isinstance(app.embedder, LocalModel)  # noqa: S101 - as `settings` has it
        with closing(Remembering(app.embedder, kept)) as model:
            ingest(app.store, model, [write(data.texts, folder / "texts")])
            yield {
                "keywords alone": _keywords(app),
                READS: _vectors(app),
                "LangChain + Chroma": _plain(data, model),
                "ours": _ours(app),
            }


def _hits(app: App, ids: Sequence[str]) -> list[Hit]:
    return [Hit(item.passage.document, item.passage.text) for item in app.store.passages(ids)]


def _keywords(app: App) -> Search:
    """BM25 over stems, alone."""
    index = app.store.keywords
    return lambda text: _hits(app, [i for i, _ in index.search(COLLECTION, content(text), DEPTH)])


def _vectors(app: App) -> Search:
    """The nearest vectors, alone."""
    index, model = app.store.vectors, app.retriever.model
    return lambda text: _hits(app, [i for i, _ in index.search(COLLECTION, model.query(text).vector, DEPTH)])


def _ours(app: App) -> Search:
    def search(text: str) -> list[Hit]:
        found = app.retriever.find(text, (COLLECTION,), DEPTH)
        return [Hit(one.passage.document, one.passage.text) for one in found]

    return search


def _plain(data: DataSet, model: Remembering) -> Search:
    """As the LangChain documentation builds it, with the same embedding model; titles in the text."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    documents = [
        Document(f"{text.title}\n{text.text}".strip(), metadata={"source": text.file}) for text in data.texts
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    index = Chroma(embedding_function=RememberedEmbeddings(model), collection_name=f"plain-{data.name}")
    chunks = splitter.split_documents(documents)
    for first in range(0, len(chunks), 1000):
        index.add_documents(chunks[first : first + 1000])

    def search(text: str) -> list[Hit]:
        found = index.similarity_search(text, k=DEPTH)
        return [Hit(str(one.metadata["source"]), one.page_content) for one in found]

    return search
