"""Whether what someone said is said to be by the same one, and an opinion is no fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import words
from bot.grounding.names import names
from bot.grounding.words import Sentence

SAYING = words(
    """say says said saying state states stated tell tells told add adds added note notes noted explain explains
    explained comment comments commented remark remarked describe describes described call calls called claim claims
    claimed argue argues argued insist insists insisted warn warns warned believe believes believed announce announced
    announces confirm confirmed confirms suggest suggests suggested fear fears feared hope hopes hoped allege alleges
    alleged accuse accuses accused deny denies denied admit admits admitted predict predicts predicted declare declared
    declares write writes wrote report reports reported mention mentions mentioned promise promised pledge pledged"""
)
DOUBTFUL = words(
    """claim claims claimed warn warns warned fear fears feared hope hopes hoped allege alleges alleged accuse accuses
    accused predict predicts predicted argue argues argued believe believes believed suspect suspects suspected think
    thinks thought concern concerns allegation allegations rumour rumours rumor rumors insist insists insisted
    criticise criticised criticize criticized"""
)
_PRONOUNS = words("he she they it who")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something in a sentence."""

    keys: frozenset[str]
    verb: int
    said: str


@lru_cache(maxsize=4096)
def speakers(sentence: Sentence) -> tuple[Speaker, ...]:
    """The names next to verbs of saying, and those after "according to"."""
    found: list[Speaker] = []
    tokens = sentence.tokens
    for place, token in enumerate(tokens):
        if token.lower in SAYING:
            near = [name for name in names(sentence) if _next_to(sentence, name.first, name.last, place)]
        elif token.lower == "according":
            near = [name for name in names(sentence) if 0 < name.first - place <= 5]
        else:
            continue
        found += [Speaker(frozenset(name.keys), place, name.said) for name in near[:1]]
    return tuple(found)


def _next_to(sentence: Sentence, first: int, last: int, verb: int) -> bool:
    """Kyle, the technology secretary, said; said Kyle; but not: said that Kyle."""
    between = sentence.tokens[last + 1 : verb] if last < verb else sentence.tokens[verb + 1 : first]
    if any(
        token.lower in ("that", "and", "“", "”", '"', "but", ":") or token.lower in SAYING
        for token in between
    ):
        return False
    if last < verb:
        return len(between) <= 8
    return len([token for token in between if token.kind == "word"]) <= 2 and _closes(sentence, verb)


def _closes(sentence: Sentence, verb: int) -> bool:
    """Whether a quotation or a clause has just ended: “…,” said Kyle."""
    return verb > 0 and sentence.tokens[verb - 1].kind == "punct"


def misattributed(aligned: Aligned) -> Iterator[str]:
    mine = speakers(aligned.claim)
    theirs = [speaker for sentence in aligned.sentences for speaker in speakers(sentence)]
    if not mine or not theirs:
        return
    for speaker in mine:
        if not any(speaker.keys & other.keys for other in theirs):
            yield f"the evidence has “{theirs[0].said}” say this, not “{speaker.said}”"


def taken_as_fact(aligned: Aligned) -> Iterator[str]:
    """What the evidence only reports as a claim, a warning or a hope."""
    if any(
        token.lower in SAYING | DOUBTFUL or token.lower in ("according", "concerns")
        for token in aligned.claim.tokens
    ):
        return
    for number in aligned.window:
        sentence = aligned.evidence[number]
        doubtful = [place for place, token in enumerate(sentence.tokens) if token.lower in DOUBTFUL]
        if not doubtful:
            continue
        after = [
            match.place > doubtful[0]
            for place in aligned.claim.content
            for match in aligned.matches[place]
            if match.sentence == number and match.fit >= 0.75
        ]
        if after and sum(after) > 0.6 * len(after):
            yield f"the evidence only reports this (“{sentence.tokens[doubtful[0]].text}”)"
