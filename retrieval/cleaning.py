"""Which paragraphs of a page are furniture: what it says about other pages, or about itself."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from retrieval.paragraphs import Paragraph, is_heading_like

LONGEST = 600
"""Characters: a longer paragraph is body, and patterns would take too long over it."""
LONGEST_LINE = 12
"""Words of a line that leads elsewhere; a longer one is a sentence that happens to begin like one."""
LONGEST_TEASER = 20
MOST_TEASERS = 25
EDGE = 8
"""Paragraphs from the top or the bottom in which a by-line or a cookie notice may stand."""

_NOTE_MARK = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}[.)]|[-*•])\s*")
_NAME = r"[A-ZÀ-Þ][\w.'’-]*"
_BYLINE = re.compile(
    rf"(?:(?:Words|Written|Reported|Reporting)\s+)?(?i:by|por|gan)\s+{_NAME}"
    rf"(?:\s+(?:and|y|a|ac|de|van|von|der|&|{_NAME})){{0,6}}(?:,\s+.{{1,60}})?"
)
_MARKS = re.compile(r"^[#*_>\s\[«»›→|-]+|[#*_\s\]:…>»›→|]+$")
_FENCE = re.compile(r"\ufeff?-{3}|\.{3}")
_FIELD = re.compile(r"[\w.'’ -]{1,60}:(?:\s|$)|-\s|[\]}]")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def furniture(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Their positions. When in doubt, a paragraph is body: furniture ranks low, so a mistake costs an
    answer."""
    found = set(_front_matter(paragraphs))
    titles: set[str] = set()
    for i, paragraph in enumerate(paragraphs):
        if i in found:
            continue
        if len(paragraph.text) > LONGEST:
            continue
        line = _MARKS.sub("", paragraph.text)
        if _leads_elsewhere(paragraphs, i, line):
            found.update((i, *_teasers(paragraphs, i + 1)))
        elif _is_about_the_page(paragraphs, i, line) or (paragraph.heading and line in titles):
            found.add(i)
        if i < 3 and paragraph.heading:
            titles.add(line)
    return frozenset(found)


def _front_matter(paragraphs: Sequence[Paragraph]) -> range:
    """The fields between rules with which a Markdown file may begin: they are for a program."""
    if not paragraphs or not _FENCE.fullmatch(paragraphs[0].text):
        return range(0)
    ends = (n for n, paragraph in enumerate(paragraphs[1:], 1) if _FENCE.fullmatch(paragraph.text))
    end = next(ends, 0)
    fields = sum(_FIELD.match(paragraph.text) is not None for paragraph in paragraphs[1:end])
    return range(end + 1) if 2 * fields >= end - 1 > 0 else range(0)


def _leads_elsewhere(paragraphs: Sequence[Paragraph], i: int, line: str) -> bool:
    if paragraphs[i].is_bullet or len(line.split()) > LONGEST_LINE or line.endswith("."):
        return False
    if _phrases("elsewhere", "always").match(line):
        return True
    return bool(_phrases("elsewhere", "headers").match(line)) and not _is_followed_by_body(paragraphs, i)


def _is_about_the_page(paragraphs: Sequence[Paragraph], i: int, line: str) -> bool:
    text = paragraphs[i].text
    if _is_only_links(text) or (len(line) <= 120 and _phrases("page", "always").fullmatch(line)):
        return True
    if len(line) <= 40 and _phrases("page", "headers").fullmatch(line):
        return not (_is_followed_by_body(paragraphs, i) or _is_followed_by_list(paragraphs, i))
    if EDGE <= i < len(paragraphs) - EDGE:
        return False
    return bool(_BYLINE.fullmatch(text) or _phrases("page", "notices").search(text))


def _is_followed_by_body(paragraphs: Sequence[Paragraph], i: int) -> bool:
    """A sentence, or something as long: then the line may be a heading of the text itself."""
    if i + 1 >= len(paragraphs) or paragraphs[i + 1].is_bullet:
        return False
    text = paragraphs[i + 1].text
    enough = 6 if len(text) <= LONGEST and _SENTENCE_END.search(text) else LONGEST_LINE
    return len(text.split(maxsplit=enough)) >= enough


def _is_followed_by_list(paragraphs: Sequence[Paragraph], i: int) -> bool:
    return i + 1 < len(paragraphs) and paragraphs[i + 1].is_bullet


def _teasers(paragraphs: Sequence[Paragraph], first: int) -> Iterator[int]:
    """The list, or the headlines, that stand right under a line that leads elsewhere."""
    last = first
    while last < min(len(paragraphs), first + MOST_TEASERS) and (
        paragraphs[last].is_bullet if paragraphs[first].is_bullet else _is_headline(paragraphs[last])
    ):
        last += 1
    under = paragraphs[first:last]
    if under and last < len(paragraphs) and is_heading_like(under[-1].text):
        last -= 1  # the last headline may be the heading of the text that goes on below it
    yield from range(first, last)


def _is_only_links(text: str) -> bool:
    words = _NOTE_MARK.sub("", text, count=1).split()
    return bool(words) and all(word.startswith(("http://", "https://", "www.")) for word in words)


def _is_headline(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if len(text) > LONGEST:
        return False
    if _is_only_links(text):
        return True
    short = len(text.split()) <= LONGEST_TEASER and not _SENTENCE_END.search(text)
    return short and not paragraph.is_bullet and (is_heading_like(text) or text[0].isupper())


@lru_cache(maxsize=8)
def _phrases(group: str, kind: str) -> re.Pattern[str]:
    every = tomllib.loads(files("retrieval").joinpath("furniture.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(f"(?:{phrase})" for phrase in every[group][kind]), re.IGNORECASE)
