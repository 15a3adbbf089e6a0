"""Whether what someone said is said to be by the same one, and an opinion is no fact."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.grounding.alignment import Aligned
from bot.grounding.lexicon import ROLES, words
from bot.grounding.names import Name, names
from bot.grounding.numerals import lower
from bot.grounding.words import Sentence, Token, is_predicate

SAYING = words(
    """say says said saying state states stated tell tells told add adds added note notes noted explain
    explains
    explained comment comments commented remark remarked describe describes described call calls called
    claim claims
    claimed argue argues argued insist insists insisted warn warns warned believe believes believed
    announce announced
    announces confirm confirmed confirms suggest suggests suggested fear fears feared hope hopes hoped
    allege alleges
    alleged accuse accuses accused deny denies denied admit admits admitted predict predicts predicted
    declare declared
    declares reply replies replied respond responds responded write writes wrote report reports reported mention mentions mentioned promise promised
    pledge pledged"""
)
DOUBTFUL = words(
    """claim claims claimed warn warns warned fear fears feared hope hopes hoped allege alleges alleged
    accuse accuses
    accused predict predicts predicted argue argues argued believe believes believed suspect suspects
    suspected think
    thinks thought concern concerns allegation allegations rumour rumours rumor rumors insist insists insisted
    criticise criticised criticize criticized"""
)
_ALSO_NOUNS = words(
    """claim claims hope hopes fear fears thought state states note notes comment comments remark
    remarks call calls
    report reports mention mentions promise pledge"""
)
_BEFORE_SAID = words(', ” " ’ — –')
_NOUNS_ONLY = words("allegation allegations rumour rumours rumor rumors concern concerns")
_FORESEEING = words("expect expects expected expecting forecast forecasts think thinks thought")
_FINDING = words("rule rules ruled find finds found conclude concludes concluded hold held judged decided")
_THOUGHT = words(
    """unworkable overdue unfair fair unacceptable disappointing disappointed shameful disgraceful brilliant terrible
    excellent good bad best worst better worse great wonderful vital crucial important essential fundamental wrong
    right mistake disaster failure success threat dangerous reckless irresponsible ambitious unambitious generous
    reason reasons cause caused causes blame fault because due enough inadequate unnecessary welcome unwelcome
    sensible foolish absurd ridiculous unrealistic realistic impossible inevitable unjust cruel misleading pointless"""
)
"""Judgements and causes: whoever says them may be wrong."""
_SAID_OF = words("told warned accused asked urged described called criticised promised pledged")
_THE = words("the a an his her their its")
_SUBJECT_ENDS = words('that but ; : “ ” " because while if when as')
_CLAUSE_ENDS = words("; although though but while whereas")
_LONGEST_SUBJECT = 24
_ALIKE = 0.75
_BESIDE = 5


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something in a sentence."""

    names: tuple[Name, ...]

    @property
    def said(self) -> str:
        return self.names[-1].said

    def is_same(self, other: "Speaker") -> bool:
        return any(one.is_same(two) for one in self.names for two in other.names)


@lru_cache(maxsize=4096)
def speakers(sentence: Sentence) -> tuple[Speaker, ...]:
    """Who says something in a sentence: the names before a verb of saying, or after it at its end."""
    found: list[Speaker] = []
    for place, token in enumerate(sentence.tokens):
        if is_saying(sentence, place):
            near = _closing(sentence, place) or _before(sentence, place) or _after(sentence, place)
        elif token.lower == "according":
            near = [name for name in names(sentence) if 0 < name.first - place <= 5]
        else:
            continue
        if near:
            found.append(Speaker(tuple(near)))
    return tuple(found)


def is_saying(sentence: Sentence, place: int) -> bool:
    """Whether a word tells of saying something, and is no noun: "the claim"."""
    token = sentence.tokens[place]
    if token.lower not in SAYING or _is_told(sentence, place):
        return False
    return token.lower not in _ALSO_NOUNS or is_predicate(sentence.tokens, place)


def _is_told(sentence: Sentence, place: int) -> bool:
    """ "MPs were told": they do not speak."""
    before = sentence.tokens[place - 1].lower if place else ""
    return sentence.tokens[place].lower in _SAID_OF and before in (
        "was",
        "were",
        "been",
        "being",
        "is",
        "are",
    )


def _before(sentence: Sentence, verb: int) -> list[Name]:
    """OpenAI CEO Sam Altman said; Kyle, the technology secretary, said: all names of the phrase."""
    if _is_common_noun(sentence, verb - 1):
        return []
    verb = _before_an_aside(sentence, verb)
    if _is_common_noun(sentence, verb - 1):
        return []
    start = verb
    while start and verb - start < _LONGEST_SUBJECT and not _ends_a_subject(sentence.tokens[start - 1]):
        start -= 1
    return [name for name in names(sentence) if start <= name.first and name.last < verb]


def _before_an_aside(sentence: Sentence, verb: int) -> int:
    """Where the subject ends: "the firm, which was fined by Ireland, says"."""
    tokens = sentence.tokens
    if not verb or tokens[verb - 1].text != ",":
        return verb
    for place in range(verb - 2, max(0, verb - _LONGEST_SUBJECT), -1):
        if tokens[place].text == ",":
            return place if tokens[place + 1].lower in ("who", "which", "whose") else verb
    return verb


def _is_common_noun(sentence: Sentence, place: int) -> bool:
    """ "the judge", who has no name here"""
    token = sentence.tokens[max(place, 0)]
    return (
        place > 0 and token.is_content and not token.is_capital and sentence.tokens[place - 1].lower in _THE
    )


def _after(sentence: Sentence, verb: int) -> list[Name]:
    """“…,” said Kyle."""
    if not verb or sentence.tokens[verb - 1].kind != "punct":
        return []
    words_between = 2
    return [name for name in names(sentence) if 0 < name.first - verb <= words_between + 1][:1]


def _closing(sentence: Sentence, verb: int) -> list[Name]:
    """Trials might start in India, said Wei Zhang: a speaker at the very end."""
    tokens = sentence.tokens
    rest = range(verb + 1, len(tokens))
    if not verb or tokens[verb - 1].text not in _BEFORE_SAID:
        return []
    return _after(sentence, verb) if not any(is_predicate(tokens, place) for place in rest) else []


def _ends_a_subject(token: Token) -> bool:
    return token.lower in _SUBJECT_ENDS or token.lower in SAYING


def misattributed(aligned: Aligned) -> Iterator[str]:
    """What the evidence has someone else say."""
    theirs = next((found for sentence in aligned.sentences if (found := speakers(sentence))), ())
    if not theirs:
        return
    for speaker in speakers(aligned.claim):
        if not any(speaker.is_same(other) for other in theirs):
            yield f"the evidence has “{theirs[0].said}” say this, not “{speaker.said}”"
    if not speakers(aligned.claim):
        yield from _said_by_others(aligned, theirs)


def _said_by_others(aligned: Aligned, theirs: Sequence[Speaker]) -> Iterator[str]:
    """Farmers said, where the evidence tells of farmers, but has someone with a name say this."""
    tokens = aligned.claim.tokens
    for verb in range(1, len(tokens)):
        who = tokens[verb - 1]
        if not is_saying(aligned.claim, verb) or not who.is_content or who.lower in ROLES:
            continue
        there = [match for match in aligned.within(verb - 1) if match.fit >= _ALIKE]
        beside = any(
            abs(match.place - place) <= _BESIDE
            for match in there
            for place, token in enumerate(aligned.evidence[match.sentence].tokens)
            if token.lower in SAYING
        )
        if there and not beside:
            yield f"the evidence has “{theirs[0].said}” say this, not “{who.text}”"


def _tells(sentence: Sentence, place: int) -> bool:
    """Whether a word says that this is what somebody says."""
    token = sentence.tokens[place]
    if token.lower in ("promise", "promises", "pledge", "pledges"):
        return is_predicate(sentence.tokens, place)
    return token.lower in SAYING | DOUBTFUL | _FORESEEING | _FINDING or token.lower in (
        "according",
        "concerns",
        "disagreed",
        "disagree",
    )


def opinion(aligned: Aligned) -> Iterator[str]:
    """What somebody thinks of it, or quoted words, told as if it were so: "the plan was unworkable"."""
    tokens = aligned.claim.tokens
    if any(_tells(aligned.claim, place) for place in range(len(tokens))) or '"' in aligned.claim.text:
        return
    for number in aligned.window[:1]:
        sentence = aligned.evidence[number]
        said = [place for place in range(len(sentence.tokens)) if is_saying(sentence, place)]
        told = {name.keys[-1] for speaker in speakers(sentence) for name in speaker.names}
        if not said or told & aligned.claim.places.keys():
            continue
        there = {
            place: [m.place for m in aligned.matches[place] if m.sentence == number and m.fit >= _ALIKE]
            for place in aligned.claim.content
        }
        quoted = _quoted(sentence)
        within = [place for place, found in there.items() if quoted & set(found)]
        thought = [
            place
            for place, found in there.items()
            if tokens[place].lower in _THOUGHT and any(other > said[0] for other in found)
        ]
        if 2 * len(within) > len(there) or thought:
            yield f"the evidence has somebody say this (“{sentence.tokens[said[0]].text}”)"


def _quoted(sentence: Sentence) -> set[int]:
    """The places between quotation marks."""
    marks = [place for place, token in enumerate(sentence.tokens) if token.text in '“”"']
    return {
        place for first, last in zip(marks[::2], marks[1::2], strict=False) for place in range(first, last)
    }


def taken_as_fact(aligned: Aligned) -> Iterator[str]:
    """What the evidence only reports as a claim, a warning or a hope."""
    if any(_tells(aligned.claim, place) for place in range(len(aligned.claim.tokens))):
        return
    for number in aligned.window[:1]:
        sentence = aligned.evidence[number]
        doubtful = [
            place
            for place, token in enumerate(sentence.tokens)
            if token.lower in DOUBTFUL
            and (is_predicate(sentence.tokens, place) or token.lower not in _ALSO_NOUNS)
            and (token.lower not in _NOUNS_ONLY or lower(sentence.tokens, place + 1) in ("that", "of"))
        ]
        if not doubtful:
            continue
        end = next(
            (n for n in range(doubtful[0], len(sentence.tokens)) if sentence.tokens[n].lower in _CLAUSE_ENDS),
            len(sentence.tokens),
        )
        after = [
            doubtful[0] < match.place < end
            for place in aligned.claim.content
            for match in aligned.matches[place]
            if match.sentence == number and match.fit >= 0.75
        ]
        if after and sum(after) > 0.6 * len(after):
            yield f"the evidence only reports this (“{sentence.tokens[doubtful[0]].text}”)"
