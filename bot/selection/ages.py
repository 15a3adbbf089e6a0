"""Ages: what is told of those between one and four is not told of babies under one."""

import math
import re
from typing import NamedTuple

from retrieval.words import fold

_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty""".split()  # noqa: SIM905 - easier to read
_NUMBER = rf"(?:1?\d\d?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_PEOPLE = (
    r"(?:adults|applicants|babies|boys|children|claimants|drivers|employees|everyone|anyone|girls|infants|learners"
    r"|men|mothers|passengers|patients|pensioners|people|persons|pupils|residents|staff|students|those|visitors|women"
    r"|workers|youngsters)"
)
_AGED = rf"(?:\bage[ds]?|\b{_PEOPLE}(?: who are)?)"
_OLD = r"[- ]years?(?:[- ](?:olds?|of age))"
_BANDS = re.compile(
    rf"""(?:
        \bage[ds]?\ (?:from\ |between\ )?(?P<from>{_NUMBER})(?:\ years)?
            (?:\ and\ |\ to\ |\ ?[-–]\ ?)(?P<to>{_NUMBER})\b
        |\b(?P<first>{_NUMBER})(?:-?\ (?:to|and|or)\ |\ ?[-–]\ ?)(?P<last>{_NUMBER}){_OLD}\b
        |(?:{_AGED}\ (?:under|below|younger\ than)\ (?:the\ age\ of\ )?|\bunder\ the\ age\ of\ |\bunder-)
            (?P<under>{_NUMBER})s?\b(?!%|\ (?:per\ cent|percent))
        |(?:{_AGED}\ (?:over|above|older\ than)\ (?:the\ age\ of\ )?|\bover\ the\ age\ of\ |\bover-)
            (?P<over>{_NUMBER})s?\b(?!%|\ (?:per\ cent|percent))
        |\b(?:under\ (?P<unders>{_NUMBER})s|over\ (?P<overs>{_NUMBER})s)\b
        |\bage[ds]?\ (?P<least>{_NUMBER})(?:\ years)?\ (?:and|or)\ (?:over|above|older|more)\b
        |\bage[ds]?\ (?P<most>{_NUMBER})(?:\ years)?\ (?:and|or)\ (?:under|below|younger|less)\b
        |\bage[ds]?\ (?P<at>{_NUMBER})\b|\b(?P<old>{_NUMBER}){_OLD}\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)


class Band(NamedTuple):
    """Years of age, from the first up to but without the last."""

    first: float
    last: float


def another_age(asked: str, told: str) -> bool:
    """Whether both speak of people of some age, and nobody is meant by both."""
    return bool(bands(asked) and bands(told)) and not same_age(asked, told)


def same_age(asked: str, told: str) -> bool:
    """Whether both speak of people of some age, and somebody may be meant by both."""
    return any(
        one.first < other.last and other.first < one.last for one in bands(asked) for other in bands(told)
    )


def bands(text: str) -> list[Band]:
    """The ages that a text speaks of."""
    return [_band({name: value for name, value in found.groupdict().items() if value})
            for found in _BANDS.finditer(text)]  # fmt: skip


def _band(said: dict[str, str]) -> Band:
    years = {name: _years(value) for name, value in said.items()}
    for low, high in (("from", "to"), ("first", "last")):
        if low in years:
            return Band(years[low], years[high] + 1)
    ((name, number),) = years.items()
    if name in {"under", "unders", "most"}:
        return Band(0, number + (name == "most"))
    if name in {"over", "overs", "least"}:
        return Band(number, math.inf)
    return Band(number, number + 1)


def _years(number: str) -> int:
    return int(number) if number.isdecimal() else _WORDS.index(fold(number))
