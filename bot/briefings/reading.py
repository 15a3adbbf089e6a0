"""Reads messages line by line: sentences that keep their place, and what kind of sentence each is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.briefings.patterns import patterns
from bot.chat.place import Message
from retrieval.sentences import sentences

LONGEST = 20_000
"""Characters of one message that are read: a pasted file is not what was said."""
READ = 1_000
"""Characters of one sentence in which a decision is looked for."""
TAIL = 60
"""Characters at the end of a sentence that show whether it asks."""
_LINK = re.compile(r"https?://\S+|\w+@\w[\w.]+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_ASKS = re.compile(r"\?[\s\"'”’)\]!?:]*(?::\w+:\s*)*\Z|\?\W*\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a message: `message.text[start:end]`."""

    message: Message
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.message.text[self.start : self.end]

    @property
    def text(self) -> str:
        return " ".join(self.quote.split())

    @property
    def count(self) -> int:
        """Its words, without links."""
        return len(_WORD.findall(_LINK.sub(" ", self.text)))

    @property
    def is_question(self) -> bool:
        return bool(_ASKS.search(self.text[-TAIL:]))

    @property
    def is_decision(self) -> bool:
        """Whether it says that something is decided; what may be, will be or is not yet decided is not."""
        found = patterns().reading["agreed"].search(self.text[:READ])
        if not found or self.is_question or self.count < 3:
            return False
        return not patterns().reading["undecided"].search(self.text[: found.end()])


def spoken(messages: Iterable[Message]) -> tuple[Message, ...]:
    """What people wrote, oldest first: without bots, comings and goings, and empty messages."""
    idle = patterns().reading["housekeeping"]
    said = (m for m in messages if not m.from_bot and m.text.strip() and not idle.match(m.text))
    return tuple(sorted(said, key=lambda message: message.at))


def lines(messages: Sequence[Message]) -> tuple[Line, ...]:
    return tuple(
        Line(message, start, end)
        for message in messages
        for start, end in sentences(message.text[:LONGEST])
        if end > start
    )
