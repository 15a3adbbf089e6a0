"""Every bench in a quick form: `make bench`, or `make bench SQUAD=dev-v2.0.json`. Takes minutes."""

import argparse
from pathlib import Path

from bench import ingest, options, retrieval, speed, squad, topics
from bench.corpus import opened
from bench.figures import machine, say


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--squad", type=Path, metavar="FILE", help=options.SQUAD)
    parser.add_argument("--large", action="store_true", help="speed at 100,000 passages too")
    values = parser.parse_args()
    given = options.given(argparse.Namespace(squad=values.squad, questions=0))
    say(f"Each alone: python -m bench.NAME --help. Claims: python -m bench.grounding. {machine()}.\n")
    retrieval.measure(squad.data_set(given.squad), most=400)
    with opened(given.squad) as corpus:
        topics.measure(corpus, most=12)
    speed.measure([10_000, 100_000] if values.large else [10_000], rounds=1)
    ingest.measure(squad.load(values.squad), most=120, rounds=2)


if __name__ == "__main__":
    main()
