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
_GAP = r"(?:\t+|(?<![.!?:;,]) {3,})"
_ROW = re.compile(
    rf"\|.*\||[^|]+\|[^|]*\|.*|\S.*?{_GAP}\S.*|\S.*?[^.!?:;,\s] {{2,}}\S.*?[^.!?:;,\s] {{2,}}\S.*"
)
_RULE = re.compile(r"[\s|:+=-]*[-=]{2,}[\s|:+=-]*")
_CELL = re.compile(r"(?:[^|\\]|\\.)+")
LONGEST_ROW = 240
"""Characters."""


@lru_cache(maxsize=4096)
def sentences(text: str, language: str = "en") -> tuple[tuple[int, int], ...]:
    """The (start, end) of each sentence of `text`, in order, without the white space, bullets and
    footnote marks around it. A line break ends a sentence, unless it is there for the width of the page."""
    spans = []
    for begin, end in runs(text):
        if is_row(text[begin:end]):
            spans.append((begin, end))
        elif text.startswith("|", begin) and end - begin > LONGEST_ROW:
            for cell in _CELL.finditer(text, begin, end):
                spans += _split(text, *cell.span(), language)
        else:
            spans += _split(text, begin, end, language)
    return tuple(span for span in (_trim(text, *span) for span in spans) if span)


def _split(text: str, begin: int, end: int, language: str) -> list[tuple[int, int]]:
    return [
        (begin + boundary["start_index"], begin + boundary["end_index"])
        for boundary in get_sentence_boundaries(language, _SPACE.sub(" ", text[begin:end]))
    ]


def is_row(line: str) -> bool:
    """Whether it is a row of a table: cells between bars, or set apart by wide gaps. It is one sentence,
    whatever its cells hold, unless it is very long."""
    return len(line) <= LONGEST_ROW and _ROW.fullmatch(line.strip()) is not None


def is_rule(line: str) -> bool:
    """Whether it only sets off the names of a table's columns."""
    return _RULE.fullmatch(line) is not None


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
