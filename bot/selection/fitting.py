"""Whether a sentence tells what a question asks: the right kind of thing, about what was asked."""

import re
from collections.abc import Sequence
from functools import cached_property

from bot.grounding.asked import asked as of_question
from bot.grounding.words import read
from bot.selection import roles
from bot.selection.ages import bands, same_age
from bot.selection.deeds import deed, tells_a_price, tells_of_no_such_deed
from bot.selection.hollow import tells_nothing
from bot.selection.lacking import lacking, untold
from bot.selection.lines import Candidate, follows, share
from bot.selection.others import Others
from bot.selection.referents import refers_back
from bot.selection.superlatives import lacks_the_most
from bot.selection.wanted import Kind, Wanted, counts_on, places
from bot.selection.whose import of_another
from retrieval.query import Term, Understood
from retrieval.words import held, stem, stems

MISSES = 2.5
"""A sentence with the right kind of thing, this far behind one without, speaks of something else;"""
MISSES_WEAKLY = 0.5
WEAK = 0.55
"""and so does a less distant one that is this little close to the question."""
FEW = 6
"""Words of a question, beyond which each further one"""
A_WORD = 0.8
"""lets a sentence of the same document stand so much further behind: what a long question names beside its
point, the document tells elsewhere."""
NEAR = 0.6
"""A sentence must be this close where it holds no word of the question but names."""
NO_LESS = 0.05
"""A sentence in which hardly less of the question stands than in the nearest one speaks of the same."""
LESS_COVERED = 0.25
"""Much less of the question stands in a sentence that lacks a name which another sentence holds."""
UNDECIDED = 0.45
"""A sentence that lacks so much of what is asked with yes or no, names apart, decides nothing;"""
HARDLY = 0.55
CLOSE = 0.75
"""and one this close may lack as much as this."""
SEVERAL = 3
"""Sentences that may be shown together: one of them may name the place that the others speak of."""
_LIGHT = frozenset(stems("took taken take place occur occurred became become"))
"""Of a question's verb, what says hardly more than that something was: a sentence need not hold it."""
_FIGURES = frozenset((Kind.NUMBER, Kind.SHARE, Kind.MONEY))
_PEOPLE = frozenset(stems("people persons individuals"))
_ANOTHER = re.compile(
    r"\b(?i:before|after|besides|apart from|other than|instead of|succeed\w*|replac\w*)"
    r" (?:(?i:the|sir|dame|mr|ms|mrs|dr)\.? )?[A-Z]"
)
"""What asks for somebody else than it names."""
_FOR = re.compile(
    r"\bwho (?:\w+ed|wrote|spoke|stood|went|led|held)\b.*\b(?:for|on behalf of) ", re.IGNORECASE
)


class Fitting:
    """One question, and the sentences found for it."""

    def __init__(self, ranked: Sequence[Candidate], want: Wanted, question: Understood) -> None:
        self._ranked = ranked
        self._want = want
        self._question = question
        self._named = [t for t in question.terms if t.named]
        self._said = [t for t in question.terms if not t.named and t.forms.isdisjoint(_LIGHT)]
        self._post = roles.Post(ranked, want, question)
        self._others = Others(ranked, question)
        self._deed = deed(question)

    def fits(self, candidate: Candidate) -> bool:
        """Whether the sentence may answer: it speaks of what was asked, and has a thing of the right kind."""
        kind = self._want.kind
        if (
            self.is_of_others(candidate)
            or tells_nothing(candidate.text, self._question.text)
            or (kind is not Kind.YES_NO and lacks_the_most(self._said, candidate))
            or lacking(self._deed, candidate)
            or tells_of_no_such_deed(self._question.text, candidate.said)
        ):
            return False
        if kind is Kind.OPEN:
            return self._tells_of_it(candidate)
        if kind is Kind.WHERE:
            return self._is_somewhere
        if kind is Kind.YES_NO:
            return self._is_decided
        of_others = self._shares_only_names(candidate) or self._tells_of_other_things(candidate)
        if of_others and not self._is_its_price(candidate):
            return False
        return self._names_who(candidate) if kind is Kind.PERSON else self._has_the_thing(candidate)

    def _tells_of_it(self, candidate: Candidate) -> bool:
        """Whether it tells more of whom the question names than their names, and tells of what it asks for of
        theirs: of nothing else where that is Jane Cole's seat."""
        asked = [t for t in self._question.terms if stem(t.word) in self._want.focus]
        if asked and lacking(asked, candidate):
            return False
        return candidate.line.closeness >= CLOSE or not self._shares_only_names(candidate)

    @cached_property
    def _is_somewhere(self) -> bool:
        """Whether one of the best sentences names a place, or tells where what is asked of is or is done."""
        return any(places(c.text, self._want) or self._is_done_somewhere(c) for c in self._ranked[:SEVERAL])

    def _is_done_somewhere(self, candidate: Candidate) -> bool:
        done = not self._verbs or bool(self._verbs & _keys(candidate.told))
        return candidate.right_kind and done and self._says_more_than_names(candidate)

    def _names_who(self, candidate: Candidate) -> bool:
        if self._post.is_asked:
            return self._post.is_told_by(candidate)
        if candidate.right_kind or _ANOTHER.search(self._question.text) or self._is_for_another:
            return candidate.right_kind
        return not self._is_somebody_named or not self._lacks_anything(candidate)

    @cached_property
    def _is_for_another(self) -> bool:
        """Whether it asks who did it for a body: that the body did it tells less than a person's name."""
        return self._is_somebody_named and _FOR.search(self._question.text) is not None

    def _has_the_thing(self, candidate: Candidate) -> bool:
        if not candidate.right_kind or any(self._goes_on(candidate, c) for c in self._ranked):
            return False
        return self._is_near(candidate) or any(
            self._goes_on(c, candidate) and self._is_near(c) for c in self._ranked
        )

    @cached_property
    def _patience(self) -> float:
        """How far behind the nearest sentence another of its document may stand."""
        return A_WORD * max(0, len(self._question.terms) - FEW)

    @cached_property
    def _nearest(self) -> Candidate:
        return max(self._ranked, key=lambda c: c.apart)

    def is_elsewhere(self, candidate: Candidate) -> bool:
        """Whether it is of another row or under another heading than the question names."""
        return self._others.is_elsewhere(candidate)

    def is_of_others(self, candidate: Candidate) -> bool:
        """Whether it is of others, or of another time, than the question names."""
        return self._others.has(candidate)

    @cached_property
    def _is_decided(self) -> bool:
        """Whether one of the best sentences speaks of what is asked with yes or no, not only of those it is
        asked of."""
        whole = self._weight(self._said)
        telling = (c for c in self._ranked if not tells_nothing(c.text, self._question.text))
        best = [c for c in telling if self._nearest.apart - c.apart <= MISSES]
        best += [c for c in self._ranked[:FEW] if refers_back(c.text) and self._says_the_most(c)]
        lacks = [(c, self._weight(untold(self._said, c))) for c in best]
        return any(
            missing <= (HARDLY if c.line.closeness >= CLOSE else UNDECIDED) * whole for c, missing in lacks
        )

    def _weight(self, terms: Sequence[Term]) -> float:
        """Of terms, half of those that stand nowhere: they may be called otherwise there."""
        return sum(t.weight if t.known else t.weight / 2 for t in terms)

    def _says_the_most(self, candidate: Candidate) -> bool:
        """Whether it holds several words of what is asked, and most of them: "It is not legally binding." """
        missing = len(lacking(self._said, candidate))
        return len(self._said) - missing > 1 and missing * 2 < len(self._said)

    def _shares_only_names(self, candidate: Candidate) -> bool:
        """What the sentence tells of those that the question names is something else."""
        if self._says_more_than_names(candidate):
            return False
        missing = lacking(self._named, candidate)
        names = share(self._question, self._named) - share(self._question, missing)
        beyond = (candidate.line.closeness - names) / max(1 - names, 0.01)
        return beyond < NEAR

    def _tells_of_other_things(self, candidate: Candidate) -> bool:
        return (
            self._counts_other_things(candidate)
            or self._prices_other_things(candidate)
            or self._measures_other_people(candidate)
        )

    def _counts_other_things(self, candidate: Candidate) -> bool:
        """Whether its number is of something else than what the question counts: only a sentence that holds
        much of the question may count it in other words, and that where no other counts just it. Of people
        each text counts some: what they do says which."""
        want = self._want
        if want.kind is not Kind.NUMBER or not want.focus:
            return False
        if of_another(self._question, want.focus, candidate):
            return True
        said = [t for t in self._said if t.forms.isdisjoint(want.focus)]
        untold_of = lacking(said, candidate)
        if candidate.counts:
            of_people = bool(said) and not _PEOPLE.isdisjoint(want.focus)
            return of_people and said[0] in untold_of and len(untold_of) >= len(said) / 2
        return self._is_counted or len(untold_of) >= len(said) / 2

    def _prices_other_things(self, candidate: Candidate) -> bool:
        """Whether neither the sentence nor what stands around it speaks of what has the price asked for."""
        want = self._want
        if want.kind is not Kind.MONEY or not want.focus:
            return False
        return held(f"{candidate.passage.title}\n{candidate.around}\n{candidate.said}").isdisjoint(want.focus)

    def _measures_other_people(self, candidate: Candidate) -> bool:
        """Whether it tells of no age, where the question asks for a figure of people of some age and another
        sentence tells of them."""
        return self._want.kind in _FIGURES and self._is_of_that_age and not bands(candidate.said)

    @cached_property
    def _is_of_that_age(self) -> bool:
        return any(same_age(self._question.text, c.told) for c in self._ranked)

    @cached_property
    def _is_counted(self) -> bool:
        """Whether a sentence of the nearest document counts just what was asked, of what was asked."""
        here = self._nearest.passage.document_id
        there = (c for c in self._ranked if c.passage.document_id == here and c.counts)
        return any(not self._shares_only_names(c) for c in there)

    def _is_near(self, candidate: Candidate) -> bool:
        """Whether the thing of the right kind is said about what was asked."""
        behind = self._nearest.apart - candidate.apart
        if self._tells_as_much(candidate, behind) or self._is_its_price(candidate):
            return True
        if behind > MISSES or (behind > MISSES_WEAKLY and candidate.line.closeness < WEAK):
            return False
        speaks_of_less = self._nearest.line.coverage - candidate.line.coverage > LESS_COVERED
        if behind <= 0 or not speaks_of_less or refers_back(candidate.text):
            return True
        missing = {t.word for t in lacking(self._named, candidate)}
        no_fewer = missing <= {t.word for t in lacking(self._named, self._nearest)}
        return no_fewer and self._says_more_than_names(candidate)

    def _is_its_price(self, candidate: Candidate) -> bool:
        """ "Tickets are £5", right after the nearest sentence, which tells of the event."""
        want, event = self._want, self._nearest
        if want.kind is not Kind.MONEY or not candidate.right_kind or not follows(candidate, event):
            return False
        is_of_it = not want.focus or not held(event.said).isdisjoint(want.focus)
        return is_of_it and tells_a_price(candidate.text)

    def _tells_as_much(self, candidate: Candidate, behind: float) -> bool:
        """Whether it tells all that was asked, or as much as the nearest sentence, so far behind it."""
        if behind <= MISSES and follows(candidate, self._nearest) and self._says_all_but_names(candidate):
            return True
        all_told = not untold(self._question.terms, candidate)
        if behind <= MISSES and (all_told or self._counts_the_rest(candidate)):
            return True
        more = A_WORD if self._patience and candidate.counts and self._says_more_than_names(candidate) else 0
        here = candidate.passage.document_id == self._nearest.passage.document_id
        if here and behind <= self._patience + more:
            return True
        return self._says_no_less(candidate)

    def _counts_the_rest(self, candidate: Candidate) -> bool:
        """Whether it follows the nearest sentence and counts the others: "The other 13 had none"."""
        further = counts_on(candidate.text) and candidate.counts and follows(candidate, self._nearest)
        return further and self._says_more_than_names(candidate)

    def _says_no_less(self, candidate: Candidate) -> bool:
        """Whether it is about as much of what was asked as the nearest sentence."""
        words = [share(self._question, lacking(self._said, c)) for c in (candidate, self._nearest)]
        covers = self._nearest.line.coverage - candidate.line.coverage <= NO_LESS
        return covers and words[0] <= words[1] and candidate.line.closeness >= WEAK

    def _goes_on(self, candidate: Candidate, after: Candidate) -> bool:
        """Whether the next sentence tells with "they" or "it" what is asked that they do, and this one does
        not: the council approved bus lanes in March; they open in June."""
        if not (after.right_kind and follows(after, candidate) and refers_back(after.text)):
            return False
        return bool(self._verbs & _keys(after.told) - _keys(candidate.told))

    @cached_property
    def _verbs(self) -> frozenset[str]:
        return of_question(self._question.text).verbs

    @cached_property
    def _is_somebody_named(self) -> bool:
        """Whether a sentence names a person with all that was asked: one which names nobody is then less."""
        return any(c.right_kind and self._says_all_but_names(c) for c in self._ranked)

    def _lacks_anything(self, candidate: Candidate) -> bool:
        return bool(lacking(self._question.terms, candidate))

    def _says_all_but_names(self, candidate: Candidate) -> bool:
        return bool(self._said) and not lacking(self._said, candidate)

    def _says_more_than_names(self, candidate: Candidate) -> bool:
        return not self._said or len(lacking(self._said, candidate)) < len(self._said)


def _keys(text: str) -> frozenset[str]:
    return frozenset(token.key for sentence in read(text) for token in sentence.tokens)
