"""What happens only if something else does, told without the if."""

from collections.abc import Iterator, Set

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import words
from bot.grounding.numbers import quantities
from bot.grounding.words import Sentence

CONDITIONS = words("if unless provided depending")
OPEN = words("when where could whether once subject conditional")
WHO = words("who whose that which those anyone")
_DESPITE = ("whether or not", "even if", "regardless of", "irrespective of")
_BREAKS = words(", ; : — – ( ) which who")
_LEAVE = words("consent permission approval agreement")
_NEAR = 5
"""Words from a "with" to a consent."""
_ALIKE = 0.7
_ENOUGH, _HALF = 2, 0.5
"""How much of a clause the claim has to tell to depend on its condition."""


def conditioned(aligned: Aligned) -> Iterator[str]:
    """ "Visitors may walk there", where they may with the owner's consent."""
    yield from _in_any_case(aligned)
    mine = {token.lower for token in aligned.claim.tokens}
    if mine & (CONDITIONS | OPEN | _LEAVE | {"without", "pending"}):
        return
    met = set(_of_whom(aligned.claim))
    for number in aligned.window:
        sentence = aligned.evidence[number]
        for place, token in enumerate(sentence.tokens):
            if not _is_condition(sentence, place):
                continue
            main = _conditioned(sentence, place)
            told = {
                match.place
                for matches in aligned.matches.values()
                for match in matches
                if match.sentence == number and match.fit > _ALIKE
            }
            carried = set(main) & set(sentence.content)
            if token.lower in CONDITIONS and _is_of_whom(aligned, met, number, place):
                continue
            if len(told & carried) >= max(_ENOUGH, _HALF * len(carried)):
                yield f"the evidence has a condition (“{token.text}”)"


def _in_any_case(aligned: Aligned) -> Iterator[str]:
    """ "Whether or not", where the evidence has an "if"."""
    despite = next((phrase for phrase in _DESPITE if f" {phrase} " in aligned.claim.text.lower()), "")
    if despite and not any(phrase in s.text.lower() for s in aligned.sentences for phrase in _DESPITE):
        yield from (
            f"“{despite}” where the evidence has “{token.text}”"
            for sentence in aligned.sentences
            for token in sentence.tokens
            if token.lower in CONDITIONS
        )


def _of_whom(sentence: Sentence) -> Iterator[int]:
    """The words behind a "who" or "those with", which say of whom something is said."""
    tokens = sentence.tokens
    for place, token in enumerate(tokens):
        if token.lower in WHO:
            end = (n for n in range(place + 1, len(tokens)) if tokens[n].kind == "punct")
            yield from range(place + 1, next(end, len(tokens)))


def _is_of_whom(aligned: Aligned, met: Set[int], number: int, condition: int) -> bool:
    """ "people who are registered", where the evidence has "if they are registered": the claim tells the
    condition as what those of whom it speaks have in common."""
    sentence = aligned.evidence[number]
    ends = (n for n in range(condition + 1, len(sentence.tokens)) if sentence.tokens[n].lower in _BREAKS)
    clause = set(range(condition + 1, next(ends, len(sentence.tokens)))) & set(sentence.content)
    amounts = {q.first: q for q in quantities(sentence)}
    told = {
        match.place
        for place in met & aligned.matches.keys()
        for match in aligned.matches[place]
        if match.sentence == number and match.fit > _ALIKE
    }
    told.update(*(range(q.first, q.last + 1) for first, q in amounts.items() if first in told))
    return len(clause & told) >= max(1, _HALF * len(clause))


def _is_condition(sentence: Sentence, place: int) -> bool:
    """ "if", and "subject to approval" or "pending approval", but not "the subject" or "a pending case"."""
    before, word, after = (
        sentence.tokens[n].lower if 0 <= n < len(sentence.tokens) else ","
        for n in (place - 1, place, place + 1)
    )
    if word in CONDITIONS or (word == "with" and _is_leave(sentence, place)):
        return True
    return (word == "subject" and after == "to") or (word == "pending" and before in _BREAKS)


def _is_leave(sentence: Sentence, place: int) -> bool:
    """ "with the landowner's consent" """
    after = [token.lower for token in sentence.tokens[place + 1 : place + 1 + _NEAR]]
    until = next((n for n, word in enumerate(after) if word in _BREAKS), len(after))
    return not _LEAVE.isdisjoint(after[:until])


def _conditioned(sentence: Sentence, place: int) -> range:
    """The clause that depends on the condition that begins at a place."""
    breaks = [
        -1,
        *(n for n, token in enumerate(sentence.tokens) if token.lower in _BREAKS),
        len(sentence.tokens),
    ]
    before = max(n for n in breaks if n < place)
    after = min(n for n in breaks if n > place)
    if place - before > _ENOUGH:
        return range(before + 1, place)
    if before <= 0:
        return range(after + 1, min((n for n in breaks if n > after), default=after))
    return range(max(n for n in breaks if n < before) + 1, before)
