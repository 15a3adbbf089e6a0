"""Measures the claim check: python -m bench.grounding [FOLDER with dev.json, en_fact.json, mturk_*.jsonl]."""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.lies import Sample, qags, rgb, squad, written
from bot.grounding.check import check

HERE = Path(__file__).parent.parent
CLAIMS = HERE / "tests" / "data" / "claims.jsonl"


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """How often a supported one scores above an unsupported one."""
    good = [score for score, yes in zip(scores, positive, strict=True) if yes]
    bad = [score for score, yes in zip(scores, positive, strict=True) if not yes]
    wins = sum((one > other) + 0.5 * (one == other) for one in good for other in bad)
    return wins / (len(good) * len(bad))


def by_kind(samples: Iterable[Sample], half: str, show: str) -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    started, count = time.perf_counter(), 0
    for sample in samples:
        if half not in (sample.half, "all"):
            continue
        verdict = check(sample.claim, sample.evidence)
        count += 1
        ok = verdict.supported == sample.supported
        right[sample.kind].append(ok)
        if show and show in sample.kind and not ok:
            print(
                f"[{sample.kind}] {sample.claim}\n   << {sample.evidence[:600]}\n"
                f"   {verdict.score} {verdict.reasons}"
            )
    seconds = time.perf_counter() - started
    for kind, oks in sorted(right.items()):
        print(f"{kind:<50} {sum(oks) / len(oks):6.1%} right of {len(oks)}")
    print(f"{1000 * seconds / max(1, count):.2f} ms a claim")


def summaries(path: Path, name: str) -> None:
    """QAGS, by sentence and by summary."""
    per_sentence: list[tuple[float, bool, bool]] = []
    per_summary: list[tuple[float, bool]] = []
    for article, judged in qags(path):
        verdicts = [check(sentence, article) for sentence, _ in judged]
        per_sentence += [(v.score, yes, v.supported) for v, (_, yes) in zip(verdicts, judged, strict=True)]
        per_summary.append((sum(v.score for v in verdicts) / len(verdicts), all(yes for _, yes in judged)))
    flagged = [(not said, not yes) for _, yes, said in per_sentence]
    caught = sum(a and b for a, b in flagged) / sum(b for _, b in flagged)
    kept = sum(not a and not b for a, b in flagged) / sum(not b for _, b in flagged)
    each = auroc([s for s, _, _ in per_sentence], [y for _, y, _ in per_sentence])
    print(
        f"{name:<28} summaries {len(per_summary)}: AUROC {auroc(*zip(*per_summary, strict=True)):.3f}   "
        f"sentences {len(per_sentence)}: AUROC {each:.3f}, "
        f"false caught {caught:.2f}, true kept {kept:.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--half", default="held", choices=["tune", "held", "all"])
    parser.add_argument("--show", default="", help="print the mistakes of the kinds that contain this")
    parser.add_argument("--only", default="hand,squad,rgb,qags")
    options = parser.parse_args()
    print(f"half: {options.half}")
    if "hand" in options.only:
        by_kind(written(CLAIMS), options.half, options.show)
    if options.folder is None:
        print("no folder given: SQuAD, RGB and QAGS are left out", file=sys.stderr)
        return
    if "squad" in options.only:
        by_kind(squad(options.folder / "dev.json"), options.half, options.show)
    if "rgb" in options.only:
        by_kind(rgb(options.folder / "en_fact.json"), options.half, options.show)
    if "qags" in options.only:
        for file in ("cnndm", "xsum"):
            summaries(options.folder / f"mturk_{file}.jsonl", f"QAGS {file}")


if __name__ == "__main__":
    main()
