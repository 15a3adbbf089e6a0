"""Whether the claim's words have any support in the evidence."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import words
from bot.grounding.names import names
from bot.grounding.numerals import lower
from bot.grounding.opposites import opposites
from bot.grounding.words import Sentence, is_adverb, is_predicate

_COVERED, _LIKE = 0.6, 0.7
_EMPTY = words("take takes took taken place happened happens occurred")
_ENDINGS = words(
    """lost closed died killed resigned sold failed collapsed cancelled abandoned scrapped banned sacked dismissed
    arrested convicted jailed rejected approved stolen destroyed charged prosecuted sentenced suspended evicted
    deported hospitalised"""
)
_BECAUSE = words("because owing")
_DUE = (["due", "to"], ["thanks", "to"], ["so", "that"], ["result", "of"])
_LEADING = _BECAUSE | {"to"} | {first for first, _ in _DUE}
_CAUSED = words("because owing thanks caused")
_CAUSAL = words(
    """because since due owing thanks therefore thus hence so consequently result results resulted resulting cause causes
    caused causing saying reason reasons lead leads led leading following follows followed after amid given prompted prompting
    prompts driven drive drives drove forced forcing force meant means meaning blamed blame blaming blames attributed
    attribute contributed contributing contribute account grounds triggered triggering sparked sparking"""
)
"""One of which a text has that tells a reason."""
_ADDING = words("in at for on with by because due from under through via of as after to and")
_OUT, _IN = words("except excepting excluding without"), words("including includes include with")
_LONGEST_RUN = 3
"""How many words in a row an honest retelling finds for itself."""
_A_PAIR = 2
_SHARE = 0.5
_POINTING_BACK = words("he she it they his her its their him them")
_A_PARAGRAPH = 4
"""Sentences up to which a retelling may well have its words from two of them."""
_A_FEW, _OF_A_FEW, _OF_MANY = 3, 0.67, 0.5
"""Which share of its words one sentence has to have, of a short claim and of a longer one."""


def added(aligned: Aligned) -> Iterator[str]:
    """Words in a row, or a good part of all words, that the evidence has nothing like."""
    new = [
        place
        for place in aligned.claim.content
        if aligned.fit(place) < _COVERED and aligned.claim.tokens[place].lower not in _EMPTY
    ]
    run = _longest_run(aligned, frozenset(new))
    if len(run) > _LONGEST_RUN or (len(run) == _LONGEST_RUN and _is_put_on(aligned, run)):
        yield f"“{' '.join(aligned.claim.tokens[place].text for place in run)}” is not in the evidence"
    elif len(new) == len(aligned.claim.content) or (
        len(new) > _SHARE * len(aligned.claim.content) and len(new) > 1
    ):
        yield "much of it is not in the evidence"
    elif new and len(aligned.claim.content) <= _A_FEW and new[-1] == aligned.claim.content[-1]:
        yield f"“{aligned.claim.tokens[new[-1]].text}” is not in the evidence"


def _is_put_on(aligned: Aligned, run: Sequence[int]) -> bool:
    """Whether it is all that stands behind the last "and": "and offered them free membership"."""
    before = aligned.claim.tokens[run[0] - 1].lower if run[0] else ""
    return before == "and" and run[-1] == aligned.claim.content[-1]


def weighty(aligned: Aligned) -> Iterator[str]:
    """An end that the evidence does not tell of: "the jobs have been lost", where they are at risk."""
    for place in aligned.claim.content:
        token = aligned.claim.tokens[place]
        told = aligned.fit(place) >= _COVERED or any(
            other in sentence.places for sentence in aligned.sentences for other in opposites(token.key)
        )
        to = token.lower == "failed" and lower(aligned.claim.tokens, place + 1) == "to"
        if token.lower in _ENDINGS and not told and not to:
            yield f"“{token.text}” is not in the evidence"


def reasoned(aligned: Aligned) -> Iterator[str]:
    """A reason or a purpose of the claim's own: "because of staff shortages", "to save money"."""
    tokens = aligned.claim.tokens
    for place, token in enumerate(tokens):
        if token.lower not in _LEADING:
            continue
        after = [there for there in aligned.claim.content if there > place][:_A_FEW]
        new = [there for there in after if aligned.fit(there) < _COVERED]
        if token.lower in _BECAUSE or [t.lower for t in tokens[place : place + 2]] in _DUE:
            thing = [aligned.fit(there) for there in _thing(after)]
            found = bool(new) and 2 * len(new) >= len(after)
            of_it = lower(tokens, after[len(thing) - 1] + 1) == "of" if thing else True
            found = found or (not of_it and max(thing) < _LIKE)
        else:
            found = (
                token.lower == "to" and len(new) == len(after) == 2 and after[-1] == aligned.claim.content[-1]
            )
        if found:
            yield f"“{tokens[(new or after)[0]].text}” is not in the evidence"
    given = {token.lower for sentence in aligned.evidence for token in sentence.tokens}
    for place in (n for n, token in enumerate(tokens) if token.lower in _CAUSED and not given & _CAUSAL):
        after = [there for there in aligned.claim.content if there > place]
        if any(aligned.fit(there) < _COVERED for there in after):
            yield "the evidence gives no reason"


def _thing(after: Sequence[int]) -> list[int]:
    """The first of some words of meaning with those that follow without a word in between: "a fire" of "a fire in
    October"."""
    last = next((n for n, (one, other) in enumerate(pairwise(after), 1) if other > one + 1), len(after))
    return list(after[:last])


def embroidered(aligned: Aligned) -> Iterator[str]:
    """A word of its own in a claim that otherwise keeps the wording: "improvement in survival", "dramatic" for
    "modest"."""
    wording = aligned.wording
    for mine, theirs in wording.changes:
        new = [place for place in mine if place in aligned.matches and aligned.fit(place) < _COVERED]
        told = [place for place in mine if place in aligned.matches]
        apart = not theirs or (mine.stop >= len(aligned.claim.tokens) - 1 and new == told)
        if theirs and _turns_out_into_in(aligned, mine, theirs):
            yield f"“{aligned.claim.tokens[mine[0]].text}” for what the evidence leaves out"
        elif new and (
            (apart and aligned.claim.tokens[mine[0]].lower in _ADDING) or _is_put_in(aligned, mine, theirs)
        ):
            yield f"“{aligned.claim.tokens[new[0]].text}” is not in the evidence"
        elif new and (
            (wording.is_close and _exchanges(aligned, mine, theirs))
            or _is_the_one_change(aligned, mine, theirs)
        ):
            had = aligned.evidence[aligned.window[0]].tokens[theirs[0]]
            yield f"“{aligned.claim.tokens[new[0]].text}” where the evidence has “{had.text}”"


def _turns_out_into_in(aligned: Aligned, mine: range, theirs: range) -> bool:
    """ "including Leeds" for "except in Leeds"."""
    sentence = aligned.evidence[aligned.window[0]]
    left_out = any(sentence.tokens[place].lower in _OUT for place in theirs)
    return left_out and any(aligned.claim.tokens[place].lower in _IN for place in mine)


def _is_put_in(aligned: Aligned, mine: range, theirs: range) -> bool:
    """Whether one word was put into the evidence's own words: "14 working days", "successfully launched"."""
    inside = 0 < mine.start < len(aligned.claim.tokens) - 2
    return len(aligned.wording.changes) == len(mine) == 1 and not theirs and inside


def _is_the_one_change(aligned: Aligned, mine: range, theirs: range) -> bool:
    """Whether all else is as the evidence has it: then a word that is not its synonym says another thing."""
    if len(aligned.wording.changes) > 1 or not theirs or max(len(mine), len(theirs)) > _A_PAIR:
        return False
    tokens = aligned.evidence[aligned.window[0]].tokens
    had = [tokens[place] for place in theirs if tokens[place].is_content]
    told = [aligned.claim.tokens[place] for place in mine]
    return bool(had) and not any(is_adverb(token.lower) for token in (*had, *told))


def _exchanges(aligned: Aligned, mine: range, theirs: range) -> bool:
    """One word for one or two, or at the claim's end."""
    at_the_end = mine.stop >= len(aligned.claim.tokens) - 1
    few = len(mine) == 1 and bool(theirs) and (len(theirs) <= _A_PAIR or at_the_end)
    return few and _describes(aligned, mine, theirs)


def _describes(aligned: Aligned, mine: range, theirs: range) -> bool:
    """Whether what was exchanged is no verb and no adverb."""
    pairs = ((aligned.claim, mine[0]), (aligned.evidence[aligned.window[0]], theirs[0]))
    return all(
        sentence.tokens[place].is_content
        and not is_adverb(sentence.tokens[place].lower)
        and not is_predicate(sentence.tokens, place)
        for sentence, place in pairs
    )


def scattered(aligned: Aligned) -> Iterator[str]:
    """Words that the evidence has, but in no one sentence together."""
    content = aligned.claim.content
    if len(aligned.evidence) <= _A_PARAGRAPH or _is_the_evidence(aligned):
        return
    together = [sum(_tells(aligned, number, place) for place in content) for number in aligned.window]
    least = _OF_A_FEW if len(content) <= _A_FEW else _OF_MANY
    if together and max(together) < least * len(content):
        yield "no one sentence of the evidence says this"


def _is_the_evidence(aligned: Aligned) -> bool:
    """Whether it says the evidence word for word: a list with its heading, on one line."""
    return _plain([aligned.claim]) == _plain(aligned.evidence)


def _plain(sentences: Sequence[Sentence]) -> list[str]:
    return [t.lower for sentence in sentences for t in sentence.tokens if t.lower[0].isalnum()]


def _tells(aligned: Aligned, number: int, place: int) -> bool:
    """Whether a sentence has a word, or a pronoun behind the sentence that has the name."""
    there = {match.sentence for match in aligned.matches[place] if match.fit >= _COVERED}
    named = any(name.first <= place <= name.last for name in names(aligned.claim))
    points = named and _points_back(aligned.evidence[number])
    return number in there or (points and bool(there & {number - 1, number - 2}))


@lru_cache(maxsize=2048)
def _points_back(sentence: Sentence) -> bool:
    return any(token.lower in _POINTING_BACK for token in sentence.tokens)


def _longest_run(aligned: Aligned, new: frozenset[int]) -> list[int]:
    best: list[int] = []
    run: list[int] = []
    for place in aligned.claim.content:
        run = [*run, place] if place in new else []
        best = run if len(run) > len(best) else best
    return best


def likeness(aligned: Aligned) -> float:
    """How much of the claim stands in the evidence: as words, as runs of three, as one sentence's wording."""
    return (_covered(aligned) + _runs(aligned) + aligned.wording.share) / 3


def _covered(aligned: Aligned) -> float:
    fits = [
        max((match.fit for match in aligned.within(place)), default=0.0) for place in aligned.claim.content
    ]
    return sum(fits) / len(fits) if fits else 0.0


def _runs(aligned: Aligned) -> float:
    mine, theirs = _threes([aligned.claim]), set(_threes(aligned.evidence))
    return sum(run in theirs for run in mine) / len(mine) if mine else 1.0


def _threes(sentences: Sequence[Sentence]) -> list[tuple[str, ...]]:
    keys = [token.key for sentence in sentences for token in sentence.tokens if token.kind != "punct"]
    return list(zip(keys, keys[1:], keys[2:], strict=False))
