"""What every chat channel does with the desk: ask once, say what is known, find a document by its name."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from bot.chat.answering import Asked, Desk
from bot.chat.library import Shelf
from bot.chat.place import Person, Place
from bot.domain import Answer
from bot.engine import Step
from bot.render.shown import Holding
from bot.selection.about import suggestions
from bot.work.event import Steps
from retrieval.corpus import Found
from retrieval.rows import DocumentSummary

Search = Callable[[str, Sequence[str], int], Sequence[Found]]
LONDON: Final = ZoneInfo("Europe/London")
LONGEST: Final = timedelta(days=31)
MOST_NAMED: Final = 5
LIKE: Final = 75.0
"""How like a document's title, of 100, what somebody typed must be."""
_SINCE = re.compile(
    r"(?:--)?since[ =](?:(?P<count>\d{1,4})\s*(?P<unit>[hdw])\w*|(?P<day>\d{4}-\d\d-\d\d)"
    r"|(?P<word>today|yesterday))",
    re.IGNORECASE,
)
_OPTION = re.compile(r"\s*[-\u2013\u2014]")
"""What begins so names no document; "--" becomes a dash under many a phone's keyboard."""
_UNITS: Final = {"h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class Front:
    """Wired once for each channel."""

    desk: Desk
    search: Search

    async def ask(
        self,
        asked: Asked,
        steps: Steps,
        report: Callable[[Step], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """The answer under the question's key: asked for once, whatever happens in between."""
        answers: list[Answer] = []

        async def run() -> str:
            answers.append(
                await asyncio.to_thread(
                    self.desk.answer, asked, report=report, stopped=lambda: steps.stopped() or stopped()
                )
            )
            return answers[0].outcome.value

        await steps.once("answer", run)
        if not answers and (kept := await asyncio.to_thread(self.desk.records.answers.get, asked.key)):
            return kept.answer
        if not answers:  # forgotten at the asker's wish while it was being worked on
            await run()
        return answers[0]

    async def is_known(self, conversation: str) -> bool:
        """Whether the bot has spoken in a conversation."""
        return bool(await asyncio.to_thread(self.desk.records.conversations.turns, conversation, 1))

    async def known(self, place: Place, person: Person) -> list[Holding]:
        """What a person is answered from in a place."""
        shelves = await asyncio.to_thread(self.desk.sources, place, person)
        return [
            Holding(
                shelf.collection,
                len(shelf.documents),
                tuple((each.title, each.date) for each in _first(shelf)),
            )
            for shelf in shelves
        ]

    def openers(self, place: Place, person: Person, most: int) -> list[str]:
        """Questions that the documents answer, the newest first, to begin a conversation with."""
        held = [(shelf, each) for shelf in self.desk.sources(place, person) for each in _first(shelf)]
        asked: dict[str, None] = {}
        for shelf, document in held[: most * 2]:
            found = self.search(document.title, [shelf.collection], 3)
            fresh = [each for each in suggestions(document.title, found) if each not in asked]
            asked.update(dict.fromkeys(fresh[:1]))
        return list(asked)[:most]

    def named(self, name: str, place: Place, person: Person) -> tuple[str, str] | None:
        """The collection and path of the document that somebody means, of those they may see here."""
        names = {
            (shelf.collection, each.path): f"{each.title} {each.path}"
            for shelf in self.desk.sources(place, person)
            for each in shelf.documents
        }
        wanted = name.strip(" \"'“”‘’")
        found = process.extractOne(wanted, names, scorer=fuzz.WRatio, score_cutoff=LIKE, processor=str.lower)
        return found[2] if found else None


def _first(shelf: Shelf) -> list[DocumentSummary]:
    """The newest documents, and where few are dated others after them."""
    others = [each for each in shelf.documents if each not in shelf.newest]
    return [*shelf.newest, *others][:MOST_NAMED]


class SinceError(ValueError):
    """A time, as somebody typed it, that cannot be read."""


def since(text: str, now: datetime) -> datetime | None:
    """From when on is to be summarised, as somebody typed it: "" is today by London's clock, "since 3d" three
    days; None where the text names something else. Never more than a month back. Raises SinceError."""
    found = _SINCE.search(text)
    if not found and _OPTION.match(text):
        raise SinceError(text)
    if not found and text.strip():
        return None
    return max(_since(found, now), now - LONGEST)


def _since(found: re.Match[str] | None, now: datetime) -> datetime:
    midnight = now.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    if found is None or found["word"]:
        return midnight - timedelta(days=1 if found and found["word"].lower() == "yesterday" else 0)
    if found["count"]:
        return now - timedelta(**{_UNITS[found["unit"].lower()]: int(found["count"])})
    try:
        return datetime.fromisoformat(found["day"]).replace(tzinfo=LONDON)
    except ValueError as error:
        raise SinceError(found["day"]) from error
