"""Text of documents and models made fit for a message: cleaned, measured, and cut where a sentence ends."""

import re
import unicodedata
from collections.abc import Callable

SHORTENED = "… shortened: open the source"

# Bytes that no screen needs, and the marks that could turn the rest of a line round. The marks that Arabic,
# emoji and flags are made with stay.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LONE = re.compile("[\ud800-\udfff]")
_SENTENCE_END = re.compile("[.!?…。！？؟۔][\"'”’)\\]»]*(?=\\s|$)")
_OPEN_ENTITY = re.compile(r"&[#\w]{0,31}$")
_JOINERS = frozenset("\u200d\u200c\ufe0e\ufe0f\u20e3")
_COSTS = {"&": 5, "<": 4, ">": 4}


def clean(text: str) -> str:
    """Without what a screen would obey or a transport would refuse, nor white space at its ends."""
    return safe(text).strip()


def safe(text: str) -> str:
    """The same with its white space; lines end in one way."""
    return _UNSAFE.sub("", _LONE.sub("\ufffd", _LINES.sub("\n", text)))


def size(text: str) -> int:
    """The characters that a message spends on `text`, counted as the platforms' strictest reader might:
    in UTF-16 units, with & < > written out."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 + sum(
        text.count(sign) * (cost - 1) for sign, cost in _COSTS.items()
    )


Spent = Callable[[str], int]
"""How much of a limit a text uses up."""


def shortened(text: str, limit: int, mark: str = "…", spent: Spent = size) -> str:
    """`text` within `limit` characters: cut where a sentence ends if that keeps at least half, else between
    words; never inside a character that is made of several, nor inside an entity."""
    if spent(text) <= limit:
        return text
    head = _head(text, limit - spent(mark) - 1, spent)
    ends = [found.end() for found in _SENTENCE_END.finditer(head)]
    if ends and ends[-1] * 2 >= len(head):
        return f"{head[: ends[-1]]} {mark}"
    whole, space, _ = head.rpartition(" ")
    between_words = text[len(head) :][:1].isspace() or not space
    kept = head if between_words or len(whole) * 2 < len(head) else whole
    return kept.rstrip() + mark


def _head(text: str, limit: int, spent: Spent) -> str:
    low, high = 0, min(len(text), max(0, limit))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if spent(text[:middle]) <= limit else (low, middle - 1)
    while 0 < low < len(text) and (_continues(text[low]) or text[low - 1] == "\u200d"):
        low -= 1
    return _OPEN_ENTITY.sub("", text[:low]).rstrip()


def _continues(sign: str) -> bool:
    """Whether a character belongs to the one before it: accents, joiners, skin tones, tags of flags."""
    return (
        sign in _JOINERS
        or unicodedata.combining(sign) != 0
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
        or "\U000e0020" <= sign <= "\U000e007f"
    )
