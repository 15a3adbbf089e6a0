"""What a sum or a number is for: "£9,200 a year" is not £9,200."""

import re
from collections.abc import Iterator

from bot.grounding.alignment import Aligned

_RATE = re.compile(
    r"\d[\d,.]*(?: (?:thousand|million|billion|k|m|bn))?(?: (?:pounds|euros|dollars|pence))? (?:an?|per|each|every) "
    r"(?P<unit>hour|day|week|fortnight|month|quarter|year|person|head|household|home|child|pupil|student|patient"
    r"|family|worker|employee)\b",
    re.IGNORECASE,
)
_SAID_OTHERWISE = {
    "hour": "hourly",
    "day": "daily",
    "week": "weekly",
    "month": "monthly",
    "quarter": "quarterly",
    "year": "yearly|annual|annually|annum|p\\.?a",
}


def rated(aligned: Aligned) -> Iterator[str]:
    """A rate that the claim makes of an amount, where the evidence has no such unit at all."""
    told = " ".join(sentence.text for sentence in aligned.evidence)
    for match in _RATE.finditer(aligned.claim.text):
        unit = match["unit"].lower()
        otherwise = _SAID_OTHERWISE.get(unit, unit)
        if not re.search(
            rf"\b(?:{unit}|{unit.removesuffix('y')}(?:s|ies)?|{otherwise})\b", told, re.IGNORECASE
        ):
            yield f"“{match.group()}” is not in the evidence"
