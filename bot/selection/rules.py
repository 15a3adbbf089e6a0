"""Sentences that rule on what a question asks to be allowed, needed or left alone."""

import re

from bot.selection.wanted import Kind, Wanted

RULED = 2.0
"""What it is worth that a sentence decides it: "is optional" where it is asked whether one must;"""
SPOKEN = 0.7
"""and that it speaks of leave or duty at all."""
_ASKS_DUTY = re.compile(
    r"\b(?:(?:have|has|had|need|needs|needed|bound|required|obliged) to|must|compulsory|mandatory|obligatory"
    r"|required|necessary|optional|voluntary)\b|^\W*(?:do|does) .*\bneeds?\b",
    re.IGNORECASE,
)
_ASKS_LEAVE = re.compile(
    r"^\W*(?:(?:so|and|ok|then|but)\W+)?(?:can|may|could|should) (?!you (?:tell|please|say|explain)\b)"
    r"|\b(?:allowed|permitted|eligible|entitled|able)\b|\bok(?:ay)? (?:to|for|if)\b",
    re.IGNORECASE,
)
_ASKS_WHAT_NOT = re.compile(
    r"\b(?:can|could|should|must|may|do|does|would|is|are)(?:n['’]t| ?not)\b"
    r"|\b(?:avoid|forbidden|prohibited)\b",
    re.IGNORECASE,
)
_NO = r"(?:not|n['’]t|never|no longer)"
_DUTY = re.compile(
    r"\b(?:optional|voluntary|compulsory|mandatory|obligatory|required|requirement|necessary|no need)\b"
    rf"|\bneed not\b|\b(?:do|does|did){_NO} (?:have|need)\b|\b(?:do|does|did) not (?:have|need)\b",
    re.IGNORECASE,
)
_DUTY_AT_ALL = re.compile(r"\b(?:must|should|shall|(?:need|needs|have|has) to)\b", re.IGNORECASE)
_LEAVE = re.compile(
    r"\b(?:cannot|can['’]t|(?:must|may|can|should|could) not"
    r"|not (?:be )?(?:allowed|permitted|eligible|entitled|used)"
    r"|prohibited|forbidden|only (?:if|when|for|by|to)|never)\b",
    re.IGNORECASE,
)
_LEAVE_AT_ALL = re.compile(
    r"\b(?:can|may|could|allowed|permitted|eligible|entitled|able|free to|must|should)\b", re.IGNORECASE
)
_DENIES = re.compile(rf"\b(?:{_NO}|cannot|no|avoid|without|except|excluding|unless)\b", re.IGNORECASE)


def ruling(question: str, want: Wanted, sentence: str) -> float:
    """What it adds to the score of a sentence that it rules on what is asked."""
    if want.kind is Kind.YES_NO and _ASKS_DUTY.search(question):
        return _worth(sentence, _DUTY, _DUTY_AT_ALL)
    if want.kind is Kind.YES_NO and _ASKS_LEAVE.search(question):
        return _worth(sentence, _LEAVE, _LEAVE_AT_ALL)
    if want.kind is Kind.OPEN and _ASKS_WHAT_NOT.search(question):
        return RULED if _DENIES.search(sentence) else 0.0
    return 0.0


def _worth(sentence: str, decides: re.Pattern[str], speaks: re.Pattern[str]) -> float:
    if decides.search(sentence):
        return RULED
    return SPOKEN if speaks.search(sentence) else 0.0
