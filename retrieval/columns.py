"""Rows of tables, read with the names of their columns: "Lorry | £35" as "Permit: Lorry; Fee: £35"."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from retrieval.sentences import is_row, is_rule
from retrieval.words import held

LONGEST_NAME = 8
"""Words of a column's name."""
_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_BAR = re.compile(r"(?<!\\)\|")
_GAP = re.compile(r"\t+| {2,}")
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"\W*(?:1[5-9]|20)\d\d(?:\W+\d{2,4})?\W*")
_EMPHASIS = re.compile(r"^(\*{1,2}|_{1,2}|`)(.+)\1$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


class Row(NamedTuple):
    """A row at its place in a text."""

    start: int
    end: int
    text: str
    names: str
    """The row that names its columns, "" where none does; for that row it is itself."""

    @property
    def is_names(self) -> bool:
        return self.text == self.names

    @property
    def label(self) -> str:
        """What it is about: its first cell."""
        return next((cell for cell in cells(self.text) if cell), "")

    @property
    def reading(self) -> str:
        """The row on one line, each cell with the name of its column, as far as it has one."""
        told, called = cells(self.text), cells(self.names) if self.names and not self.is_names else ()
        if len(called) != len(told):
            called = ("",) * len(told)
        pairs = zip(called, told, strict=True)
        return "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)

    def counts(self, things: Set[str]) -> bool:
        """Whether it has a figure in a column whose name has one of these stems."""
        if not self.names or self.is_names:
            return False
        pairs = zip(cells(self.names), cells(self.text), strict=False)
        return any(_FIGURE.search(cell) and not held(name).isdisjoint(things) for name, cell in pairs)


@lru_cache(maxsize=4096)
def cells(row: str) -> tuple[str, ...]:
    """The cells of a row, without the marks around them."""
    if "|" in row:
        parts = _BAR.split(row.strip())
        inner = parts[0 if parts[0].strip() else 1 : None if parts[-1].strip() else -1]
    else:
        inner = _GAP.split(row.strip())
    plain = (" ".join(_TAG.sub(" ", cell).replace(r"\|", "|").split()) for cell in inner)
    return tuple(_EMPHASIS.sub(r"\2", cell) for cell in plain)


@lru_cache(maxsize=1024)
def rows(text: str, above: str = "") -> tuple[Row, ...]:
    """The rows of all tables of a text, in order. A table that goes on from before the text has the names of
    its columns `above`. The rules between names and rows are none."""
    if "|" not in text and "   " not in text and "\t" not in text:
        return ()
    found: list[Row] = []
    for run in _runs(text):
        lines = [line for _, _, line in run]
        rules = [n for n, line in enumerate(lines) if is_rule(line)]
        if rules[:1] == [1] or (not rules and not above and _names_columns(lines)):
            names = lines[0]
        else:
            names = above if not text[: run[0][0]].strip() else ""
        found += [Row(start, end, line, names) for start, end, line in run if not is_rule(line)]
    return tuple(found)


def row_of(spans: Sequence[tuple[int, int]], found: Sequence[Row]) -> Mapping[int, Row]:
    """By the place of each of these lines that is a row or stands in one, the row."""
    held = (
        (n, row)
        for n, (start, end) in enumerate(spans)
        for row in found
        if row.start <= start and end <= row.end
    )
    return dict(held)


def _runs(text: str) -> Iterator[list[tuple[int, int, str]]]:
    """The lines of rows that follow one another."""
    run: list[tuple[int, int, str]] = []
    for match in _LINE.finditer(text):
        line = match.group().strip()
        start = match.start() + match.group().find(line)
        fits = _may_be_row(line) or (bool(run) and is_rule(line))
        if run and not (fits and _BREAK.fullmatch(text, run[-1][1], start)):
            yield run
            run = []
        if fits:
            run.append((start, start + len(line), line))
    if run:
        yield run


def _may_be_row(line: str) -> bool:
    return is_row(line) or (line.startswith("|") and line.endswith("|") and len(line) > 1)


def _names_columns(lines: Sequence[str]) -> bool:
    """Whether the first row tells nothing but names, where others tell figures: no rule says so."""
    first, *others = map(cells, lines)
    names = all(
        len(cell.split()) <= LONGEST_NAME and (not _FIGURE.search(cell) or _YEAR.fullmatch(cell))
        for cell in first
    )
    alike = all(len(row) == len(first) for row in others)
    return names and alike and any(_FIGURE.search(cell) for row in others for cell in row[1:])
