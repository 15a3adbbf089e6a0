"""Sentence boundaries that keep their place in the text."""

import re
from functools import lru_cache

from sentencex import get_sentence_boundaries

from retrieval.wrapping import runs

# sentencex counts bytes before a full stop, and panics on wide ones; it takes a line break for an end.
_SPACE = re.compile(r"[\r\n]|[^\S\x00-\x7f]")
_NOTE = r"\[(?:\d{1,3}|\^[^\[\]\s]{1,40})\]"
_FOOTNOTES = re.compile(rf"(?:\s{{0,3}}{_NOTE}){{1,20}}\s*$")  # bounded, or a long run takes for ever
_MARK = re.compile(rf"\s*{_NOTE}(?!:)")
_STRUCK = re.compile(r"~~(?=[^\s~])[^~]{1,2000}(?<!\s)~~")
_NOTHING = "\x1a"
"""Stands for each character that is struck out: no white space, which may set off the cells of a row."""
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
    footnote marks around it. A line break ends a sentence, unless it is there for the width of the page.
    What Markdown strikes out is no sentence; it stays within one that goes on beside it."""
    text = _blanked(text)
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


def readable(sentence: str) -> str:
    """The sentence as its source means it to be read: without what is struck out, and without the marks of
    footnotes, such as "[3]"."""
    return _MARK.sub("", without_struck(sentence)).strip()


def without_struck(text: str, start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` without what Markdown strikes out: "~~£400~~ £450" is "£450"."""
    if "~~" not in text:
        return text[start:end]
    return re.sub(rf" ?{_NOTHING}+", "", _blanked(text)[start:end]).lstrip()


def _blanked(text: str) -> str:
    """As long as the text, with nothing to read where it is struck out."""
    return _STRUCK.sub(lambda struck: _NOTHING * len(struck[0]), text)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    marks = _FOOTNOTES.search(text, start, end)
    end = marks.start() if marks else end
    while start < end and (text[start].isspace() or text[start] == _NOTHING):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == _NOTHING):
        end -= 1
    return (start, end) if start < end else None
