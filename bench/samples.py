"""True and false claims with their evidence, to measure the claim check with: written by hand or made of public texts."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.lies import Made, changed
from bench.retold import retold, sentences
from bench.stated import Article, Context, Paragraph, answers_of, asked


@dataclass(frozen=True, slots=True)
class Sample:
    """A claim, its evidence, and whether the evidence supports it."""

    kind: str
    claim: str
    evidence: str
    supported: bool
    half: str
    """tune or held; develop or sealed: written before the rules were looked at again, and what of it nobody reads"""


_LEFT_OUT = 0.4
"""Which share of the sentences no claims are made of."""
SEEDS = Path(__file__).parent.parent / "seeds"


def squad(path: Path, seed: int = 7) -> Iterator[Sample]:
    """Claims from SQuAD 2: sentences, changed sentences, and questions turned into statements."""
    articles: list[Article] = json.loads(path.read_text(encoding="utf-8"))["data"]
    rng = random.Random(seed)
    strangers = [
        sentence
        for article in articles
        for paragraph in article["paragraphs"][:3]
        for sentence in sentences(_bare(paragraph))
    ]
    for number, article in enumerate(articles):
        half = "tune" if number % 2 == 0 else "held"
        answers = answers_of(article)
        for paragraph in article["paragraphs"]:
            made = _from_paragraph(paragraph, answers, strangers, rng)
            yield from (Sample(*each, half) for each in made)


def _bare(paragraph: Context) -> str:
    return paragraph["context"].replace("[citation needed]", "")


def _from_paragraph(
    paragraph: Context, answers: Mapping[str, Sequence[str]], strangers: Sequence[str], rng: random.Random
) -> Iterator[Made]:
    here = Paragraph(_bare(paragraph), sentences(_bare(paragraph)))
    for sentence in here.sentences:
        if rng.random() >= _LEFT_OUT:
            yield from retold(sentence, rng)
            yield from changed(sentence, strangers, rng)
    for qa in paragraph["qas"]:
        yield from asked(qa, here, answers, rng)


def rgb(path: Path) -> Iterator[Sample]:
    """RGB counterfactual: snippets where the answer was exchanged."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        half = "tune" if number % 2 == 0 else "held"
        answers = row["answer"] if isinstance(row["answer"], list) else [row["answer"]]
        for right, wrong in zip(row["positive"], row["positive_wrong"], strict=False):
            for one, other in ((right, wrong), (wrong, right)):
                told = answers if one is right else [row["fakeanswer"]]
                for sentence in sentences(one):
                    if any(isinstance(a, str) and a in sentence for a in told) and sentence not in other:
                        yield Sample("rgb: answer exchanged", sentence, other, False, half)
                        yield Sample("rgb: as it stands", sentence, one, True, half)


def written(path: Path) -> Iterator[Sample]:
    """The claims written by hand. Evidence that is a whole article is named, not repeated."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        evidence = row.get("evidence") or (SEEDS / row["seed"]).read_text(encoding="utf-8")
        start = "true" if row["supported"] else "false"
        yield Sample(f"by hand {start}: {row['kind']}", row["claim"], evidence, row["supported"], row["half"])
