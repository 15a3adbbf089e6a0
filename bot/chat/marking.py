"""Finds a protective marking above OFFICIAL on what somebody writes."""

import re

_LEVELS = r"TOP[ -]SECRET|SECRET|OFFICIAL[ ]?[-–—:/ ]{1,2}[ ]?SENSITIVE|CONFIDENTIAL|RESTRICTED"
"""The last two were abolished in 2014, and are still met on old papers."""
_DESCRIPTORS = (
    "UK|US|NATO|EYES|ONLY|UKEO|ORGCON|LOCSEN|RECIPIENTS|INTERNATIONAL|CAVEAT|PERSONAL|DATA|COMMERCIAL|LEGAL"
    r"|PRIVILEGED|MEDICAL|HR|HMG|ADVICE|STRAP ?\d?"
)
_BEYOND = rf"(?:[ ]?[-–—:/,]{{0,2}}[ ]?(?:{_DESCRIPTORS})\b)*"
_MARK = rf"(?:UK |NATO |HMG )?(?P<level>{_LEVELS}){_BEYOND}"
_OPEN, _CLOSE = r"[\[({*_\"'“‘<#/ \t]*", r"[\])}*_\"'”’># \t]*"
_ALONE = re.compile(rf"^{_OPEN}{_MARK}{_CLOSE}[.:!/]*[ \t]*$", re.MULTILINE)
_BRACKETED = re.compile(rf"[\[({{]\s*{_MARK}\s*[\])}}]")
_FIRST = re.compile(rf"\A\s*{_OPEN}{_MARK}{_CLOSE}(?:[ \t]*[-–—:|.,;/!]|\s+(?=(?P<next>[^\W_][\w’']*)))")
_LAST = re.compile(rf"(?:[.!?:;|/–—\n]|\s-)\s*{_OPEN}{_MARK}{_CLOSE}[.!]*\s*\Z")
_ABOUT = frozenset(
    """
    clearance clearances cleared vetting information material materials data documents document papers files
    email emails level levels marking markings classification classifications handling policy policies is are
    was were means mean and or should may can must has have services service tier network networks systems
    """.split()  # noqa: SIM905 - as in retrieval/words.py
)
"""What follows where a marking is what the question is about."""


def marking(text: str) -> str | None:
    """The highest marking that stands at the start or end of a text, or on its own, in capitals: "SECRET".
    OFFICIAL-SENSITIVE counts as above OFFICIAL. None where the text only speaks about markings."""
    found = {_name(match) for pattern in (_ALONE, _BRACKETED, _LAST) for match in pattern.finditer(text)}
    if first := _FIRST.match(text):
        follows = first["next"] or ""
        shouted = text.upper() == text
        if follows.lower() not in _ABOUT and not (follows and shouted):
            found.add(_name(first))
    return next((level for level in _HIGHEST if level in found), None)


_HIGHEST = ("TOP SECRET", "SECRET", "CONFIDENTIAL", "RESTRICTED", "OFFICIAL-SENSITIVE")


def _name(match: re.Match[str]) -> str:
    level = " ".join(match["level"].split())
    if level.startswith("OFFICIAL"):
        return "OFFICIAL-SENSITIVE"
    return "TOP SECRET" if level.startswith("TOP") else level
