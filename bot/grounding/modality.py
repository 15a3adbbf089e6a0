"""Whether the claim is as sure as its evidence: "may" is no "will", a plan is no fact."""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import lru_cache

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import phrases, words
from bot.grounding.words import Sentence


class Level(IntEnum):
    """How sure, or how real, something is said to be."""

    MAY = 1
    PLAN = 2
    WILL = 3
    FACT = 4


_MARKERS = tuple(
    sorted(
        (
            (phrase, level)
            for level, text in {
                Level.MAY: """may, might, could, can, possible, possibly, possibility of, possibility that, potential,
                    potentially, perhaps, maybe, explore, explores, exploring, explored, consider, considers,
                    considering, look at, looking at, looks at, looked at, look into, looking into, examine, examining,
                    investigate, investigating, conceivably, option of, options for, suggest, suggests, suggested,
                    propose, proposes, proposed, proposing, proposal to, proposals to, possible that, in talks,
                    discuss, discusses, discussing, discussed, discussions, mull, mulling, weighing, open to,
                    apparently, reportedly, allegedly, alleged, rumoured, rumored, supposedly, would like to, hope to,
                    hopes to, hoping to, hoped to, identify potential, able to, opportunity to, opportunities for,
                    opportunities to, chance to""",
                Level.PLAN: """would, should, ought to, plan to, plans to, planned to, planning to, plan for, plans for,
                    aim to, aims to, aimed to, aiming to, aims at, aiming at, intend to, intends to, intended to,
                    intending to, intention to, seek to, seeks to, seeking to, sought to, expected to, expects to,
                    expect to, is expected, are expected, likely, probably, anticipated to, anticipates, anticipated,
                    goal of, goals of, ambition to, ambitions to, propose to, want to, wants to, wanted to, wish to,
                    wishes to, target of, targets, vision, try to, tries to, trying to, tried to, attempt to,
                    attempts to, attempting to, attempted to, bid to, pushing for, push for, call for, calls for,
                    called for, calling for, urge, urges, urged, recommend, recommends, recommended, forecast to,
                    projected to, predicted to, estimated to, believed to, thought to, said to, scheduled to,
                    due to be, ask for, asked for, need to, needs to, must, have to, has to, required to, pledged to,
                    draft, planned, proposed""",
                Level.WILL: """will, shall, going to, set to, commit to, commits to, committed to, agreed to, agree to,
                    agrees to, is to, are to, promise to, promised to, promises to, vowed to, about to, 'll, ll""",
            }.items()
            for phrase in phrases(text)
        ),
        key=lambda pair: -len(pair[0]),
    )
)
_ENDS = words("but although though because while whereas ; : . — ( ) ” which who whose")
_OBLIGED = words("must should shall required obliged mandatory compulsory")
_REACH = 8
"""How many content words a marker governs."""


@lru_cache(maxsize=4096)
def levels(sentence: Sentence) -> Mapping[int, Level]:
    """How sure each word is said to be, for the words that a marker governs."""
    found: dict[int, Level] = {}
    for last, level in markers(sentence):
        reached = 0
        for place in range(last + 1, len(sentence.tokens)):
            token = sentence.tokens[place]
            if token.lower in _ENDS or reached == _REACH:
                break
            if token.is_content:
                found[place] = min(level, found.get(place, Level.FACT))
                reached += 1
    return found


@lru_cache(maxsize=4096)
def markers(sentence: Sentence) -> tuple[tuple[int, Level], ...]:
    """The last token of each marker of modality, and its level."""
    lowered = tuple(token.lower for token in sentence.tokens)
    found: list[tuple[int, Level]] = []
    place = 0
    while place < len(lowered):
        for phrase, level in _MARKERS:
            if lowered[place : place + len(phrase)] == phrase and not _is_a_month(sentence, place):
                found.append((place + len(phrase) - 1, level))
                place += len(phrase) - 1
                break
        place += 1
    return tuple(found)


def _is_a_month(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    after = sentence.tokens[place + 1] if place + 1 < len(sentence.tokens) else token
    return token.text == "May" and (place > 0 or after.kind == "number")


def overstated(aligned: Aligned) -> Iterator[str]:
    """Where the claim says for sure what its evidence says less surely."""
    mine = levels(aligned.claim)
    stronger = 0
    worst: tuple[Level, Level] | None = None
    for place in aligned.claim.content:
        places = [match for match in aligned.within(place) if match.fit >= 0.75]
        if not places or aligned.claim.tokens[place].is_capital:
            continue
        theirs = max(
            levels(aligned.evidence[match.sentence]).get(match.place, Level.FACT) for match in places
        )
        level = mine.get(place, Level.FACT)
        if level > theirs:
            stronger += 1
            worst = worst or (level, theirs)
    if worst and stronger:
        yield f"the claim is surer ({worst[0].name.lower()}) than the evidence ({worst[1].name.lower()})"
