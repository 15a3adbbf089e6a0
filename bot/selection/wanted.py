"""The kind of thing a question asks for, and whether a sentence has one."""

import re
from calendar import day_name, month_name
from dataclasses import dataclass
from enum import StrEnum

from bot.selection.patterns import patterns
from retrieval.words import STOP_WORDS, fold, stem, stems, words


class Kind(StrEnum):
    """What a question asks for; OPEN for anything that no one thing answers."""

    DATE = "date"
    YEAR = "year"
    WHEN = "when"
    """When something was or will be: on a date, in a year, last week."""
    TIME = "time"
    """When something is or does happen: on a date, or after something else."""
    CLOCK = "clock"
    """At what time of the day."""
    DEADLINE = "deadline"
    """Until when something can or must be done."""
    MONEY = "money"
    SHARE = "share"
    NUMBER = "number"
    NAME = "name"
    PLACE = "place"
    WHERE = "where"
    PERSON = "person"
    AUTHOR = "author"
    DURATION = "duration"
    PHONE = "phone"
    EMAIL = "email"
    SAID = "said"
    YES_NO = "yes_no"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks for."""

    kind: Kind
    focus: tuple[str, ...] = ()
    """Stems of the thing counted or named: of "applications" in "How many applications…", of "seat" in
    "What is Jane Cole's seat?"."""
    names: frozenset[str] = frozenset()
    """Folded words of the question, which are no answer to it."""


_AS_WELL = {
    Kind.WHEN: (Kind.WHEN, Kind.YEAR, Kind.DATE),
    Kind.TIME: (Kind.TIME, Kind.WHEN, Kind.YEAR, Kind.DATE),
    Kind.DEADLINE: (Kind.TIME, Kind.WHEN, Kind.YEAR, Kind.DATE, Kind.DURATION),
}
"""What answers such a question too."""
REACH = 60
"""Characters between a number and what it counts."""
_SETTING = re.compile(
    r"^\s*(?:when|where|while|after|before|if|in which) [^,?]+,\s+"
    r"(?=(?:who|whom|what|which|how|when|where|why)\b)",
    re.IGNORECASE,
)
"""A clause that sets the scene before the question proper: "When Altman visited, who did he meet?"."""
_SHORT = re.compile(r" \([A-Za-z][A-Za-z0-9]{1,9}\)")
"""A short form beside the words that it stands for: "paternity pay (SPP)"."""
_NAMED = re.compile(r"[A-ZÀ-Þ][\w’'&.-]*|\b\w*\d\w*[A-Za-z]\w*")


def wanted(question: str) -> Wanted:
    """What the question asks for, by its question words."""
    names = frozenset(fold(w) for w in re.findall(r"\w+", question))
    question = _SHORT.sub("", _SETTING.sub("", question))
    for kind, pattern in patterns().asks:
        if match := pattern.search(question):
            return Wanted(Kind(kind), _focus(match), names)
    return Wanted(Kind.OPEN, (), names)


def _focus(match: re.Match[str]) -> tuple[str, ...]:
    thing = match.groupdict().get("focus") or ""
    return stems(thing) if thing and not set(fold(thing).split()) <= STOP_WORDS else ()


_NUMBERED = re.compile(r"^\s*(?:#{1,6}\s*)?(?:\d+(?:\.\d+)+\.?|\d+[.)]|\(\w{1,3}\))\s+")
"""The number of a paragraph, which counts nothing: 3.4 Awards are…"""


def has(sentence: str, want: Wanted) -> bool:
    """Whether a thing of the wanted kind, other than what the question names, stands in the sentence."""
    sentence = _NUMBERED.sub("", sentence)
    match want.kind:
        case Kind.YES_NO | Kind.OPEN:
            return True
        case Kind.WHERE:
            return places(sentence, want) or _gives(sentence, "somewhere")
        case Kind.NUMBER:
            named = any(stem(word) in want.focus for word in words(sentence))
            return counts(sentence, want) if named else _gives(sentence, "number")
        case Kind.SAID:
            return _gives(sentence, "said") and _names_speaker(sentence, want)
        case Kind.PLACE | Kind.PERSON | Kind.NAME:
            return any(not _is_known(name, want) for name in _named(sentence, want.kind))
        case _:
            due = want.kind is not Kind.DEADLINE or _gives(sentence, "deadline")
            return due and any(_gives(sentence, kind) for kind in _AS_WELL.get(want.kind, (want.kind,)))


def names_day(sentence: str, want: Wanted) -> bool:
    """Whether it tells a date that was asked for as a day to be counted from its source's own: on Tuesday."""
    return want.kind is Kind.DATE and _gives(sentence, "day")


def places(sentence: str, want: Wanted) -> bool:
    """Whether it puts something at a place that has a name, or is found without one: in Cardiff, online."""
    found = patterns().gives["where"].finditer(sentence)
    return any(
        not (named := names(f"- {match.group()}")) or not _is_known(named[-1], want) for match in found
    )


_SPOKEN = re.compile(
    r"\b(?:speech|statement|letter|remarks|address|message|foreword|blog|column|evidence|submission)\b"
    r"[^\n]{0,20}?\b(?:by|from|of)\b(?P<speaker>[^\n]+)"
    r"|^(?P<leader>[^\n]+?)[’']s? (?:speech|statement|letter|remarks)\b",
    re.IGNORECASE,
)


def speaks(title: str, want: Wanted) -> bool:
    """Whether a document of this title is what they say who are asked about: a speech by Jane Cole."""
    match = _SPOKEN.search(title)
    return match is not None and _names_speaker(match["speaker"] or match["leader"], want)


def _names_speaker(sentence: str, want: Wanted) -> bool:
    """In the question's own word, be it one or several: what is critical is no critic."""
    asked = {name.rstrip("s") for name in want.names if stem(name) in want.focus}
    return any(word.rstrip("s") in asked for word in words(sentence))


def _gives(sentence: str, kind: str) -> bool:
    return patterns().gives[kind].search(sentence) is not None


_DAYS_AND_MONTHS = frozenset((*day_name, *month_name))


def _named(sentence: str, kind: Kind) -> list[str]:
    """What may be the name of such a thing."""
    if kind is Kind.PERSON:
        return [word for name in people(sentence) for word in name.split()]
    # Two capitals are a field ("AI") or a country ("UK"), hardly ever the name of what is asked for.
    found = [n for n in names(sentence) if (len(n) > 2 or kind is Kind.PLACE) and n not in _DAYS_AND_MONTHS]
    first = sentence.split(maxsplit=1)[0].strip(',.“"') if sentence.strip() else ""
    return [*found, first] if kind is Kind.PLACE and first[:1].isupper() else found


_CURRENCIES = tuple("£$€")


_OF_THOSE = re.compile(
    r"\b(?:the (?:other|remaining)|(?:a )?further|another) (?:\d|\w+\b(?! \w+s\b))"
    r"|\b\w+ of (?:them|these|those)\b",
    re.IGNORECASE,
)
"""A number of what the sentence before counts: the other 13."""


def counts_on(sentence: str) -> bool:
    """Whether it counts what an earlier sentence names: "The other 13 had none." """
    return _OF_THOSE.search(sentence) is not None and _gives(sentence, "number")


def speaks_of(text: str, want: Wanted) -> bool:
    """Whether what is asked for stands there."""
    return any(stem(word) in want.focus for word in words(text))


def counts(sentence: str, want: Wanted) -> bool:
    """Whether it counts what is asked for: a number, and no sum of money, stands within a few words of it."""
    found = patterns().gives["number"].finditer(sentence)
    numbers = [m.start() for m in found if sentence[: m.start()].rstrip()[-1:] not in _CURRENCIES]
    things = [m.start() for m in re.finditer(r"\w+", sentence) if stem(fold(m.group())) in want.focus]
    return any(abs(number - thing) <= REACH for number in numbers for thing in things)


_THINGS = (
    r"\b(?:Act|Action|Agency|Authority|Award|Bank|Bill|Board|City|Club|College|Commission|Committee|Company|Convention|"
    r"Council|Court|Day|Department|Empire|Fund|Government|Group|Hospital|House|Institute|Kingdom|Law|League|Ministry|"
    r"Museum|Office|Park|Parliament|Party|Plan|Platform|Prize|Programme|Project|Republic|River|School|Secretary|Service|"
    r"Services|Society|States|Strategy|Street|Summit|Team|Treaty|Trust|Union|University|Valley|War|Zones?)\b"
)
"""What two capitals more often name."""
_OPENING = (
    r"(?:The|This|That|These|Those|Its|Their|His|Her|In|On|At|For|From|But|And|When|While|After|Before|As|If)"
)
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|King|Queen|President|Emperor|Prince|Princess|Pope|St)\.?"
_PERSON = re.compile(
    rf"\b{_TITLE}\s+[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]*[a-zà-þ]\b)?"
    rf"|\b(?!{_OPENING}\b)[A-ZÀ-Þ][\w’'-]*[a-zà-þ]\s+(?:(?:de|van|von|bin|al|ap|o)\s+)?[A-ZÀ-Þ][\w’'-]*[a-zà-þ]\b(?!\s+{_THINGS})"
)
"""Two words that look like a person's name, or a title and what follows it."""


def people(sentence: str) -> list[str]:
    """What looks like people's names in the sentence."""
    return [m.group() for m in _PERSON.finditer(sentence) if not re.search(_THINGS, m.group())]


def names(sentence: str) -> list[str]:
    """Words of the sentence that look like names or parts of one, its first word only where it clearly is."""
    found = []
    for position, match in enumerate(re.finditer(r"[^\s“”\"()]+", sentence)):
        word = re.sub(r"['’]s?$", "", match.group().strip(".,;:!?'’‘[]"))
        if _NAMED.fullmatch(word) and (position or not _could_open(word)):
            found.append(word)
    return found


def _could_open(word: str) -> bool:
    """Whether the capital may be there for the sentence's sake only."""
    return word[1:].islower() or fold(word) in STOP_WORDS


def _is_known(word: str, want: Wanted) -> bool:
    parts = [fold(p) for p in re.findall(r"\w+", re.sub(r"['’]s?$", "", word))]
    return not parts or all(
        p in want.names or stem(p) in {stem(n) for n in want.names} or p in STOP_WORDS for p in parts
    )
