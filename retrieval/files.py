"""The files that an ingest is asked for, and what they are called in the corpus."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval import manifest
from retrieval.folder import KEYWORDS, LOCK

_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not ingested, and why."""

    path: str
    error: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to ingest."""

    place: Path
    path: str
    """Relative to the folder that was asked for, with "/"; the name where the file itself was."""
    root: str
    """The folder that was asked for, "" where the file itself was."""


def find_files(paths: Sequence[Path]) -> Iterator[File | Failure]:
    """In an order that depends on names only. Links that lead out of their folder are not followed."""
    for path in paths:
        try:
            folder, exists = path.is_dir(), path.exists()
        except OSError as error:
            yield Failure(storable(str(path)), f"It cannot be read: {error.strerror}.")
            continue
        if folder:
            root = path.resolve()
            yield from _walk(root, root)
        elif exists:
            yield _checked(File(path, path.name, ""))
        else:
            yield Failure(storable(str(path)), "There is no such file or folder.")


def other_file(file: File, root: str) -> File | None:
    """The file of another folder that has the same path, where it is there still: it is no older version."""
    before = Path(root) / file.path
    is_other = root not in ("", file.root) and before.is_file() and not before.samefile(file.place)
    return File(before, file.path, root) if is_other else None


def _walk(folder: Path, root: Path) -> Iterator[File | Failure]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        path = str(root) if folder == root else _relative(folder, root)
        yield Failure(storable(path), f"The folder cannot be read: {error.strerror}.")
        return
    for entry in entries:
        place = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if not _is_data_folder(place):
                yield from _walk(place, root)
        elif _is_document(entry.name) and not place.is_dir():
            yield _inside(place, root)


def _is_data_folder(folder: Path) -> bool:
    """What the bot itself stores is no document, even where it stands among them."""
    return os.path.isfile(folder / KEYWORDS) and os.path.isfile(folder / LOCK)  # noqa: PTH113 - raises nothing


def _is_document(name: str) -> bool:
    lower = name.lower()
    aside = lower == manifest.NAME or lower in _OF_THE_SYSTEM or lower.endswith("~")
    return not aside and lower.split(".")[0] != "readme"


def _inside(place: Path, root: Path) -> File | Failure:
    path = _relative(place, root)
    if place.is_symlink() and not place.resolve().is_relative_to(root):
        return Failure(path, "The link leads out of the folder: it is not followed.")
    return _checked(File(place, path, storable(str(root))))


def _checked(file: File) -> File | Failure:
    if storable(file.path) != file.path:
        return Failure(storable(file.path), "The file's name is not UTF-8: rename it.")
    if not file.place.is_file():
        return Failure(file.path, "It is not a file.")
    return file


def _relative(place: Path, root: Path) -> str:
    return place.relative_to(root).as_posix()


def storable(name: str) -> str:
    """A name that can be stored and printed: bytes that are not UTF-8 are written out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
