"""`manifest.toml` in a folder of documents: what its files do not say, or not so that it can be found.

One table a file: `["name.txt"]` with any of title, publisher, author, date and language; `withdrawn = true`
for one that is not to be answered from any more, `superseded_by = "other.txt"` for one that another replaced.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

NAME = "manifest.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a manifest says of one file."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    withdrawn: bool = False
    superseded_by: str | None = None
    """The name of the file beside it that took its place; it is withdrawn then."""


class ManifestError(Exception):
    """A manifest that cannot be used; the documents beside it are ingested without it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The manifest is not used: {why}")


def read_manifest(folder: Path) -> Mapping[str, Entry]:
    """What the folder's manifest says, by file name; nothing where there is none. Raises ManifestError."""
    try:
        tables = tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestError(f"it is not TOML ({error}).") from error
    except OSError as error:
        raise ManifestError(f"it cannot be read ({error.strerror}).") from error
    entries = {name: _entry(name, table) for name, table in tables.items()}
    for name in entries:
        _check_successor(folder, name, entries)
    return entries


def without_file(folder: Path, entries: Mapping[str, Entry]) -> list[str]:
    """What to say of each entry that is of no file beside the manifest: a slip in the name of a withdrawn
    document would leave it in use."""
    return [
        f'["{name}"] is of no file beside the manifest: correct the name, or take its lines out. '
        "Its other entries are used."
        for name in entries
        if name != Path(name).name or not (folder / name).is_file()
    ]


def _entry(name: str, table: object) -> Entry:
    if not isinstance(table, dict):
        raise ManifestError(f'"{name}" is not a table: write ["{name}"] above its lines.')
    known = [field.name for field in fields(Entry)]
    for key, value in table.items():
        if key not in known:
            raise ManifestError(f'["{name}"] has "{key}". Known: {", ".join(known)}.')
        if key == "withdrawn" and not isinstance(value, bool):
            raise ManifestError(f'withdrawn of ["{name}"] is neither true nor false.')
        if key != "withdrawn" and (isinstance(value, bool) or not isinstance(value, str | date)):
            raise ManifestError(f'{key} of ["{name}"] is not a text.')
    said: dict[str, Any] = {k: v.strip() if isinstance(v, str) else v for k, v in table.items()}
    if "date" in said:
        said["date"] = _day(name, said["date"])
    if said.get("superseded_by"):
        said["withdrawn"] = True
    return Entry(**{key: value for key, value in said.items() if value})


def _check_successor(folder: Path, name: str, entries: Mapping[str, Entry]) -> None:
    """A document that nothing stands in for must not vanish by a slip of the pen."""
    seen, last = {name}, entries[name]
    while last.superseded_by:
        successor = last.superseded_by
        if successor in seen:
            raise ManifestError(f'["{name}"] is superseded by itself.')
        if not (folder / successor).is_file():
            raise ManifestError(
                f'["{name}"] is superseded by "{successor}", and there is no such file beside it: '
                "where none takes its place, write withdrawn = true."
            )
        seen.add(successor)
        last = entries.get(successor, Entry())


def _day(name: str, value: str | date) -> str:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ManifestError(f'date of ["{name}"] is not a day: write it as 2025-07-22.') from error
    return (day.date() if isinstance(day, datetime) else day).isoformat()
