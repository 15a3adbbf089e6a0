"""Token states kept small for late interaction: what a passage is remembered by, besides its vector.

A passage's states are one blob: two uint16 (tokens, sentences), one uint8 a token (the sentence it stands
in, 0 for the header), 64 int8 a token, 384 int8 a sentence. Stop words and punctuation are left out.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.columns import Row, row_of, rows
from retrieval.corpus import Passage
from retrieval.glossary import gloss
from retrieval.sentences import sentences

Matrix = npt.NDArray[np.float32]
MINILM = Path(__file__).parent / "minilm"
PROJECTION: Matrix = np.load(MINILM / "projection.npy").astype(np.float32)
"""384 x 64: the directions in which token states differ most (bench/fit_projection.py made it)."""
WIDTH = PROJECTION.shape[1]
VECTOR = PROJECTION.shape[0]
SMALL = 200_000
"""Multiplications that BLAS does in one thread: OpenBLAS takes more from 262,144 on."""
_HEAD = struct.Struct("<HH")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model reads it: a header, then one line a sentence."""

    header: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.header, *self.sentences)) if self.header else "\n".join(self.sentences)

    def starts(self) -> list[int]:
        """Where in `text` each sentence starts."""
        position, starts = len(self.header) + 1 if self.header else 0, []
        for sentence in self.sentences:
            starts.append(position)
            position += len(sentence) + 1
        return starts


def reading(passage: Passage) -> Reading:
    """The passage under its title; another language as its rough English gloss, which is all that an English
    model can read. Its sentences are those of its text, in order."""
    spans = sentences(passage.text)
    within = row_of(spans, rows(passage.text, passage.columns))
    return Reading(
        passage.title,
        tuple(
            gloss(_told(passage.text[start:end], within.get(place)), passage.language)
            for place, (start, end) in enumerate(spans)
        ),
    )


def _told(line: str, row: Row | None) -> str:
    """A row of a table with the names of its columns, a sentence of one with what the row is about."""
    if row is None or line == row.label:
        return line
    return row.reading if row.text == line else f"{row.label}: {line}"


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the model reads it."""

    vector: Matrix
    tokens: Matrix
    """Projected states, unit length, one row a token that is kept."""
    offsets: tuple[tuple[int, int], ...]
    """The characters of the question that each row stands for."""


@dataclass(frozen=True, slots=True)
class States:
    """The unpacked token states of one passage."""

    sentence: npt.NDArray[np.uint8]
    tokens: npt.NDArray[np.int8]
    sentences: npt.NDArray[np.int8]


def project(states: Matrix) -> Matrix:
    """Token states in the small space, unit length."""
    small = states @ PROJECTION
    norms = np.linalg.norm(small, axis=1, keepdims=True)
    return np.asarray(small / np.maximum(norms, 1e-6), dtype=np.float32)


def pack(states: Matrix, keep: npt.NDArray[np.bool_], sentence: npt.NDArray[np.uint8], count: int) -> bytes:
    """The blob of a text's token states; `sentence` tells the sentence of each token, 0 for the header."""
    means = np.zeros((count, VECTOR), dtype=np.float32)
    for number in range(count):
        inside = states[sentence == number + 1]
        if len(inside):
            means[number] = inside.mean(axis=0)
    means /= np.maximum(np.abs(means).max(axis=1, keepdims=True, initial=0), 1e-6)
    kept = np.rint(project(states[keep]) * 127).astype(np.int8)
    return (
        _HEAD.pack(len(kept), count)
        + sentence[keep].tobytes()
        + kept.tobytes()
        + np.rint(means * 127).astype(np.int8).tobytes()
    )


def unpack(blob: bytes) -> States:
    """What `pack` packed. Raises ValueError for a blob of another shape."""
    tokens, count = _HEAD.unpack_from(blob)
    position = _HEAD.size
    if len(blob) != position + tokens * (1 + WIDTH) + count * VECTOR:
        raise ValueError("Token states of another shape: ingest the corpus again.")
    sentence = np.frombuffer(blob, np.uint8, tokens, position)
    kept = np.frombuffer(blob, np.int8, tokens * WIDTH, position + tokens).reshape(tokens, WIDTH)
    means = np.frombuffer(blob, np.int8, count * VECTOR, position + tokens * (1 + WIDTH))
    return States(sentence, kept, means.reshape(count, VECTOR))


@dataclass(frozen=True, slots=True)
class Interaction:
    """How well a passage and each of its sentences match a question's tokens and meaning, each up to 1."""

    whole: float
    lines: Matrix
    """Weighted best match of the question's tokens in each sentence."""
    pair: float
    """The same in the best two neighbouring sentences."""
    meanings: Matrix
    """Cosine of the question and each sentence."""


def interact(query: Query, weights: Matrix, passages: Sequence[States]) -> list[Interaction]:
    """Late interaction of a question with each passage; `weights` of the question's tokens add up to 1.

    All passages at once: one multiplication of large matrices takes a tenth of the time of many small ones.
    A passage's lines stand one below the other, its title first."""
    first = np.cumsum([0, *(len(states.sentences) + 1 for states in passages)])
    best = _best(query, passages, first)
    lines = _weighed(best, weights)
    pairs = _weighed(np.maximum(best[1:], best[:-1]), weights)
    wholes = (
        _weighed(np.maximum(np.maximum.reduceat(best, first[:-1], axis=0), 0), weights) if passages else ()
    )
    meanings = _meanings(query, passages)
    interactions = []
    for place, (begin, end) in enumerate(pairwise(first)):
        neighbours = pairs[begin + 1 : end - 1] if end - begin > 2 else lines[begin + 1 : end]
        interactions.append(
            Interaction(
                whole=float(wholes[place]),
                lines=lines[begin + 1 : end],
                pair=float(neighbours.max(initial=0)),
                meanings=meanings[begin - place : end - place - 1],
            )
        )
    return interactions


def _best(query: Query, passages: Sequence[States], first: npt.NDArray[np.int64]) -> Matrix:
    """How near the nearest word of each line is to each token of the question; nought for an empty line."""
    best = np.zeros((int(first[-1]), len(query.tokens)), dtype=np.float32)
    lines = [states.sentence + begin for states, begin in zip(passages, first[:-1], strict=True)]
    line = np.concatenate([np.zeros(0, np.int64), *lines])
    if len(line):
        tokens = np.concatenate([states.tokens for states in passages]).astype(np.float32)
        similar = _product(tokens, query.tokens.T / np.float32(127))
        starts = np.flatnonzero(np.diff(line, prepend=-1))
        best[line[starts]] = np.maximum.reduceat(similar, starts, axis=0)
    return best


def _weighed(best: Matrix, weights: Matrix) -> Matrix:
    """Each line's weighted sum. Not by BLAS: OpenBLAS' kernel for a matrix of a few columns now and then says
    "invalid value" of numbers that are all valid, and it saves nothing here."""
    return np.asarray(np.einsum("lt,t->l", best, weights), dtype=np.float32)


def _meanings(query: Query, passages: Sequence[States]) -> Matrix:
    """Cosine of the question and each sentence."""
    none = np.zeros((0, VECTOR), np.int8)
    means = np.concatenate([none, *(states.sentences for states in passages)]).astype(np.float32)
    norms = np.sqrt(np.einsum("sd,sd->s", means, means))
    cosines = np.einsum("sd,d->s", means, query.vector) / np.maximum(norms, 1e-6)
    return np.asarray(cosines, dtype=np.float32)


def _product(many: Matrix, few: Matrix) -> Matrix:
    """Their matrix product, in pieces so small that BLAS does not take a second thread, which spins for as
    long again: half of all the time that a question took."""
    rows = max(SMALL // max(few.size, 1), 1)
    return np.concatenate([many[start : start + rows] @ few for start in range(0, len(many), rows)])


@lru_cache(maxsize=1)
def stop_pieces(vocabulary: Sequence[str]) -> frozenset[int]:
    """Ids of tokens that carry no topic: stop words, punctuation, the model's own marks."""
    from retrieval.words import STOP_WORDS

    return frozenset(
        i
        for i, piece in enumerate(vocabulary)
        if piece in STOP_WORDS or not any(c.isalnum() for c in piece) or piece.startswith("[")
    )
