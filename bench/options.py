"""The options that the benches share."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from bench import squad
from bench.figures import say
from bench.squad import Squad

SQUAD = "a SQuAD 2.0 file; else paragraphs of our own"


@dataclass(frozen=True, slots=True)
class Given:
    """What a bench was asked to do."""

    squad: Squad
    questions: int
    """At most so many of a kind; 0 is all."""


def parse(description: str | None, *, questions: int) -> Given:
    parser = parser_with_squad(description, questions=questions)
    return given(parser.parse_args())


def parser_with_squad(description: str | None, *, questions: int) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--squad", type=Path, metavar="FILE", help=SQUAD)
    parser.add_argument(
        "--questions",
        type=int,
        default=questions,
        metavar="N",
        help=f"ask at most so many of a kind, 0 for all (default {questions})",
    )
    return parser


def given(values: argparse.Namespace) -> Given:
    """Reads the paragraphs, and says so where they are only our own."""
    found = squad.load(values.squad)
    if values.squad is None:
        say(squad.ADVICE.format(n=len(found.paragraphs)))
    return Given(found, values.questions)
