"""A question that leans on one before it, with the words that it leaves out."""

import re
from collections.abc import Sequence
from itertools import takewhile

from bot.selection import reference
from retrieval.words import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+)*")
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_END = " \t\n?!.…؟"
_ABOUT = re.compile(
    r"\s*(?:(?:what|how) about|what of|qué (?:pasa|hay)(?: con| de)|que pasa con"
    r"|et (?:pour|en|au)|beth am|was ist mit)\s+(?P<topic>.+)$",
    re.IGNORECASE,
)
_JOINING = re.compile(
    r"[\s¿]*(?:and|but|so|also|or|ok|okay|y|e|pero|et|mais|und|aber|a|ac|ond)\b[\s,]+(?!few\b|lot\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\s*[¿]?(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will"
    r"|would|shall|should|may|might|must|tell|list|explain|describe|give|show|qué|que|quién|quien|cuándo|cuando"
    r"|dónde|donde|cómo|como|cuánto|cuál|por qué|pwy|pryd|ble|beth|pam|sut|faint|phryd|quand|qui|où|comment"
    r"|pourquoi|combien|wer|was|wann|wo|warum|wie)\b",
    re.IGNORECASE,
)
_IS_IT_SO = re.compile(
    r"\s*(?:is|are|was|were)\s+(?P<subject>.*?)(?:\s+\w+ly)?"
    r"(?<!\ba)(?<!\ban)(?<!\bthe)(?<!\bof)(?<!\bin)(?<!\bat)(?<!\bon)(?<!\bto)(?<!\bby)(?<!\bfor)(?<!\bfrom)"
    r"\s+[a-z]+\W*$",
    re.IGNORECASE,
)
_STOP = STOP_WORDS | frozenset(
    """
    ever know last mean means next exactly actually happen happened happens want cuando cuándo quien quién qué
    que el la los las de del un una en se fue phryd pryd pwy beth ble pam sut yr
    """.split()  # noqa: SIM905 - as in retrieval/words.py
)
_PRONOUNS = reference.PRONOUNS


def combined(question: str, earlier: Sequence[str]) -> str:
    """The question with the words it leaves out, taken from the earlier ones (oldest first). It guesses
    no wording: it is for a search, not for a reader."""
    if not earlier:
        return question
    before = combined(earlier[-1], earlier[:-1])
    joining = _JOINING.match(question)
    asked = question[joining.end() if joining else 0 :].rstrip(_END)
    if about := _ABOUT.match(asked):
        return _turned_to(about["topic"], before)
    if joining and content(asked) and not _ASKS.match(asked):
        return reference.exchanged(asked, before) or f"{before.rstrip(_END)} {asked}?"
    if not _leans(asked, joined=bool(joining)):
        return question
    if whole := reference.put_in(asked, before):
        return whole
    present = {word.casefold() for word in words(asked)}
    topic = _subject(before) if content(asked) else before
    added = [word for word in content(topic) if word.casefold() not in present]
    return " ".join([asked, *dict.fromkeys(added)]) + "?"


def _subject(before: str) -> str:
    """Of a question with yes or no, what it is asked of, without what is asked: not "legally binding" of "Is
    the memorandum legally binding?"."""
    match = _IS_IT_SO.match(before)
    return match["subject"] if match and content(match["subject"]) else before


def completed(part: str, earlier: Sequence[str]) -> str:
    """One part of a question, with the words of the earlier parts where it has none of its own: "who can have
    one?"."""
    return part if content(part) else combined(part, earlier)


def _turned_to(topic: str, before: str) -> str:
    """The earlier question asked of something else: of another place or year, where it named one. Else what
    it asked for is left open, for a price has no answer to "What about the staff?"."""
    pattern = _YEAR if _YEAR.fullmatch(topic) else _NAME
    named = [m for m in pattern.finditer(before) if m.start()] if pattern.fullmatch(topic) else []
    if named:
        return before[: named[-1].start()] + topic + before[named[-1].end() :]
    present = {word.casefold() for word in words(topic)}
    added = [word for word in content(before) if word.casefold() not in present]
    return " ".join([topic, *dict.fromkeys(added)]) + "?"


def _leans(asked: str, *, joined: bool) -> bool:
    """Whether the question cannot be understood without the one before."""
    said, told = words(asked), content(asked)
    if not told or (joined and len(told) <= 3):
        return True
    before = list(takewhile(lambda word: word.casefold() not in _PRONOUNS, said))
    if len(before) == len(said):
        return False
    if not content(" ".join(before)):
        return len(told) <= 5
    # "The agreement" or a name before the pronoun is what it stands for.
    named = any(word[0].isupper() and word.casefold() not in _STOP for word in before[1:])
    return not named and "the" not in before and len(told) <= 3


def content(text: str) -> list[str]:
    return [word for word in words(text) if word.casefold() not in _STOP | _PRONOUNS]


def words(text: str) -> list[str]:
    return _WORD.findall(text)
