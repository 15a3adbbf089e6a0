"""Composes without a model: it selects the sentences that answer, and declines where none does."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from bot.domain import Draft, Turn
from bot.selection.about import stands_under, tells_of, topic_of
from bot.selection.answerability import likely
from bot.selection.answering import MOST_CLOSEST, Selected, answering, best, closest
from bot.selection.claims import claims
from bot.selection.direct import direct, plain
from bot.selection.excerpts import Excerpt, excerpt
from bot.selection.fitting import LESS_COVERED
from bot.selection.heads import is_sentence
from bot.selection.leaning import completed
from bot.selection.lines import Candidate, candidates, on_topic
from bot.selection.parts import parts
from bot.selection.premise import denials
from bot.selection.wanted import Kind, Wanted, wanted
from retrieval.corpus import Found
from retrieval.glossary import in_english
from retrieval.query import Understood

MOST = 3
"""Sentences for a simple question; SQuAD has the answer among the first three for nine questions in ten."""
MOST_OF_ALL = 4
ON_TOPIC = 0.45
"""From here on a topic is taken to be there: tuned for precision and recall of declining alike."""
NEAR = 2.5
"""What the best sentence scores at least, by what it says: of 278 right answers on the tuned half of SQuAD
none scores less, of 184 on other corpora one, and 9 of 40 answers given where the article was removed."""
BESIDE_ANOTHER = 0.15
"""The same for one part of a question, where another part's topic is there: it is likelier to be as well."""
OWN_LANGUAGE = 2.5
"""What it is worth that a sentence is in another language than English, as the question is."""
FURTHER = 2.0
"""How far below the best sentence another document's may stand, and still be shown for its view."""

Rescore = Callable[[str, Sequence[Found]], list[Found]]
"""Compares passages that were already found with another question, best first."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a question, put outright and read."""

    text: str
    question: Understood
    want: Wanted
    ranked: Sequence[Candidate]
    topic: float


class Extractive:
    """Selects one to four sentences, in reading order, and quotes them exactly."""

    name = "extractive"

    def __init__(
        self,
        understand: Callable[[str, tuple[str, ...]], Understood],
        rescore: Rescore,
        *,
        most: int = MOST,
        of_all: int = MOST_OF_ALL,
    ) -> None:
        """`most` sentences for a simple question; `of_all` with those of further parts and documents."""
        self._understand = understand
        self._rescore = rescore
        self._most = most
        self._of_all = of_all

    def compose(self, question: str, found: Sequence[Found], turns: Sequence[Turn] = ()) -> Draft:  # noqa: ARG002
        labels = {item.passage.id: f"S{number}" for number, item in enumerate(found, 1)}
        english = in_english(question)
        texts = parts(english)
        outright = [direct(part) for part in texts]
        wholes = [completed(part, outright[:number]) for number, part in enumerate(outright)]
        compared = [self._rescore(whole, found) for whole in wholes] if len(texts) > 1 else [found]
        asked = [
            self._read(*each, labels, is_foreign=english != question)
            for each in zip(outright, wholes, compared, strict=True)
        ]
        surest = max(part.topic for part in asked)
        least = ON_TOPIC if len(asked) == 1 or surest < ON_TOPIC else BESIDE_ANOTHER
        chosen = [self._select(part, least, len(asked)) for part in asked]
        answered = [selected for selected in chosen if selected.answers]
        missing = tuple(plain(t) for t, selected in zip(texts, chosen, strict=True) if not selected.answers)
        taken = _turns(selected.lines for selected in answered or chosen)
        more = chain.from_iterable(map(_telling_more, answered))
        most = self._of_all if answered else MOST_CLOSEST
        return Draft(
            claims(_excerpts([*taken, *more], found), most),
            missing if answered else (),
            closest=not answered,
            likely=min(likely(part.question, part.ranked) for part in asked),
            others=claims(_excerpts((v for s in answered for v in s.views), found), len(found)),
        )

    def _read(
        self, part: str, whole: str, found: Sequence[Found], labels: dict[str, str], *, is_foreign: bool
    ) -> _Part:
        question = self._understand(whole, tuple({f.passage.collection for f in found}) or ("default",))
        want = _as_understood(wanted(question.text), question)
        ranked = [c for c in candidates(found, want, labels, question) if not c.is_question]
        if want.kind is Kind.OPEN or want.kind is Kind.YES_NO:
            ranked = [c for c in ranked if not c.is_head]
        if is_foreign:
            ranked = sorted((_in_own_language(c) for c in ranked), key=lambda c: -c.score)
        return _Part(part, question, want, ranked, on_topic(question, found))

    def _select(self, part: _Part, least: float, of: int) -> Selected:
        if topic := topic_of(part.text):
            told = [c for c in part.ranked if is_sentence(c.text)]
            telling = [c for c in told if tells_of(c.text, topic)]
            telling = telling or [c for c in told if stands_under(c.passage, topic)]
            return Selected(tuple(best(telling, self._most)) if telling else (), answers=bool(telling))
        if denied := denials(part.text, part.ranked):
            return Selected(tuple(denied[: self._most]), answers=True)
        if not part.ranked or part.topic < least:
            said = closest(part.ranked, part.question) if part.want.kind is Kind.SAID else ()
            return Selected(said, answers=False)
        if of > 1:
            return answering(part.ranked, part.want, part.question, min(2, self._most))
        return answering(part.ranked, part.want, part.question, self._most, least=NEAR)


def _as_understood(want: Wanted, question: Understood) -> Wanted:
    """What is counted or named may be called otherwise, or was misspelt."""
    forms = (t.forms for t in question.terms if not t.forms.isdisjoint(want.focus))
    return replace(want, focus=tuple(sorted({*want.focus}.union(*forms))))


def _in_own_language(candidate: Candidate) -> Candidate:
    """Ahead of what is in English, where the question is not: whoever asked can read it."""
    own = candidate.passage.language != "en"
    return replace(candidate, score=candidate.score + OWN_LANGUAGE) if own else candidate


def _turns(each: Iterable[Sequence[Candidate]]) -> list[Candidate]:
    return [line for turn in zip_longest(*each) for line in turn if line]


def _telling_more(selected: Selected) -> list[Candidate]:
    """Views of other documents that are nearly as good as the best sentence."""
    first = selected.lines[0]
    here = {line.passage.document_id for line in selected.lines}
    return [
        view
        for view in selected.views
        if view.passage.document_id not in here
        and first.score - view.score <= FURTHER
        and view.line.coverage >= first.line.coverage - LESS_COVERED
    ]


def _excerpts(lines: Iterable[Candidate], found: Sequence[Found]) -> list[Excerpt]:
    known = {item.passage.id: item.lines for item in found}
    distinct = {(line.passage.id, line.line.start): line for line in lines}
    return [excerpt(line, known[line.passage.id]) for line in distinct.values()]
