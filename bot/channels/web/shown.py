"""What a page shows again when it is opened again: the last answers of the last conversations."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from typing import NamedTuple

from bot.domain import Answer, Question, Turn

CONVERSATIONS = 1000
TURNS = 20


class Numbered(NamedTuple):
    """A turn with its place in the conversation, from 1."""

    turn: int
    answer: Answer


class Shown:
    """Held in this process; what it has forgotten is shown from the stored turns, which have only text."""

    def __init__(self) -> None:
        self._conversations: OrderedDict[str, tuple[Numbered, ...]] = OrderedDict()
        self._lock = Lock()

    def add(self, conversation: str, answer: Answer, earlier: Sequence[Turn]) -> Numbered:
        """`earlier` is what the store knows of the conversation, should this be the first that is added."""
        with self._lock:
            kept = self._conversations.pop(conversation, None) or from_turns(earlier)
            new = Numbered(kept[-1].turn + 1 if kept else 1, replace(answer, found=()))
            self._conversations[conversation] = (*kept, new)[-TURNS:]
            while len(self._conversations) > CONVERSATIONS:
                self._conversations.popitem(last=False)
        return new

    def of(self, conversation: str) -> tuple[Numbered, ...]:
        with self._lock:
            return self._conversations.get(conversation, ())


def from_turns(turns: Sequence[Turn]) -> tuple[Numbered, ...]:
    return tuple(
        Numbered(number, Answer(Question(turn.question), turn.outcome, reply=turn.answer))
        for number, turn in enumerate(turns, 1)
    )
