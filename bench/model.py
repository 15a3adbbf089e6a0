"""Put questions to the bot with a chat model behind it: `python -m bench.model --url URL --model NAME`.

Any endpoint on the OpenAI protocol will do; bench/local_model.py serves a small one on this machine. Without
`--url`, sentences are selected: the figures to compare with. A key comes from OPENAI_API_KEY."""

import argparse
import json
import logging
import os
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

import structlog

from bench import squad
from bench.corpus import temporary
from bench.figures import machine, progress, say, table
from bot.app import App, build
from bot.domain import Answer, Outcome, Question
from bot.evaluation import questions
from config.models import EXTRACTIVE
from config.settings import Settings
from retrieval.ingest import ingest

EXAMPLES = Path(__file__).parents[1] / "tests" / "data" / "seed_questions.jsonl"
SEEDS = Path(__file__).parents[1] / "seeds"
COVERED = 0.6
"""The share of a quote's words that an answer's citations hold for it to be the right evidence."""


@dataclass(frozen=True, slots=True)
class Put:
    """A question, and how to tell whether an answer is right."""

    text: str
    answerable: bool
    is_right: Callable[[Answer], bool]
    never: tuple[str, ...] = ()
    """Words that no answer may hold."""


@dataclass(frozen=True, slots=True)
class Row:
    """How one question went."""

    question: str
    answerable: bool
    right: bool
    outcome: str
    model: str
    notice: str
    text: str
    forbidden: tuple[str, ...]
    seconds: float
    claims: int = 0
    cut: int = 0
    completions: list[dict[str, float]] = field(default_factory=list)


class Log:
    """Keeps what the bot logs of its model, and prints nothing."""

    def __init__(self) -> None:
        self._lines: list[MutableMapping[str, Any]] = []
        wrapper = structlog.make_filtering_bound_logger(logging.INFO)
        structlog.configure(processors=[self._keep], wrapper_class=wrapper)

    def _keep(self, _: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        self._lines.append(line)
        raise structlog.DropEvent

    def taken(self, event: str) -> list[MutableMapping[str, Any]]:
        """The lines of one kind since the last question; `clear` begins the next."""
        return [line for line in self._lines if line["event"] == event]

    def clear(self) -> None:
        self._lines.clear()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.model", description=__doc__)
    parser.add_argument("--url", help="such as http://127.0.0.1:8081/v1")
    parser.add_argument("--model", default=EXTRACTIVE, help="its name there")
    parser.add_argument("--judge", help="the name of a model for second opinions, at the same address")
    parser.add_argument("--seconds", type=float, default=600, help="the longest wait (%(default)g)")
    parser.add_argument("--context", type=int, default=4096, help="tokens of prompt and reply (%(default)s)")
    parser.add_argument("--examples", type=int, default=0, help="so many example questions, 0 for all")
    parser.add_argument("--squad", type=Path, metavar="FILE", help="ask questions of a SQuAD 2.0 file too")
    parser.add_argument("--questions", type=int, default=30, help="so many of them (%(default)s)")
    parser.add_argument("--out", type=Path, help="a file for every answer, as JSON lines")
    given = parser.parse_args()
    log = Log()
    say(f"{given.model} at {given.url or 'no endpoint'}, {given.context} tokens. {machine()}.\n")
    with examples(given) as (app, asked):
        _measure("The example questions", app, asked, log, given.out)
    if given.squad:
        with paragraphs(given) as (app, asked):
            _measure("SQuAD", app, asked, log, given.out)


@contextmanager
def examples(given: argparse.Namespace) -> Iterator[tuple[App, list[Put]]]:
    with temporary() as folder, closing(build(settings(given, folder))) as app:
        ingest(app.store, app.embedder, [SEEDS])
        yield app, [_example(each) for each in questions.load(EXAMPLES)[: given.examples or None]]


@contextmanager
def paragraphs(given: argparse.Namespace) -> Iterator[tuple[App, list[Put]]]:
    """Two answerable questions for one that is not, on articles that nothing was fitted on."""
    found = squad.load(given.squad)
    files = [file for article in sorted(found.held_out) for file in found.files(article)]
    fair = squad.some(found.answerable(found.held_out), given.questions * 2 // 3)
    unfair = [each for each in found.questions if not each.answers and each.article in found.held_out]
    asked = fair + squad.some(unfair, given.questions - len(fair))
    with temporary() as folder, closing(build(settings(given, folder / "var"))) as app:
        ingest(app.store, app.embedder, [found.write(folder / "texts", files)])
        yield app, [_from_squad(each) for each in asked]


def settings(given: argparse.Namespace, folder: Path) -> Settings:
    return Settings.model_validate(
        {
            "data_dir": folder,
            "questions_per_minute": 0,
            "model": given.model,
            "model_seconds": given.seconds,
            "model_context": given.context,
            "judge_model": given.judge,
            "judge_seconds": given.seconds,
            "openai_base_url": given.url,
            "openai_api_key": os.environ.get("OPENAI_API_KEY"),
        }
    )


def _example(asked: questions.Asked) -> Put:
    quotes = [_words(quote.quote) for quote in asked.quotes]

    def is_right(answer: Answer) -> bool:
        cited = _words(" ".join(citation.quote for citation in answer.citations))
        return any(len(words & cited) >= COVERED * len(words) for words in quotes)

    return Put(asked.question, asked.answerable, is_right, asked.must_not_say)


def _from_squad(asked: squad.Asked) -> Put:
    wanted = [" ".join(_plain(answer)) for answer in asked.answers]

    def is_right(answer: Answer) -> bool:
        said = " ".join(_plain(" ".join(statement.text for statement in answer.statements)))
        return any(f" {each} " in f" {said} " for each in wanted)

    return Put(asked.text, bool(asked.answers), is_right)


def _plain(text: str) -> list[str]:
    kept = "".join(character if character.isalnum() else " " for character in text.casefold())
    return [word for word in kept.split() if word not in {"a", "an", "the"}]


def _words(text: str) -> set[str]:
    return set(_plain(text))


def _measure(title: str, app: App, asked: Sequence[Put], log: Log, out: Path | None) -> None:
    tell, rows = progress(title, len(asked)), []
    for number, put in enumerate(asked, 1):
        rows.append(_row(put, app, log))
        if out:
            with out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(rows[-1]), ensure_ascii=False) + "\n")
        tell(number)
    table(title, ("what", "of", "figure"), list(_figures(rows)))


def _row(put: Put, app: App, log: Log) -> Row:
    log.clear()
    answer = app.engine.answer(Question(put.text))
    checked = log.taken("checked")
    told = answer.outcome.is_answer
    text = " ".join(statement.text for statement in answer.statements) if told else ""
    return Row(
        put.text,
        put.answerable,
        (told and put.is_right(answer)) if put.answerable else not told,
        answer.outcome.value,
        answer.model,
        answer.notice,
        text,
        tuple(words for words in put.never if words.casefold() in text.casefold()),
        answer.seconds,
        sum(line["statements"] + line["cut"] for line in checked),
        sum(line["cut"] for line in checked),
        [{k: v for k, v in line.items() if k != "event"} for line in log.taken("completed")],
    )


def _figures(rows: Sequence[Row]) -> Iterator[tuple[str, int, str]]:
    fair, unfair = [row for row in rows if row.answerable], [row for row in rows if not row.answerable]
    written = [row for row in rows if row.model != EXTRACTIVE]
    completions = [each for row in rows for each in row.completions]
    claims = sum(row.claims for row in rows)
    yield "answered rightly, answerable", len(fair), _share(row.right for row in fair)
    yield "declined, unanswerable", len(unfair), _share(row.right for row in unfair)
    yield "said what must never be said", len(rows), str(sum(bool(row.forbidden) for row in rows))
    yield "written by the model, not selected instead", len(rows), _share(r in written for r in rows)
    yield "answered in part", len(rows), _share(r.outcome == Outcome.PARTLY_ANSWERED for r in rows)
    yield "claims cut", claims, _share([True] * (cut := sum(r.cut for r in rows)) + [False] * (claims - cut))
    yield "completions a question", len(rows), f"{len(completions) / max(1, len(rows)):.2f}"
    yield "seconds an answer, half and 95% within", len(rows), _spread([row.seconds for row in rows])
    if completions:
        yield "prompt tokens", len(completions), _spread([each.get("prompt", 0) for each in completions])
        yield "reply tokens", len(completions), _spread([each.get("reply", 0) for each in completions])


def _share(values: Iterator[bool] | Sequence[bool]) -> str:
    known = list(values)
    return f"{sum(known) / len(known):.0%}" if known else "-"


def _spread(values: Sequence[float]) -> str:
    if len(values) < 2:
        return str(values)
    cuts = quantiles(values, n=20, method="inclusive")
    return f"{cuts[9]:.3g}, {cuts[18]:.3g}"


if __name__ == "__main__":
    main()
