"""Who waits, who is next and how long the line is: fair between people, in order within a conversation."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
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
        self._turns: list[tuple[float, int, str]] = []
        """Of those that wait, the next one first."""
        self._conversations: defaultdict[str, dict[str, None]] = defaultdict(dict)
        """Their keys in the order of arrival."""
        self._begun: set[str] = set()
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
        if place.key in self._places:
            return
        self._places[place.key] = place
        self._of_asker[place.asker] += 1
        if place.conversation:
            self._conversations[place.conversation][place.key] = None
        if place.begun:
            self._begun.add(place.key)
        else:
            insort(self._turns, _turn(place))
            self._waiting[place.asker] += 1

    def begin(self, keys: Iterable[str]) -> None:
        for key in keys:
            if key in self._places and key not in self._begun:
                self._begun.add(key)
                self._no_longer_waits(self._places[key])

    def leave(self, key: str) -> None:
        if place := self._places.pop(key, None):
            _take(self._of_asker, place.asker)
            self._conversations[place.conversation].pop(key, None)
            if not self._conversations[place.conversation]:
                del self._conversations[place.conversation]
            if key in self._begun:
                self._begun.remove(key)
            else:
                self._no_longer_waits(place)

    def _no_longer_waits(self, place: Place) -> None:
        _take(self._waiting, place.asker)
        del self._turns[bisect_left(self._turns, _turn(place))]

    @property
    def waiting(self) -> int:
        return len(self._turns)

    @property
    def running(self) -> int:
        return len(self._begun)

    @property
    def begun(self) -> frozenset[str]:
        return frozenset(self._begun)

    def holds(self, conversation: str) -> bool:
        """Whether something of this conversation waits or runs."""
        return conversation in self._conversations

    def oldest(self) -> float | None:
        """When the event that waits longest arrived."""
        return next((place.at for key, place in self._places.items() if key not in self._begun), None)

    def next(self, free: int) -> tuple[str, ...]:
        """What begins, where so many can."""
        return tuple(islice(self._able(), max(0, free)))

    def _able(self) -> Iterator[str]:
        """What waits, and has nothing before it in its conversation."""
        for _, _, key in self._turns:
            conversation = self._places[key].conversation
            if not conversation or (
                key == next(iter(self._conversations[conversation]))
                and self._begun.isdisjoint(self._conversations[conversation])
            ):
                yield key

    def ahead(self, key: str) -> int:
        """How many have to be done before this one begins."""
        place = self._places.get(key)
        if place is None or key in self._begun:
            return 0
        before = bisect_left(self._turns, _turn(place))
        in_conversation = int(len(self._conversations.get(place.conversation, ())) > 1)
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


def _turn(place: Place) -> tuple[float, int, str]:
    return place.turn, place.number, place.key


def _take(counted: Counter[str], name: str) -> None:
    """A counter without zeros does not grow with everyone who ever asked."""
    if name in counted:
        counted[name] -= 1
        if counted[name] <= 0:
            del counted[name]
