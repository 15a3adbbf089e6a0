"""A desk over a real database, with the engine of the tests and a shelf of two collections."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.chat.answering import Asked, Count, Desk
from bot.chat.place import Message, Person, Place
from bot.chat.records import Records
from bot.chat.rooms import Room
from bot.conversation import Conversations
from bot.domain import Answer, Question
from bot.engine import Step
from retrieval.corpus import Document
from retrieval.rows import DocumentSummary
from tests.engine.parts import MEMO, REPLIES, engine, found

ROOM = Place("slack", "T1", "C1", "1700000000.000100")
DIRECT = Place("slack", "T1", "D1", is_direct=True)
ANN = Person("slack", "T1", "U1", "Ann")
BOB = Person("slack", "T1", "U2", "Bob")
ADMIN = Person("slack", "T1", "U9", "Ada", is_admin=True)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ASKED = Asked("slack:T1:C1:1", "When was it signed?", ROOM, ANN, message="1700000000.000100")


class Counting:
    """The engine, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self._engine = engine(found(MEMO), collections=lambda: ("default", "hr"))

    def answer(
        self,
        question: Question,
        *,
        report: Callable[[Step], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Answer:
        self.asked.append(question)
        return self._engine.answer(question, report=report, stopped=stopped)


class Shelves:
    """A library of one memo in each of two collections."""

    def __init__(self) -> None:
        text = "x" * 90 + " before. " + MEMO + " And after."
        self.texts = {"default": text, "hr": text}

    def collections(self) -> Sequence[str]:
        return ("default", "hr")

    def documents(self, collection: str) -> Sequence[DocumentSummary]:
        return [
            DocumentSummary(f"d{n}", collection, f"00{n}.txt", f"Title {n}", date, "en", 1)
            for n, date in ((2, None), (1, "2025-07-22"), (3, "2025-08-01"))
        ]

    def document(self, collection: str, path: str) -> Document | None:
        if path != "001.txt" or collection not in self.texts:
            return None
        return Document("d1", collection, path, "Title 1", self.texts[collection], "", "en")


def desk(
    database: str,
    *,
    standard: Room = Room(),  # noqa: B008
    bound: Sequence[str] = (),
    count: Count = lambda _answer, _channel: None,
) -> Desk:
    return Desk(
        engine=Counting(),
        library=Shelves(),
        records=Records.open(database, Conversations(database), standard),
        replies=REPLIES,
        bound=bound,
        count=count,
    )


def asked(desk: Desk) -> list[Question]:
    """What the engine of a desk was asked."""
    counting = desk._engine
    assert isinstance(counting, Counting)
    return counting.asked


def settings(desk: Desk, place: Place, **values: object) -> None:
    desk.records.rooms.change(place, replace(Room(), **values), by=ADMIN)  # type: ignore[arg-type]


def message(number: int, author: str, text: str, *, from_bot: bool = False) -> Message:
    """One of a thread, a minute after the one before."""
    at = NOON + timedelta(minutes=number)
    return Message(str(number), at, author, text, f"https://chat.example/{number}", from_bot=from_bot)
