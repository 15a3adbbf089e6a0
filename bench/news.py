"""AP stories with questions, and the numbers that an answer has to give (github.com/microsoft/benchmark-qed).

The licence of the stories allows measuring, never passing them on: they stay in the copy of their repository.
"""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from bench.copies import Copy
from bench.squad import Asked, Paragraph, Squad

REPOSITORY = "microsoft/benchmark-qed"
STORIES = Copy(REPOSITORY, "datasets/AP_news/raw_data/")
QUESTIONS = Copy(REPOSITORY, "datasets/AP_news/generated_questions_v2/data_local_questions_assertions.json")
EVERY = 4
"""Of the stories that no question is about, one in so many is a bystander."""
_SMALL = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
    )
}
_NUMBER = re.compile(rf"\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(_SMALL)})\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def numbers(text: str) -> set[str]:
    """The numbers of a text; small ones in words count as well."""
    found = (m.group().lower().replace(",", "") for m in _NUMBER.finditer(text))
    return {_SMALL.get(number, number) for number in found}


def load(folder: Path) -> Squad:
    """The stories that the questions are about and a quarter of the others. Raises MissingCopyError."""
    asked: list[dict[str, Any]] = json.loads(QUESTIONS.read(folder))
    stories = [json.loads(raw.decode("utf-8-sig")) for raw in STORIES.files(folder, ".json")]
    about = {_headline(source) for question in asked for source in _sources(question)}
    kept = [s for n, s in enumerate(stories) if n % EVERY == 0 or s["headline"].strip() in about]
    paragraphs = tuple(_paragraph(story) for story in kept)
    files = {paragraph.article: paragraph.file for paragraph in paragraphs}
    return Squad(paragraphs, tuple(_asked(question, files) for question in asked), fitted=False)


def _asked(question: dict[str, Any], files: dict[str, str]) -> Asked:
    """With the numbers of the right answer that the question does not name, where there are any."""
    said = " ".join(a["statement"].removeprefix("The response should ") for a in question["assertions"])
    new = numbers(said) - numbers(question["question_text"])
    story = next((files[h] for source in _sources(question) if (h := _headline(source)) in files), "")
    return Asked(question["question_text"], question["question_id"], story, tuple(sorted(new)))


def _sources(question: dict[str, Any]) -> Iterator[str]:
    yield from (source["text"] for claim in question["claims"] for source in claim["sources"])


def _headline(source: str) -> str:
    return source.removeprefix("headline: ").splitlines()[0].strip()


def _paragraph(story: dict[str, Any]) -> Paragraph:
    parts: Sequence[str] = _PARAGRAPH.findall(story["body_nitf"])
    lines = (" ".join(unescape(_TAG.sub("", part)).split()) for part in parts)
    title, day = story["headline"].strip(), story["firstcreated"][:10]
    text = "\n\n".join([title, day, *(line for line in lines if line)])
    return Paragraph(f"{story['altids']['itemid']}.txt", title, text)
