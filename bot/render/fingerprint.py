"""Whether a link still leads to the words that were cited: a document may have changed since."""

import re
from hashlib import sha256

LENGTH = 8
"""Hexadecimal digits."""
FARTHEST = 200_000
"""Characters of a document in which cited words are looked for."""
_WORD_START = re.compile(r"(?<!\w)[^\s]")


def fingerprint(words: str) -> str:
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:LENGTH]


def found(text: str, start: int, end: int, expected: str) -> tuple[int, int] | None:
    """Where the words of this fingerprint stand, nearest to `start` and as long; None where they are gone."""
    size = end - start
    if fingerprint(text[start:end]) == expected:
        return start, end
    begins = [match.start() for match in _WORD_START.finditer(text[:FARTHEST])]
    for place in sorted(begins, key=lambda begin: abs(begin - start)):
        if fingerprint(text[place : place + size]) == expected:
            return place, place + size
    return None
