"""Words that people type in short, in full: "how cd it help ppl this yr"."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_IN_FULL: Mapping[str, str] = MappingProxyType(
    {
        "abt": "about",
        "b4": "before",
        "bc": "because",
        "cld": "could",
        "coz": "because",
        "cuz": "because",
        "dept": "department",
        "depts": "departments",
        "hv": "have",
        "hw": "how",
        "mtg": "meeting",
        "mtgs": "meetings",
        "mth": "month",
        "mths": "months",
        "nxt": "next",
        "ppl": "people",
        "probs": "problems",
        "recs": "recommendations",
        "regs": "regulations",
        "reorg": "reorganisation",
        "shd": "should",
        "shld": "should",
        "tho": "though",
        "thru": "through",
        "tmrw": "tomorrow",
        "u": "you",
        "ur": "your",
        "wd": "would",
        "whereabouts": "where",
        "wk": "week",
        "wks": "weeks",
        "wld": "would",
        "wot": "what",
        "yday": "yesterday",
        "yr": "year",
        "yrs": "years",
    }
)
"""Only what English has no other word for, and only in small letters: "WD" may be a department."""
_SHORT = re.compile(
    rf"(?<![\w@#&/.'’-])(?:{'|'.join(_IN_FULL)}|cd(?= \w)|w/o?(?= \w)|b/c(?= \w)|quid|(?<=many )£(?=\W))"
    r"(?![\w@&/'’-]|\.\w)"
)
_OTHERS = MappingProxyType(
    {"cd": "could", "w/": "with", "w/o": "without", "b/c": "because", "quid": "pounds", "£": "pounds"}
)
_SAYINGS = tuple(
    (re.compile(rf"\b{said}\b", re.IGNORECASE), meant)
    for said, meant in (
        (r"puts? pen to paper", "signed"),
        (r"picked up the (?:bill|tab)|foot(?:ed|s)? the (?:bill|tab)", "paid"),
        (r"pick(?:s|ing)? up the (?:bill|tab)|foot(?:ing)? the (?:bill|tab)", "pay"),
        (r"how come", "why"),
        (r"what (?:sorts? of |kinds? of )?stuff", "what"),
        (r"get(?:s|ting)? rid of", "remove"),
        (r"sign(?:ed|s)? on the dotted line", "signed"),
    )
)


def in_full(text: str) -> str:
    """The text with such words, and a few sayings, as they would be written out."""
    full = _SHORT.sub(lambda short: _IN_FULL.get(short[0]) or _OTHERS[short[0]], text)
    for said, meant in _SAYINGS:
        full = said.sub(meant, full)
    return full
