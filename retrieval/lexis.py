"""The words of a passage as numbers, sentence by sentence: where a question's words are looked for.

A passage's lexis is one blob: two uint32 (words, sentences), a uint32 a word (its stem), another (it and the
next word written as one, 0 where they are not), a uint16 (the sentence it stands in, 0 for the title), and
two uint32 a sentence (its start and end in the passage).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from retrieval.corpus import Passage
from retrieval.late import reading
from retrieval.sentences import sentences
from retrieval.words import COMPOUND, content, stem

_HEAD = struct.Struct("<II")
_Word = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Lexis:
    """The content words of one passage in order, its title's first."""

    stems: npt.NDArray[np.uint32]
    joined: npt.NDArray[np.uint32]
    """"data centre" holds "datacentre" too."""
    sentence: npt.NDArray[np.uint16]
    spans: npt.NDArray[np.uint32]
    """Start and end of each sentence, one row a sentence."""


@lru_cache(maxsize=65536)
def number(stemmed: str) -> int:
    """A stem's number. Two stems in four thousand million have the same."""
    return crc32(stemmed.encode("utf-8", "surrogatepass"))


def pack(passage: Passage) -> bytes:
    """The lexis of a passage."""
    read, spans = reading(passage), sentences(passage.text)
    words = [(stemmed, 0, 0) for stemmed, _, _ in _words(0, read.header)]
    for place, sentence in enumerate(read.sentences, 1):
        words += _words(place, sentence)
    stems, joined, places = zip(*words, strict=True) if words else ((), (), ())
    return b"".join(
        (
            _HEAD.pack(len(words), len(spans)),
            np.array(stems, "<u4").tobytes(),
            np.array(joined, "<u4").tobytes(),
            np.array(places, "<u2").tobytes(),
            np.array(spans, "<u4").tobytes(),
        )
    )


def lexis(passage: Passage) -> Lexis:
    """The same, where it was not kept."""
    return unpack(pack(passage))


def unpack(blob: bytes) -> Lexis:
    """What `pack` packed."""
    words, spans = _HEAD.unpack_from(blob)
    position = _HEAD.size
    return Lexis(
        stems=np.frombuffer(blob, "<u4", words, position),
        joined=np.frombuffer(blob, "<u4", words, position + 4 * words),
        sentence=np.frombuffer(blob, "<u2", words, position + 8 * words),
        spans=np.frombuffer(blob, "<u4", 2 * spans, position + 10 * words).reshape(spans, 2),
    )


def _words(place: int, text: str) -> Iterator[_Word]:
    found = content(text)
    for word, following in pairwise([*found, ""]):
        compound = bool(following) and len(word) + len(following) >= COMPOUND
        yield number(stem(word)), number(stem(word + following)) if compound else 0, min(place, 65535)
