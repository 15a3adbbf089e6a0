"""The kind of thing a question asks for, and whether a sentence has one."""

import re
from dataclasses import dataclass
from enum import StrEnum

from retrieval.words import STOP_WORDS, fold, stem, stems, words


class Kind(StrEnum):
    """What a question asks for; OPEN for anything that no one thing answers."""

    DATE = "date"
    YEAR = "year"
    MONEY = "money"
    SHARE = "share"
    NUMBER = "number"
    NAME = "name"
    PLACE = "place"
    PERSON = "person"
    DURATION = "duration"
    SAID = "said"
    YES_NO = "yes_no"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks for."""

    kind: Kind
    focus: tuple[str, ...] = ()
    """Stems of the thing counted or named: of "applications" in "How many applications…"."""
    names: frozenset[str] = frozenset()
    """Folded words of the question, which are no answer to it."""


REACH = 60
"""Characters between a number and what it counts."""
_SETTING = re.compile(
    r"^\s*(?:when|where|while|after|before|if|in which) [^,?]+,\s+(?=(?:who|whom|what|which|how|when|where|why)\b)",
    re.IGNORECASE,
)
"""A clause that sets the scene before the question proper: "When Altman visited, who did he meet?"."""
_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
_MONTH = "(?:" + "|".join(_MONTHS.split()) + ")"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATED = re.compile(
    rf"\b{_MONTH}\.?\s+{_DAY}\b|\b{_DAY}\s+(?:of\s+|de\s+)?{_MONTH}\b|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d(?:s\b|\b)|\bcentur(?:y|ies)\b|\b\d+ (?:BC|AD|BCE|CE)\b")
_WHEN = re.compile(
    rf"\b(?!may\b){_MONTH}\b\.?|\bMay \d|\b(?:in|since|of|until|by|last|next|this) May\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
    r"|\b(?:years?|months?|weeks?|days?|decades?|centuries) (?:ago|earlier|later)\b|\b(?:yesterday|today|tomorrow)\b"
    r"|\b(?:last|this|next|previous|following) (?:year|month|week|decade|century|spring|summer|autumn|winter)\b"
    r"|\b(?:spring|summer|autumn|winter) (?:of )?\d{4}\b|\b\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[£$€¥]\s?\d|\b\d[\d,.]*\s?(?:p|pence|pounds?|euros?|dollars?|libras|gbp|usd|eur)\b"
    r"|\b(?:hundred|thousand|million|billion|trillion)s?\s+(?:of\s+)?(?:pounds?|euros?|dollars?)\b",
    re.IGNORECASE,
)
_COUNT = (
    r"(?:\d[\d,.]*(?:\s?(?:k|m|bn|million|billion|thousand|hundred))?|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|a hundred|a thousand|a million|hundreds?|thousands?|dozens?|a dozen|half|both|one|"
    r"single|no|none|once|twice|thrice|several|few|many|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|dau|tri|pedwar|pump)"
)
_NUMBER = re.compile(rf"\b{_COUNT}\b", re.IGNORECASE)
_SHARE = re.compile(
    r"\d\s?%|\bper ?cent\b|\bpercentage\b|\b(?:half|third|quarter|fifth|tenth)s?\b|\bone in \w+\b|\bpor ciento\b"
    r"|\bmajority\b|\bminority\b|\b\d+ out of \d+\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[A-ZÀ-Þ][\w’'&.-]*|\b\w*\d\w*[A-Za-z]\w*")


def wanted(question: str) -> Wanted:
    """What the question asks for, by its question words."""
    names = frozenset(fold(w) for w in re.findall(r"\w+", question))
    question = _SETTING.sub("", question)
    for kind, pattern in _ASKS:
        match = pattern.search(question)
        if match:
            return Wanted(kind, _focus(match), names)
    return Wanted(Kind.OPEN, (), names)


_THING = r"(?P<focus>[\w’'-]+(?:\s+[\w’'-]+){0,3}?)"
_STOPS = r"(?=\s+(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|may|might|should|in|of|on|at|to|for|by|from|with|that|who|which)\b|\s+\w+ed\b|[?,]|$)"
_SAY = r"(?:say|said|says|tell|told|warn(?:ed)?|announced?|argued?|claimed?|promised?|think|thought|write|written|wrote)"
_SAID = re.compile(
    r"[\"“”«»]|\b(?:say|says|said|saying|told|tells|warn\w*|announc\w+|argu\w+|claim\w*|promis\w+|describ\w+|call(?:s|ed)"
    r"|add(?:s|ed|ing)|stat(?:e|es|ed)|according|wrote|writes|believ\w+|urg\w+|insist\w*|suggest\w*|explain\w*|think\w*)\b",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|years?|decades?|centur(?:y|ies)|overnight"
    r"|immediately|since|until|semanas?|meses|años?|d[ií]as?|wythnos\w*|mis(?:oedd)?|blynedd|blynyddoedd)\b",
    re.IGNORECASE,
)
_TOWN = (
    r"(?:towns?|cit(?:y|ies)|countr(?:y|ies)|places?|counties|county|regions?|locations?|villages?|continents?|"
    r"borough|boroughs|sites?|nations?|rivers?|islands?|streets?|areas)"
)
_ORG = r"(?:compan(?:y|ies)|organi[sz]ations?|departments?|agenc(?:y|ies)|ministers?|universit(?:y|ies)|newspapers?|firms?|models?|tools?|banks?|councils?|people|person|team|party|group)"
_ASKS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            Kind.MONEY,
            r"\bhow much (?:money|funding|cash|investment|public money|will .* cost|did .* (?:cost|pay|spend|invest)|does .* cost|do .* cost|is .* worth|will .* (?:spend|invest|pay))\b",
        ),
        (
            Kind.MONEY,
            r"\b(?:what|which) (?:is|was|are|were|will be)? ?(?:the )?(?:\w+ ){0,2}(?:sums?|cost|costs|price|budget|salary|fee|fine|amount of money|value of the)\b",
        ),
        (
            Kind.SHARE,
            r"\b(?:what|which) (?:percentage|proportion|share|fraction|per ?cent)\b|\bhow many per ?cent\b",
        ),
        (Kind.NUMBER, rf"\bhow many (?:of (?:the |its |their )?)?{_THING}{_STOPS}"),
        (
            Kind.NUMBER,
            r"\bwhat (?:is|was) the (?:total )?(?:number|population|size|length|height|weight|age|distance|speed|temperature) of\b",
        ),
        (
            Kind.NUMBER,
            r"\bhow (?:old|long|far|tall|large|big|high|heavy|fast|deep|wide)\b(?! (?:ago|before|after|does it take))",
        ),
        (
            Kind.DATE,
            r"\b(?:on )?(?:what|which) (?:exact |precise )?dates?\b|\bwhat day of (?:the month|\w+ (?:was|were|did|will))\b",
        ),
        (
            Kind.YEAR,
            r"\b(?:in |by |since )?(?:what|which) (?:years?|months?|days?|centur(?:y|ies)|decades?)\b|(?:^|,\s|and\s)(?:since |until |by )?when (?:was|were|did|had|has|have|will|exactly|would)\b",
        ),
        (
            Kind.NAME,
            r"\bwhat (?:is|was|are|were) the (?:\w+ )?(?:names?|title|acronym)\b|\bby what name\b|\bname of\b|^name\b",
        ),
        (Kind.PLACE, rf"\b(?:what|which)\s+(?:\w+\s+)?{_TOWN}\b"),
        (Kind.SAID, rf"\bwhat (?:did|does|has|have) (?P<focus>[^?]+?) {_SAY}\b"),
        (Kind.PERSON, r"\bwho(?:se|m)?\b"),
        (Kind.NAME, rf"\b(?:what|which)\s+(?:[\w-]+\s+){{0,2}}{_ORG}\b"),
        (
            Kind.YES_NO,
            r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\b",
        ),
    )
)


def _focus(match: re.Match[str]) -> tuple[str, ...]:
    thing = match.groupdict().get("focus") or ""
    return stems(thing) if thing and not set(fold(thing).split()) <= STOP_WORDS else ()


def has(sentence: str, want: Wanted) -> bool:
    """Whether a thing of the wanted kind, other than what the question itself names, stands in the sentence."""
    match want.kind:
        case Kind.DATE:
            return _DATED.search(sentence) is not None
        case Kind.YEAR:
            return any(p.search(sentence) for p in (_YEAR, _DATED, _WHEN))
        case Kind.MONEY:
            return _MONEY.search(sentence) is not None
        case Kind.SHARE:
            return _SHARE.search(sentence) is not None
        case Kind.NUMBER:
            return _counts(sentence, want.focus)
        case Kind.DURATION:
            return _LASTING.search(sentence) is not None
        case Kind.SAID:
            here = {stem(w) for w in words(sentence)}
            return _SAID.search(sentence) is not None and not here.isdisjoint(want.focus)
        case Kind.PLACE:
            first = sentence.split(maxsplit=1)[0].strip(',.“"')
            return any(not _is_known(name, want) for name in (*names(sentence), first) if name[:1].isupper())
        case Kind.PERSON:
            return any(
                not _is_known(word, want) for m in _PERSON.finditer(sentence) for word in m.group().split()
            )
        case Kind.NAME:
            # Two capitals are a field ("AI") or a country ("UK"), hardly ever the name of what is asked for.
            return any(len(name) > 2 and not _is_known(name, want) for name in names(sentence))
        case Kind.YES_NO | Kind.OPEN:
            return True


def _counts(sentence: str, focus: tuple[str, ...]) -> bool:
    """Whether a number stands within a few words of the thing counted; anywhere, where that is not named."""
    numbers = [m.start() for m in _NUMBER.finditer(sentence)]
    near = [m.start() for m in re.finditer(r"\w+", sentence) if stem(fold(m.group())) in focus]
    if not near:
        return bool(numbers)
    return any(abs(number - thing) <= REACH for number in numbers for thing in near)


_PERSON = re.compile(
    r"\b[A-ZÀ-Þ][\w’'-]*[a-zà-þ]\s+(?:(?:de|van|von|bin|al|ap|o)\s+)?[A-ZÀ-Þ][\w’'-]*[a-zà-þ]"
    r"|\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|King|Queen|President|Emperor|Prince|Princess|Pope|Saint|St)\.?\s+[A-ZÀ-Þ]\w+"
)
"""Two words that look like a person's name, or a title and one."""
_THINGS = re.compile(
    r"\b(?:Act|Action|Agency|Authority|Award|Bank|Bill|Board|City|Club|College|Commission|Committee|Company|Convention|"
    r"Council|Court|Day|Department|Empire|Fund|Government|Group|Hospital|House|Institute|Kingdom|Law|League|Ministry|"
    r"Museum|Office|Park|Parliament|Party|Plan|Platform|Prize|Programme|Project|Republic|River|School|Secretary|Service|"
    r"Services|Society|States|Strategy|Street|Summit|Team|Treaty|Trust|Union|University|Valley|War|Zones?)\b"
)
"""What two capitals more often name."""


def people(sentence: str) -> list[str]:
    """What looks like people's names in the sentence."""
    return [m.group() for m in _PERSON.finditer(sentence) if not _THINGS.search(m.group())]


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
