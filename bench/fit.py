"""Fits the weights of sentences and of the topic gate, on every other article of a SQuAD file."""

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench import options
from bench.corpus import COLLECTION, Corpus, opened
from bench.figures import progress, say, table
from bench.regression import Floats, Ranking, listwise, logistic, rank
from bench.squad import Asked, some
from bot.models.extractive import ON_TOPIC
from bot.selection import lines
from bot.selection.heads import is_sentence
from bot.selection.wanted import Kind, wanted
from retrieval.corpus import Found

SELECTION = Path(lines.__file__).with_name("weights.toml")
LINE = ("meaning", "coverage", "passage", "right_kind", "wrong_kind")
TOPIC = ("closeness", "meaning", "coverage", "missing_name")
FOUND = 12
"""As many passages as the engine composes from."""
TINY = 8
"""Paragraphs of the smallest corpora that the topic gate is fitted for."""
HEADER = """\
# Learned by bench/fit.py on the articles of SQuAD 2.0 dev (github.com/chrischute/squad, data/dev-v2.0.json)
# with an even number, by title; bench/topics.py measures on the odd ones.
"""


class Half:
    """The articles fitted on, and those measured on."""

    def __init__(self, corpus: Corpus) -> None:
        self.held_out = corpus.squad.held_out

    def split(self, rankings: Sequence[Ranking]) -> tuple[list[Ranking], list[Ranking]]:
        fitted = [r for r in rankings if r.article not in self.held_out]
        return fitted, [r for r in rankings if r.article in self.held_out]


# Sentences


def sentences(corpus: Corpus, asked: Sequence[Asked]) -> dict[str, float]:
    """The weights by name."""
    rankings = _each("sentences", asked, lambda question: _sentences(corpus, question))
    fitted, held = Half(corpus).split(rankings)
    columns = list(range(len(LINE)))
    weights = listwise(fitted, columns)
    present = np.array([lines.weights()["line"][name] for name in LINE])
    table(
        "The sentence that answers, held out",
        ("weights", "first", "first 2", "first 3"),
        [
            ("present weights", *_firsts(held, columns, present)),
            (_named(columns, LINE, weights), *_firsts(held, columns, weights)),
        ],
    )
    return dict(zip(LINE, weights, strict=True))


def _sentences(corpus: Corpus, asked: Asked) -> Ranking:
    found = corpus.app.retriever.find(asked.text, (COLLECTION,), FOUND)
    want = wanted(asked.text)
    candidates = [
        c
        for c in lines.candidates(found, want, {item.passage.id: "" for item in found})
        if is_sentence(c.text) and not c.is_question
    ]
    scores = {item.passage.id: _logit(item.score) for item in found}
    untyped = want.kind in (Kind.OPEN, Kind.YES_NO)
    figures = [
        (
            c.line.meaning,
            c.line.coverage,
            scores[c.passage.id],
            float(not untyped and c.right_kind),
            float(not untyped and want.kind is not Kind.PERSON and not c.right_kind),
        )
        for c in candidates
    ]
    right = [
        i
        for i, c in enumerate(candidates)
        if c.passage.document == asked.file and any(answer in c.text for answer in asked.answers)
    ]
    return Ranking(np.array(figures).reshape(len(figures), len(LINE)), tuple(right), asked.article)


def _logit(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(bounded / (1 - bounded)))


# Topics


def topics(corpus: Corpus, most: int) -> dict[str, float]:
    """The weights by name, with the intercept: fitted on stores of hundreds, tens and eight paragraphs, half
    of the questions in each with their article there and half without."""
    rows: list[tuple[Floats, bool, str, str]] = []
    for article in corpus.squad.articles:
        own = some(corpus.squad.answerable([article]), most)
        others = some([q for q in corpus.squad.answerable() if q.article != article], most)
        files = corpus.squad.files(article)
        tiny = files[: 2 * TINY : 2]
        in_tiny = [q for q in corpus.squad.answerable([article]) if q.file in tiny][: len(own)]
        corpus.ingest("article", files)
        corpus.ingest("tiny", tiny)
        rows += _topic_rows(corpus, own, COLLECTION, "hundreds", there=True)
        rows += _topic_rows(corpus, own, "article", "tens", there=True)
        rows += _topic_rows(corpus, others, "article", "tens", there=False)
        rows += _topic_rows(corpus, in_tiny, "tiny", "eight", there=True)
        rows += _topic_rows(corpus, others, "tiny", "eight", there=False)
        with corpus.without(article):
            rows += _topic_rows(corpus, own, COLLECTION, "hundreds", there=False)
        corpus.forget("article")
        corpus.forget("tiny")
        progress("topics, articles", len(corpus.squad.articles))(corpus.squad.articles.index(article) + 1)
    held = np.array([article in corpus.squad.held_out for *_, article in rows])
    figures, there = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    slopes, intercept = logistic(figures[~held], there[~held])
    now = lines.weights()["topic"]
    present = np.array([now[name] for name in TOPIC]), now["intercept"]
    sizes = np.array([row[2] for row in rows])
    shown: list[tuple[object, ...]] = []
    for name, (slope, shift) in (("present weights", present), ("fitted", (slopes, intercept))):
        chances = 1 / (1 + np.exp(-(figures @ slope + shift)))
        for size in ("hundreds", "tens", "eight"):
            of = held & (sizes == size)
            shown += [
                (name, size, at, *_declining(chances[of], there[of], at)) for at in (0.5, ON_TOPIC, 0.6)
            ]
    table("Absent topics, held out", ("weights", "paragraphs", "from", "precision", "recall", "F1"), shown)
    return dict(zip(TOPIC, slopes, strict=True)) | {"intercept": intercept}


def _topic_rows(
    corpus: Corpus, asked: Sequence[Asked], collection: str, size: str, *, there: bool
) -> list[tuple[Floats, bool, str, str]]:
    retriever, rows = corpus.app.retriever, []
    for question in asked:
        found = retriever.find(question.text, (collection,), FOUND)
        figures = _topic(corpus, question.text, found, collection)
        rows.append((figures, there, size, question.article))
    return rows


def _topic(corpus: Corpus, text: str, found: Sequence[Found], collection: str) -> Floats:
    every = [line for item in found for line in item.lines]
    if not every:
        return np.zeros(len(TOPIC))
    figures = lines.topic_figures(corpus.app.retriever.understand(text, (collection,)), found, every)
    return np.array([figures[name] for name in TOPIC])


def _declining(chances: Floats, there: Any, at: float) -> tuple[str, str, str]:
    rightly, wrongly = (chances[~there] < at).mean(), (chances[there] < at).mean()
    precision = rightly / max(1e-9, rightly + wrongly)
    f1 = 2 * precision * rightly / max(1e-9, precision + rightly)
    return f"{precision:.3f}", f"{rightly:.3f}", f"{f1:.3f}"


# All of them


def _each(what: str, asked: Sequence[Asked], look: Callable[[Asked], Ranking]) -> list[Ranking]:
    tell = progress(what, len(asked))
    rankings = []
    for number, question in enumerate(asked, 1):
        rankings.append(look(question))
        tell(number)
    return rankings


def _firsts(rankings: Sequence[Ranking], columns: Sequence[int], weights: Floats) -> tuple[str, ...]:
    ranks = np.array([rank(r, columns, weights) or np.inf for r in rankings])
    return tuple(f"{(ranks <= k).mean():.4f}" for k in (1, 2, 3))


def _named(columns: Sequence[int], names: Sequence[str], weights: Floats) -> str:
    return ", ".join(f"{names[c]} {w:.2f}" for c, w in zip(columns, weights, strict=True))


def write(path: Path, tables: dict[str, dict[str, float]]) -> None:
    """Puts these tables in place of those of the same name."""
    every: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) | tables
    parts = [
        "\n".join((f"[{name}]", *(f"{key} = {value:.4g}" for key, value in values.items())))
        for name, values in every.items()
    ]
    path.write_text(HEADER + "\n\n".join(parts) + "\n", encoding="utf-8")
    say(f"Written: {path}")


def main() -> None:
    parser = options.parser_with_squad(__doc__, questions=40)
    parser.add_argument("--write", action="store_true", help="put what was fitted into weights.toml")
    parser.add_argument("--part", choices=("line", "topic"), help="fit only this")
    values = parser.parse_args()
    given = options.given(values)
    if values.squad is None:
        parser.error("the weights are fitted on a SQuAD 2.0 file: give one with --squad FILE")
    with opened(given.squad) as corpus:
        asked = corpus.squad.answerable()
        chosen = {}
        if values.part in (None, "line"):
            chosen["line"] = sentences(corpus, asked)
        if values.part in (None, "topic"):
            chosen["topic"] = topics(corpus, given.questions)
        if values.write and chosen:
            write(SELECTION, chosen)


if __name__ == "__main__":
    main()
