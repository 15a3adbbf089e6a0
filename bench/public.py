"""Public data sets for search, read from copies of public repositories (bench/data/README.md says which)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class NoDataError(Exception):
    """A data set's file is not where it was looked for."""

    def __init__(self, path: Path, repository: str, folder: Path) -> None:
        copy = folder / repository.rpartition("/")[2]
        super().__init__(
            f"{path} is missing. Get it with\n"
            f"    git clone --depth 1 https://github.com/{repository} {copy}\n"
            "or give the folder of such copies with --data FOLDER. bench/data/README.md says more."
        )


@dataclass(frozen=True, slots=True)
class Text:
    """A document that is ingested as one file."""

    file: str
    title: str
    text: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question and the files that are right for it."""

    text: str
    right: frozenset[str]
    group: str
    """Questions of one group are not independent: intervals are drawn over groups."""
    held_out: bool
    """Nothing was fitted on it."""
    gold: tuple[str, ...] = ()
    """The stretches of text that it was written from, where a data set has them: a passage of a right file
    then counts only if it stands in one of these."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure that somebody else reported."""

    system: str
    figures: tuple[str, ...]
    """As many as the set has measures; "" where none was reported."""
    source: str
    from_memory: bool = False


@dataclass(frozen=True, slots=True)
class DataSet:
    """Documents, and questions with what is right for them."""

    name: str
    texts: tuple[Text, ...]
    questions: tuple[Wanted, ...]
    measures: tuple[str, ...]
    """Names of `bench.ranking.MEASURES`."""
    published: tuple[Row, ...] = ()
    note: str = ""

    @property
    def reported(self) -> tuple[Wanted, ...]:
        """The questions that figures may be reported on."""
        return tuple(question for question in self.questions if question.held_out)

    @property
    def fitted_on(self) -> tuple[Wanted, ...]:
        return tuple(question for question in self.questions if not question.held_out)


def write(texts: Sequence[Text], folder: Path) -> Path:
    """Each text as a file in the folder, with a manifest of what the files do not say."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = []
    for text in texts:
        (folder / text.file).write_text(text.text + "\n", encoding="utf-8")
        said: Mapping[str, str] = {"title": text.title, "date": text.date}
        lines = [f"{name} = {_toml(value)}" for name, value in said.items() if value]
        tables.append("\n".join((f"[{_toml(text.file)}]", *lines)))
    (folder / "manifest.toml").write_text("\n\n".join(tables) + "\n", encoding="utf-8")
    return folder


def _toml(value: str) -> str:
    """TOML's strings are JSON's, but for one character that JSON leaves as it is."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@dataclass(frozen=True, slots=True)
class Copies:
    """A folder of copies of public repositories, each under its repository's own name."""

    folder: Path

    def path(self, repository: str, file: str) -> Path:
        """Raises NoDataError."""
        path = self.folder / repository.rpartition("/")[2] / file
        if not path.exists():
            raise NoDataError(path, repository, self.folder)
        return path

    def json(self, repository: str, file: str) -> Any:
        """Raises NoDataError."""
        return json.loads(self.path(repository, file).read_text(encoding="utf-8-sig"))
