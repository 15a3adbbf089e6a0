"""The time that a question speaks of by today's date: "this year", "last month", "the latest"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_NAMED = re.compile(
    r"\b(?P<which>this|last|the previous|the past|the current) (?P<unit>year|month|week)\b"
    r"|\b(?P<day>today|yesterday)\b",
    re.IGNORECASE,
)
_LATEST = re.compile(r"(?<!\bat the )\b(?:latest|newest|most recent(?:ly)?)\b", re.IGNORECASE)
_PAST = frozenset({"last", "the previous", "the past"})


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    first: date
    last: date
    name: str
    """As people write it."""

    def holds(self, day: str | None) -> bool:
        """Whether a document's date lies in it."""
        return day is not None and self.first.isoformat() <= day <= self.last.isoformat()


def period(question: str, today: date) -> Period | None:
    """The period that a question names by today's date."""
    found = _NAMED.search(question)
    if not found:
        return None
    if found["day"]:
        day = today - timedelta(days=found["day"].lower() == "yesterday")
        return Period(day, day, written(day))
    back = found["which"].lower() in _PAST
    if found["unit"].lower() == "year":
        year = today.year - back
        return Period(date(year, 1, 1), date(year, 12, 31), str(year))
    if found["unit"].lower() == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return Period(monday, monday + timedelta(days=6), f"the week of {written(monday)}")
    first = today.replace(day=1)
    first = (first - timedelta(days=1)).replace(day=1) if back else first
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(first, following - timedelta(days=1), f"{first:%B %Y}")


def meant(question: str, today: date, dates: Iterable[str | None]) -> Period | None:
    """The same, where "the latest" is the day of the latest of some documents."""
    named = period(question, today)
    if named or not _LATEST.search(question):
        return named
    newest = max((day for each in dates if (day := day_of(each))), default=None)
    return Period(newest, newest, written(newest)) if newest else None


def day_of(iso: str | None) -> date | None:
    """A document's date, None where it gives no whole one."""
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
