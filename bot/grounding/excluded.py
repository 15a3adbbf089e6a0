"""Whom or what the evidence leaves out in another clause: "open to councils. It is not open to charities"."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from bot.grounding.alignment import Aligned
from bot.grounding.clauses import clauses
from bot.grounding.lexicon import words
from bot.grounding.negation import denied
from bot.grounding.opposites import opposites
from bot.grounding.phrases import AUXILIARY, BE, verbs
from bot.grounding.words import Sentence

_TURNS = words("but ; while whereas although though however")
_JOINING = _TURNS | words("and , yet")
_EXCEPT = _TURNS | words("except excluding save without only")
_POINTING = words("it they he she this these those we you who which")
_SO = words("not may must can should will")
_SHORT = 8
"""Tokens of a clause that says little else."""
_FEW = 4
"""Sentences of evidence in which a word that stands once tells whom a clause is about."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of the evidence."""

    sentence: Sentence
    number: int
    places: range

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self.sentence.tokens[place].key for place in self.places)

    @property
    def denied(self) -> frozenset[str]:
        """The keys of the words that it denies."""
        return frozenset(
            self.sentence.tokens[place].key
            for place, times in denied(self.sentence).items()
            if place in self.places and times % 2
        )

    @property
    def shares_its_subject(self) -> bool:
        """ "It is not", "but must not": what it is about was named before."""
        told = [place for place in self.places if self.sentence.tokens[place].lower not in _JOINING]
        opens = self.sentence.tokens[told[0]].lower if told else ""
        return opens in _POINTING | AUXILIARY

    def denies(self, keys: Set[str]) -> bool:
        """Whether it denies one of them, or says of "it" that it is the opposite of one."""
        turned = self.shares_its_subject and len(self.places) <= _SHORT and any(map(self._is_opposite, keys))
        return bool(self.denied & keys) or turned

    def _is_opposite(self, key: str) -> bool:
        return key not in self.keys and not opposites(key).isdisjoint(predicates(self.sentence) & self.keys)

    def affirms(self, keys: Set[str]) -> bool:
        return bool(keys & self.keys - self.denied)


def excluded(aligned: Aligned) -> Iterator[str]:
    """ "The fund is open to charities": what is told of charities is that it is not open to them."""
    if len(aligned.evidence) > _FEW or any(token.lower in _EXCEPT for token in aligned.claim.tokens):
        return
    found = [
        clause for number, sentence in enumerate(aligned.evidence) for clause in _parts(sentence, number)
    ]
    if len(found) < 2:
        return
    no = {aligned.claim.tokens[place].key for place, n in denied(aligned.claim).items() if n % 2}
    yes = predicates(aligned.claim) - no
    first = first_verb(aligned.claim) if any(clause.shares_its_subject for clause in found) else 0
    for place in aligned.claim.content:
        token = aligned.claim.tokens[place]
        if place < first:
            continue
        there = [clause for clause in found if token.key in clause.keys]
        others = [clause for clause in found if clause not in there]
        if not there or not others:
            continue
        if all(clause.denies(yes) for clause in there) and any(clause.affirms(yes) for clause in others):
            yield f"the evidence denies this of “{token.text}”"
            continue
        none = _without_any(aligned.claim, place)
        against = any(clause.denied & no or (none and clause.denied) for clause in others)
        if against and all(clause.affirms(no & predicates(clause.sentence) | none) for clause in there):
            yield f"the evidence does not deny this of “{token.text}”"


def _without_any(sentence: Sentence, place: int) -> Set[str]:
    """The word itself behind a "no": "no homes"."""
    before = sentence.tokens[place - 1].lower if place else ""
    return {sentence.tokens[place].key} if before == "no" else set()


def predicates(sentence: Sentence) -> frozenset[str]:
    """The keys of what it says that is done or is so: its verbs, and the word after an "is"."""
    tokens = sentence.tokens
    so = [n for n in range(1, len(tokens)) if tokens[n].is_content and tokens[n - 1].lower in BE | _SO]
    return frozenset(tokens[n].key for n in (*verbs(sentence), *so))


def first_verb(sentence: Sentence) -> int:
    """Its place; what stands before it tells whom the sentence is about."""
    found = [n for n, token in enumerate(sentence.tokens) if token.lower in AUXILIARY] + [*verbs(sentence)]
    return min(found, default=0)


def _parts(sentence: Sentence, number: int) -> Iterator[_Clause]:
    for clause in clauses(sentence):
        start = clause.start
        for place in clause:
            if sentence.tokens[place].lower in _TURNS and place > start:
                yield _Clause(sentence, number, range(start, place))
                start = place
        yield _Clause(sentence, number, range(start, clause.stop))
