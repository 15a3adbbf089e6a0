"""Reads messages line by line: sentences that keep their place, and what kind of sentence each is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.chat.place import Message
from retrieval.sentences import sentences

LONGEST = 20_000
"""Characters of one message that are read: a pasted file is not what was said."""
_HOUSEKEEPING = re.compile(
    r"\A\W*(?:[\w.'’@ -]{1,60} )?"
    r"(?:(?:has |have |was |were )?(?:joined|left|been added to|added to|removed from) "
    r"(?:the|this) (?:channel|conversation|chat|group|meeting|team)|(?:set|changed|updated|cleared) the "
    r"(?:channel |group |chat )?(?:topic|purpose|description|name)|(?:pinned|unpinned) (?:a|this) message"
    r"|(?:archived|renamed|created) (?:the|this) (?:channel|group|chat))\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://\S+|\w+@\w[\w.]+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_AGREED = re.compile(
    r"\b(?:we|all|both|everyone|everybody|team|group|board|panel|committee|ministers?"
    r"|secretary of state|sofs|perm(?:anent)? sec(?:retary)?|directors?|steering group|meeting)\b[\w ,'’]{0,40}?"
    r"(?:\bagreed\b|\bdecided\b|\bsettled on\b|\bresolved to\b|\bapproved\b|\bsigned off\b|\bwent with\b"
    r"|\bchose\b|\bhave chosen\b|\bwill (?:be going|go) with\b|['’](?:ll|re) (?:be going|go|going) with\b"
    r"|\bare going with\b)"
    r"|\bit (?:was|has been|is) (?:agreed|decided|settled|resolved)\b"
    r"|^\W*(?:(?:final )?decisions?|agreed|decided|resolved|approved)\b\s*(?:[:–-]|that\b|to\b)"
    r"|\b(?:has|have) (?:now )?been (?:agreed|approved|signed off)\b"
    r"|\bdecision (?:is|was)\b(?! (?:due|pending|needed|expected|outstanding|not|still|yet|for|with))"
    r"|^\W*(?:ok|okay|right|fine|great|good|yes|agreed|sure|so)\b"
    r"[\w ,'’]{0,20}?\blet['’]?s go (?:with|for)\b",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(
    r"\b(?:not|never|nothing|nobody|none|no one|yet to|if|unless|until|whether|once|before|when|should|could"
    r"|might|may|would|can|cannot|must|needs?|hope|hoping|assum\w+|think|guess|unclear|nearly|almost|wish|had"
    r"|\w+n['’]t)\b",
    re.IGNORECASE,
)
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
        return bool(_ASKS.search(self.text))

    @property
    def is_decision(self) -> bool:
        """Whether it says that something is decided; what may be, will be or is not yet decided is not."""
        found = _AGREED.search(self.text)
        if not found or self.is_question or self.count < 3:
            return False
        return not _UNDECIDED.search(self.text[: found.end()])


def spoken(messages: Iterable[Message]) -> tuple[Message, ...]:
    """What people wrote, oldest first: without bots, comings and goings, and empty messages."""
    said = (m for m in messages if not m.from_bot and m.text.strip() and not _HOUSEKEEPING.match(m.text))
    return tuple(sorted(said, key=lambda message: message.at))


def lines(messages: Sequence[Message]) -> tuple[Line, ...]:
    return tuple(
        Line(message, start, end)
        for message in messages
        for start, end in sentences(message.text[:LONGEST])
        if end > start
    )
