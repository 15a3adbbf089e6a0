"""Takes off a question who asks and how kindly: the same question gets the same evidence."""

import re

from bot.selection.tags import untagged

_NAME = r"[^\W\d_a-z][\w’'-]*"
_PERSON = rf"{_NAME}(?:\s+{_NAME}){{0,3}}"
_PLACE = rf"(?:\s+(?:from|of|in)\s+{_PERSON})?"
_BEFORE = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?i:(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there| all| team)?)\s*[,!.]\s*",
        r"(?i:sorry to (?:bother|trouble) you)\s*[,.:;–—-]\s*",
        rf"(?i:i am|i'm|i’m|my name is|my name's|this is)\s+{_PERSON}{_PLACE}\s*[.!;]\s*",
        rf"{_PERSON}\s+(?i:asks?|wants to know|would like to know)\s*:\s*",
        r"(?i:as an? [^,:.?!]{1,60}?,?\s+i(?:'d|’d| would)? (?:like|want|love) to know)\s*[,:]\s*",
    )
)
_AFTER = re.compile(r"(?<=\?)\s*(?i:thanks|thank you|many thanks|cheers|diolch)\b[^?\n]{0,40}$")


def bare(text: str) -> str:
    """The question without greeting, introduction, thanks and tags; as it is where nothing else is left."""
    left = _AFTER.sub("", untagged(text))
    found = True
    while found:
        found = False
        for pattern in _BEFORE:
            match = pattern.match(left)
            if match and any(map(str.isalnum, left[match.end() :])):
                left, found = left[match.end() :], True
    return left[:1].upper() + left[1:] if left != text and left[:1].islower() else left
