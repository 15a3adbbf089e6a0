"""Reads by when something is to be done: the words as written, and the day they mean in London."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_DAYS = {
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "tues": 1, "wednesday": 2, "wed": 2, "weds": 2,
    "thursday": 3, "thu": 3, "thur": 3, "thurs": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5,
    "sunday": 6, "sun": 6,
}  # fmt: skip
_MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5,
    "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_DAY, _MONTH = "|".join(_DAYS), "|".join(_MONTHS)
_CLOSE = "close(?: of (?:play|business))?|end|COP|COB|EOD|noon|midday|lunchtime"
_LEAD = (
    "(?:no later than|by|before|until|due(?: on| by)?|on|for|at|first thing|"
    rf"(?:by |at |before )?(?:the )?(?:{_CLOSE})(?: of| on)?)"
)
_CLOCK = r"(?:\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)|\d{1,2}:\d\d|noon|midday|lunchtime|COP|COB|EOD|close)"
_TH = "(?:st|nd|rd|th)"
_PART = "morning|afternoon|evening|night|lunchtime"
_COUNT = "|".join(_COUNTS)
_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "iso": r"(?P<iso>\d{4}-\d\d-\d\d)",
        "slashed": r"(?P<sd>\d{1,2})/(?P<sm>\d{1,2})(?:/(?P<sy>\d{4}|\d\d))?(?![\d/])",
        "dated": rf"(?:(?:{_DAY})\.?,? )?(?:the )?(?P<dd>\d{{1,2}}){_TH}?(?: of)? (?P<dm>{_MONTH})\b"
        r"(?:,? (?P<dy>\d{4}))?",
        "american": rf"(?P<am>{_MONTH})\.? (?P<ad>\d{{1,2}}){_TH}?\b(?:,? (?P<ay>\d{{4}}))?",
        "nth": rf"the (?P<nth>\d{{1,2}}){_TH}\b(?! (?:of|point|item|draft|floor|time|version))",
        "end_next_week": "(?:the )?end of next week",
        "end_week": "(?:the )?end of (?:the|this )? ?week",
        "end_month": "(?:the )?end of (?:the|this )? ?month",
        "end_day": "(?:the )?(?:end|close) of (?:the day|today|play|business)|COP|COB|EOD",
        "within": rf"(?:within|in) (?:the next )?(?P<count>\d{{1,2}}|{_COUNT}) (?P<unit>days?|weeks?)"
        "(?:['’]s? time)?",
        "next_day": rf"next (?P<next>{_DAY})\b(?:\s+(?:{_PART}))?",
        "next_week": "next week",
        "day": rf"(?:this )?(?P<day>{_DAY})\b(?! week)(?:\s+(?:{_PART}|{_CLOCK}))?",
        "tomorrow": rf"tomorrow(?: (?:{_PART}))?",
        "today": "today|tonight|this (?:morning|afternoon|evening)",
        "clock": r"(?P<clock>\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)|\d\d:\d\d|noon|midday)",
        "soon": "asap|as soon as possible",
    }
)
"""From the most to the least that is said."""
_LEADING = frozenset({"iso", "slashed", "nth", "american", "dated", "day", "clock"})
"""What is a term only after a word such as "by": "on Friday" is one, "Friday's paper" is not."""


@dataclass(frozen=True, slots=True)
class Due:
    """A term."""

    written: str
    day: date | None = None
    """None where the words may mean more than one day."""
    whole_week: bool = False
    """`day` is the Monday of the week that is meant."""

    def shown(self, today: date) -> str:
        """ "by Friday (Friday 6 March 2026)"."""
        if self.day is None:
            return self.written
        named = f"{self.day:%A} {self.day.day} {self.day:%B %Y}"
        last = self.day + timedelta(days=6 if self.whole_week else 0)
        named = f"week of {named}" if self.whole_week else named
        return f"{self.written} ({named}{', now past' if last < today else ''})"


def due(text: str, at: datetime) -> Due | None:
    """The first term in a text that was written at that moment."""
    said = at.astimezone(LONDON).date()
    found = [(kind, match) for kind, pattern in _PATTERNS.items() if (match := pattern.search(text))]
    if not found:
        return None
    # The first; of those that begin there, the one that says most.
    kind, match = min(found, key=lambda each: (each[1].start(), -each[1].end()))
    read = _READ.get(kind)
    day = read(match, said) if read else None
    return Due(" ".join(match.group().split()), day, whole_week=kind == "next_week" and day is not None)


def _compiled() -> Mapping[str, re.Pattern[str]]:
    lead = rf"(?:{_LEAD}\s+(?:{_CLOCK}\s*(?:on\s+|,\s*)?)?)"
    return {
        kind: re.compile(rf"\b{lead}{'' if kind in _LEADING else '?'}(?:{form})(?!\w|['’]s)", re.IGNORECASE)
        for kind, form in _FORMS.items()
    }


_PATTERNS = _compiled()


def _weekday(match: re.Match[str], said: date) -> date | None:
    ahead = (_DAYS[match["day"].lower()] - said.weekday()) % 7
    # "By Friday", said on a Friday, may mean today or a week from now.
    return said + timedelta(days=ahead) if ahead else None


def _next_weekday(match: re.Match[str], said: date) -> date | None:
    """The day of next week; said at a weekend it may mean either."""
    if said.weekday() > 4:
        return None
    return said + timedelta(days=7 - said.weekday() + _DAYS[match["next"].lower()])


def _end_of_week(_: re.Match[str], said: date) -> date | None:
    return said + timedelta(days=4 - said.weekday()) if said.weekday() < 5 else None


def _end_of_next_week(_: re.Match[str], said: date) -> date | None:
    return said + timedelta(days=11 - said.weekday()) if said.weekday() < 5 else None


def _within(match: re.Match[str], said: date) -> date:
    count = match["count"].lower()
    number = int(count) if count.isdigit() else _COUNTS[count]
    return said + timedelta(days=number * (7 if match["unit"].lower().startswith("week") else 1))


def _nth(match: re.Match[str], said: date) -> date | None:
    """This month, or the next where it has passed."""
    day = int(match["nth"])
    later = (said.year + said.month // 12, said.month % 12 + 1)
    year, month = (said.year, said.month) if day >= said.day else later
    return _real(year, month, day)


def _calendar(day: str, month: int, year: str | None, said: date) -> date | None:
    if year:
        return _real(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    this = _real(said.year, month, int(day))
    # A day just past is not a term a year from now.
    if this and (said - this).days > 180:
        return _real(said.year + 1, month, int(day))
    return this


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READ: Mapping[str, Callable[[re.Match[str], date], date | None]] = MappingProxyType(
    {
        "iso": lambda m, _: _real(*(int(part) for part in m["iso"].split("-"))),
        "slashed": lambda m, said: _calendar(m["sd"], int(m["sm"]), m["sy"], said),
        "dated": lambda m, said: _calendar(m["dd"], _MONTHS[m["dm"].lower()], m["dy"], said),
        "american": lambda m, said: _calendar(m["ad"], _MONTHS[m["am"].lower()], m["ay"], said),
        "nth": _nth,
        "end_next_week": _end_of_next_week,
        "end_week": _end_of_week,
        "end_month": lambda _, said: said.replace(day=monthrange(said.year, said.month)[1]),
        "end_day": lambda _, said: said,
        "within": _within,
        "next_day": _next_weekday,
        "next_week": lambda _, said: said + timedelta(days=7 - said.weekday()),
        "day": _weekday,
        "tomorrow": lambda _, said: said + timedelta(days=1),
        "today": lambda _, said: said,
    }
)
