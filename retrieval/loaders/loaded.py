"""What every loader returns, and why a file may not load."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Loaded:
    """A text, and what the file says of itself in its own metadata."""

    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    """ISO 8601, a whole date."""


class LoadError(Exception):
    """A file that cannot be read as what its name says."""


class UnknownKindError(LoadError):
    """No loader for the file's suffix."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"No loader for '{PurePath(name).name}'. Known: {', '.join(known)}.")


class EmptyFileError(LoadError):
    """Nothing to read."""

    def __init__(self) -> None:
        super().__init__("The file holds no text.")


class BinaryFileError(LoadError):
    """Not a text at all."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The file is not text ({why}): save it as UTF-8 text.")


class EncodingError(LoadError):
    """Text in an encoding that cannot be told."""

    def __init__(self) -> None:
        super().__init__("The file's encoding cannot be told: save it as UTF-8.")


class DamagedTextError(LoadError):
    """UTF-8 but for some bytes: in any other encoding, its other characters would be read wrong."""

    def __init__(self, first: int, count: int) -> None:
        """`first`: offset of the first such byte, from 0."""
        others = f", and in {count - 1} places after it" if count > 1 else ""
        super().__init__(
            f"The file is UTF-8 but not at byte {first + 1}{others}: "
            "correct it there, or save it again as UTF-8."
        )


class TooLargeError(LoadError):
    """Over the limit."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(
            f"The file has {_megabytes(size)} MB, over the limit of {_megabytes(limit)} MB: "
            "split it, or raise BRIEFING_MAX_FILE_MB."
        )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0")
