"""How sure, or how real, each word of a sentence is said to be."""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import lru_cache

from bot.grounding.attribution import SAYING
from bot.grounding.clauses import clauses
from bot.grounding.lexicon import Table, words
from bot.grounding.words import Sentence, is_predicate, is_verb


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
                    able to, opportunity to, invited to, invites, invite, invitation to,
                    opportunities for, opportunities to, chance to, open the door, opens the door, opened the door,
                    opening the door, pave the way, paves the way, claim that, claims that, allegation that,
                    allegations that, accusation that, accusations that, suggestion that, suggestions that, fears that,
                    idea that, thinking of, thinking about, think about, thought about, contemplating""",
        Level.PLANNED: """would, should, ought to, plan to, plans to, planned to, planning to, aim
        to, aims to,
                    aimed to, aiming to, aims at, aiming at, aimed at, intend to, intends to, intended to,
                    intending to, intention to, seek to, seeks to, seeking to, sought
                    to, expected to, expects to,
                    expect to, likely, unlikely, probably, anticipated to, anticipates, goal of,
                    goals of, ambition to, aim is to, goal is to, plan is to, intention
                    is to, purpose is to, ambition is to,
                    idea is to, hope is to, ambitions to, want to, wants to, wanted to, wanting to,
                    wish to, wishes to, target of, ambition of, aim of, plan of, hope of, prospect of, intention of, try to, tries to,
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
                    vowed to, pledged to, threatened to, threatens to, threatening to, about to, is due to, are due to, was due to,
                    were due to,
                    'll, ll""",
    }.items()
)
_TOLD_ANEW = words("after before since")
_CONDITIONS = words("if unless")
AUXILIARY = words("will would may might could can should must shall")
WISHING = words(
    """expect expects expected want wants wanted urge urges urged ask asks asked tell told order ordered
    forecast forecasts predict predicts predicted encourage encourages encouraged advise advised"""
)
_LONGEST_OBJECT = 8
_SAID_OF = {
    "possible": Level.POSSIBLE, "conceivable": Level.POSSIBLE, "proposed": Level.POSSIBLE, "likely": Level.PLANNED,
    "probable": Level.PLANNED, "planned": Level.PLANNED, "expected": Level.PLANNED, "envisaged": Level.PLANNED,
    "unlikely": Level.PLANNED,
}  # fmt: skip
"""What is said of something that is named before it."""
_PARTING = words("that and but or , ; : — – ( ) .")
_QUOTES = words("“ \" ‘ '")
_SUBJECTS = words("a an the he she it they we this these there")
_ENDS = words(
    'if unless until but although though because while whereas ; : . — – ( ) ” which who whose where than "'
)
BE = words("is are was were be been being")
_FINITE = words("is are was were has have had")
_NAMED_PLANS = words(
    "calls plans plan proposals proposal attempts attempt bid ambition ambitions intention aims aim"
)
_OPENING = words(
    "the a an its their his her our some several many repeated earlier these those any , . ; : and but"
)
_REACH = 8
"""How many content words a marker governs."""


@lru_cache(maxsize=4096)
def levels(sentence: Sentence) -> Mapping[int, Level]:
    """How sure each word is said to be, for the words that a marker governs."""
    found: dict[int, Level] = {}
    for last, level in marked(sentence):
        for place in governed(sentence, last):
            found[place] = min(level, found.get(place, Level.REAL))
    for place, token in enumerate(sentence.tokens):
        if place and token.lower in _SAID_OF and sentence.tokens[place - 1].lower in BE:
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
            or (token.lower in AUXILIARY and not asks)
            or _is_told_anew(sentence, last, place)
            or (token.text == "," and sentence.tokens[last].lower in _CONDITIONS)
            or _begins_anew(sentence, place)
            or _is_subject(sentence, last, place)
        )
        if stops or len(reached) == _REACH:
            break
        if token.is_content:
            reached.append(place)
    return reached


def _is_subject(sentence: Sentence, last: int, place: int) -> bool:
    """ "Calls for an inquiry were rejected", "plans to build it have been dropped": what became of the calls and
    the plans is no plan."""
    opens = last < 2 or sentence.tokens[last - 2].lower in _OPENING
    named = last > 0 and sentence.tokens[last - 1].lower in _NAMED_PLANS
    return opens and named and place > last + 1 and sentence.tokens[place].lower in _FINITE


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
    if sentence.tokens[place].lower not in WISHING:
        return 0
    for there in range(place + 1, min(place + _LONGEST_OBJECT, len(sentence.tokens) - 1)):
        token = sentence.tokens[there]
        if token.kind == "punct" or token.lower in _ENDS or token.lower in AUXILIARY:
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
