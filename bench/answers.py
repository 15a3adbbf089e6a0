"""Measures answers without a model, from search to the sentences shown, on data that nobody here wrote."""

import argparse
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench import news, snippets, squad
from bench.corpus import COLLECTION, Corpus, opened, settings, temporary
from bench.figures import machine, mean, progress, say, table
from bench.public import Copies, NoDataError
from bench.public_sets import SQUAD
from bench.squad import Asked, Squad
from bot.app import build
from bot.grounding.ground import ground
from bot.models import labelled
from bot.models.extractive import Extractive
from bot.screen.injection import is_injection
from bot.selection.finder import PartsFinder
from retrieval.corpus import Found, Line

PARAGRAPHS = "data/dev-v2.0.json"
FOLDER = Path(__file__).with_name("data") / "public"
FOUND = 12
"""As many passages as the engine composes from."""
FIRST = (1, 2, 3)
NOISE = (0.0, 0.4, 0.8)
BINS = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """One question and what was shown."""

    asked: Asked
    shown: tuple[tuple[str, ...], ...]
    """The quotes shown where one, two and three sentences may be."""
    answered: bool
    """Said to be an answer."""
    likely: float
    """How likely the sources are taken to answer it."""
    single: dict[str, tuple[str, ...]]
    """The first sentences by one signal alone."""

    def holds(self, quotes: Sequence[str]) -> bool:
        return any(answer.casefold() in quote.casefold() for answer in self.asked.answers for quote in quotes)


Holds = Callable[[Seen, Sequence[str]], bool]


def seen(corpus: Corpus, asked: Asked, collection: str = COLLECTION) -> Seen:
    retriever = corpus.app.retriever
    found = PartsFinder(retriever).find(asked.text, [collection], FOUND)
    drafts = []
    for most in FIRST:
        composer = Extractive(retriever.understand, retriever.rescore, most=most, of_all=most)
        drafts.append(composer.compose(asked.text, found))
    passages = labelled(found)
    shown = tuple(
        tuple(
            f"{c.date or ''} {c.quote}"
            for statement in ground(draft, passages, is_injection).statements
            for c in statement.citations
        )
        for draft in drafts
    )
    return Seen(asked, shown, not drafts[-1].closest, drafts[-1].likely, _single(found))


def _single(found: Sequence[Found]) -> dict[str, tuple[str, ...]]:
    lines = [(item.passage.text[line.start : line.end], line) for item in found for line in item.lines]
    signals: dict[str, Callable[[Line], float]] = {
        "words in common alone": lambda line: line.coverage,
        "embedding alone": lambda line: line.meaning,
        "late interaction alone": lambda line: line.closeness,
    }
    return {
        name: tuple(text for text, _ in sorted(lines, key=lambda one: -signal(one[1]))[: max(FIRST)])
        for name, signal in signals.items()
    }


def run(corpus: Corpus, questions: Sequence[Asked], collection: str = COLLECTION) -> list[Seen]:
    told = progress("questions", len(questions))
    results = []
    for number, asked in enumerate(questions, 1):
        results.append(seen(corpus, asked, collection))
        told(number)
    return results


def rows(seen: Sequence[Seen], holds: Holds = Seen.holds) -> list[tuple[object, ...]]:
    """Ours, answers and closest lines apart, beside single signals."""
    groups = [s.asked.file or s.asked.article for s in seen]

    def share(right: Callable[[Seen, int], bool]) -> tuple[object, ...]:
        return tuple(mean([float(right(s, n)) for s in seen], groups) for n in range(len(FIRST)))

    names = list(seen[0].single)
    return [
        ("said to answer", *share(lambda s, n: s.answered and holds(s, s.shown[n]))),
        ("shown, closest lines included", *share(lambda s, n: holds(s, s.shown[n]))),
        *((name, *share(lambda s, n, by=name: holds(s, s.single[by][: n + 1]))) for name in names),  # type: ignore[misc]
    ]


def gives_numbers(seen: Seen, quotes: Sequence[str]) -> bool:
    """Whether all the numbers of the right answer stand in the quotes, or in the date of their document."""
    return set(seen.asked.answers) <= news.numbers(" ".join(quotes))


def paragraphs(given: Squad, kept: Path | None, most: int) -> None:
    with opened(given, kept) as corpus:
        answerable = run(corpus, _held(given, squad.some(given.answerable(), most)))
        others = [q for q in given.questions if not q.answers]
        unanswerable = run(corpus, _held(given, squad.some(others, most)))
    _show(
        f"SQuAD 2.0, {len(given.paragraphs)} paragraphs, {len(answerable)} questions",
        rows(answerable),
        EARLIER,
    )
    if unanswerable:
        _likelihoods(answerable, unanswerable)


EARLIER = (("an earlier prototype (models.md), refusal off", "0.756–0.776", "0.836–0.848", "0.860–0.864"),)
EARLIER_NEWS = (("an earlier prototype (models.md), 39 questions", "0.59", "0.79", "0.79"),)


def _held(given: Squad, questions: Sequence[Asked]) -> list[Asked]:
    return [q for q in questions if q.article in given.held_out]


def stories(copies: Copies, kept: Path | None) -> None:
    given = news.load(copies)
    asked = [q for q in given.questions if q.answers]
    with opened(given, kept) as corpus:
        found = run(corpus, asked)
    title = f"AP news, {len(given.paragraphs)} stories, {len(asked)} questions with new numbers in the answer"
    _show(title, rows(found, gives_numbers), EARLIER_NEWS)


def web(copies: Copies, kept: Path | None) -> None:
    for noise in NOISE:
        given = snippets.load(copies, noise)
        found: list[Seen] = []
        with temporary() as folder, closing(build(settings(folder / "var"))) as app:
            corpus = Corpus(given, app, folder, kept)
            for asked in given.questions:
                corpus.ingest(f"q{asked.article}", given.files(asked.article))
                found += run(corpus, [asked], f"q{asked.article}")
        _show(f"RGB, {len(found)} questions, five snippets each, noise {noise}", rows(found))


def _show(title: str, own: Sequence[Sequence[object]], earlier: Sequence[Sequence[object]] = ()) -> None:
    table(f"{title}: the answer within", ("", "one sentence", "two", "three"), [*own, *earlier])


def auroc(yes: Sequence[float], no: Sequence[float]) -> float:
    """How often one that is answered scores higher than one that is not."""
    ordered, above = np.sort(np.array(no)), np.array(yes)
    wins = np.searchsorted(ordered, above, "left") + np.searchsorted(ordered, above, "right")
    return float(wins.mean() / 2 / len(ordered))


def _likelihoods(answerable: Sequence[Seen], unanswerable: Sequence[Seen]) -> None:
    """Whether the topic's paragraph answers: the score, and how far it can be taken at its word."""
    yes, no = [s.likely for s in answerable], [s.likely for s in unanswerable]
    draws = np.random.default_rng(1)
    again = [
        auroc(draws.choice(yes, len(yes)).tolist(), draws.choice(no, len(no)).tolist()) for _ in range(500)
    ]
    low, high = np.quantile(again, [0.025, 0.975])
    say(f"On topic, answered or not: AUROC {auroc(yes, no):.3f} ({low:.3f}–{high:.3f}); models.md has 0.69")
    scores, answered = np.array([*yes, *no]), np.array([1.0] * len(yes) + [0.0] * len(no))
    edges = np.quantile(scores, np.linspace(0, 1, BINS + 1))
    places = np.clip(np.searchsorted(edges, scores, "right") - 1, 0, BINS - 1)
    told = [(scores[places == b], answered[places == b]) for b in range(BINS)]
    table(
        "Of the questions that are given about this likelihood, so many are answered",
        ("likelihood", "questions", "answered"),
        [(f"{s.mean():.2f}", len(s), f"{a.mean():.2f}") for s, a in told if len(s)],
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.answers", description=__doc__)
    parser.add_argument("--data", type=Path, default=FOLDER, metavar="FOLDER", help="copies of repositories")
    parser.add_argument("--questions", type=int, default=640, metavar="N", help="at most so many; 0 for all")
    parser.add_argument(
        "--kept", type=Path, metavar="FILE", help="keep what the model reads for the next run"
    )
    parser.add_argument("--only", choices=("squad", "news", "rgb"))
    values = parser.parse_args()
    copies = Copies(values.data)
    runs: dict[str, Callable[[], None]] = {
        "squad": lambda: paragraphs(
            squad.load(copies.path(SQUAD, PARAGRAPHS)), values.kept, values.questions
        ),
        "news": lambda: stories(copies, values.kept),
        "rgb": lambda: web(copies, values.kept),
    }
    for name, measure in runs.items():
        if values.only in (None, name):
            try:
                measure()
            except NoDataError as error:
                say(f"{name}: {error}")
    say(f"Absent topics: python -m bench.topics --squad FILE. {machine()}")


if __name__ == "__main__":
    main()
