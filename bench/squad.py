"""Paragraphs with questions: SQuAD-shaped files, and a small set of our own that stands in the repository."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bench.public import DataSet, Text, Wanted

OURS = Path(__file__).with_name("data") / "paragraphs.jsonl"
ADVICE = (
    "These are the {n} paragraphs of our own in bench/data: enough to see that nothing broke, too few and "
    "too easy for the figures to quote. For those, give a SQuAD 2.0 file: --squad FILE "
    "(a public copy: github.com/chrischute/squad, data/dev-v2.0.json)."
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that is ingested as one file."""

    file: str
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question written about one paragraph."""

    text: str
    article: str
    file: str
    """Of the paragraph."""
    answers: tuple[str, ...]
    """As they stand in the paragraph; none where it does not answer."""

    @property
    def group(self) -> str:
        return self.article


@dataclass(frozen=True)
class Squad:
    """Paragraphs and their questions."""

    paragraphs: tuple[Paragraph, ...]
    questions: tuple[Asked, ...]
    fitted: bool
    """The weights were fitted on every other article of it."""

    @cached_property
    def articles(self) -> tuple[str, ...]:
        return tuple(sorted({paragraph.article for paragraph in self.paragraphs}))

    @cached_property
    def held_out(self) -> frozenset[str]:
        """The articles on which nothing was fitted."""
        return frozenset(self.articles[1::2] if self.fitted else self.articles)

    def answerable(self, articles: Sequence[str] | frozenset[str] | None = None) -> list[Asked]:
        return [q for q in self.questions if q.answers and (articles is None or q.article in articles)]

    def files(self, article: str) -> list[str]:
        return [p.file for p in self.paragraphs if p.article == article]

    def write(self, folder: Path, files: Sequence[str] | None = None) -> Path:
        """Each paragraph as a file in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for paragraph in self.paragraphs:
            if files is None or paragraph.file in files:
                (folder / paragraph.file).write_text(paragraph.text + "\n", encoding="utf-8")
        return folder


def load(path: Path | None) -> Squad:
    """A SQuAD file, or our own paragraphs where none is given."""
    if path is None:
        return _ours()
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    found = [
        (_paragraph(article["title"], number, paragraph["context"]), paragraph["qas"])
        for article in articles
        for number, paragraph in enumerate(article["paragraphs"])
    ]
    questions = (_asked(paragraph, qa) for paragraph, qas in found for qa in qas)
    return Squad(tuple(paragraph for paragraph, _ in found), tuple(questions), fitted=True)


def data_set(found: Squad) -> DataSet:
    """Its paragraphs and those questions that they answer, for search."""
    texts = tuple(Text(p.file, p.article.replace("_", " "), p.text) for p in found.paragraphs)
    questions = tuple(Wanted(q.text, frozenset({q.file}), q.file, held_out=True) for q in found.answerable())
    return DataSet("paragraphs", texts, questions, ("hit@1", "hit@5", "MRR@10"))


class _Grouped(Protocol):
    @property
    def group(self) -> str: ...


_Question = TypeVar("_Question", bound=_Grouped)


def some(questions: Sequence[_Question], most: int, seed: int = 1) -> list[_Question]:
    """At most so many of them (0: all), drawn evenly from their groups, the same ones every time."""
    if not most or len(questions) <= most:
        return list(questions)
    draw = random.Random(seed)  # noqa: S311 - a sample, no secret
    by_article: dict[str, list[_Question]] = {}
    for question in draw.sample(questions, len(questions)):
        by_article.setdefault(question.group, []).append(question)
    return [question for turn in _turns(list(by_article.values())) for question in turn][:most]


def _turns(groups: Sequence[list[_Question]]) -> Iterator[list[_Question]]:
    for number in range(max(map(len, groups), default=0)):
        yield [group[number] for group in groups if number < len(group)]


def _ours() -> Squad:
    paragraphs, questions, numbers = [], [], dict[str, int]()
    for line in OURS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        number = numbers[row["article"]] = numbers.get(row["article"], -1) + 1
        paragraph = _paragraph(row["article"], number, row["text"])
        paragraphs.append(paragraph)
        questions += [
            Asked(qa["question"], paragraph.article, paragraph.file, tuple(qa["answers"]))
            for qa in row["questions"]
        ]
    return Squad(tuple(paragraphs), tuple(questions), fitted=False)


def _paragraph(article: str, number: int, text: str) -> Paragraph:
    name = re.sub(r"[^\w-]+", "_", article)
    return Paragraph(f"{name}_{number:02}.txt", article, text)


def _asked(paragraph: Paragraph, qa: dict[str, Any]) -> Asked:
    answers = () if qa.get("is_impossible") else tuple(dict.fromkeys(a["text"] for a in qa["answers"]))
    return Asked(qa["question"].strip(), paragraph.article, paragraph.file, answers)
