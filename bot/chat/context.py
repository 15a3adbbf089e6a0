"""What a question in a thread may lean on: the bot's own turns there, and what people wrote. The words of
people are data: they help to understand a question, and are never followed nor quoted as evidence."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.chat.marking import marking
from bot.chat.place import Message
from bot.conversation import Recorded
from bot.domain import Outcome, Turn
from bot.screen import clean, without_personal_data
from bot.screen.injection import is_injection

MOST_TURNS = 5
MOST_MESSAGES = 8
MOST_CHARACTERS = 1500
LEAST_WORDS = 4
"""Fewer are thanks and nods."""
REMEMBERED = timedelta(hours=4)
"""How long a conversation without threads goes on: what was asked yesterday is not meant by "it" today."""


def context(
    recorded: Sequence[Recorded], thread: Iterable[Message], *, asked: Collection[str] = ()
) -> tuple[Turn, ...]:
    """In the order it was said. `asked` are ids of messages that the recorded turns answer."""
    questions = {_plain(turn.question) for turn in recorded}
    said = list(_said(thread, questions, asked))[-MOST_MESSAGES:]
    turns = [(turn.at, Turn(turn.question, turn.answer, turn.outcome)) for turn in recorded[:MOST_TURNS]]
    return tuple(turn for _, turn in sorted([*said, *turns], key=lambda each: each[0]))


def _said(
    thread: Iterable[Message], questions: Collection[str], asked: Collection[str]
) -> Iterator[tuple[datetime, Turn]]:
    """A message as a turn that nobody answered."""
    for message in thread:
        text = clean(message.text)
        known = message.from_bot or message.id in asked or _plain(text) in questions
        # What is marked above OFFICIAL is not passed on to a model.
        if not (known or len(text.split()) < LEAST_WORDS or is_injection(text) or marking(text)):
            yield message.at, Turn(without_personal_data(text[:MOST_CHARACTERS]), "", Outcome.ANSWERED)


def _plain(text: str) -> str:
    """Without the mention that a question in a thread begins with."""
    words = text.casefold().split()
    return " ".join(word for word in words if not word.startswith("@"))
