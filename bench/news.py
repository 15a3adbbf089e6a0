"""AP stories with questions, and the numbers that answers must give (github.com/microsoft/benchmark-qed)."""

import re
from collections.abc import Mapping
from typing import Any

from bench.public import Copies
from bench.public_sets import AP_NEWS, ap_news
from bench.squad import Asked, Paragraph, Squad

QUESTIONS = "datasets/AP_news/generated_questions_v2/data_local_questions_assertions.json"
_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_NUMBER = re.compile(rf"\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(_SMALL)})\b", re.IGNORECASE)


def numbers(text: str) -> set[str]:
    """The numbers of a text; small ones in words count as well."""
    found = (m.group().lower().replace(",", "") for m in _NUMBER.finditer(text))
    return {str(_SMALL.index(number)) if number in _SMALL else number for number in found}


def load(copies: Copies) -> Squad:
    """The stories that the questions are about and a quarter of the others. Raises NoDataError."""
    stories = ap_news(copies)
    texts = tuple(Paragraph(t.file, t.title, f"{t.title}\n\n{t.date}\n\n{t.text}") for t in stories.texts)
    about = {wanted.group: min(wanted.right, default="") for wanted in stories.questions}
    asked = copies.json(AP_NEWS, QUESTIONS)
    return Squad(texts, tuple(_asked(question, about) for question in asked), fitted=False)


def _asked(question: Mapping[str, Any], about: Mapping[str, str]) -> Asked:
    """With the numbers of the right answer that the question does not name, where there are any."""
    said = " ".join(assertion["statement"] for assertion in question["assertions"])
    new = numbers(said) - numbers(question["question_text"])
    name = question["question_id"]
    return Asked(question["question_text"], name, about[name], tuple(sorted(new)))
