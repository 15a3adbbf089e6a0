"""Sentence boundaries that keep their place in the text."""

import re
from functools import lru_cache

from sentencex import get_sentence_boundaries

from retrieval.wrapping import runs

# sentencex counts bytes before a full stop, and panics on wide ones; it takes a line break for an end.
_SPACE = re.compile(r"[\r\n]|[^\S\x00-\x7f]")
_FOOTNOTES = re.compile(r"(?:\s{0,3}\[\d{1,3}\]){1,20}\s*$")  # bounded, or a long run takes for ever
_MARK = re.compile(r"\s*\[\d{1,3}\]")
_BULLET = re.compile(r"\s*(?:[•◦▪‣·*+–-]|\d{1,2}[.)]|\(?[a-z]\))\s+")


@lru_cache(maxsize=4096)
def sentences(text: str, language: str = "en") -> tuple[tuple[int, int], ...]:
    """The (start, end) of each sentence of `text`, in order, without the white space, bullets and
    footnote marks around it. A line break ends a sentence, unless it is there for the width of the page."""
    spans = []
    for begin, end in runs(text):
        for boundary in get_sentence_boundaries(language, _SPACE.sub(" ", text[begin:end])):
            start = begin + boundary["start_index"]
            span = _trim(text, start, begin + boundary["end_index"])
            if span:
                spans.append(span)
    return tuple(spans)


def without_footnotes(sentence: str) -> str:
    """The sentence without the footnote marks of its source, such as "[3]", for showing."""
    return _MARK.sub("", sentence).strip()


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    marks = _FOOTNOTES.search(text, start, end)
    end = marks.start() if marks else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
