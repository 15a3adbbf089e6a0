"""`briefing evaluate`: how well the bot answers questions whose answers are known."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.channels.terminal import screen
from bot.channels.terminal.asking import Collection, Json
from config.settings import Settings

if TYPE_CHECKING:
    from bot.domain import Answer
    from bot.evaluation.measure import Marked, Ranked
    from bot.evaluation.questions import Asked
    from bot.service import Service
    from retrieval.corpus import Found


class Part(StrEnum):
    """What is measured: the search alone, or the whole answer."""

    RETRIEVE = "retrieve"
    ANSWER = "answer"


def evaluate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Questions, as JSON lines.")],
    corpus: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Ingest this into a fresh store, used for this run only."),
    ] = None,
    step: Annotated[Part, typer.Option(help="Measure this step alone.")] = Part.ANSWER,
    bars: Annotated[
        Path | None, typer.Option(metavar="TOML", help="Fail where a figure is below its bar.")
    ] = None,
    k: Annotated[int, typer.Option("-k", metavar="N", min=1, max=100, help="Passages a search finds.")] = 5,
    collection: Collection = "default",
    as_json: Json = False,
) -> None:
    """Measure the answers to questions whose answers are known.

    Each line of FILE is {"id", "question", "type", "answer", "quotes": [{"file", "quote"}], "must_not_say"}.

    Types: single, combine, contradiction, spanish_only, false_premise, unanswerable, or your own.
    Evidence counts as found where an answer's citations cover 60% of an expected quote.

    [bold]Examples[/bold]

      [cyan]briefing evaluate tests/data/seed_questions.jsonl --corpus seeds --bars config/bars.toml[/cyan]

      [cyan]briefing evaluate questions.jsonl --step retrieve[/cyan]
    """
    from bot.evaluation import questions, report, tally
    from bot.evaluation.measure import Marked, Ranked

    settings = screen.begin()
    asked = questions.load(file)
    wanted = tally.bars(bars, file.stem) if bars else {}
    with _bot(settings, corpus, collection) as bot:
        results = _measured(bot, asked, step, k, collection, as_json)
    answered = [result for result in results if isinstance(result, Marked)]
    ranked = [result for result in results if isinstance(result, Ranked)]
    figures = tally.answers(answered) if step is Part.ANSWER else tally.searches(ranked, k)
    low = tally.below(figures, wanted)
    if as_json:
        screen.put(report.payload(figures, results, low))
    else:
        screen.tables(report.by_question(results), report.summary(figures))
    for sentence in low:
        screen.complain(sentence)
    if low:
        raise typer.Exit(1)


@contextmanager
def _bot(settings: Settings, corpus: Path | None, collection: str) -> "Iterator[Service]":
    if corpus is None:
        with screen.service(settings) as bot:
            yield bot
        return
    with TemporaryDirectory(prefix="briefing-evaluate-") as folder:
        apart = {"data_dir": Path(folder), "database_url": None, "chroma_url": None}
        with screen.service(settings.model_copy(update=apart)) as bot:
            done = bot.ingest([corpus], collection, prune=False, report=lambda _: None)
            for failure in done.failed:
                screen.note(f"{failure.path}: {failure.error}")
            yield bot


def _measured(
    bot: "Service", asked: "Sequence[Asked]", step: Part, k: int, collection: str, quiet: bool
) -> "Sequence[Marked | Ranked]":
    from bot.domain import Question
    from bot.evaluation import run

    def text(path: str) -> str | None:
        document = bot.document(collection, path)
        return document.text if document else None

    def ask(question: str) -> "Answer":
        return bot.ask(Question(question, (collection,)), record=False, report=lambda _: None)

    def find(question: str) -> "Sequence[Found]":
        return bot.search(question, (collection,), k)

    results = run.answers(asked, ask, text) if step is Part.ANSWER else run.searches(asked, find, text)
    with screen.bars(quiet) as bars:
        return list(bars.track(results, total=len(asked), description="Questions"))
