"""Summaries that people have judged: QAGS and FaithBench, read from a folder of public copies."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path

from bot.grounding.check import Verdict, check
from bot.grounding.words import read

UNFAITHFUL = "Unwanted"
_LEAST = 0.02


@dataclass(frozen=True, slots=True)
class Judged:
    """A summary: what the claim check makes of its sentences, and what people said."""

    verdicts: tuple[Verdict, ...]
    words: tuple[int, ...]
    """How many words that carry meaning each sentence has."""
    faithful: tuple[bool, ...]
    """By sentence, or once for the whole summary."""

    @property
    def likeness(self) -> float:
        """Over all its sentences: the logarithm of the product."""
        return sum(log(max(_LEAST, verdict.likeness)) for verdict in self.verdicts)

    @property
    def strange(self) -> float:
        """How many of its words the source has nothing like: what a longer summary has more of."""
        return sum((1 - v.likeness) * n for v, n in zip(self.verdicts, self.words, strict=True))


def qags(path: Path) -> Iterator[Judged]:
    """Each sentence of a summary was judged by three people; most of them decide."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = _rejoined(row["article"])
        told = [entry["sentence"] for entry in row["summary_sentences"]]
        yes = [
            sum(each["response"] == "yes" for each in entry["responses"]) * 2 > len(entry["responses"])
            for entry in row["summary_sentences"]
        ]
        yield _judged(told, article, yes)


def faithbench(path: Path) -> Iterator[Judged]:
    """One label a summary: the worst that any of its judges gave."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told = [sentence.text for sentence in read(row["summary"]) if sentence.content]
            if told:
                yield _judged(told, row["source"], [row["worst-label"] != UNFAITHFUL])


def _judged(told: list[str], source: str, faithful: list[bool]) -> Judged:
    verdicts = tuple(check(sentence, source) for sentence in told)
    words = tuple(sum(len(sentence.content) for sentence in read(text)) for text in told)
    return Judged(verdicts, words, tuple(faithful))


def _rejoined(text: str) -> str:
    """QAGS articles have blanks in their numbers: 3, 000 and 98. 7. Those of July 1, 1969 belong there."""
    return re.sub(r"(?<=\d)(\.|,(?= \d{3}(?!\d))) (?=\d)", r"\1", text)
