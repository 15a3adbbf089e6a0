"""Whether a claim says no more than its evidence does."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from bot.grounding.alignment import Aligned, align
from bot.grounding.attribution import misattributed, opinion, taken_as_fact
from bot.grounding.binding import misplaced
from bot.grounding.casting import miscast
from bot.grounding.change import reversed_change
from bot.grounding.clauses import torn
from bot.grounding.conditions import conditioned
from bot.grounding.converse import turned
from bot.grounding.coverage import added, embroidered, likeness, reasoned, scattered, weighty
from bot.grounding.denial import is_taken_back, takes_back
from bot.grounding.doers import misdone
from bot.grounding.duty import misbound
from bot.grounding.exchanged import exchanged
from bot.grounding.excluded import excluded, first_verb, predicates
from bot.grounding.existence import unknown
from bot.grounding.labels import mislabelled
from bot.grounding.lexicon import words
from bot.grounding.limits import unlimited
from bot.grounding.lists import narrowed
from bot.grounding.modality import overstated
from bot.grounding.pairing import misdated
from bot.grounding.polarity import contradicted
from bot.grounding.portion import portioned
from bot.grounding.ranges import misranged
from bot.grounding.rates import rated
from bot.grounding.scope import widened
from bot.grounding.undone import undone
from bot.grounding.wording import altered
from bot.grounding.words import Sentence, read

Rule = Callable[[Aligned], Iterator[str]]
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "unknown": unknown,
        "misplaced": misplaced,
        "misdated": misdated,
        "misranged": misranged,
        "mislabelled": mislabelled,
        "contradicted": contradicted,
        "excluded": excluded,
        "overstated": overstated,
        "misbound": misbound,
        "misattributed": misattributed,
        "taken_as_fact": taken_as_fact,
        "opinion": opinion,
        "widened": widened,
        "conditioned": conditioned,
        "unlimited": unlimited,
        "portioned": portioned,
        "rated": rated,
        "altered": altered,
        "reversed_change": reversed_change,
        "added": added,
        "scattered": scattered,
        "embroidered": embroidered,
        "reasoned": reasoned,
        "weighty": weighty,
        "torn": torn,
        "miscast": miscast,
        "misdone": misdone,
        "exchanged": exchanged,
        "turned": turned,
        "undone": undone,
    }
)
"""Each gives its reasons against a sentence, none where it has no objection."""
_ANOTHER_THING = words("but ;")
_IT = words("it they he she")
_LIMITING = words("only if unless provided except when where subject it this that they still later until")
_SHORT = 8
"""Sentences of evidence up to which a rule is sure to look at the right ones."""
_OBJECTED = 0.49
"""What is left of the score after an objection, in short evidence."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the claim check found; `supported` only where nothing goes beyond the evidence."""

    supported: bool
    score: float
    """Between 0 (nothing of it stands in the evidence) and 1 (all of it does, in the same words)."""
    reasons: tuple[str, ...] = ()
    """Why the claim is not supported."""
    likeness: float = 0.0
    """How much of it stands in the evidence, whatever the rules say."""


def check(claim: str, evidence: str, background: str = "") -> Verdict:
    """Compares each sentence of the claim with the evidence, by rules. Names may also be known from the
    `background`: the passage around the evidence, where "the company" has its name."""
    verdict = _compared(claim, evidence, background)
    known = read(evidence)
    told = narrowed(known, read(claim))
    if told == "\n".join(sentence.text for sentence in known):
        return verdict
    apart = _told_apart(read(claim), known, read(told))
    if not apart:
        return _compared(claim, told, background)
    score = round(_score(verdict.likeness, objected=True, sentences=len(known)), 3)
    return Verdict(False, score, (*verdict.reasons, *apart), verdict.likeness)


def _told_apart(
    claim: Sequence[Sentence], known: Sequence[Sentence], told: Sequence[Sentence]
) -> tuple[str, ...]:
    """Why a claim mixes what a list tells of two things: "£2m to libraries", of "£3m to libraries and £2m to
    parks"."""
    everything, own = ({word for s in sentences for word in s.places} for sentences in (known, told))
    mixed = [s.tokens[place] for s in claim for place in s.content if s.tokens[place].kind == "word"]
    return tuple(
        f"the evidence tells this of another of its list, not of “{token.text}”"
        for token in mixed
        if token.key in everything - own
    )


def _compared(claim: str, evidence: str, background: str) -> Verdict:
    sentences, known = read(claim), read(evidence)
    wrong = frozenset() if is_taken_back(claim) else _taken_back(known)
    if not any(map(_has_words, sentences)) or not any(map(_has_words, known)):
        return Verdict(False, 0.0, ("there is nothing to compare",))
    if not wrong and _repeats(sentences, known):
        return Verdict(True, 1.0, (), 1.0)
    verbatim = {said for sentence in known for said in (_plain(sentence), _before_but(sentence))}
    verbatim |= {_with_its_subject(one, two) for one, two in pairwise(known)}
    reasons: list[str] = []
    score = like = 1.0
    for sentence in sentences:
        if not wrong and _plain(sentence) in verbatim:
            continue
        aligned = align(sentence, known, read(background))
        found = [reason for rule in RULES.values() for reason in rule(aligned)]
        if aligned.window[:1] and aligned.window[0] in wrong:
            found.append(f"the evidence goes on: “{known[aligned.window[0] + 1].text}”")
        reasons += found
        here = likeness(aligned)
        like, score = min(like, here), min(score, _score(here, bool(found), len(known)))
    return Verdict(not reasons, round(score, 3), tuple(dict.fromkeys(reasons)), round(like, 3))


def _taken_back(known: Sequence[Sentence]) -> frozenset[int]:
    """The places of sentences that the next one says are not so."""
    return frozenset(place for place, after in enumerate(known[1:]) if takes_back(after.text))


def _score(likeness: float, objected: bool, sentences: int) -> float:
    """In short evidence the rules decide which half of the scale; in long evidence likeness tells more."""
    if sentences > _SHORT:
        return likeness
    return likeness * _OBJECTED if objected else (1 + likeness) / 2


def _has_words(sentence: Sentence) -> bool:
    return any(token.kind != "punct" for token in sentence.tokens)


def _repeats(claim: Sequence[Sentence], known: Sequence[Sentence]) -> bool:
    """Whether it says whole lines of the evidence one after another, whatever stands between them: a list told
    in one sentence."""
    said = [word for sentence in claim for word in _spoken(sentence)]
    lines = [_spoken(sentence) for sentence in known]
    return any(_begins(said, lines[first:]) for first in range(len(lines)))


def _begins(said: Sequence[str], lines: Sequence[Sequence[str]]) -> bool:
    """Whether some lines from the first on, and nothing else, are what is said."""
    at = 0
    for line in lines:
        if list(line) != said[at : at + len(line)]:
            return False
        at += len(line)
        if at == len(said):
            return True
    return False


def _spoken(sentence: Sentence) -> list[str]:
    return [token.text for token in sentence.tokens if token.kind != "punct"]


def _before_but(sentence: Sentence) -> tuple[str, ...]:
    """What is told before a "but" that tells of another thing: not "but only if it is dry"."""
    texts = [token.text for token in sentence.tokens]
    place = next((n for n, token in enumerate(sentence.tokens) if token.lower in _ANOTHER_THING), 0)
    after = {token.lower for token in sentence.tokens[place:]}
    end = place - (texts[place - 1] == ",") if place else 0
    return tuple(texts[:end]) if end and after.isdisjoint(_LIMITING) else _plain(sentence)


def _with_its_subject(before: Sentence, sentence: Sentence) -> tuple[str, ...]:
    """ "The fund is not open to charities", of "The fund is open to councils. It is not open to charities": both
    tell the same, so "it" is what the first tells it of. Empty for any others."""
    end = first_verb(before)
    if not end or sentence.tokens[0].lower not in _IT or predicates(before).isdisjoint(predicates(sentence)):
        return ()
    return (*(token.text for token in before.tokens[:end]), *_plain(sentence)[1:])


def _plain(sentence: Sentence) -> tuple[str, ...]:
    return tuple(token.text for token in sentence.tokens if token.text != ".")
