"""Measures search: keywords alone, vectors alone, plain LangChain and Chroma, and ours, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import options, squad
from bench.corpus import COLLECTION, Corpus, opened
from bench.figures import machine, mean, progress, say, table, timed
from bench.squad import Asked
from retrieval.words import content

K = 10
"""Passages looked at: a paragraph below has rank none."""
Search = Callable[[str], Sequence[str]]
"""The files that the passages found stand in, best first."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where one system put the paragraph that a question was written about; None below the first K."""

    asked: Asked
    rank: int | None


def systems(corpus: Corpus) -> dict[str, Search]:
    store, retriever = corpus.app.store, corpus.app.retriever

    def files(ids: Sequence[str]) -> list[str]:
        return [item.passage.document for item in store.passages(ids)]

    def keywords(text: str) -> list[str]:
        return files([i for i, _ in store.keywords.search(COLLECTION, content(text), K)])

    def vectors(text: str) -> list[str]:
        vector = retriever.model.query(text).vector
        return files([i for i, _ in store.vectors.search(COLLECTION, vector, K)])

    def ours(text: str) -> list[str]:
        return [found.passage.document for found in retriever.find(text, (COLLECTION,), K)]

    return {
        "keywords alone": keywords,
        "vectors alone": vectors,
        "LangChain + Chroma": plain(corpus),
        "ours": ours,
    }


def plain(corpus: Corpus) -> Search:
    """As the LangChain documentation builds it, with the same embedding model."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from retrieval.embeddings import LocalEmbeddings

    documents = [Document(p.text, metadata={"source": p.file}) for p in corpus.squad.paragraphs]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    index = Chroma.from_documents(splitter.split_documents(documents), LocalEmbeddings())
    return lambda text: [str(d.metadata["source"]) for d in index.similarity_search(text, k=K)]


def ranked(search: Search, questions: Sequence[Asked], told: Callable[[int], None]) -> list[Ranked]:
    results = []
    for number, asked in enumerate(questions, 1):
        files = list(search(asked.text))
        results.append(Ranked(asked, files.index(asked.file) + 1 if asked.file in files else None))
        told(number)
    return results


def row(name: str, results: Sequence[Ranked], cpu: float) -> tuple[object, ...]:
    groups = [r.asked.file for r in results]
    hits = [mean([float(r.rank is not None and r.rank <= k) for r in results], groups) for k in (1, 5)]
    reciprocal = mean([1 / r.rank if r.rank else 0.0 for r in results], groups)
    return name, *hits, reciprocal, f"{1000 * cpu:.0f}"


def measure(corpus: Corpus, most: int) -> None:
    """Prints the tables."""
    asked = squad.some(corpus.squad.answerable(), most)
    every: dict[str, tuple[list[Ranked], float]] = {}
    for name, search in systems(corpus).items():
        with timed() as took:
            results = ranked(search, asked, progress(name, len(asked)))
        every[name] = results, took.cpu / max(1, len(asked))
    held = corpus.squad.held_out
    for title, articles in (("held out", held), ("all", frozenset(corpus.squad.articles))):
        if title == "all" and articles == held:
            continue
        kept = {
            name: ([r for r in results if r.asked.article in articles], cpu)
            for name, (results, cpu) in every.items()
        }
        count = len(next(iter(kept.values()))[0])
        table(
            f"Search, {title}: {count} questions about {len(articles)} articles, among "
            f"{len(corpus.squad.paragraphs)} paragraphs",
            ("system", "hit@1", "hit@5", f"MRR@{K}", "CPU-ms"),
            [row(name, results, cpu) for name, (results, cpu) in kept.items()],
        )
    say(
        "In brackets: 95% bootstrap interval over paragraphs. CPU-ms: of this process, a question. "
        + machine()
    )


def main() -> None:
    given = options.parse(__doc__, questions=0)
    with opened(given.squad) as corpus:
        measure(corpus, given.questions)


if __name__ == "__main__":
    main()
