"""Whether the claim is as sure as its evidence: "may" is no "will", a plan is no fact."""

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache

from bot.grounding.alignment import Aligned, Match
from bot.grounding.attribution import SAYING
from bot.grounding.clauses import clauses
from bot.grounding.lexicon import Table, words
from bot.grounding.numbers import Bound, quantities
from bot.grounding.polarity import denied
from bot.grounding.words import Sentence, Token, is_predicate, is_verb


class Level(IntEnum):
    """How sure, or how real, something is said to be."""

    POSSIBLE = 1
    PLANNED = 2
    COMING = 3
    REAL = 4


_MARKERS = Table(
    {
        Level.POSSIBLE: """may, might, could, can, possible, possibly, possibility of, possibility that,
                    potential, potentially, perhaps, maybe, explore, explores, exploring, explored, consider,
                    considers, considering, look at, looking at, looks at, looked at, look into, looking into,
                    conceivably, whether, if, unless, option of, options for, suggest, suggests, suggested,
                    propose, proposes, proposed,
                    proposing, proposal to, proposals to, in talks, discuss, discusses, discussing, discussed,
                    mull, mulling, weighing, open to, apparently, reportedly, allegedly,
                    alleged, rumoured, rumored,
                    supposedly, would like to, hope to, hopes to, hoping to, hoped to,
                    able to, opportunity to,
                    opportunities for, opportunities to, chance to, open the door, opens the door, opened the door,
                    opening the door, pave the way, paves the way, claim that, claims that, allegation that,
                    allegations that, accusation that, accusations that, suggestion that, suggestions that, fears that,
                    idea that, thinking of, thinking about, think about, thought about, contemplating""",
        Level.PLANNED: """would, should, ought to, plan to, plans to, planned to, planning to, aim
        to, aims to,
                    aimed to, aiming to, aims at, aiming at, aimed at, intend to, intends to, intended to,
                    intending to, intention to, seek to, seeks to, seeking to, sought
                    to, expected to, expects to,
                    expect to, likely, probably, anticipated to, anticipates, goal of,
                    goals of, ambition to, aim is to, goal is to, plan is to, intention
                    is to, purpose is to, ambition is to,
                    idea is to, hope is to, ambitions to, want to, wants to, wanted to, wanting to,
                    wish to, wishes to, target of, try to, tries to,
                    trying to, tried to, attempt to, attempts to, attempting to,
                    attempted to, bid to, pushing for,
                    push for, call for, calls for, called for, calling for, urge, urges,
                    urged, recommend, recommends,
                    recommended, forecast to, projected to, predicted to, estimated to,
                    believed to, thought to,
                    said to, scheduled to, ask for, asked for, need to, needs to, must,
                    have to, has to, required to,
                    due to be, meant to, hopes that""",
        Level.COMING: """will, shall, going to, set to, commit to, commits to, committed to, agreed
        to, agree to,
                    agrees to, is to, are to, promise to, promised to, promises to,
                    vowed to, pledged to, about to, is due to, are due to, was due to,
                    were due to,
                    'll, ll""",
    }.items()
)
_TOLD_ANEW = words("after before since")
_CONDITIONS = words("if unless")
_AUXILIARY = words("will would may might could can should must shall")
_WISHING = words(
    """expect expects expected want wants wanted urge urges urged ask asks asked tell told order ordered
    forecast forecasts predict predicts predicted encourage encourages encouraged advise advised"""
)
_LONGEST_OBJECT = 8
_SAID_OF = {
    "possible": Level.POSSIBLE, "conceivable": Level.POSSIBLE, "proposed": Level.POSSIBLE, "likely": Level.PLANNED,
    "probable": Level.PLANNED, "planned": Level.PLANNED, "expected": Level.PLANNED, "envisaged": Level.PLANNED,
}  # fmt: skip
"""What is said of something that is named before it."""
_FORMERLY = words("until formerly previously once used originally")
_HELPING = words("was were had did been")
_PAST = ("ed", "ought", "aught", "ent", "old", "ept", "ame")
_PARTING = words("and but or , ; : — – ( ) .")
_REALISING = words(
    """began begin begins begun started start starts continue continued continues managed helped help helps used came
    proceeded decided voted chose went got agreed"""
)
_SO_ALREADY = words("currently already now has have had was were been")
_TIMED = words("once when after before until if unless having")
_ONGOING = words("underway ongoing continuing continues unfinished incomplete pending")
_DONE = words("complete completed finished concluded ended over")
_QUOTES = words("“ \" ‘ '")
_SUBJECTS = words("a an the he she it they we this these there")
_DOUBTS = words(
    "disagree disagrees disagreed divided debate debated unclear unknown question questions undecided"
)
_ENDS = words(
    'if unless until but although though because while whereas ; : . — – ( ) ” which who whose where than "'
)
_BE = words("is are was were be been being")
_DUTY = words("must required requires obliged mandatory compulsory obligatory shall")
_LIKE_DUTY = _DUTY | words("have has had bound need needs needed necessary require requirement duty")
_MOST_BY_CHANCE, _MOSTLY = 2, 0.7
_REACH = 8
"""How many content words a marker governs."""
_SAME_ENOUGH = 0.85


@lru_cache(maxsize=4096)
def levels(sentence: Sentence) -> Mapping[int, Level]:
    """How sure each word is said to be, for the words that a marker governs."""
    found: dict[int, Level] = {}
    for last, level in marked(sentence):
        for place in governed(sentence, last):
            found[place] = min(level, found.get(place, Level.REAL))
    for place, token in enumerate(sentence.tokens):
        if place and token.lower in _SAID_OF and sentence.tokens[place - 1].lower in _BE:
            found.update(dict.fromkeys(_subject(sentence, place), _SAID_OF[token.lower]))
    return found


def _subject(sentence: Sentence, place: int) -> list[int]:
    """ "Flooding of homes" is possible: what stands before it in its clause."""
    start = place
    while start and sentence.tokens[start - 1].text not in _PARTING:
        start -= 1
    return [there for there in sentence.content if start <= there < place]


def governed(sentence: Sentence, last: int) -> list[int]:
    """The words that carry meaning under a marker that ends at a place."""
    reached: list[int] = []
    starts = {clause.start for clause in clauses(sentence)[1:]}
    for place in range(last + 1, len(sentence.tokens)):
        token = sentence.tokens[place]
        asks = sentence.tokens[last].lower == "whether"
        follows = token.lower.endswith("ing") and sentence.tokens[place - 1].text == ","
        stops = (
            (follows and sentence.tokens[last].lower == "to")
            or token.lower in _ENDS
            or place in starts
            or (token.lower in _AUXILIARY and not asks)
            or _is_told_anew(sentence, last, place)
            or (token.text == "," and sentence.tokens[last].lower in _CONDITIONS)
            or _begins_anew(sentence, place)
        )
        if stops or len(reached) == _REACH:
            break
        if token.is_content:
            reached.append(place)
    return reached


def _is_told_anew(sentence: Sentence, last: int, place: int) -> bool:
    """ "will cut 1,500 jobs after losing £3m", "below the profit analysts had forecast"; not "wrong to say that it
    had"."""
    if sentence.tokens[place].lower == "had":
        return all(token.lower != "that" for token in sentence.tokens[last:place])
    return sentence.tokens[place].lower in _TOLD_ANEW


def _begins_anew(sentence: Sentence, place: int) -> bool:
    """ "…to explore investment and confirms": a verb of its own after an "and"; ", the minister": a subject."""
    token = sentence.tokens[place]
    if (token.lower in _SUBJECTS or token.is_capital) and place and sentence.tokens[place - 1].text == ",":
        return True
    if token.lower == "that" and place and place + 1 < len(sentence.tokens):
        before = sentence.tokens[place - 1]
        relative = before.is_content and not is_predicate(sentence.tokens, place - 1)
        if relative and is_predicate(sentence.tokens, place + 1):
            return True
    follows = place > 0 and sentence.tokens[place - 1].lower in ("and", "or")
    if follows and token.lower in ("explore", "consider", "discuss"):
        return True
    return follows and token.lower.endswith("s") and is_verb(token.lower)


@lru_cache(maxsize=4096)
def marked(sentence: Sentence) -> tuple[tuple[int, Level], ...]:
    """The last token of each marker of modality, and its level."""
    return tuple(_markers(sentence))


def _markers(sentence: Sentence) -> Iterator[tuple[int, Level]]:
    lowered = tuple(token.lower for token in sentence.tokens)
    place = 0
    while place < len(lowered):
        wished = _wished(sentence, place)
        if wished:
            yield wished, Level.PLANNED
        found = _MARKERS.at(lowered, place)
        if found and not _is_a_month(sentence, place):
            length, level = found
            yield place + length - 1, _in_speech(lowered, place, level)
            place += length - 1
        place += 1


def _wished(sentence: Sentence, place: int) -> int:
    """The "to" of "expects lists to fall", 0 where there is none."""
    if sentence.tokens[place].lower not in _WISHING:
        return 0
    for there in range(place + 1, min(place + _LONGEST_OBJECT, len(sentence.tokens) - 1)):
        token = sentence.tokens[there]
        if token.kind == "punct" or token.lower in _ENDS or token.lower in _AUXILIARY:
            return 0
        if token.lower == "to" and is_verb(sentence.tokens[there + 1].lower):
            return there
    return 0


def _in_speech(lowered: tuple[str, ...], place: int, level: Level) -> Level:
    """ "said it would": a "will" that was put into the past."""
    return (
        Level.COMING
        if lowered[place] == "would" and SAYING & set(lowered[: place if lowered[0] not in _QUOTES else None])
        else level
    )


def _is_a_month(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    after = sentence.tokens[place + 1] if place + 1 < len(sentence.tokens) else token
    return token.text == "May" and (place > 0 or after.kind == "number")


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
    return tokens[place].lower.endswith("ing") and before not in _BE


def _is_noun(aligned: Aligned, place: int, match: Match) -> bool:
    """Whether the evidence has the very same form as a noun or in a name: 24 trains, Court of Appeal."""
    there = aligned.evidence[match.sentence].tokens
    mine = aligned.claim.tokens[place]
    if place and aligned.claim.tokens[place - 1].lower in _AUXILIARY:
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
        if level is Level.POSSIBLE and _is_bound(aligned, there):
            yield f"“{tokens[place].text}” is possible here, sure or a duty in the evidence"
        elif level is Level.COMING and theirs is Level.REAL and _is_past(aligned, there):
            yield f"“{tokens[place].text}” is yet to come here, already so in the evidence"
        elif level > theirs:
            yield f"“{tokens[place].text}” is {level.name.lower()} here, only {theirs.name.lower()} in the evidence"
    yield from _of_things_to_come(aligned)
    yield from _of_things_past(aligned)
    yield from _of_amounts(aligned)
    said = {token.lower for sentence in aligned.sentences for token in sentence.tokens}
    going_on = said & _ONGOING or {"under", "way"} <= said or {"in", "progress"} <= said
    for place, token in enumerate(tokens):
        if token.lower in _DONE and going_on and not said & _DONE:
            yield f"“{token.text}” where the evidence has it going on"
        if token.lower in _DUTY and not said & _LIKE_DUTY and place not in denied(aligned.claim):
            yield f"“{token.text}” is not in the evidence"


def _as_infinitive(tokens: Sequence[Token], place: int) -> Level:
    """ "has four weeks to pay" tells of no payment, "began to pay" does."""
    follows = place > 1 and tokens[place - 1].lower == "to"
    return Level.PLANNED if follows and tokens[place - 2].lower not in _REALISING else Level.REAL


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
    if _is_gerund(tokens, place) or after in _BE or (tokens[place].lower in _WISHING and after == "to"):
        return True
    return tokens[place - 1].lower in ("who", "that", "which") and bool(marked(sentence))


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
            token.lower in _DUTY | {"will"}
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
