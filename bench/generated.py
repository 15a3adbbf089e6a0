"""A store of any size, filled with generated passages: made from real ones, so that each takes as long."""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.squad import Squad
from retrieval.corpus import Document, Kind, Passage
from retrieval.embeddings import LocalModel
from retrieval.late import Reading, unpack
from retrieval.rows import Indexed, Sourced
from retrieval.sentences import sentences
from retrieval.store import Store
from retrieval.words import STOP_WORDS

IN_ONE_DOCUMENT = 10
IN_ONE_WRITE = 100
"""Documents."""
VOCABULARY = 60_000
CHANGED = 0.6
"""The share of a text's content words that others take the place of."""
NOISE = 0.08
"""For each number of a unit vector; cosine to the real one is then about 0.5."""
_WORD = re.compile(r"[a-z]{4,}")
_SYLLABLES = tuple(first + last for first in "bdfghklmnprstvw" for last in ("a", "e", "o", "en", "il", "or"))


def fill(folder: Path, squad: Squad, many: int, model: LocalModel) -> None:
    """So many passages, in the collection `default` of a new store."""
    texts = [paragraph.text for paragraph in squad.paragraphs]
    readings = [Reading("", tuple(text[a:b] for a, b in sentences(text))) for text in texts]
    encoded = model.encode(readings)
    made = _documents(texts, [(e.vector, e.states) for e in encoded], many)
    with Store.open(folder, embedding=model.identity, dimensions=model.dimensions) as store:
        while some := list(islice(made, IN_ONE_WRITE)):
            store.replace_all("default", some)


def _documents(
    texts: Sequence[str], encoded: Sequence[tuple[npt.NDArray[np.float32], bytes]], many: int
) -> Iterator[Sourced]:
    draw, numbers = random.Random(1), np.random.default_rng(1)  # noqa: S311 - texts, no secrets
    words = _vocabulary(draw)
    for first in range(0, many, IN_ONE_DOCUMENT):
        chosen = [draw.randrange(len(texts)) for _ in range(min(IN_ONE_DOCUMENT, many - first))]
        parts = [_changed(texts[i], words, draw) for i in chosen]
        document = _document(first // IN_ONE_DOCUMENT, "\n\n".join(parts))
        yield Sourced(
            document,
            [
                Indexed(passage, _near(encoded[i][0], numbers), _blurred(encoded[i][1], numbers))
                for i, passage in zip(chosen, _passages(document, parts), strict=True)
            ],
        )


def _document(number: int, text: str) -> Document:
    return Document(
        id=f"{number:016x}",
        collection="default",
        path=f"generated/{number:06}.txt",
        title=f"Generated {number}",
        text=text,
        digest=f"{number:064x}",
        language="en",
    )


def _passages(document: Document, parts: Sequence[str]) -> Iterator[Passage]:
    start = 0
    for number, part in enumerate(parts):
        yield Passage(
            id=f"{document.id}.{number}",
            document_id=document.id,
            collection=document.collection,
            document=document.path,
            title=document.title,
            date=None,
            heading="",
            start=start,
            end=start + len(part),
            text=part,
            language="en",
            kind=Kind.BODY,
        )
        start += len(part) + 2


def _vocabulary(draw: random.Random) -> list[str]:
    return ["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))) for _ in range(VOCABULARY)]


def _changed(text: str, words: Sequence[str], draw: random.Random) -> str:
    def other(match: re.Match[str]) -> str:
        if match.group() in STOP_WORDS or draw.random() > CHANGED:
            return match.group()
        return words[int(len(words) * draw.random() ** 4)]  # a few words are common, most are rare

    return _WORD.sub(other, text)


def _near(vector: npt.NDArray[np.float32], numbers: np.random.Generator) -> npt.NDArray[np.float32]:
    moved = vector + NOISE * numbers.standard_normal(len(vector), dtype=np.float32)
    return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)


def _blurred(states: bytes, numbers: np.random.Generator) -> bytes:
    """The same tokens of the same sentences, with other numbers."""
    known = unpack(states)
    fixed = len(states) - known.tokens.size - known.sentences.size
    figures = np.frombuffer(states, np.int8, offset=fixed).astype(np.int16)
    moved = np.clip(figures + numbers.integers(-20, 21, len(figures)), -127, 127).astype(np.int8)
    return b"".join((states[:fixed], moved.tobytes()))
