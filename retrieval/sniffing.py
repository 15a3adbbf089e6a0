"""What a text says of itself at its top and bottom: title, author and date. Never guessed beyond that."""

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath

from retrieval.dates import day_in
from retrieval.paragraphs import is_heading_like

TOP = 12
"""Lines in which a date or a by-line may stand."""
LONGEST = 300
"""Characters of a line that are looked at."""
TITLE_WORDS = 25
OPENING = 70
"""Characters of the text that stand in for a title where the file's name has no words."""
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_HEADING = re.compile(r"\s*#[ \t]+(\S.*?)[ \t#]*")
_NAME = r"[A-ZÀ-Þ][\w'’.-]*"
_AUTHOR = re.compile(
    rf"(?:Words |Written |Reported )?(?i:by|por|gan) "
    rf"({_NAME}(?: (?:(?:de|van|von|der|and|y|a|ac) )?{_NAME}){{1,6}})"
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_HEXADECIMAL = re.compile(r"[0-9a-f]{6,}", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:\d{1,3}[._-]|0\d{0,3} )[ ._-]*(?=\D)")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """Each as the text says it, None where it does not."""

    title: str | None
    author: str | None
    date: str | None


def sniff(text: str) -> Sniffed:
    """What the first lines say; a by-line may also be among the last."""
    top = [match.group()[:LONGEST].strip("\ufeff \t") for match in islice(_LINE.finditer(text), TOP)]
    bottom = [line.strip() for line in text[-600:].splitlines() if line.strip()][-5:]
    days = (day_in(line) for line in top)
    authors = (_AUTHOR.fullmatch(line) for line in top + bottom)
    return Sniffed(
        title=_title(top),
        author=next((match[1] for match in authors if match), None),
        date=next((day for day in days if day), None),
    )


def name_as_title(path: str, text: str) -> str:
    """The file's name in words; where it has none ("0001.txt"), how the text begins."""
    stem = PurePosixPath(path).stem
    words = re.sub(r"[\s_-]+", " ", _NUMBER.sub("", _HEXADECIMAL.sub(_unless_word, stem))).strip()
    if _WORD.search(words):
        return words[0].upper() + words[1:]
    line = _LINE.search(text)
    opening = " ".join(line.group()[:LONGEST].strip("\ufeff#*- \t").split()) if line else ""
    if len(opening) > OPENING:
        opening = opening[:OPENING].rsplit(" ", 1)[0].rstrip(",;:– ") + "…"
    return opening or stem


def _unless_word(match: re.Match[str]) -> str:
    return match.group() if match.group().isalpha() else ""


def _title(top: list[str]) -> str | None:
    marked = (_HEADING.fullmatch(line) for line in top)
    heading = next((match[1] for match in marked if match), None)
    if heading or not top:
        return heading
    first = top[0]
    is_title = len(first.split()) <= TITLE_WORDS and is_heading_like(first[:100]) and len(first) <= 160
    return first if is_title and len(top) > 1 else None
