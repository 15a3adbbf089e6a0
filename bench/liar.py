"""A model that lies on purpose: what of its drafts passes grounding, kind by kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

from bench.samples import Sample
from bot.domain import Claim, Draft, Evidence
from bot.grounding.ground import ground
from retrieval.corpus import Kind, Passage

KINDS = {
    "number": "number", "money": "number", "date": "date", "name": "name swap", "role": "role swap",
    "attribution": "role swap",
    "negation": "negation", "modality": "modality", "qualifier": "dropped qualifier",
    "scope": "widened scope", "direction": "direction turned", "outside": "added outside fact",
    "status": "status changed",
}  # fmt: skip
"""What the kinds of the claims written by hand are called in the table."""
_TAILS = (
    ", at a cost of £4.6m", ", according to Dame Helen Marsh", " in Wolverhampton", " on 14 March 2019",
    ", after a two-year review", ", and 312 people lost their jobs", " because of a cyber attack",
    ", the European Commission said", ", the highest figure since 1987", ", which the Treasury had opposed",
)  # fmt: skip
"""What the liar knows of its own."""


@dataclass(frozen=True, slots=True)
class Told:
    """One draft of one claim."""

    kind: str
    claim: str
    label: str
    quote: str
    passages: Mapping[str, Passage]
    true: bool


def drafts(samples: Sequence[Sample]) -> Iterator[Told]:
    """Every claim with its evidence as its quote, and lies about the quote. A second passage is shown."""
    others = cycle(dict.fromkeys(sample.evidence for sample in reversed(samples)))
    tails = cycle(_TAILS)
    for sample in samples:
        other = next(each for each in others if each != sample.evidence)
        shown = {"S1": _passage(sample.evidence, "one.txt"), "S2": _passage(other, "two.txt")}
        kind = sample.kind.partition(": ")[2]
        if not sample.supported:
            yield Told(KINDS[kind], sample.claim, "S1", sample.evidence, shown, true=False)
            yield Told("invented quote", sample.claim, "S1", sample.claim, shown, true=False)
            continue
        yield Told("true paraphrase", sample.claim, "S1", sample.evidence, shown, true=True)
        yield Told("wrong label", sample.claim, "S2", other, shown, true=False)
        added = sample.claim.rstrip(".") + next(tails) + "."
        yield Told("added outside fact", added, "S1", sample.evidence, shown, true=False)


def passes(told: Told) -> bool:
    draft = Draft((Claim(told.claim, (Evidence(told.label, told.quote),)),))
    return bool(ground(draft, told.passages).statements)


def _passage(text: str, document: str) -> Passage:
    return Passage(
        id=document, document_id=document, collection="default", document=document, title="", date=None,
        heading="", start=0, end=len(text), text=text, language="en", kind=Kind.BODY,
    )  # fmt: skip
