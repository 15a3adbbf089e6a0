"""How commands and a running `briefing serve` talk over loopback: its address, requests, events."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, unquote_to_bytes

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from bot.domain import Question

T = TypeVar("T")
_ADAPTERS: dict[object, TypeAdapter[Any]] = {}
"""Built at first use: a command needs one or two of them."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the process that holds a data folder listens for commands, and the word that opens it."""

    port: int
    pid: int
    model: str
    page: str
    """Where people reach it."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def write(self, data_dir: Path) -> None:
        """Readable by this user only, and whole at every moment."""
        path, part = record(data_dir), record(data_dir).with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(to_json(self))
        part.replace(path)

    @classmethod
    def read(cls, data_dir: Path) -> "Address | None":
        with suppress(OSError, ValueError):
            return decoded(cls, from_json(record(data_dir).read_bytes()))
        return None


def record(data_dir: Path) -> Path:
    return data_dir / "serve.json"


@dataclass(frozen=True, slots=True)
class Ask:
    question: Question
    record: bool


@dataclass(frozen=True, slots=True)
class Search:
    text: str
    collections: tuple[str, ...]
    k: int


@dataclass(frozen=True, slots=True)
class Ingest:
    places: tuple[str, ...]
    """See `place`."""
    collection: str
    prune: bool


@dataclass(frozen=True, slots=True)
class Lookup:
    collection: str
    path: str = ""


def place(path: Path) -> str:
    """A path for the server, which runs in a folder of its own; the bytes of a file's name may be no text."""
    return quote(os.fsencode(path.absolute()))


def path(place: str) -> Path:
    return Path(os.fsdecode(unquote_to_bytes(place)))


def event(name: str, value: object) -> bytes:
    """One line of a response: `progress` any number of times, then `result`, or `error` with a sentence."""
    return b'{"%s":%s}\n' % (name.encode(), to_json(value))


def decoded(kind: type[T], value: object) -> T:
    """A value of the design from its JSON. Raises ValidationError where the other side is another version."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    result: T = _ADAPTERS[kind].validate_python(value)
    return result
