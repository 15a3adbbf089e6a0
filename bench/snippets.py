"""Questions with five web snippets each, some of them beside the point (RGB, github.com/chen700564/RGB)."""

import json
import random

from bench.public import Copies
from bench.public_sets import RGB
from bench.squad import Asked, Paragraph, Squad

SNIPPETS = 5


def load(copies: Copies, noise: float) -> Squad:
    """One article a question, `noise` of its snippets answering nothing. Raises NoDataError."""
    paragraphs, questions = [], []
    lines = copies.path(RGB, "data/en_fact.json").read_text(encoding="utf-8-sig").splitlines()
    for row in map(json.loads, filter(None, lines)):
        name = f"{row['id']:03}"
        beside = min(round(noise * SNIPPETS), len(row["negative"]))
        texts = [*row["negative"][:beside], *row["positive"][: SNIPPETS - beside]]
        random.Random(row["id"]).shuffle(texts)  # noqa: S311 - an order, no secret
        paragraphs += [Paragraph(f"{name}_{n}.txt", name, text) for n, text in enumerate(texts)]
        questions.append(Asked(row["query"], name, "", _answers(row["answer"])))
    return Squad(tuple(paragraphs), tuple(questions), fitted=False)


def _answers(answer: object) -> tuple[str, ...]:
    """Every way to give the answer; of an answer in parts, the ways to give its first."""
    if not isinstance(answer, list):
        return (str(answer),)
    first = answer[0]
    return tuple(map(str, first if isinstance(first, list) else answer))
