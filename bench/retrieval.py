"""Measures search: keywords alone, vectors alone, plain LangChain and Chroma, and ours, side by side.

    python -m bench.retrieval                                   our own paragraphs: only to see that it works
    python -m bench.retrieval squad scifact --data FOLDER       public data sets, from copies of repositories

bench/data/README.md says where the data sets come from.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import squad
from bench.compared import READS, Hit, Search, systems
from bench.figures import Took, machine, mean, progress, say, table, timed
from bench.public import Copies, DataSet, NoDataError, Wanted
from bench.public_sets import SETS
from bench.ranking import measured
from bench.stretches import stands_in

DATA = Path(__file__).with_name("data") / "public"


@dataclass(frozen=True, slots=True)
class Ranked:
    """What one system found for one question."""

    wanted: Wanted
    files: tuple[bool, ...]
    """Whether each file found is right, best first, each file once."""
    passages: tuple[bool, ...]
    """The same of passages, where it is known what they were written from."""


def judged(wanted: Wanted, hits: Sequence[Hit]) -> Ranked:
    files = dict.fromkeys(hit.file for hit in hits)
    return Ranked(
        wanted,
        tuple(file in wanted.right for file in files),
        tuple(hit.file in wanted.right and stands_in(hit.text, wanted.gold) for hit in hits),
    )


def ranked(
    searches: Mapping[str, Search], questions: Sequence[Wanted], told: Callable[[int], None]
) -> tuple[dict[str, list[Ranked]], dict[str, Took]]:
    """What each system found, and the time that it took, by its name. All are asked one question before the
    next, so that it is read once; the reading counts for none of them."""
    results: dict[str, list[Ranked]] = {name: [] for name in searches}
    spent = {name: Took() for name in searches}
    for number, wanted in enumerate(questions, 1):
        searches[READS](wanted.text)
        for name, search in searches.items():
            with timed() as took:
                hits = search(wanted.text)
            spent[name].cpu += took.cpu
            results[name].append(judged(wanted, hits))
        told(number)
    return results, spent


def row(name: str, data: DataSet, results: Sequence[Ranked], took: Took) -> tuple[object, ...]:
    groups = [result.wanted.group for result in results]
    figures = [mean([_figure(measure, result) for result in results], groups) for measure in data.measures]
    return name, *figures, f"{1000 * took.cpu / max(1, len(results)):.0f}"


def _figure(measure: str, result: Ranked) -> float:
    of_passages = measure.removeprefix("passage ")
    if of_passages != measure:
        return measured(of_passages, result.passages, 1)
    return measured(measure, result.files, len(result.wanted.right))


def measure(data: DataSet, most: int = 0, kept: Path | None = None) -> None:
    """Prints the table of one data set."""
    questions = squad.some(data.reported, most)
    with systems(data, kept) as searches:
        results, spent = ranked(searches, questions, progress(data.name, len(questions)))
    rows = [row(name, data, results[name], spent[name]) for name in searches]
    held = f"{len(questions)} questions on which nothing was fitted, {len(data.texts)} documents"
    columns = ("system", *data.measures, "CPU-ms")
    table(f"Search, {data.name}: {held}", columns, [*rows, *_published(data)])
    for number, source in enumerate(dict.fromkeys(row.source for row in data.published), 1):
        say(f"  [{number}] {source}")


def _published(data: DataSet) -> list[tuple[object, ...]]:
    """What others reported, each with the number of its source."""
    sources = list(dict.fromkeys(row.source for row in data.published))
    return [
        (
            f"{row.system} [{sources.index(row.source) + 1}]{' from memory' * row.from_memory}",
            *row.figures,
            "",
        )
        for row in data.published
    ]


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", choices=[*SETS, []], help=f"any of {', '.join(SETS)}")
    parser.add_argument("--data", type=Path, default=DATA, metavar="FOLDER", help="copies of repositories")
    parser.add_argument("--squad", type=Path, metavar="FILE", help="any SQuAD 2.0 file instead")
    parser.add_argument("--questions", type=int, default=0, metavar="N", help="at most so many; 0: all")
    parser.add_argument(
        "--kept", type=Path, metavar="FILE", help="keep what the model made of the texts, for the next run"
    )
    return parser


def main() -> None:
    values = arguments().parse_args()
    try:
        found = [SETS[name](Copies(values.data)) for name in values.sets]
    except NoDataError as error:
        sys.exit(str(error))
    if not found:
        found = [squad.data_set(squad.load(values.squad))]
        if values.squad is None:
            say(squad.ADVICE.format(n=len(found[0].texts)))
    for data in found:
        measure(data, values.questions, values.kept)
    say(
        "In brackets: 95% bootstrap interval over texts. CPU-ms: of this process, a question, without what "
        f"it takes the model to read it. {machine()}"
    )


if __name__ == "__main__":
    main()
