"""What can be wrong with a store, each in a sentence that names it and says what to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = re.compile(r"disk is full|No space left on device|Disk quota exceeded", re.IGNORECASE)
_CLOSED = re.compile(
    r"readonly database|Read-only file system|Permission denied|unable to open", re.IGNORECASE
)


class StoreError(Exception):
    """The store cannot be used as it is."""


class StoreLockedError(StoreError):
    """Another process has the data folder."""

    def __init__(self, folder: Path, owner: str) -> None:
        by = f" by process {owner}" if owner else ""
        super().__init__(f"The data folder {folder} is in use{by}: stop it, or wait until it is done.")


class StoreVersionError(StoreError):
    """The store was written by another version of the program."""

    def __init__(self, place: str, found: str, wanted: str) -> None:
        super().__init__(
            f"The store {place} has schema {found}, and this program reads schema {wanted}: "
            "run the version that wrote it, or set BRIEFING_DATA_DIR to a new folder and ingest again."
        )


class StoreModelError(StoreError):
    """The store's vectors are of another embedding model."""

    def __init__(self, place: str, found: str, wanted: str) -> None:
        super().__init__(
            f"The store {place} was built with the embedding model {found}, and {wanted} is set: "
            "set BRIEFING_EMBEDDING_MODEL back, or set BRIEFING_DATA_DIR to a new folder and ingest again."
        )


class StoreDamagedError(StoreError):
    """The database itself, from which all else is rebuilt, cannot be read."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"The database {place} cannot be read ({reason}): restore it from a backup, "
            "or move it away and ingest again."
        )


class StoreUnreachableError(StoreError):
    """A database or Chroma server does not answer."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place} cannot be reached ({reason}): start it, or correct its address.")


class StoreFolderError(StoreError):
    """The data folder cannot be written."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The data folder {folder} cannot be written ({reason}): give this user the right to, "
            "or set BRIEFING_DATA_DIR to another folder."
        )


class StoreFullError(StoreError):
    """The disk is full; what was stored before stands."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The disk that holds {folder} is full: free some space and run the same command again. "
            "Nothing that was stored is lost."
        )


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what SQLite, Chroma and the system say of a full or closed disk into our own errors."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        said = str(error)
        if _FULL.search(said):
            raise StoreFullError(folder) from error
        if _CLOSED.search(said):
            raise StoreFolderError(folder, _first_line(said)) from error
        raise


def _first_line(said: str) -> str:
    return said.strip().splitlines()[0]
