"""Measures declining: topics that the documents lack, and answers that stand in what is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import options, squad
from bench.corpus import COLLECTION, Corpus, opened
from bench.figures import machine, mean, progress, say, table
from bench.squad import Asked
from bot.domain import Answer, Outcome
from bot.models.extractive import ON_TOPIC
from bot.selection.lines import on_topic


@dataclass(frozen=True, slots=True)
class Seen:
    """One question as it ended."""

    asked: Asked
    outcome: Outcome
    topic: bool
    """The gate took the topic to be there."""
    shown: bool
    """The answer stands in the statements, and they are said to be an answer."""

    @property
    def declined(self) -> bool:
        return not self.outcome.is_answer


def seen(corpus: Corpus, asked: Asked) -> Seen:
    answer = corpus.ask(asked.text)
    question = corpus.app.retriever.understand(asked.text, (COLLECTION,))
    topic = on_topic(question, answer.found) >= ON_TOPIC
    return Seen(asked, answer.outcome, topic, answer.outcome.is_answer and stands_in(asked, answer))


def stands_in(asked: Asked, answer: Answer) -> bool:
    quotes = [citation.quote for citation in answer.citations]
    return any(one in quote for one in asked.answers for quote in quotes)


@dataclass(frozen=True, slots=True)
class Runs:
    """Every question's end, by what was there to answer it."""

    present: tuple[Seen, ...]
    absent: tuple[Seen, ...]
    """The same questions, asked when the article they are about was removed."""
    unanswerable: tuple[Seen, ...]
    """On topic, but nothing answers them."""

    def of(self, articles: frozenset[str]) -> "Runs":
        def kept(run: Sequence[Seen]) -> tuple[Seen, ...]:
            return tuple(s for s in run if s.asked.article in articles)

        return Runs(kept(self.present), kept(self.absent), kept(self.unanswerable))


def run(corpus: Corpus, most: int) -> Runs:
    """At most so many questions of each article, of each kind."""
    present = _drawn(corpus, [q for q in corpus.squad.questions if q.answers], most)
    beside = _drawn(corpus, [q for q in corpus.squad.questions if not q.answers], most)
    told = progress("questions", 2 * len(present) + len(beside))
    here = _each(corpus, [*present, *beside], told)
    away: list[Seen] = []
    for article in corpus.squad.articles:
        with corpus.without(article):
            away += _each(corpus, [q for q in present if q.article == article], told)
    return Runs(tuple(here[: len(present)]), tuple(away), tuple(here[len(present) :]))


def _drawn(corpus: Corpus, questions: Sequence[Asked], most: int) -> list[Asked]:
    return squad.some(questions, most * len(corpus.squad.articles))


def _each(corpus: Corpus, questions: Sequence[Asked], told: Callable[[int], None]) -> list[Seen]:
    results = []
    for number, asked in enumerate(questions, 1):
        results.append(seen(corpus, asked))
        told(number)
    return results


def declining(runs: Runs, declined: Callable[[Seen], bool]) -> tuple[str, ...]:
    """Precision, recall and F1 of declining; as many questions have their topic as lack it."""
    rightly = sum(map(declined, runs.absent))
    wrongly = sum(map(declined, runs.present))
    precision = rightly / max(1, rightly + wrongly)
    recall = rightly / max(1, len(runs.absent))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}", f"{wrongly / max(1, len(runs.present)):.3f}"


def share(seen: Sequence[Seen], holds: Callable[[Seen], bool]) -> str:
    return str(mean([float(holds(s)) for s in seen], [s.asked.file for s in seen])) if seen else "–"


def show(title: str, runs: Runs) -> None:
    table(
        f"Absent topics, {title}: {len(runs.absent)} questions, each asked with its article and without",
        ("declined by", "precision", "recall", "F1", "of those with a topic"),
        [
            ("the topic gate alone", *declining(runs, lambda s: not s.topic)),
            ("the engine (no answer given)", *declining(runs, lambda s: s.declined)),
        ],
    )
    others = [s for s in runs.present if s.outcome is not Outcome.NOT_IN_SOURCES and s.declined]
    table(
        f"Answers, {title}",
        ("questions", "number", "what", "share"),
        [
            (
                "answerable",
                len(runs.present),
                "the answer stands in the statements shown",
                share(runs.present, lambda s: s.shown),
            ),
            (
                "",
                "",
                "…of those answered",
                share([s for s in runs.present if not s.declined], lambda s: s.shown),
            ),
            ("", "", "declined wrongly", share(runs.present, lambda s: s.declined)),
            (
                "unanswerable, topic there",
                len(runs.unanswerable),
                "declined",
                share(runs.unanswerable, lambda s: s.declined),
            ),
        ],
    )
    if others:
        say(
            f"{len(others)} answerable ones did not reach search: {others[0].outcome}, {others[0].asked.text}"
        )


def measure(corpus: Corpus, most: int) -> None:
    """Prints the tables."""
    runs = run(corpus, most)
    held, every = corpus.squad.held_out, frozenset(corpus.squad.articles)
    show("held out", runs.of(held))
    if held != every:
        show("all", runs)
    say(
        "An unanswerable question of SQuAD 2.0 was written to look as if its paragraph answered it; "
        "declining those without a model is reported as measured, not promised. " + machine()
    )


def main() -> None:
    given = options.parse(__doc__, questions=40)
    with opened(given.squad) as corpus:
        measure(corpus, given.questions)


if __name__ == "__main__":
    main()
