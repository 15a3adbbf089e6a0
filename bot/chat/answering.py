"""The desk: the one place where chat channels get answers, and what belongs to answers later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from string import Template
from typing import Protocol

from bot.chat import library
from bot.chat.access import barred
from bot.chat.answers import Kept
from bot.chat.context import MOST_TURNS, REMEMBERED, context
from bot.chat.handoffs import Handoff
from bot.chat.library import Library, Shelf, Surroundings
from bot.chat.marking import marking
from bot.chat.place import Message, Person, Place
from bot.chat.records import Records
from bot.chat.rooms import Room
from bot.conversation import Recorded
from bot.domain import Answer, Citation, Outcome, Question, Turn
from bot.engine import Step
from bot.screen import without_personal_data
from config.replies import Replies

__all__ = ["Asked", "Count", "Desk", "Engine"]

Count = Callable[[Answer, str], None]
"""Is told of each new answer and the channel it was asked for in."""

MOST_HANDED_ON = 20
"""Turns of a conversation that a hand-off shows."""


class Engine(Protocol):
    """Answers questions; never raises."""

    def answer(
        self, question: Question, *, report: Callable[[Step], None] = ..., stopped: Callable[[], bool] = ...
    ) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a channel brings it."""

    key: str
    """The event's: the answer is kept under it."""
    text: str
    """Without the mention of the bot."""
    place: Place
    person: Person
    thread: tuple[Message, ...] = ()
    """The earlier messages of the thread it was asked in."""
    message: str = ""
    """The id of the message that asks, so that an edit or a deletion finds the answer."""
    private: bool = False
    """The reply is shown to the asker only."""


def _silent(_: Step) -> None:
    """Nobody follows the steps."""


def _never() -> bool:
    return False


class Desk:
    """Sync, for a thread; everything here may be done again after a crash."""

    def __init__(
        self,
        *,
        engine: Engine,
        library: Library,
        records: Records,
        replies: Replies,
        bound: Sequence[str] = (),
        count: Count = lambda _answer, _channel: None,
    ) -> None:
        """`bound` are pairs such as "T1:default": which workspace may see which collection, empty for all."""
        self.records = records
        self._engine = engine
        self._library = library
        self._replies = replies
        self._bound = frozenset(bound)
        self._count = count

    # Asking

    def room(self, place: Place) -> Room:
        """The settings here; where replies are private, follow-ups taken, and so on."""
        return self.records.rooms.room(place)

    def decline(self, asked: Asked) -> Answer | None:
        """The answer for somebody who may not ask here, None where they may."""
        said = barred(asked.person, asked.place, self.room(asked.place), self._replies.access)
        if not said:
            return None
        # Nothing was screened yet, and what stands here is recorded.
        question = replace(_question(asked), text=without_personal_data(asked.text))
        return Answer(question, Outcome.DECLINED_NO_ACCESS, reply=said)

    def answer(
        self,
        asked: Asked,
        *,
        report: Callable[[Step], None] = _silent,
        stopped: Callable[[], bool] = _never,
    ) -> Answer:
        """Raises NotRecordedError: nobody is told what cannot be accounted for."""
        kept = self.records.answers.get(asked.key)
        answer = kept.answer if kept else self._first(asked, report, stopped)
        self.records.conversations.record(answer, channel=asked.place.channel, key=asked.key)
        return answer

    def collections(self, place: Place) -> tuple[str, ...]:
        """What is answered from here."""
        return tuple(name for name in self.room(place).collections if self._open_to(place, name))

    def choices(self, place: Place) -> tuple[str, ...]:
        """The collections that an admin may choose for a room here."""
        return tuple(name for name in sorted(self._library.collections()) if self._open_to(place, name))

    # What belongs to an answer later; each is checked against who asks for it, and where

    def seen(self, key: str, place: Place, person: Person) -> Kept | None:
        """The answer that a button belongs to, where this person may see it: in the room where it was asked;
        its asker also in their own chat with the bot, to which private answers go."""
        kept = self.records.answers.get(key)
        if kept is None or self._barred(kept.place, person):
            return None
        is_own, is_here = kept.person.key == person.key, kept.place.room_key == place.room_key
        if kept.private:
            in_own_chat = place.is_direct and kept.place.workspace_key == place.workspace_key
            return kept if is_own and (is_here or in_own_chat) else None
        return kept if is_here else None

    def share(self, key: str, place: Place, person: Person) -> Kept | None:
        """The asker, in the room, shows a private answer to it: the answer, None where that may not be."""
        kept = self.seen(key, place, person)
        if kept is None or kept.person.key != person.key or kept.place.room_key != place.room_key:
            return None
        self.records.answers.mark_shared(key)
        return replace(kept, private=False)

    def refers_to(self, place: Place) -> str:
        """Whom "Ask a person" goes to here, "" for nobody."""
        return self.room(place).refer_to

    def hand_off(self, key: str, place: Place, person: Person, *, request: str = "") -> Handoff | None:
        """What the person who is asked gets to see; None where the answer was handed on before, or may not
        be. `request` names the click, so that work which runs again after a crash goes on."""
        kept = self.seen(key, place, person)
        to = self.refers_to(kept.place) if kept else ""
        if kept is None or not to or not self.records.handoffs.once(key, person, request):
            return None
        asked = kept.answer.question
        before = [turn for turn in self._recorded(asked.conversation, MOST_HANDED_ON) if turn.at < kept.at]
        earlier = tuple(Turn(turn.question, turn.answer, turn.outcome) for turn in reversed(before))
        marked = marking(asked.text) or ""
        return Handoff(key, to, kept.person, person, kept.place, kept.answer, earlier, marked)

    def may_delete(self, kept: Kept, person: Person) -> bool:
        """Whether this person may take the bot's reply away: who asked, or an admin there."""
        of_here = (person.channel, person.workspace) == (kept.place.channel, kept.place.workspace)
        return of_here and (person.is_admin or person.key == kept.person.key)

    # The question was edited or deleted after it was answered

    def edited(self, place: Place, message: str, text: str) -> tuple[Kept, ...]:
        """The answers that are to an earlier wording, marked so; none where the words are the same, as they
        are when a platform only adds a preview. `text` is without the mention of the bot."""
        words = _words(text), _words(without_personal_data(text))
        changed = [
            kept
            for kept in self.records.answers.by_message(place, message)
            if _words(kept.answer.question.text) not in words
        ]
        for kept in changed:
            self.records.answers.mark_reworded(kept.key)
        return tuple(replace(kept, reworded=True) for kept in changed)

    def shown(self, kept: Kept) -> Answer:
        """The answer as it is to be shown now: with the notice that the question was changed."""
        notices = (self._replies.notices.reworded if kept.reworded else "", kept.answer.notice)
        return replace(kept.answer, notice=" ".join(filter(None, notices)))

    def deleted(self, place: Place, message: str) -> tuple[Kept, ...]:
        """Forgets the answers to a question that was deleted, and returns them so that the replies can go
        too; look up where these were posted first."""
        gone = self.records.answers.by_message(place, message)
        for kept in gone:
            self.records.withdraw(kept)
        return gone

    # Documents and records

    def sources(self, place: Place, person: Person) -> tuple[Shelf, ...]:
        """The collections that this person is answered from here; none where they may not ask."""
        if self._barred(place, person):
            return ()
        known = self._library.collections()
        return tuple(library.shelf(self._library, c) for c in self.collections(place) if c in known)

    def source(self, citation: Citation, place: Place, person: Person) -> Surroundings | None:
        """A quote in its surroundings; None where it may not be seen here, or the document is gone."""
        if self._barred(place, person) or citation.collection not in self.collections(place):
            return None
        return library.surroundings(self._library, citation)

    def recent(self, person: Person, limit: int = 5) -> tuple[Kept, ...]:
        """A person's own last questions, newest first."""
        return self.records.answers.of(person, limit)

    def forget(self, person: Person) -> int:
        """Removes all that is kept of a person's questions; returns how many these were."""
        removal = self.records.forget(person)
        return max(removal.turns, removal.answers)

    def forgotten(self, count: int) -> str:
        """What the person is told then."""
        said = self._replies.records
        return Template(said.removed).substitute(count=count) if count else said.nothing_to_remove

    def purge(self, days: int) -> int:
        """Removes the questions and answers that are older; returns how many."""
        removal = self.records.purge(days)
        return max(removal.turns, removal.answers)

    def _barred(self, place: Place, person: Person) -> str:
        return barred(person, place, self.room(place), self._replies.access)

    def _open_to(self, place: Place, collection: str) -> bool:
        return not self._bound or f"{place.workspace}:{collection}" in self._bound

    def _first(self, asked: Asked, report: Callable[[Step], None], stopped: Callable[[], bool]) -> Answer:
        answer = self.decline(asked) or self._answered(asked, report, stopped)
        private, answers = asked.private or self.room(asked.place).private, self.records.answers
        where = (asked.place, asked.person)
        if answers.put(asked.key, answer, *where, message=asked.message, private=private):
            self._count(answer, asked.place.channel)
            return answer
        # Another worker was first, and what it has may have been shown.
        kept = answers.get(asked.key)
        return kept.answer if kept else answer

    def _answered(self, asked: Asked, report: Callable[[Step], None], stopped: Callable[[], bool]) -> Answer:
        question = replace(_question(asked), collections=self.collections(asked.place))
        question = replace(question, turns=self._context(asked, question.conversation))
        answer = self._engine.answer(question, report=report, stopped=stopped)
        marked = marking(asked.text)
        if not marked:
            return answer
        notice = self._replies.notice("protective_marking", marking=marked)
        return replace(answer, notice=" ".join(filter(None, (notice, answer.notice))))

    def _context(self, asked: Asked, conversation: str) -> tuple[Turn, ...]:
        recorded = self._recorded(conversation)
        if not asked.place.thread:
            since = datetime.now(UTC) - REMEMBERED
            recorded = tuple(turn for turn in recorded if turn.at > since)
        earlier = [message for message in asked.thread if message.id != asked.message]
        known = self.records.answers.answered(asked.place, [message.id for message in earlier])
        return context(recorded, earlier, asked=known)

    def _recorded(self, conversation: str, limit: int = MOST_TURNS) -> tuple[Recorded, ...]:
        return self.records.conversations.recent(limit, conversation=conversation)


def _question(asked: Asked) -> Question:
    """A private exchange is a conversation of its own: nobody else's question may lean on it."""
    name = asked.place.conversation
    name = f"{name}:{asked.person.id}" if asked.private and not asked.place.is_direct else name
    return Question(asked.text, asker=asked.person.key, conversation=name)


def _words(text: str) -> list[str]:
    return text.casefold().split()
