"""What people say about answers, with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, select, update

from bot.chat import tables
from bot.chat.place import Person

_FEEDBACK = tables.feedback


class Rating(StrEnum):
    GOOD = "good"
    BAD = "bad"


class Reason(StrEnum):
    """Why an answer was bad; the list that forms show."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    SOURCES_NOT_RELEVANT = "sources_not_relevant"
    OUT_OF_DATE = "out_of_date"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Given:
    """What one person said about one answer."""

    answer: str
    """The answer's key."""
    person: str
    at: datetime
    rating: Rating
    reason: Reason | None
    comment: str


class Feedback:
    """In the database; of what one person says about one answer, the latest."""

    def __init__(self, database_url: str) -> None:
        self._engine = tables.opened(database_url)

    def add(
        self,
        answer_key: str,
        person: Person,
        rating: Rating | str,
        reason: Reason | str | None = None,
        comment: str = "",
    ) -> None:
        """Replaces what this person said before. Raises ValueError for a rating or reason that is none."""
        own = (_FEEDBACK.c.answer == answer_key) & (_FEEDBACK.c.person == person.key)
        values = {
            "at": datetime.now(UTC),
            "rating": Rating(rating).value,
            "reason": Reason(reason).value if reason else "",
            "comment": comment,
        }
        if not tables.added(self._engine, _FEEDBACK, answer=answer_key, person=person.key, **values):
            with self._engine.begin() as connection:
                connection.execute(update(_FEEDBACK).where(own).values(values))

    def of(self, answer_key: str) -> tuple[Given, ...]:
        return self._some(_FEEDBACK.c.answer == answer_key)

    def recent(self, limit: int = 100) -> tuple[Given, ...]:
        """The latest of all, newest first."""
        return self._some(limit=limit)

    def forget(self, person: Person) -> int:
        """Forgets what a person said about any answer."""
        return self._delete(_FEEDBACK.c.person == person.key)

    def forget_answers(self, keys: Sequence[str]) -> int:
        """Forgets what anybody said about these answers: a comment may repeat the question."""
        return sum(self._delete(_FEEDBACK.c.answer == key) for key in keys)

    def purge(self, before: datetime) -> int:
        return self._delete(_FEEDBACK.c.at < before.astimezone(UTC))

    def close(self) -> None:
        self._engine.dispose()

    def _delete(self, which: ColumnElement[bool]) -> int:
        with self._engine.begin() as connection:
            return connection.execute(delete(_FEEDBACK).where(which)).rowcount

    def _some(self, *which: ColumnElement[bool], limit: int | None = None) -> tuple[Given, ...]:
        query = select(_FEEDBACK).where(*which).order_by(_FEEDBACK.c.at.desc()).limit(limit)
        with self._engine.connect() as connection:
            return tuple(
                Given(
                    row["answer"],
                    row["person"],
                    row["at"],
                    Rating(row["rating"]),
                    Reason(row["reason"]) if row["reason"] else None,
                    row["comment"],
                )
                for row in connection.execute(query).mappings()
            )
