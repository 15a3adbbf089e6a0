"""Composes without a model: it selects the sentences that answer, and declines where none does."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from bot.domain import Claim, Draft, Evidence, Turn
from bot.selection.about import tells_of, topic_of
from bot.selection.lines import Candidate, candidates, is_sentence, on_topic
from bot.selection.parts import parts
from bot.selection.premise import denials
from bot.selection.same import same
from bot.selection.wanted import Kind, Wanted, has, wanted
from retrieval.corpus import Found
from retrieval.glossary import in_english
from retrieval.query import Understood
from retrieval.sentences import without_footnotes
from retrieval.words import held

MOST = 3
"""Sentences for a simple question; SQuAD has the answer among the first three for nine questions in ten."""
MOST_OF_ALL = 4
ON_TOPIC = 0.55
"""From here on a topic is taken to be there: tuned for precision and recall of declining alike."""
BEHIND = 2.2
"""How far below the best sentence's score another may stand and still be shown."""
MOST_CLOSEST = 2
MISSES = 2.5
"""A sentence with the right kind of thing, this far behind one without, speaks of something else;"""
MISSES_WEAKLY = 0.5
WEAK = 0.6
"""and so does a less distant one that is this little close to the question."""
UNNAMED = 0.2
"""A passage that lacks names which make up this much of the question speaks of somebody else."""
ROOT = 5
NEAR = 0.7
"""A sentence about somebody must be this close where it holds no word of the question but names."""
LESS_COVERED = 0.25
"""Much less of the question stands in a sentence that lacks a name which another sentence holds."""
_IDENTITY = re.compile(r"\bwho (?:is|was) (?:the|its|their|his|her)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:it|its|he|his|him|she|her|they|their|them)\b|^(?:this|these|that|those|such)\b", re.IGNORECASE
)

Rescore = Callable[[str, Sequence[Found]], list[Found]]
"""Compares passages that were already found with another question, best first."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What was selected for one part of a question."""

    lines: tuple[Candidate, ...]
    answers: bool
    views: tuple[Candidate, ...] = ()
    """What further documents say of the same thing."""


class Extractive:
    """Selects one to four sentences, in reading order, and quotes them exactly."""

    name = "extractive"

    def __init__(self, understand: Callable[[str, tuple[str, ...]], Understood], rescore: Rescore) -> None:
        self._understand = understand
        self._rescore = rescore

    def compose(self, question: str, found: Sequence[Found], turns: Sequence[Turn] = ()) -> Draft:  # noqa: ARG002
        asked = parts(in_english(question))
        labels = {item.passage.id: f"S{number}" for number, item in enumerate(found, 1)}
        chosen = [self._select(part, found, labels, len(asked)) for part in asked]
        answered = [selected for selected in chosen if selected.answers]
        missing = tuple(p for p, selected in zip(asked, chosen, strict=True) if not selected.answers)
        turns_taken = zip_longest(*(selected.lines for selected in answered or chosen))
        lines = _distinct(line for turn in turns_taken for line in turn if line)
        most = MOST_OF_ALL if answered else MOST_CLOSEST
        claims = _claims(lines[:most])
        others = _claims(_distinct(view for selected in answered for view in selected.views))
        return Draft(claims, missing if answered else (), closest=not answered, others=others)

    def _select(self, part: str, found: Sequence[Found], labels: dict[str, str], of: int) -> Selected:
        rescored = self._rescore(part, found) if of > 1 else list(found)
        question = self._understand(part, tuple({f.passage.collection for f in found}) or ("default",))
        want = wanted(part)
        ranked = [c for c in candidates(rescored, want, labels) if not c.is_question]
        if topic := topic_of(part):
            return _about(topic, ranked)
        if denied := denials(part, ranked):
            return Selected(tuple(denied[:MOST]), answers=True)
        if on_topic(question, rescored) < ON_TOPIC:
            return Selected((), answers=False)
        return _answering(ranked, want, question, MOST if of == 1 else 2)


def _answering(ranked: Sequence[Candidate], want: Wanted, question: Understood, most: int) -> Selected:
    if not ranked:
        return Selected((), answers=False)
    fits = _fits_softly if want.kind in (Kind.OPEN, Kind.YES_NO, Kind.PERSON) else _fits
    right = [c for c in ranked if fits(c, ranked, question, want)]
    if not right:
        return Selected(tuple(sorted(ranked, key=lambda c: -c.apart)[:MOST_CLOSEST]), answers=False)
    lines = tuple(_best(right, most))
    return Selected(lines, answers=True, views=_views(ranked, lines, question))


def _fits_softly(candidate: Candidate, _: Sequence[Candidate], question: Understood, want: Wanted) -> bool:
    """Whether a sentence may answer a question that no one kind of thing answers."""
    if _missing_names(question, candidate) > UNNAMED:
        return False
    if want.kind is not Kind.PERSON:
        return True
    if _IDENTITY.search(question.text) and not has(candidate.text, replace(want, kind=Kind.NAME)):
        return False
    said = [t for t in question.terms if not t.named]
    here = held(candidate.text)
    only_named = bool(said) and all(t.forms.isdisjoint(here) for t in said)
    return not only_named or candidate.line.closeness >= NEAR


def _fits(candidate: Candidate, ranked: Sequence[Candidate], question: Understood, _: Wanted) -> bool:
    """Whether a thing of the right kind stands in the sentence, said about what was asked."""
    if not candidate.right_kind or _missing_names(question, candidate) > UNNAMED:
        return False
    nearest = max(ranked, key=lambda c: c.apart)
    behind = nearest.apart - candidate.apart
    if behind > MISSES or (behind > MISSES_WEAKLY and candidate.line.closeness < WEAK):
        return False
    speaks_of_less = nearest.line.coverage - candidate.line.coverage > LESS_COVERED
    unnamed = _named(question, nearest) - _named(question, candidate)
    return not (behind > 0 and speaks_of_less and unnamed and not _refers_back(candidate.text))


def _missing_names(question: Understood, candidate: Candidate) -> float:
    """The share of the question, by weight, in names that its passage lacks."""
    asked = [t for t in question.terms if t.named and t.word.isalpha() and len(t.word) > 2]
    if not asked:
        return 0.0
    passage = candidate.passage
    here, roots = _held(passage.title, passage.heading, passage.text)
    missing = [t for t in asked if t.forms.isdisjoint(here) and t.word[:ROOT] not in roots]
    return sum(t.weight for t in missing) / question.weight


@lru_cache(maxsize=256)
def _held(title: str, heading: str, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of a passage, and their roots: "Aristotelian" stands for Aristotle, "European" for Europe."""
    here = held(f"{title}\n{heading}\n{text}")
    return here, frozenset(word[:ROOT] for word in here if len(word) >= ROOT)


def _named(question: Understood, candidate: Candidate) -> set[str]:
    """The names of the question that stand in the sentence."""
    here = held(candidate.text)
    return {t.word for t in question.terms if t.named and not t.forms.isdisjoint(here)}


def _refers_back(sentence: str) -> bool:
    return _BACK.search(sentence) is not None


def _best(ranked: Sequence[Candidate], most: int) -> list[Candidate]:
    """The best sentence, those that say the same elsewhere, and others while they are nearly as good."""
    near = [c for c in ranked[:20] if ranked[0].score - c.score <= BEHIND]
    # A heading answers only where no sentence does.
    near = [c for c in near if is_sentence(c.text)] or near
    taken: list[Candidate] = []
    different = 0
    for candidate in near:
        repeats = any(same(candidate.text, earlier.text) for earlier in taken)
        if not repeats and different >= most:
            continue
        taken.append(candidate)
        different += not repeats
    return taken


def _views(
    ranked: Sequence[Candidate], taken: Sequence[Candidate], question: Understood
) -> tuple[Candidate, ...]:
    """The best sentence of each further document that holds the name asked about, and what was asked for."""
    named = max((t for t in question.terms if t.named), key=lambda t: t.weight, default=None)
    views: dict[str, Candidate] = {}
    for candidate in ranked:
        holds = named is None or not named.forms.isdisjoint(held(candidate.text))
        close = named is not None or candidate.line.coverage >= taken[0].line.coverage - LESS_COVERED
        if holds and close and candidate.right_kind and is_sentence(candidate.text):
            views.setdefault(candidate.passage.document_id, candidate)
    return tuple(view for view in views.values() if view not in taken)


def _about(topic: str, ranked: Sequence[Candidate]) -> Selected:
    telling = [c for c in ranked if tells_of(c.text, topic) and is_sentence(c.text)]
    return Selected(tuple(_best(telling, MOST)) if telling else (), answers=bool(telling))


def _distinct(lines: Iterable[Candidate]) -> list[Candidate]:
    return list({(c.passage.id, c.line.start): c for c in lines}.values())


def _claims(lines: Sequence[Candidate]) -> tuple[Claim, ...]:
    """One claim a sentence, in reading order; sentences of several documents that say the same are one
    claim with several citations, in the words of the longest."""
    groups: list[list[Candidate]] = []
    for line in lines:
        twin = next((g for g in groups if any(same(line.text, other.text) for other in g)), None)
        if twin is None:
            groups.append([line])
        else:
            twin.append(line)
    order = {c.passage.document: n for n, c in reversed(list(enumerate(lines)))}
    groups.sort(key=lambda g: (order[g[0].passage.document], g[0].passage.start + g[0].line.start))
    return tuple(_claim(group) for group in groups)


def _claim(group: Sequence[Candidate]) -> Claim:
    fullest = max(group, key=lambda c: (is_sentence(c.text), len(c.text)))
    ordered = [fullest, *(c for c in group if c is not fullest)]
    return Claim(without_footnotes(fullest.text), tuple(Evidence(c.label, c.text) for c in ordered))
