"""Fits the weights of search on the halves of public data sets that are kept for it.

    python -m bench.fit_fusion --data FOLDER [--kept FILE] [--write]

SciFact, AP news and RGB are left out: they tell whether what was learned holds elsewhere.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from bench.corpus import COLLECTION, settings, temporary
from bench.figures import progress, say
from bench.public import Copies, DataSet, NoDataError, Wanted, write
from bench.public_sets import SETS
from bench.regression import Floats, Ranking, listwise
from bench.remembering import Remembering
from bench.retrieval import DATA
from bench.squad import some
from bot.app import build
from retrieval import search
from retrieval.embeddings import LocalModel
from retrieval.features import NAMES
from retrieval.ingest import ingest
from retrieval.search import Retriever

FITTED_ON = ("squad-fit", "multihop")
BY_HAND = {"furniture": -2.0}
"""The sets have no furniture to learn from: it ranks below any body passage that is nearly as good."""
SPREAD = 3.52
"""The standard deviation of the sums of one question's candidates."""
BEST = 5.8
"""The mean of their best. The regression leaves both open: they are what the composer's weights go with."""


def rankings(data: DataSet, most: int, kept: Path | None) -> list[Ranking]:
    questions = some(data.fitted_on, most)
    tell = progress(data.name, len(questions))
    found: list[Ranking] = []
    with temporary() as folder, closing(build(settings(folder / "var"))) as app:
        assert isinstance(app.embedder, LocalModel)  # noqa: S101 - as `settings` has it
        with closing(Remembering(app.embedder, kept)) as model:
            ingest(app.store, model, [write(data.texts, folder / "texts")])
        for number, wanted in enumerate(questions, 1):
            found += _ranking(app.retriever, wanted)
            tell(number)
    return found


def _ranking(retriever: Retriever, wanted: Wanted) -> list[Ranking]:
    """One for each right passage, among the wrong ones; together they count as one question."""
    question = retriever.understand(wanted.text, (COLLECTION,))
    matches = retriever._matches(question, (COLLECTION,))  # noqa: SLF001 - what is fitted is inside `find`
    figures = np.array([match.figures for match in matches], dtype=np.float64)
    right = np.array([match.passage.document in wanted.right for match in matches], dtype=np.bool_)
    wrong = figures[~right]
    rows = [np.vstack([one, wrong]) for one in figures[right]] if len(wrong) else []
    return [Ranking(row, (0,), wanted.group, 1 / len(rows)) for row in rows]


def fitted(found: Sequence[Ranking]) -> dict[str, float]:
    """The weights by name, with the intercept. A figure that would count against a passage is left out."""
    columns = [place for place, name in enumerate(NAMES) if name not in BY_HAND]
    weights = listwise(found, columns)
    while (weights <= 0).any():
        columns = [column for column, weight in zip(columns, weights, strict=True) if weight > 0]
        weights = listwise(found, columns)
    sums = [ranking.figures[:, columns] @ weights for ranking in found]
    weights *= SPREAD / float(np.mean([each.std() for each in sums]))
    best = float(np.mean([(ranking.figures[:, columns] @ weights).max() for ranking in found]))
    learned = {NAMES[column]: float(weight) for column, weight in zip(columns, weights, strict=True)}
    return dict.fromkeys(NAMES, 0.0) | learned | BY_HAND | {"intercept": BEST - best}


def first(found: Sequence[Ranking], weights: Floats) -> float:
    return float(np.mean([(ranking.figures @ weights).argmax() == 0 for ranking in found]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA, metavar="FOLDER", help="copies of repositories")
    parser.add_argument("--kept", type=Path, metavar="FILE", help="as bench.retrieval has it")
    parser.add_argument("--questions", type=int, default=500, metavar="N", help="at most so many of each set")
    parser.add_argument("--write", action="store_true", help="put them into retrieval/weights.toml")
    values = parser.parse_args()
    try:
        sets = [SETS[name](Copies(values.data)) for name in FITTED_ON]
    except NoDataError as error:
        sys.exit(str(error))
    found = [ranking for data in sets for ranking in rankings(data, values.questions, values.kept)]
    now = np.asarray(search.weights()[0], dtype=np.float64)
    learned = fitted(found)
    say(f"Right one first, of {len(found)} fitted on: {first(found, now):.3f} now,")
    say(f"{first(found, np.array([learned[name] for name in NAMES])):.3f} with {_lines(learned)}")
    if values.write:
        path = Path(search.__file__).with_name("weights.toml")
        comment = path.read_text(encoding="utf-8").partition("[fusion]")[0]
        path.write_text(f"{comment}[fusion]\n{_lines(learned)}\n", encoding="utf-8")


def _lines(weights: dict[str, float]) -> str:
    return "\n".join(f"{name} = {weight:.3g}" for name, weight in weights.items())


if __name__ == "__main__":
    main()
