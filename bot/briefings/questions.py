"""Which questions nobody answered."""

import re
from collections.abc import Iterator, Sequence

from bot.briefings.reading import Line
from bot.chat.place import Message
from retrieval.words import STOP_WORDS, held

NEAR = 4
"""How many messages later a short reply still belongs to a question."""
LEAST_WORDS = 3
_REPLY = re.compile(
    r"^\W*(?:@[\w.'’ -]+?[,:]? )?(?:yes|yep|yeah|yup|no|nope|nah|correct|exactly|agreed|sure|done|sorted"
    r"|it(?:['’]s| is| was)|that(?:['’]s| is| was)|they(?:['’]re| are| were)|he(?:['’]s| is)|she(?:['’]s| is)|i think|i believe"
    r"|as far as|should be|will do|of course|definitely|probably|the answer|because|by|on|in|at|from|about|around)\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:not sure|no idea|don['’]t know|do not know|dunno|unsure|good question"
    r"|let me (?:check|ask|find|see)|(?:will|['’]ll) (?:check|ask|find out|look into|come back|get back)|need to (?:check|ask|find out)"
    r"|not (?:yet )?(?:decided|known|clear|agreed)|same question|i was wondering|me too|anyone know"
    r"|to be confirmed|tbc)\b",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\b(?:never ?mind|ignore (?:me|that)|found it|sorted|answered|got it|that answers)\b", re.IGNORECASE
)
_COURTESY = re.compile(
    r"^\W*(?:how are (?:you|things)|how(?:['’]s| is) it going|(?:does|do) (?:that|this|you) (?:make|follow|agree)"
    r"|(?:is that|that) (?:ok|okay|alright|all right|clear)|make sense|ok|okay|right|really|sorry|pardon"
    r"|any (?:other )?(?:thoughts|questions|comments|views)|thoughts|shall we (?:start|begin)"
    r"|can (?:you|everyone) hear me)\b[^?]{0,25}\?",
    re.IGNORECASE,
)
_WANTS = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(has))
    for asks, has in (
        (
            r"\b(?:when|what (?:date|time|day)|how soon|deadline)\b",
            r"(?i)\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:today|tomorrow|tonight|week|month|year|noon"
            r"|january|february|march|april|may|june|july|august|september|october|november|december)\b",
        ),
        (
            r"\b(?:how (?:much|many|long|far|big|often)|what (?:number|cost|price|share))\b",
            r"(?i)\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion"
            r"|none|half)\b",
        ),
        (
            r"\bwho(?:m|se)?\b",
            r"@\w|\b(?:I|me|mine|we|us)\b|(?<=\w )[A-Z][a-z]+|^\W*[A-Z][a-z]+(?:\W*$| (?:is|has|does|will|did|was)\b)",
        ),
    )
)
"""What a reply to each kind of question has in it."""


def open_questions(lines: Sequence[Line], messages: Sequence[Message]) -> Iterator[Line]:
    """The questions among `lines` that nothing later in `messages` (with those of bots) answers."""
    asked: set[str] = set()
    for line in lines:
        if not _asks_something(line):
            continue
        later = [m for m in messages if m.at > line.message.at and m.id != line.message.id]
        key = " ".join(sorted(held(line.text)))
        if key not in asked and not _answered(line, later):
            asked.add(key)
            yield line


def _asks_something(line: Line) -> bool:
    return line.is_question and line.count >= LEAST_WORDS and not _COURTESY.match(line.text)


def _answered(line: Line, later: Sequence[Message]) -> bool:
    others = [message for message in later if message.author != line.message.author]
    near = [message for message in later if message in others][:NEAR]
    own = [message for message in later if message.author == line.message.author][:NEAR]
    return (
        any(_SETTLED.search(message.text) for message in own)
        or any(_replies(line, message, place) for place, message in enumerate(near))
        or any(_takes_up(line, message) for message in others)
    )


def _replies(line: Line, message: Message, place: int) -> bool:
    """Whether a message soon after is an answer by its form."""
    if message.from_bot:
        return place == 0
    said = message.text.strip()
    if said.endswith("?") or _UNSURE.search(said):
        return False
    wanted = next((there for asks, there in _WANTS if asks.search(line.text)), None)
    if wanted:
        return bool(wanted.search(said)) and (
            place == 0 or bool(_REPLY.match(said)) or _shares(line, said, 1)
        )
    return bool(_REPLY.match(said)) and (place < 2 or _shares(line, said, 1))


def _takes_up(line: Line, message: Message) -> bool:
    """Whether a message, however late, says something of most of what was asked."""
    if message.from_bot or message.text.strip().endswith("?") or _UNSURE.search(message.text):
        return False
    wanted = next((there for asks, there in _WANTS if asks.search(line.text)), None)
    topic = _topic(line.text)
    return (
        len(topic) > 1
        and _shares(line, message.text, (2 * len(topic) + 2) // 3)
        and (wanted is None or bool(wanted.search(message.text)))
    )


def _shares(line: Line, said: str, least: int) -> bool:
    return len(_topic(line.text) & held(said)) >= least


def _topic(text: str) -> frozenset[str]:
    return frozenset(stem for stem in held(text) if stem not in STOP_WORDS)
