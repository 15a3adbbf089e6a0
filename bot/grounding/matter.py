"""Whether two values that sources give are of one matter: what is counted, done, meant for, and when."""

from dataclasses import dataclass

from bot.domain import Statement
from bot.grounding.dates import Date
from bot.grounding.mentions import Mention, counted, mentions
from bot.grounding.phrases import verbs
from bot.grounding.slots import slots
from bot.grounding.words import Sentence, near

_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a statement gives."""

    statement: Statement
    sentence: Sentence
    mentions: tuple[Mention, ...]
    """One, or the names of a list."""
    said: str
    around: tuple[str, ...]
    """The keys of the words nearest to it."""

    @property
    def documents(self) -> set[tuple[str, str]]:
        return {(citation.collection, citation.document) for citation in self.statement.citations}


def both_told(one: Told, two: Told) -> bool:
    """Whether either also says what the other says: "200 applied, of whom 40 succeeded"."""
    pairs = ((one, two), (two, one))
    return one.mentions[0].kind != "name" and any(
        mention.says(other.mentions[0]) and not _is_whole(told.sentence, mention)
        for told, other in pairs
        for mention in mentions(told.sentence)
    )


def _is_whole(sentence: Sentence, mention: Mention) -> bool:
    """The eight of "three of the eight"."""
    return "of" in [token.lower for token in sentence.tokens[max(0, mention.first - 2) : mention.first]]


def differ_in_purpose(one: Sentence, two: Sentence) -> bool:
    """£3m for schools, £5m for hospitals; Kyle signed for the government, Altman for OpenAI."""
    mine, theirs = _purposes(one), _purposes(two)
    return bool(mine and theirs) and not any(is_one_of(key, theirs) for key in mine)


def _purposes(sentence: Sentence) -> frozenset[str]:
    found = [slot for slot in slots(sentence) if slot.role == "for"]
    return frozenset(sentence.tokens[place].key for slot in found for place in slot.filler)


def differ_in_what(one: Told, two: Told) -> bool:
    """1,200 people, 340 homes; five died, seven were injured."""
    mine, theirs = _counts(one), _counts(two)
    if mine and theirs and not is_one_of(mine, frozenset((theirs,))):
        return True
    acts, others = _acts(one.sentence), _acts(two.sentence)
    return bool(acts and others) and not any(is_one_of(key, others) for key in acts)


def _counts(told: Told) -> str:
    """The last word of what an amount counts, "" where it does not say."""
    places = counted(told.sentence, told.mentions[0].last)
    return told.sentence.tokens[places[-1]].key if places else ""


def _acts(sentence: Sentence) -> frozenset[str]:
    return frozenset(sentence.tokens[place].key for place in verbs(sentence))


def differ_in_time(one: Told, two: Told) -> bool:
    """Whether they tell of different times: 5,000 homes in 2020, 6,000 in 2021."""
    if one.mentions[0].kind == "date":
        return False
    dates = [
        [dict(m.value.parts) for m in mentions(told.sentence) if isinstance(m.value, Date)]
        for told in (one, two)
    ]
    return any(
        a[part] != b[part]
        for a in dates[0]
        for b in dates[1]
        for part in ("year", "month", "day")
        if part in a and part in b
    )


def is_one_of(key: str, wanted: frozenset[str]) -> bool:
    return any(other in wanted and fit >= _ALIKE for other, fit in near(key))
