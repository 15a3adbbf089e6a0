"""Whether the claim is as sure as its evidence: "may" is no "will", a plan is no fact."""

from collections.abc import Iterator, Sequence

from bot.grounding.alignment import Aligned, Match
from bot.grounding.certainty import AUXILIARY, BE, WISHING, Level, levels, marked
from bot.grounding.lexicon import words
from bot.grounding.negation import denied
from bot.grounding.numbers import Bound, quantities
from bot.grounding.words import Sentence, Token, is_predicate, thesaurus

_FORMERLY = words("until formerly previously once used originally")
_HELPING = words("was were had did been")
_PAST = ("ed", "ought", "aught", "ent", "old", "ept", "ame")
_REALISING = words(
    """began begin begins begun started start starts continue continued continues managed helped help helps used came
    proceeded decided voted chose went got agreed"""
)
_SO_ALREADY = words("currently already now has have had was were been")
_TIMED = words("once when after before until if unless having")
_ONGOING = words("underway ongoing continuing continues unfinished incomplete pending")
_DONE = words("complete completed finished concluded ended over")
_DOUBTS = words(
    "disagree disagrees disagreed divided debate debated unclear unknown question questions undecided"
)
_DUTY = words(
    "must required requires requiring forced forces forcing compelled compels obliged mandatory compulsory obligatory shall"
)
_LIKE_DUTY = _DUTY | words(
    "force orders order ordered instructed bound binding have has had bound need needs needed necessary require requirement duty"
)
_ASIDE = 4
"""How many words before a verb an "after" or a "once" may stand."""
_PASSIVE = words("by under more less within")
_PAST_FORMS = ("ed", "de", "en", "ld", "wn", "nt", "pt")
_MOST_BY_CHANCE, _MOSTLY = 2, 0.7
_SAME_ENOUGH = 0.85


def _as_verbs(aligned: Aligned, place: int) -> list[Match]:
    """Where the evidence has the word as a verb; where it never does, where else it has it."""
    found = [match for match in aligned.within(place) if match.fit >= _SAME_ENOUGH]
    found = [match for match in found if match.fit == 1] or found
    verbs = [m for m in found if is_predicate(aligned.evidence[m.sentence].tokens, m.place)]
    if verbs:
        first = min(aligned.window.index(match.sentence) for match in verbs)
        return [match for match in verbs if match.sentence == aligned.window[first]]
    return [m for m in aligned.best(place, _SAME_ENOUGH) if not _is_noun(aligned, place, m)]


def _is_gerund(tokens: Sequence[Token], place: int) -> bool:
    """ "including fixing the NHS", "once finished", which say of nothing that it is done; "is fixing" does."""
    before = tokens[place - 1].lower if place else ""
    if before in _TIMED:
        return True
    return tokens[place].lower.endswith("ing") and before not in BE


def _is_noun(aligned: Aligned, place: int, match: Match) -> bool:
    """Whether the evidence has the very same form as a noun or in a name: 24 trains, Court of Appeal."""
    there = aligned.evidence[match.sentence].tokens
    mine = aligned.claim.tokens[place]
    if place and aligned.claim.tokens[place - 1].lower in AUXILIARY:
        return there[match.place].is_capital
    if there[match.place].is_capital and not mine.is_capital and match.place:
        return True
    return there[match.place].lower == mine.lower and not is_predicate(there, match.place)


def overstated(aligned: Aligned) -> Iterator[str]:
    """Where the claim says for sure what its evidence says less surely."""
    tokens = aligned.claim.tokens
    mine = levels(aligned.claim)
    for place in aligned.claim.content:
        there = _as_verbs(aligned, place)
        if not there or not is_predicate(tokens, place) or _says_little(aligned.claim, place):
            continue
        theirs = max(levels(aligned.evidence[match.sentence]).get(match.place, Level.REAL) for match in there)
        level = min(mine.get(place, Level.REAL), _as_infinitive(tokens, place))
        if level is Level.POSSIBLE < theirs and _is_bound(aligned, there):
            yield f"“{tokens[place].text}” is possible here, sure or a duty in the evidence"
        elif (
            level is Level.POSSIBLE
            and theirs is Level.REAL
            and _is_doubted(tokens, place)
            and _is_told(aligned, place, there)
        ):
            yield f"“{tokens[place].text}” is only possible here, not in the evidence"
        elif level is Level.COMING and theirs is Level.REAL and _is_past(aligned, there):
            yield f"“{tokens[place].text}” is yet to come here, already so in the evidence"
        elif level > theirs:
            yield f"“{tokens[place].text}” is {level.name.lower()} here, only {theirs.name.lower()} in the evidence"
    yield from _of_things_to_come(aligned)
    yield from _of_things_past(aligned)
    yield from _of_amounts(aligned)
    yield from _of_ends_and_duties(aligned)


def _of_ends_and_duties(aligned: Aligned) -> Iterator[str]:
    """What is done where the evidence has it going on, and a duty that it does not speak of."""
    tokens = aligned.claim.tokens
    said = {token.lower for sentence in aligned.sentences for token in sentence.tokens}
    going_on = said & _ONGOING or {"under", "way"} <= said or {"in", "progress"} <= said
    for place, token in enumerate(tokens):
        if token.lower in _DONE and going_on and not said & _DONE and place not in denied(aligned.claim):
            yield f"“{token.text}” where the evidence has it going on"
        if token.lower in _DUTY and not said & _LIKE_DUTY and place not in denied(aligned.claim):
            yield f"“{token.text}” is not in the evidence"


def _is_doubted(tokens: Sequence[Token], place: int) -> bool:
    """ "may have started" """
    return any(token.lower in ("may", "might", "could") for token in tokens[max(0, place - 3) : place])


def _is_told(aligned: Aligned, place: int, there: Sequence[Match]) -> bool:
    """Whether the evidence has the very verb, in a past form: "started"."""
    return all(
        match.fit == 1
        and _is_past_form(aligned.evidence[match.sentence].tokens[match.place].lower)
        and "could" not in aligned.evidence[match.sentence].places
        for match in there
    )


def _is_past_form(lower: str) -> bool:
    return lower.endswith("ed") or lower in thesaurus().base


def _as_infinitive(tokens: Sequence[Token], place: int) -> Level:
    """ "has four weeks to pay" tells of no payment, "began to pay" does."""
    follows = place > 0 and tokens[place - 1].lower == "to"
    before = tokens[place - 2].lower if place > 1 else ""
    return Level.PLANNED if follows and before not in _REALISING else Level.REAL


def _of_amounts(aligned: Aligned) -> Iterator[str]:
    """ "costs £185m", where the evidence has "could reach £185m"."""
    if marked(aligned.claim):
        return
    for amount in quantities(aligned.claim):
        there = [
            levels(aligned.evidence[number]).get(other.first, Level.REAL)
            for number in aligned.window
            for other in quantities(aligned.evidence[number])
            if other.equals(amount) and "could" in aligned.evidence[number].places
        ]
        if there and max(there) is Level.POSSIBLE and amount.bound is not Bound.UP_TO:
            yield f"“{amount.said}” is only possible in the evidence"


def _of_things_past(aligned: Aligned) -> Iterator[str]:
    """ "relies on gifts", where the evidence has "until last year it relied on gifts"."""
    tokens = aligned.claim.tokens
    if any(token.lower in _FORMERLY or token.lower in _HELPING for token in tokens):
        return
    for place in aligned.claim.content:
        lower = tokens[place].lower
        if lower.endswith(_PAST) or not is_predicate(tokens, place):
            continue
        for match in _as_verbs(aligned, place)[:1]:
            there = aligned.evidence[match.sentence].tokens
            past = there[match.place].lower
            before = {token.lower for token in there[: match.place]} & _FORMERLY
            if before and past != lower and (past.endswith(_PAST) or "used" in before):
                yield f"“{tokens[place].text}” is told as past in the evidence (“{min(before)}”)"


def _says_little(sentence: Sentence, place: int) -> bool:
    """ "including fixing it", "is expected to", "landlords who fail could": verbs that tell nothing as done."""
    tokens = sentence.tokens
    after = tokens[place + 1].lower if place + 1 < len(tokens) else ""
    if (
        _is_gerund(tokens, place)
        or _is_of_whom(tokens, place)
        or _is_aside(tokens, place)
        or after in BE
        or (tokens[place].lower in WISHING and after == "to")
    ):
        return True
    return tokens[place - 1].lower in ("who", "that", "which") and bool(marked(sentence))


def _is_of_whom(tokens: Sequence[Token], place: int) -> bool:
    """ "people who are registered can…", of whom the evidence may have "if they are registered"."""
    before = place - 1
    while before > 0 and tokens[before].lower in BE:
        before -= 1
    rest = {token.lower for token in tokens[place + 1 :]}
    reach = tokens[max(0, before - _ASIDE - 2) : before + 1]
    whose = any(token.lower in ("who", "that", "which") for token in reach) and not _is_parted(reach)
    return whose and bool(rest & (AUXILIARY | {"can", "cannot"}))


def _is_aside(tokens: Sequence[Token], place: int) -> bool:
    """ "Claims made more than a week after it began cannot…", "a deputy appointed by the board will…", "paying rent":
    what is said in passing, of things of which something else is told."""
    if place and tokens[place - 1].lower.endswith("ing") and is_predicate(tokens, place - 1):
        return True
    reach = tokens[max(0, place - _ASIDE) : place]
    if reach and reach[-1].is_content and any(t.lower in _TIMED for t in reach) and not _is_parted(reach):
        return True
    after = tokens[place + 1].lower if place + 1 < len(tokens) else ""
    told = {token.lower for token in tokens[place + 1 :]} & (
        AUXILIARY | BE | {"can", "cannot", "has", "have"}
    )
    named = bool(reach) and reach[-1].is_content and tokens[place].lower.endswith(_PAST_FORMS)
    return bool(told) and after in _PASSIVE and named


def _is_parted(tokens: Sequence[Token]) -> bool:
    return any(token.kind == "punct" for token in tokens)


def _is_past(aligned: Aligned, there: Sequence[Match]) -> bool:
    """Whether it is told as done or as going on: "currently employs", "was closed"."""
    return all(
        match.place not in denied(aligned.evidence[match.sentence])
        and any(
            token.lower in _SO_ALREADY
            for token in aligned.evidence[match.sentence].tokens[max(0, match.place - 3) : match.place]
        )
        for match in there
    )


def _is_bound(aligned: Aligned, there: Sequence[Match]) -> bool:
    """Whether a "must" or a "will" stands right before it."""
    return all(
        any(
            token.lower in _DUTY | {"will", "would"}
            for token in aligned.evidence[match.sentence].tokens[max(0, match.place - 3) : match.place]
        )
        for match in there
    )


def _of_things_to_come(aligned: Aligned) -> Iterator[str]:
    """Things that the evidence calls possible, told with a verb of the claim's own: "labs have been set up"."""
    if marked(aligned.claim) or any(token.lower in _DOUBTS for token in aligned.claim.tokens):
        return
    told = [match for place in aligned.claim.content for match in aligned.best(place, _SAME_ENOUGH)[:1]]
    possible = [m for m in told if levels(aligned.evidence[m.sentence]).get(m.place) is Level.POSSIBLE]
    if len(possible) > _MOST_BY_CHANCE and len(possible) > _MOSTLY * len(told):
        yield "the evidence only calls this possible"
