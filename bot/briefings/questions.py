"""Which questions nobody answered."""

from collections.abc import Iterator, Sequence

from bot.briefings.patterns import Pattern, patterns
from bot.briefings.reading import Line
from bot.chat.place import Message
from retrieval.words import STOP_WORDS, held

NEAR = 4
"""How many messages later a short reply still belongs to a question."""
LEAST_WORDS = 3


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
    return line.is_question and line.count >= LEAST_WORDS and not _pattern("courtesy").match(line.text)


def _answered(line: Line, later: Sequence[Message]) -> bool:
    others = [message for message in later if message.author != line.message.author]
    near = others[:NEAR]
    own = [message for message in later if message.author == line.message.author][:NEAR]
    return (
        any(_pattern("settled").search(message.text) for message in own)
        or any(_replies(line, message, place) for place, message in enumerate(near))
        or any(_takes_up(line, message) for message in others)
    )


def _replies(line: Line, message: Message, place: int) -> bool:
    """Whether a message soon after is an answer by its form."""
    if message.from_bot:
        return place == 0
    said = message.text.strip()
    if said.endswith("?") or _pattern("unsure").search(said):
        return False
    wanted = _wanted(line)
    if wanted:
        return bool(wanted.search(said)) and (
            place == 0 or bool(_pattern("reply").match(said)) or _shares(line, said, 1)
        )
    return bool(_pattern("reply").match(said)) and (place < 2 or _shares(line, said, 1))


def _takes_up(line: Line, message: Message) -> bool:
    """Whether a message, however late, says something of most of what was asked."""
    if message.from_bot or message.text.strip().endswith("?") or _pattern("unsure").search(message.text):
        return False
    wanted = _wanted(line)
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


def _wanted(line: Line) -> Pattern | None:
    """What a reply to this kind of question has in it."""
    return next((has for asks, has in patterns().wants if asks.search(line.text)), None)


def _pattern(name: str) -> Pattern:
    return patterns().questions[name]
