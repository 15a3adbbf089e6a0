"""Reads dates out of a sentence, whole ones and parts, and what is said before them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.grounding.lexicon import MONTHS
from bot.grounding.words import Sentence

_NAMES = "|".join([*MONTHS, *(month[:3] + r"\b\.?" for month in MONTHS), r"sept\b\.?"])
_SURE = "|".join(month for month in MONTHS if month not in {"march", "may"})
_DAY = r"(?P<day>[0-3]?\d)(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?P<year>1\d{3}|20\d{2})(?![\d%]|,\d|\.\d)"
_SPAN = "week|month|year|decade|century|quarter|night|morning|afternoon|evening|weekend|term|spring|summer|autumn|winter"
_WEEKDAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_BEFORE_A_YEAR = (
    r"in|since|by|from|until|till|during|before|after|late|early|mid|between|through|around|circa|c\.|year|spring"
    r"|summer|autumn|winter|christmas|easter|budget|throughout|to|of|and|for|or|than"
)
_CENTURIES = {
    "18th": "1700", "eighteenth": "1700", "19th": "1800", "nineteenth": "1800",
    "20th": "1900", "twentieth": "1900", "21st": "2000", "twenty-first": "2000",
}  # fmt: skip
_MAY_BE = re.compile(
    rf"\d|\b(?:{_NAMES}|{_SPAN}|{_WEEKDAY}|yesterday|today|tonight|tomorrow)\b", re.IGNORECASE
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<year>\d{{4}})-(?P<month>[01]\d)-{_DAY}\b",
        rf"\b{_DAY}(?P<mark>[/.])(?P<month>[01]?\d)(?P=mark){_YEAR}",
        rf"(?<![\d£$€.,]){_DAY}(?:\s+day)?(?:\s+of)?\s+(?P<month>{_NAMES})(?!\w)(?:,?\s+{_YEAR})?",
        rf"\b(?P<month>{_NAMES})\s+{_DAY}(?![\d%]|,\d|\.\d|\s*(?:million|billion|per cent|percent|people))(?:,?\s+{_YEAR})?",
        rf"\b(?P<month>{_NAMES})(?:,|\s+of|\s+in)?\s+{_YEAR}",
        rf"(?<=\b)(?P<month>{_SURE})\b",
        r"(?:(?<=in )|(?<=of )|(?<=by )|(?<=since )|(?<=until )|(?<=last )|(?<=next )|(?<=during ))(?P<month>May|March)\b(?!\s+(?:be|have|not|also)\b)",
        r"(?:(?<=for )|(?<=this )|(?<=and ))(?P<month>(?-i:May|March))\b(?!\s+(?:be|have|not|also)\b)",
        r"\ban? [a-z]+ (?P<month>(?-i:May|March))\b(?!\s+(?:be|have|not|also)\b)",
        r"(?<![\d£$€.,])(?P<decade>1\d{2}0|20\d0)[’']?s\b",
        rf"\b(?P<century>{'|'.join(_CENTURIES)})[ -]century\b",
        rf"\b(?P<relative>(?:earlier|later|earlier on|later on)\s+(?:this|last|next|that)\s+(?:{_SPAN}|{_WEEKDAY}))\b",
        rf"\b(?P<relative>(?:last|this|next|previous|past|following)\s+(?:{_SPAN}|{_WEEKDAY}))\b",
        rf"\b(?P<relative>(?:{_SPAN})\s+(?:before|earlier))\b(?!\s+(?:the|a|it|they|he|she|\d))",
        rf"\b(?P<season>spring|summer|autumn|winter)(?:\s+of)?\s+{_YEAR}",
        r"\b(?P<relative>yesterday|today|tonight|tomorrow)\b",
        rf"\b(?P<weekday>{_WEEKDAY})\b",
        rf"(?<=[(–—/])\s?{_YEAR}(?=\s?[)–—/-])",
        rf"\b(?:{_BEFORE_A_YEAR}|the)\s+(?:about\s+|around\s+)?{_YEAR}(?!\s+(?:people|men|women|children|staff|jobs|homes|pounds|miles|km|metres|meters|years|troops|soldiers)\b)",
        rf"(?<![\d£$€.,]){_YEAR}(?=\s*(?:[,.;:)\]]|$|\s(?:and|when|by|with|as|the|was|is|to|for|but|after|at)\b))",
    )
)
_EDGES = tuple(
    (edge, re.compile(rf"\b(?:{phrases})\s+(?:the\s+)?(?:year\s+)?$", re.IGNORECASE))
    for edge, phrases in {
        "by": r"(?:by|no later than|not later than)(?: the (?:very )?end of)?|by early|by late",
        "before": r"(?:before|prior to|ahead of|earlier than|preceding)(?: the end of)?",
        "until": r"(?:until|till|up to|up until|through|extended to|runs? to)(?: the (?:very )?end of)?",
        "after": r"after|following|later than",
        "since": r"since|from|(?:start|begin|dat)ing (?:in|from|on)|as (?:of|from)",
        "early": r"early|early in|(?:the )?(?:beginning|start) of",
        "mid": r"mid|mid-|(?:the )?middle of",
        "late": r"late|late in|(?:the )?end of",
        "about": r"around|about|circa|approximately|roughly",
    }.items()
)
_EARLY = re.compile(r"\b(early|mid|late)[- ]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Date:
    """What a sentence says of a time; None where it does not say."""

    start: int
    end: int
    """Its range in the sentence's text."""
    said: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    word: str | None = None
    """A decade, a weekday, or a time that means nothing away from its text: "last week"."""
    edge: str = ""
    """by, before, until, after, since, early, mid, late, about, or "" for in and on."""

    @property
    def parts(self) -> frozenset[tuple[str, int | str]]:
        pairs = (("year", self.year), ("month", self.month), ("day", self.day), ("word", self.word))
        return frozenset((name, value) for name, value in pairs if value is not None)

    def covers(self, other: "Date") -> bool:
        """Whether this date says all that `other` says."""
        return other.parts <= self.parts


@lru_cache(maxsize=4096)
def dates(sentence: Sentence) -> tuple[Date, ...]:
    """The dates of `sentence`, in order."""
    if not _MAY_BE.search(sentence.text):
        return ()
    taken = [False] * len(sentence.text)
    found: list[Date] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(sentence.text):
            groups = match.groupdict()
            start = min(match.start(name) for name, value in groups.items() if value)
            if any(taken[start : match.end()]):
                continue
            taken[start : match.end()] = [True] * (match.end() - start)
            found.append(_date(sentence.text, groups, start, match.end()))
    return tuple(sorted(found, key=lambda date: date.start))


@lru_cache(maxsize=4096)
def dated(sentence: Sentence) -> frozenset[int]:
    """The places of the tokens that are part of a date."""
    return frozenset(
        place
        for date in dates(sentence)
        for place, token in enumerate(sentence.tokens)
        if date.start <= token.start < date.end
    )


def _date(text: str, groups: dict[str, str | None], start: int, end: int) -> Date:
    century = groups.get("century")
    word = (
        _CENTURIES[century.lower()]
        if century
        else groups.get("decade") or groups.get("relative") or groups.get("weekday") or groups.get("season")
    )
    return Date(
        start,
        end,
        text[start:end],
        year=_number(groups.get("year")),
        month=_month(groups.get("month")),
        day=_number(groups.get("day")),
        word=_usual(word) if word else None,
        edge=_edge(text[:start]),
    )


def _usual(word: str) -> str:
    """ "the year before" as "previous year"."""
    words = word.lower().split()
    return f"previous {words[0]}" if words[-1] in ("before", "earlier") else " ".join(words)


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _month(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    return next(number for number, month in enumerate(MONTHS, 1) if text.lower()[:3] == month[:3])


def _edge(before: str) -> str:
    early = _EARLY.search(before)
    if early:
        return early[1].lower()
    return next((edge for edge, pattern in _EDGES if pattern.search(before)), "")
