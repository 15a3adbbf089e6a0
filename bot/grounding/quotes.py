"""Finds where a quote stands in a text: exact offsets, or nothing."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_MARKS = "\"'`´‘’‚‛“”„‟′″‹›«»＂＇"
_DASHES = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_BLANK = "\\s\u200b\u2060\ufeff"
_EITHER = f"[{_BLANK}{_MARKS}]*"
_ATOM = re.compile(
    rf"(?P<gap>[{_BLANK}{_MARKS}]+)|(?P<dash>[{_DASHES}]+)|(?P<word>\w+)|(?P<other>.)", re.DOTALL
)
_WRAPPING = rf"(?:[{_BLANK}{_MARKS}]|…|\.\.\.+|\[(?:…|\.\.\.)\])+"
_WRAPPED = re.compile(rf"\A{_WRAPPING}|{_WRAPPING}\Z")
_HAS_BLANK = re.compile(f"[{_BLANK}]")
_MARK = re.compile(f"[{_MARKS}]")
_NOT = re.compile(rf"[{_MARKS}]t\b")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LEAST_WORD_CHARACTERS = 3


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """The (start, end) of `quote` in `text`. White space, quotation marks and dashes may differ, nothing
    else; a mark inside a word (it's) has to be there. Never part of a word or of a longer number."""
    core = _WRAPPED.sub("", quote)
    if sum(map(str.isalnum, core)) < _LEAST_WORD_CHARACTERS or len(core) > 2 * len(text):
        return None
    for start, end in _places(core, text):
        if _stands_alone(text, start, end):
            return _with_marks(quote, text, start, end)
    return None


def _places(core: str, text: str) -> Iterator[tuple[int, int]]:
    """Verbatim places first: most quotes are, and a search costs less than a pattern."""
    start = text.find(core)
    while start >= 0:
        yield start, start + len(core)
        start = text.find(core, start + 1)
    pattern = _pattern(core)
    found = pattern.search(text)
    while found:
        yield found.span()
        # Overlapping, so that a place inside a word does not hide the next one.
        found = pattern.search(text, found.start() + 1)


@lru_cache(maxsize=256)
def _pattern(core: str) -> re.Pattern[str]:
    parts: list[str] = []
    before, gap = "", ""
    for atom in _ATOM.finditer(core):
        kind = atom.lastgroup or ""
        if kind == "gap":
            gap = atom.group()
            continue
        if before:
            parts.append(_between(before, gap, kind))
        parts.append(f"[{_DASHES}]+" if kind == "dash" else re.escape(atom.group()))
        before, gap = kind, ""
    return re.compile("".join(parts))


def _between(before: str, gap: str, after: str) -> str:
    """What may stand between two atoms of a quote that has `gap` there."""
    if "dash" in (before, after):
        return _EITHER
    if _HAS_BLANK.search(gap):
        return f"[{_MARKS}]*[{_BLANK}]{_EITHER}"
    if before == after == "word":
        return f"[{_MARKS}]+"
    return _EITHER if gap else f"[{_MARKS}]*"


def _stands_alone(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 2) : start], text[end : end + 2]
    return not (
        _joined(around[0][-1:], text[start])
        or _joined(text[end - 1], around[1][:1])
        or (text[start].isdigit() and re.fullmatch(r"\d[.,]", around[0]))
        or (text[end - 1].isdigit() and re.fullmatch(r"[.,]\d", around[1]))
        or _NOT.match(text, end)
    )


def _joined(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word; scripts without spaces have no such words."""
    if not left or not right:
        return False
    if unicodedata.combining(right):
        return True
    return _is_word(left) and _is_word(right) and not (_UNSPACED.match(left) or _UNSPACED.match(right))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_" or bool(unicodedata.combining(character))


def _with_marks(quote: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The place, with the quotation marks that the quote has too."""
    if start and _MARK.match(quote.lstrip()) and _MARK.match(text, start - 1):
        start -= 1
    if _MARK.match(quote.rstrip()[-1:]) and _MARK.match(text, end):
        end += 1
    return start, end
