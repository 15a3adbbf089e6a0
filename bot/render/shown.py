"""What the chat channels show beside answers, as their renderers need it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.briefings.values import Noted, Summary
from bot.chat.library import Surroundings
from bot.render.cut import clean, safe, shortened, size

LONDON = ZoneInfo("Europe/London")
_LINK = re.compile(r"https://[\w.-]+/[\w./?&=%:;,~+#@!-]{0,400}", re.ASCII)
PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
REASONS = {
    "wrong": "It is wrong",
    "incomplete": "It is incomplete",
    "sources_not_relevant": "The sources are not relevant",
    "out_of_date": "It is out of date",
    "other": "Something else",
}
"""Why an answer is bad, by the name under which it is recorded."""
FOLLOW_UPS = {
    "mention": "Only when I am mentioned",
    "when_addressed": "When the last reply was mine, or the message is a question to me",
    "always": "Always, in threads that I answered in",
}


@dataclass(frozen=True, slots=True)
class Holding:
    """One collection that somebody may be answered from."""

    collection: str
    documents: int
    newest: tuple[tuple[str, str | None], ...] = ()
    """Title and date of a few documents, newest first."""


def place(ahead: int) -> str:
    """Which one in the queue somebody is, with `ahead` before them: "third", "14th"."""
    number = max(0, ahead) + 1
    if number <= len(PLACES):
        return PLACES[number - 1]
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def sections(summary: Summary) -> tuple[tuple[str, Sequence[Noted]], ...]:
    """The sections of a summary that say something, under their headings."""
    named = (
        ("Main points", summary.main),
        ("Decisions", summary.decisions),
        ("Open questions", summary.questions),
        ("Actions", summary.actions),
    )
    return tuple((heading, lines) for heading, lines in named if lines)


def task(noted: Noted) -> str:
    """Who is to do it and by when, "" where neither is known."""
    known = {"owner": shortened(clean(noted.owner), 80), "due": shortened(clean(noted.due), 80)}
    return " · ".join(f"{name}: {value}" for name, value in known.items() if value)


def said_by(noted: Noted) -> str:
    """Who said it and when, as the words of a link to it."""
    who = shortened(clean(noted.author), 80) or "source"
    return f"{who}, {moment(noted.at)}" if noted.at else who


def moment(at: datetime) -> str:
    """3 November 2026, 14:05, by London's clock; without the time where that is midnight sharp."""
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(LONDON)
    clock = f", {local:%H:%M}" if (local.hour, local.minute) != (0, 0) else ""
    return f"{local.day} {local:%B %Y}{clock}"


def own_link(link: str, hosts: Sequence[str]) -> str:
    """`link` if it leads to one of the platform's own hosts, "" if it could lead anywhere else."""
    try:
        parts = urlsplit(link)
        ours = parts.scheme == "https" and parts.hostname in hosts and parts.port is None
    except ValueError:
        return ""
    return link if ours and "@" not in parts.netloc and _LINK.fullmatch(link) else ""


def round_quote(found: Surroundings, around: int, longest: int) -> tuple[str, str, str]:
    """Before, quote and after, cleaned; the outer two at most `around` long and cut towards the quote, with
    dots where the document goes on."""
    before, after = safe(found.before).lstrip(), safe(found.after).rstrip()
    before, after = _tail(before, around), shortened(after, around)
    dots = before and not found.starts and not before.startswith("…"), after and not found.ends
    after = f"{after} …" if dots[1] and not after.endswith("…") else after
    return f"… {before}" if dots[0] else before, shortened(safe(found.quote), longest), after


def _tail(text: str, limit: int) -> str:
    """The end of a text, from the beginning of a word."""
    if size(text) <= limit:
        return text
    low = max(0, len(text) - limit)
    while size(text[low:]) > limit - 2:
        low += 1
    word = text.find(" ", low, low + 40)
    return f"… {text[max(low, word + 1) :]}"
