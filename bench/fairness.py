"""Whether the same question in other words gets the same evidence: python -m bench.fairness."""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figures import say, table
from bot.app import App, build
from bot.domain import Answer, Citation, Question
from config.models import EXTRACTIVE, LOCAL_EMBEDDING
from config.settings import Settings
from retrieval.ingest import ingest

HERE = Path(__file__).parent.parent
PAIRS = HERE / "tests" / "data" / "fairness.jsonl"
SEEDS = HERE / "seeds"


@dataclass(frozen=True, slots=True)
class Pair:
    """One question in two wordings."""

    kind: str
    """what differs: politeness, spelling, dialect, who asks, the language"""
    one: str
    two: str
    holds: bool = True
    """Whether a test keeps it so."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the two wordings got."""

    pair: Pair
    first: Answer
    second: Answer

    @property
    def same_best(self) -> bool:
        """Whether the first words that are cited are the same."""
        return _places(self.first)[:1] == _places(self.second)[:1]

    @property
    def same(self) -> bool:
        """Whether all that is cited is the same, and the answer is of the same kind."""
        same_kind = self.first.outcome is self.second.outcome
        return same_kind and set(_places(self.first)) == set(_places(self.second))


def pairs(path: Path = PAIRS) -> list[Pair]:
    return [Pair(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def compare(app: App, wanted: Sequence[Pair]) -> Iterator[Outcome]:
    for pair in wanted:
        first, second = (app.engine.answer(Question(text)) for text in (pair.one, pair.two))
        yield Outcome(pair, first, second)


def _places(answer: Answer) -> list[tuple[str, int, int]]:
    return [_place(citation) for citation in answer.citations]


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document, citation.start, citation.end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="?", type=Path, default=PAIRS, help='JSON lines: "kind", "one", "two"')
    parser.add_argument("--corpus", type=Path, default=SEEDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = build(
            Settings(
                data_dir=Path(folder),
                model=EXTRACTIVE,
                embedding_model=LOCAL_EMBEDDING,
                questions_per_minute=0,
            )
        )
        try:
            ingest(app.store, app.embedder, [options.corpus])
            report(list(compare(app, pairs(options.pairs))))
        finally:
            app.close()


def report(outcomes: Sequence[Outcome]) -> None:
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        kinds[outcome.pair.kind].append(outcome)
    rows = [(kind, len(found), _of(found)) for kind, found in sorted(kinds.items())]
    rows.append(("all", len(outcomes), _of(outcomes)))
    table("The same question in other words", ("what differs", "pairs", "same first, all the same"), rows)
    for outcome in outcomes:
        if not outcome.same:
            say(f"{outcome.pair.kind}: {outcome.pair.one} / {outcome.pair.two}")
            said = "the same first words" if outcome.same_best else "other words first"
            say(f"   {outcome.first.outcome} / {outcome.second.outcome}, {said}")


def _of(found: Sequence[Outcome]) -> str:
    return f"{sum(each.same_best for each in found)}, {sum(each.same for each in found)}"


if __name__ == "__main__":
    main()
