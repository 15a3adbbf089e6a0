"""Text and Markdown files: the text is the file decoded, to the last character."""

import codecs
import re

from retrieval.loaders.loaded import (
    BinaryFileError,
    DamagedTextError,
    EmptyFileError,
    EncodingError,
    Loaded,
)

SAMPLE = 256 * 1024
"""Bytes looked at to tell an encoding."""
_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(title|author|date)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


def load_text(data: bytes) -> Loaded:
    """Raises LoadError."""
    return Loaded(decode(data))


def load_markdown(data: bytes) -> Loaded:
    """Title, author and date of the front matter where there is one. Raises LoadError."""
    text = decode(data)
    front = _FRONT_MATTER.match(text)
    said = {m[1].lower(): m[2].strip("\"'") for m in _FIELD.finditer(front[1])} if front else {}
    day = _DAY.match(said.get("date", ""))
    return Loaded(text, said.get("title") or None, said.get("author") or None, day[0] if day else None)


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 if it is UTF-8, else as detected. Raises LoadError."""
    if not data.strip():
        raise EmptyFileError
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError from error
    noise = len(_CONTROL.findall(text[:SAMPLE]))
    if "\0" in text:
        raise BinaryFileError("it holds NUL characters")
    if noise > len(text[:SAMPLE]) / 200:
        raise BinaryFileError("it holds control characters")
    return text


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if (wide := _wide(data[:SAMPLE])) is not None:
        return wide
    if is_utf8(data):
        return "utf-8"
    return _detected(data)


def is_utf8(data: bytes) -> bool:
    """Raises DamagedTextError for what is UTF-8 in most places. Text in another encoding has few characters
    of UTF-8, by chance: none in an alphabet, in Chinese or Japanese up to 45 for 100 other bytes."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        wrong = text.count("\ufffd")
        if 2 * (sum(map(len, _BEYOND_ASCII.findall(text))) - wrong) >= wrong:
            raise DamagedTextError(error.start, wrong) from error
        return False
    return True


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: in most writing, every other byte of a text is nought."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most < len(sample) / 5 or least > most / 20:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    if b"\0" in data[:SAMPLE]:
        raise BinaryFileError("it holds NUL bytes")
    guesses = from_bytes(data[:SAMPLE])
    best = guesses.best()
    if best is None:
        raise EncodingError
    # Western text often fits several code pages equally well; Windows' own is the likeliest in an office
    equal = {guess.encoding for guess in guesses if guess.chaos <= best.chaos}
    return "cp1252" if "cp1252" in equal and best.encoding != "utf_8" else best.encoding
