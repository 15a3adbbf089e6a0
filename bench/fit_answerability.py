"""Fits how likely a question is answered whose topic is there, on every other article of a SQuAD 2.0 file."""

from pathlib import Path

import numpy as np

from bench import options
from bench.answers import auroc
from bench.corpus import COLLECTION, Corpus, opened
from bench.figures import progress, table
from bench.fit import FOUND, SELECTION, write
from bench.regression import logistic
from bench.squad import Asked, some
from bot.selection.answerability import figures
from bot.selection.lines import candidates
from bot.selection.wanted import wanted

NAMES = ("closeness", "meaning", "coverage", "missing", "missing_name")


def row(corpus: Corpus, asked: Asked) -> list[float]:
    """The figures of one question, noughts where nothing was found."""
    retriever = corpus.app.retriever
    question = retriever.understand(asked.text, (COLLECTION,))
    found = retriever.find(asked.text, (COLLECTION,), FOUND)
    labels = {item.passage.id: "" for item in found}
    ranked = candidates(found, wanted(asked.text), labels, question)
    values = figures(question, ranked[0]) if ranked else dict.fromkeys(NAMES, 0.0)
    return [values[name] for name in NAMES]


def main() -> None:
    parser = options.parser_with_squad(__doc__, questions=1280)
    parser.add_argument("--write", action="store_true", help="put what was fitted into weights.toml")
    parser.add_argument(
        "--kept", type=Path, metavar="FILE", help="keep what the model reads for the next run"
    )
    values = parser.parse_args()
    given = options.given(values)
    answerable = some(given.squad.answerable(), given.questions // 2)
    others = some([q for q in given.squad.questions if not q.answers], given.questions // 2)
    asked = [*answerable, *others]
    tell = progress("questions", len(asked))
    rows = []
    with opened(given.squad, values.kept) as corpus:
        for number, question in enumerate(asked, 1):
            rows.append(row(corpus, question))
            tell(number)
    every, yes = np.array(rows), np.array([bool(q.answers) for q in asked])
    held = np.array([q.article in given.squad.held_out for q in asked])
    slopes, intercept = logistic(every[~held], yes[~held])
    sums = every @ slopes + intercept
    table(
        "On topic, answered or not",
        ("half", "AUROC"),
        [
            (name, f"{auroc(sums[of & yes].tolist(), sums[of & ~yes].tolist()):.3f}")
            for name, of in (("fitted", ~held), ("held out", held))
        ],
    )
    if values.write:
        learned = dict(zip(NAMES, slopes, strict=True)) | {"intercept": intercept}
        write(SELECTION, {"answerable": learned})


if __name__ == "__main__":
    main()
