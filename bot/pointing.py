"""Finds which point of what was said before a question means: "the second point"."""

import re
from collections.abc import Sequence

from bot.domain import Turn
from retrieval.sentences import sentences

LONGEST_POINT = 300
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905 - as in retrieval/words.py
_NUMBERS = "one two three four five six seven eight nine ten".split()  # noqa: SIM905 - the same
_WHICH = "|".join(_ORDINALS)
_NUMBER = "|".join(_NUMBERS)
_THING = "points?|bullets?(?: points?)?|sentences?|statements?|items?"
_POINTS = re.compile(
    rf"\b(?:(?:the|your|that|this)\s+)?"
    rf"(?:(?P<ordinal>{_WHICH}|last|final|[1-9](?:st|nd|rd|th))\s+(?:{_THING})"
    rf"|(?:{_THING})\s+(?:number\s+|no\.?\s*)?(?P<number>[1-9]|{_NUMBER})"
    rf"|(?P<bare>(?<=the\s)(?:{_WHICH}|last)\s+one))\b(?!\.\d)"
    r"(?!\s+(?:of|in|on|from)\b(?!\s+(?:your|that|this|the)\s+(?:answer|list|reply|message)))",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^[ \t]*(?:[•◦▪‣·*–-]|\(?\d{1,2}[.)])[ \t]+(?P<item>\S.*)$", re.MULTILINE)


def pointed(question: str, turns: Sequence[Turn]) -> str:
    """The question with the words of the point that it means, "" where it means none: for a search."""
    found = _POINTS.search(question)
    if not found:
        return ""
    place = _place(found)
    for turn in reversed(turns):
        said = points(turn.answer or turn.question)
        if len(said) > 1 and place < len(said):
            meant = said[place].rstrip(" .!?")[:LONGEST_POINT]
            return f"{question[: found.start()]}“{meant}”{question[found.end() :]}"
    return ""


def points(text: str) -> tuple[str, ...]:
    """The items of the list that a text has, else its sentences."""
    items = tuple(found["item"].strip() for found in _ITEM.finditer(text))
    return items if len(items) > 1 else tuple(text[start:end] for start, end in sentences(text))


def _place(found: re.Match[str]) -> int:
    word = (found["ordinal"] or found["number"] or found["bare"].split()[0]).lower()
    if word in {"last", "final"}:
        return -1
    if word[0].isdigit():
        return int(word[0]) - 1
    return (_ORDINALS if word in _ORDINALS else _NUMBERS).index(word)
