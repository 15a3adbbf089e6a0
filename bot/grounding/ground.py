"""Turns a draft into statements: what the cited words really say is kept, the rest is cut."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.domain import Citation, Claim, Draft, Evidence, Statement
from bot.grounding.check import check
from bot.grounding.cleaning import clean
from bot.grounding.denial import takes_back
from bot.grounding.quotes import locate
from retrieval.columns import row_of, rows
from retrieval.corpus import Passage
from retrieval.sentences import sentences, without_struck


@dataclass(frozen=True, slots=True)
class Cut:
    """A claim that was not kept, and why."""

    claim: Claim
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounded:
    """What grounding made of a draft."""

    statements: tuple[Statement, ...]
    cut: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A quote in the passage where it really stands."""

    passage: Passage
    start: int
    end: int

    @property
    def citation(self) -> Citation:
        return Citation.of(self.passage, self.start, self.end)

    @property
    def sentences(self) -> str:
        """The whole sentences the quote is from: a qualifier just outside the quote still counts, and so does
        "That is wrong." after it. A row of a table is read with the names of its columns, and nothing that is
        struck out."""
        text = self.passage.text
        spans = sentences(text, self.passage.language)
        touched = [span for span in spans if span[0] < self.end and span[1] > self.start]
        after = spans[spans.index(touched[-1]) + 1 :][:1] if touched else []
        touched += [span for span in after if takes_back(text[slice(*span)])]
        within = row_of(touched, rows(text, self.passage.columns))
        told = [
            within[n].reading if n in within else without_struck(text, start, end)
            for n, (start, end) in enumerate(touched)
        ]
        # Each on one line: what was broken for the width of the page is one sentence here too.
        whole = "\n".join(" ".join(line.split()) for line in dict.fromkeys(told))
        return whole or without_struck(text, self.start, self.end)


def _unmarked(text: str) -> str:
    """Without the marks of Markdown, as a claim is read: else a copy of the words would not be one."""
    return "\n".join(clean(line, quoted=line) or line for line in text.split("\n"))


def _never(_: str) -> bool:
    return False


def ground(draft: Draft, labelled: Mapping[str, Passage], aimed: Callable[[str], bool] = _never) -> Grounded:
    """Every claim of `draft` either with exact citations, or cut. Statements that say the same are one.
    `aimed` tells a text that gives the bot orders: such words prove nothing, whatever they say."""
    kept: dict[str, Statement] = {}
    cut: list[Cut] = []
    for claim in draft.claims:
        result = _ground(claim, labelled, aimed)
        if isinstance(result, Cut):
            cut.append(result)
            continue
        key = _same(result.text)
        kept[key] = _merged(kept[key], result) if key in kept else result
    return Grounded(tuple(kept.values()), tuple(cut))


def _ground(claim: Claim, labelled: Mapping[str, Passage], aimed: Callable[[str], bool]) -> Statement | Cut:
    places = [place for evidence in claim.evidence if (place := _place(evidence, labelled))]
    if not places:
        return Cut(claim, ("none of its quotes stands in the passage it names",))
    said = "\n".join(dict.fromkeys(place.sentences for place in places))
    if aimed(said) or aimed(claim.text):
        return Cut(claim, ("it is an order to the bot, not a statement",))
    text = clean(claim.text, labelled, said)
    if not text:
        return Cut(claim, ("no words are left without links, labels and marks",))
    around = "\n".join(
        dict.fromkeys(f"{p.passage.title}\n{p.passage.heading}\n{p.passage.text}" for p in places)
    )
    verdict = check(text, _unmarked(said), around)
    if not verdict.supported:
        return Cut(claim, verdict.reasons)
    return Statement(text, tuple(dict.fromkeys(place.citation for place in places)))


def _place(evidence: Evidence, labelled: Mapping[str, Passage]) -> _Place | None:
    """Where the quote stands: in the passage named, else in another one that was shown."""
    if evidence.label not in labelled:
        return None
    for passage in _named_first(evidence.label, labelled):
        span = locate(evidence.quote, passage.text)
        if span:
            return _Place(passage, *span)
    return None


def _named_first(label: str, labelled: Mapping[str, Passage]) -> Iterable[Passage]:
    yield labelled[label]
    yield from (passage for other, passage in labelled.items() if other != label)


def _merged(first: Statement, again: Statement) -> Statement:
    return Statement(first.text, tuple(dict.fromkeys((*first.citations, *again.citations))))


def _same(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
