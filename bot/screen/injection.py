"""Finds a message aimed at the bot's own instructions, in many languages and under many disguises."""

import codecs
import re
from base64 import b64decode
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from bot.screen.cleaning import clean
from bot.screen.patterns import folded, patterns

_ALIKE = str.maketrans(
    dict(zip("аеорсухіјѕԁһԛԝкмтнвгп", "aeopcyxijsdhqwkmthbrn", strict=True))
    | dict(zip("αεορνικτυχβηω", "aeopviktuxbnw", strict=True))
    | dict(zip("ıɪɡɩɢʀɴʏʟᴏᴜᴛᴇᴀᴅᴍᴘꜱᴄᴠᴋʙʜᴊᴢ", "iigigrnyloutea" + "dmpscvkbhjz", strict=True))
)
_LEET = str.maketrans("01345789@$!|", "oieastbgasil")
_SPACED = re.compile(r"(?<!\w)(?:\w[ ._*~|-]{1,3}){6,}\w(?!\w)")
_CODED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEXADECIMAL = re.compile(r"(?:[0-9A-Fa-f]{2}[ :]?){12,}")
_QUOTED = re.compile(r"""["“„«][^"“”„«»]{0,200}["”»]|(?<!\w)['‘][^'‘’]{0,200}['’](?!\w)""")
_ASKING = re.compile(
    r"\s*(?:what|how|why|who|when|where|which|does|do|did|is|are|was|were|has|have|explain)\b.*\?\s*$",
    re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=4096)
def is_injection(text: str) -> bool:
    """A question about such words, in quotation marks, is a question."""
    aimed = _QUOTED.sub(" ", text) if _ASKING.match(text) else text
    return any(_is_told(reading) for reading in _readings(aimed)) or any(
        pattern.search(joined) for joined in _joined(aimed) for pattern in patterns().joined
    )


def _is_told(reading: str) -> bool:
    return any(pattern.search(reading) for pattern in patterns().injection)


def _readings(text: str) -> Iterator[str]:
    """The text as it stands, and as it may be meant."""
    plain = folded(text)
    yield plain
    yield plain.translate(_ALIKE)
    yield plain.translate(_ALIKE).translate(_LEET)
    yield codecs.encode(plain, "rot13")
    yield plain[::-1]
    if "%" in text:
        yield folded(clean(unquote(text)))
    yield from (folded(hidden) for hidden in _decoded(text))


def _decoded(text: str) -> Iterator[str]:
    for match in _CODED.finditer(text):
        code = match.group().rstrip("=").replace("-", "+").replace("_", "/")
        yield _text(b64decode(code + "=" * (-len(code) % 4)) if len(code) % 4 != 1 else b"")
    for match in _HEXADECIMAL.finditer(text):
        yield _text(bytes.fromhex(re.sub("[ :]", "", match.group())))


def _text(hidden: bytes) -> str:
    return clean(hidden.decode("utf-8", "replace"))


def _joined(text: str) -> Iterator[str]:
    for match in _SPACED.finditer(folded(text)):
        yield re.sub(r"[\W_]", "", match.group().translate(_ALIKE).translate(_LEET))
