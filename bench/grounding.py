"""Measures the claim check: python -m bench.grounding [FOLDER of public data sets].

The folder may hold SQuAD 2.0 (dev.json), RGB (en_fact.json), QAGS (mturk_*.jsonl) and FaithBench.csv."""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bench.figures import machine, say, table
from bench.judged import Judged, faithbench, qags
from bench.liar import drafts, passes
from bench.samples import Sample, rgb, squad, written
from bot.grounding.alignment import align
from bot.grounding.check import RULES, check
from bot.grounding.words import read

CLAIMS = Path(__file__).parent.parent / "tests" / "data" / "claims.jsonl"
HALVES = ("tune", "held", "develop", "sealed", "reworded", "reworded sealed")
"""The last two hold light rewording only, as a chat model rewords what it was given."""
COLUMNS = ("kind", "tuned on", "held out", "developed with", "sealed", "reworded", "reworded, sealed")
SEALED = "sealed"
"""Nobody reads which of these are judged wrongly: only how many."""
SWAPS = ("name", "number", "date", "qualifier", "money")
"""What the issue asks of the check against short evidence, F1 0.97."""
SHORT = 3
"""Sentences of evidence, at most."""
SHOWN = 600
"""Characters of evidence that are shown with a mistake."""


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """How often a supported one scores above an unsupported one."""
    good = [score for score, yes in zip(scores, positive, strict=True) if yes]
    bad = [score for score, yes in zip(scores, positive, strict=True) if not yes]
    wins = sum((one > other) + 0.5 * (one == other) for one in good for other in bad)
    return wins / (len(good) * len(bad))


def by_kind(title: str, samples: Iterable[Sample], show: str) -> None:
    """How many of each kind are judged rightly; true ones kept, false ones caught."""
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    started, count = time.process_time(), 0
    for sample in samples:
        verdict = check(sample.claim, sample.evidence)
        count += 1
        right[sample.kind, sample.half].append(verdict.supported == sample.supported)
        if (
            show
            and not sample.half.endswith(SEALED)
            and show in sample.kind
            and verdict.supported != sample.supported
        ):
            say(f"[{sample.kind}] {sample.claim}\n   << {sample.evidence[:SHOWN]}\n   {verdict.reasons}")
    took = 1000 * (time.process_time() - started) / max(1, count)
    kinds = sorted({kind for kind, _ in right})
    halves = [half for half in HALVES if any(there == half for _, there in right)]
    rows = [(kind, *(_share(right.get((kind, half), ())) for half in halves)) for kind in kinds]
    columns = COLUMNS[: 1 + len(halves)]
    table(f"{title}: judged rightly; {took:.1f} CPU-ms a claim", columns, rows)


def _share(oks: Sequence[bool]) -> str:
    return f"{sum(oks) / len(oks):.1%} of {len(oks)}" if oks else "-"


def f1(samples: Sequence[Sample]) -> tuple[str, ...]:
    """Of lies caught; with its precision, its recall, and how many true ones are kept."""
    caught = [not check(each.claim, each.evidence).supported for each in samples if not each.supported]
    kept = [check(each.claim, each.evidence).supported for each in samples if each.supported]
    hits, wrongly = sum(caught), len(kept) - sum(kept)
    both = 2 * hits / (hits + wrongly + len(caught))
    return f"{both:.3f}", f"{hits / (hits + wrongly):.3f}", _share(caught), _share(kept)


def by_half(samples: Sequence[Sample]) -> None:
    """F1 over all kinds of lies; and over swaps alone, against short evidence."""
    rows = []
    for half in HALVES:
        here = [each for each in samples if each.half == half]
        short = [each for each in here if len(read(each.evidence)) <= SHORT]
        asked = [each for each in short if each.supported or each.kind.endswith(SWAPS)]
        rows += [
            (half, title, *f1(some))
            for title, some in (("all", here), ("swaps, short evidence", asked))
            if some
        ]
    table("By hand: lies cut", ("half", "kinds", "F1", "precision", "lies caught", "true kept"), rows)


def lying(title: str, samples: Sequence[Sample]) -> None:
    """What passes of a model that lies on purpose."""
    passed: dict[str, list[bool]] = defaultdict(list)
    kept: list[bool] = []
    for told in drafts(samples):
        if told.true:
            kept.append(passes(told))
        else:
            passed[told.kind].append(passes(told))
    rows = [(kind, _share(each)) for kind, each in sorted(passed.items())]
    rows += [
        ("all lies", _share([each for kind in passed.values() for each in kind])),
        ("true paraphrases kept", _share(kept)),
    ]
    table(f"A model that lies on purpose, written {title}: what passes grounding", ("kind", "passes"), rows)


def rules(samples: Iterable[Sample]) -> None:
    """What each rule alone is good for: what only it catches, and what only it refuses."""
    found: dict[str, dict[tuple[bool, bool], int]] = {name: defaultdict(int) for name in RULES}
    for sample in samples:
        hits = _objecting(sample)
        for name in hits:
            found[name][sample.supported, False] += 1
            found[name][sample.supported, True] += len(hits) == 1
    rows = [_rule(name, counts) for name, counts in found.items()]
    columns = ("rule", "lies caught", "by it alone", "true ones refused", "by it alone", "precision")
    table("The rules", columns, rows)


def _objecting(sample: Sample) -> set[str]:
    known = read(sample.evidence)
    aligned = [align(sentence, known) for sentence in read(sample.claim)]
    return {name for name, rule in RULES.items() for each in aligned if any(rule(each))}


def _rule(name: str, counts: Mapping[tuple[bool, bool], int]) -> tuple[object, ...]:
    lies, true = counts[False, False], counts[True, False]
    precision = f"{lies / (lies + true):.3f}" if lies + true else "-"
    return name, lies, counts[False, True], true, counts[True, True], precision


def summaries(title: str, judged: Sequence[Judged], score: Callable[[Judged], float]) -> None:
    """AUROC over summaries and, where sentences were judged, over sentences."""
    whole = [all(each.faithful) for each in judged]
    said = f"{title}: {len(judged)} summaries, AUROC {auroc([score(each) for each in judged], whole):.3f}"
    pairs = [
        (verdict, yes)
        for each in judged
        if len(each.faithful) == len(each.verdicts)
        for verdict, yes in zip(each.verdicts, each.faithful, strict=True)
    ]
    if len({len(each.verdicts) for each in judged}) > 1 and len(pairs) > len(judged):
        caught = [not verdict.supported for verdict, yes in pairs if not yes]
        kept = [verdict.supported for verdict, yes in pairs if yes]
        each = auroc([verdict.score for verdict, _ in pairs], [yes for _, yes in pairs])
        said += f"; {len(pairs)} sentences, AUROC {each:.3f}"
        said += f", false caught {_share(caught)}, true kept {_share(kept)}"
    say(said)


def balanced(judged: Sequence[Judged]) -> None:
    """One threshold, chosen on every other summary and measured on the rest, both ways round."""
    found = []
    for fitted, measured in ((judged[::2], judged[1::2]), (judged[1::2], judged[::2])):
        least = max(sorted({each.strange for each in fitted}), key=lambda limit: _accuracy(fitted, limit))
        found.append(_accuracy(measured, least))
    both = " and ".join(f"{each:.3f}" for each in found)
    say(f"FaithBench, balanced accuracy threshold from the other half: {both}, mean {sum(found) / 2:.3f}")


def _accuracy(judged: Sequence[Judged], limit: float) -> float:
    caught = [each.strange > limit for each in judged if not all(each.faithful)]
    kept = [each.strange <= limit for each in judged if all(each.faithful)]
    return (sum(caught) / len(caught) + sum(kept) / len(kept)) / 2


def from_folder(folder: Path, options: argparse.Namespace) -> None:
    texts: list[Sample] = []
    for file, title, load in (("dev.json", "SQuAD 2.0", squad), ("en_fact.json", "RGB", rgb)):
        if (folder / file).exists():
            found = list(load(folder / file))
            texts += found
            by_kind(title, found, options.show)
    if options.rules:
        rules([*written(CLAIMS), *(each for each in texts if each.kind.startswith(("true", "false")))])
    for name in ("cnndm", "xsum"):
        if (folder / f"mturk_{name}.jsonl").exists():
            summaries(f"QAGS {name}", list(qags(folder / f"mturk_{name}.jsonl")), lambda each: each.likeness)
    bench = next(folder.rglob("FaithBench.csv"), None)
    if bench:
        found_ = list(faithbench(bench))
        summaries("FaithBench", found_, lambda each: -each.strange)
        balanced(found_)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--show", default="", help="print the mistakes of the kinds that contain this")
    parser.add_argument("--rules", action="store_true", help="what each rule is good for")
    options = parser.parse_args()
    samples = list(written(CLAIMS))
    say(f"{machine()}\n")
    by_kind("Written by hand", samples, options.show)
    by_half(samples)
    afresh, reworded = HALVES[2:4], HALVES[4:]
    for title, halves in (("before", HALVES[:2]), ("afresh", afresh), ("afresh, reworded lightly", reworded)):
        lying(title, [each for each in samples if each.half in halves])
    if options.folder:
        from_folder(options.folder, options)
        return
    if options.rules:
        rules(samples)
    say("No folder given: SQuAD 2.0, RGB, QAGS and FaithBench are left out.")


if __name__ == "__main__":
    main()
