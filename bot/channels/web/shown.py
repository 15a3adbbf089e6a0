"""What a page shows again when it is opened again: the last answers of the last conversations."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any, NamedTuple

from bot.conversation import Recorded
from bot.domain import Answer, Citation, Question, Statement
from retrieval.corpus import Kind

CONVERSATIONS = 1000
TURNS = 20


class Numbered(NamedTuple):
    """A turn with its place in the conversation, from 1."""

    turn: int
    answer: Answer


class Shown:
    """Held in this process; what it has forgotten is made again from the record."""

    def __init__(self) -> None:
        self._conversations: OrderedDict[str, tuple[Numbered, ...]] = OrderedDict()
        self._lock = Lock()

    def add(self, conversation: str, answer: Answer, before: Sequence[Numbered]) -> Numbered:
        """`before` are the turns so far, should this be the first that is added here."""
        with self._lock:
            kept = self._conversations.pop(conversation, None) or tuple(before)
            new = Numbered(kept[-1].turn + 1 if kept else 1, replace(answer, found=()))
            self._conversations[conversation] = (*kept, new)[-TURNS:]
            while len(self._conversations) > CONVERSATIONS:
                self._conversations.popitem(last=False)
        return new

    def of(self, conversation: str) -> tuple[Numbered, ...]:
        with self._lock:
            return self._conversations.get(conversation, ())


def from_record(newest_first: Sequence[Recorded]) -> tuple[Numbered, ...]:
    """The turns without what the record does not keep, such as suggestions."""
    return tuple(Numbered(number, _answer(turn)) for number, turn in enumerate(reversed(newest_first), 1))


def _answer(turn: Recorded) -> Answer:
    try:
        statements = tuple(map(_statement, turn.statements))
    except (KeyError, TypeError, ValueError):  # recorded by a version with other fields
        statements = ()
    return Answer(
        Question(turn.question),
        turn.outcome,
        statements,
        reply="" if statements else turn.answer,
        notice=turn.notice,
        model=turn.model,
    )


def _statement(recorded: Mapping[str, Any]) -> Statement:
    citations = (Citation(**{**cited, "kind": Kind(cited["kind"])}) for cited in recorded["citations"])
    return Statement(recorded["text"], tuple(citations))
