"""Who waits, who is next and how long the line is: fair between people, in order within a conversation."""

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from bot.work.event import FullError

SECONDS_BACK = 60
"""Each event that somebody has in the line puts their next one back, as if it had come so much later.
Whoever asks once goes before whoever asks often, and nobody is overtaken for ever."""


@dataclass(frozen=True, slots=True)
class Place:
    """One event that is not done."""

    key: str
    asker: str
    conversation: str
    number: int
    """Rises with arrival."""
    at: float
    turn: float
    """When it would have come had its asker nothing else in the line; the earliest is next."""
    begun: bool = False


class Line:
    """What is known to wait and to run. Belongs to one thread."""

    def __init__(self, *, most: int, most_each: int, capacity: int) -> None:
        self._most = most
        self._most_each = most_each
        self.capacity = capacity
        """How many can run at once, over all processes."""
        self._joining: Counter[str] = Counter()
        self.replace(())

    def replace(self, places: Iterable[Place]) -> None:
        """The whole line anew, as the database has it."""
        self._places: dict[str, Place] = {}
        self._waiting: Counter[str] = Counter()
        self._of_asker: Counter[str] = Counter()
        self._of_conversation: Counter[str] = Counter()
        for place in sorted(places, key=lambda one: one.number):
            self.add(place)

    def join(self, asker: str) -> "Joining":
        """Hold a place while an event is written down. Raises FullError."""
        waiting = self.waiting + self._joining.total()
        if waiting >= self._most:
            raise FullError(waiting, of_asker=False)
        of_asker = self._waiting[asker] + self._joining[asker]
        if of_asker >= self._most_each:
            raise FullError(of_asker, of_asker=True)
        back = SECONDS_BACK * (self._of_asker[asker] + self._joining[asker])
        return Joining(self._joining, asker, back)

    def add(self, place: Place) -> None:
        if place.key not in self._places:
            self._places[place.key] = place
            self._waiting.update([] if place.begun else [place.asker])
            self._of_asker[place.asker] += 1
            self._of_conversation.update([place.conversation] if place.conversation else [])

    def begin(self, keys: Iterable[str]) -> None:
        for key in keys:
            if (place := self._places.get(key)) and not place.begun:
                self._places[key] = replace(place, begun=True)
                _take(self._waiting, place.asker)

    def leave(self, key: str) -> None:
        if place := self._places.pop(key, None):
            _take(self._of_asker, place.asker)
            _take(self._of_conversation, place.conversation)
            if not place.begun:
                _take(self._waiting, place.asker)

    @property
    def waiting(self) -> int:
        return self._waiting.total()

    @property
    def running(self) -> int:
        return len(self._places) - self.waiting

    @property
    def begun(self) -> frozenset[str]:
        return frozenset(place.key for place in self._places.values() if place.begun)

    def oldest(self) -> float | None:
        """When the event that waits longest arrived."""
        return next((place.at for place in self._places.values() if not place.begun), None)

    def next(self, free: int) -> tuple[str, ...]:
        """What begins, where so many can."""
        if free <= 0 or not self._waiting:
            return ()
        return tuple(place.key for place in heapq.nsmallest(free, self._able(), key=_turn))

    def _able(self) -> Iterable[Place]:
        """What waits, and has nothing before it in its conversation."""
        taken = {place.conversation for place in self._places.values() if place.begun}
        for place in self._places.values():
            if not place.begun and (not place.conversation or place.conversation not in taken):
                yield place
                taken.add(place.conversation)

    def ahead(self, key: str) -> int:
        """How many have to be done before this one begins."""
        place = self._places.get(key)
        if place is None or place.begun:
            return 0
        mine = _turn(place)
        before = sum(not other.begun and _turn(other) < mine for other in self._places.values())
        in_conversation = int(self._of_conversation[place.conversation] > 1)
        return max(in_conversation, self.running + before - self.capacity + 1, 0)


class Joining:
    """A place that is held; leave the block to give it back."""

    def __init__(self, joining: Counter[str], asker: str, back: float) -> None:
        self._joining = joining
        self._asker = asker
        self.back = back
        """How many seconds later than it came an event takes its turn."""

    def __enter__(self) -> Self:
        self._joining[self._asker] += 1
        return self

    def __exit__(self, *_: object) -> None:
        _take(self._joining, self._asker)


def _turn(place: Place) -> tuple[float, int]:
    return place.turn, place.number


def _take(counted: Counter[str], name: str) -> None:
    """A counter without zeros does not grow with everyone who ever asked."""
    if name in counted:
        counted[name] -= 1
        if counted[name] <= 0:
            del counted[name]
