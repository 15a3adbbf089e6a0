"""Makes a follow-up question stand alone, so that it can be searched for."""

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from bot.domain import Outcome, Turn
from bot.pointing import pointed
from retrieval.words import STOP_WORDS

Rewrite = Callable[[Sequence[Turn]], str]
"""A model's way to make the question stand alone after these turns; "" where there is none."""
LONGEST = 600
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
_STOP = STOP_WORDS | frozenset(
    """
    ever know last mean means next exactly actually happen happened happens want cuando cuándo quien quién qué
    que el la los las de del un una en se fue phryd pryd pwy beth ble pam sut yr
    """.split()  # noqa: SIM905 - as in retrieval/words.py
)
_PRONOUNS = frozenset(
    """
    he she him her his hers himself herself they them their theirs it its itself this that these those there
    one ones former latter same such
    """.split()  # noqa: SIM905 - the same
)


def standalone(question: str, turns: Sequence[Turn], rewrite: Rewrite) -> str:
    """The question as it is to be looked up; unchanged where nothing was asked before. What was declined
    or failed is no context, so that an attack is not carried on through the conversation."""
    context = [turn for turn in turns if turn.outcome.is_answer or turn.outcome is Outcome.NOT_IN_SOURCES]
    if not context:
        return question
    rewritten = rewrite(context)
    if rewritten and len(rewritten) <= LONGEST and _keeps_to(rewritten, question, context):
        return rewritten
    # A question that only points speaks of what the one before it speaks of.
    told = [turn.question for i, turn in enumerate(context) if not pointed(turn.question, context[:i])]
    return pointed(question, context) or combined(question, told)


def _keeps_to(rewritten: str, question: str, context: Sequence[Turn]) -> bool:
    """Whether it speaks of what the conversation speaks of: another question would get another answer."""
    said = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in context)])
    known = {_begin(word) for word in _words(said)}
    content = _content(rewritten)
    strange = [word for word in content if _begin(word) not in known]
    return len(strange) * 3 <= len(content) and not any(word[0].isdigit() for word in strange)


def _begin(word: str) -> str:
    return word.casefold()[:4]


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
    if joining and _content(asked) and not _ASKS.match(asked):
        return f"{before.rstrip(_END)} {asked}?"
    if not _leans(asked, joined=bool(joining)):
        return question
    present = {word.casefold() for word in _words(asked)}
    added = [word for word in _content(before) if word.casefold() not in present]
    return " ".join([asked, *dict.fromkeys(added)]) + "?"


def _turned_to(topic: str, before: str) -> str:
    """The earlier question asked of something else: of another place or year, where it named one. Else what
    it asked for is left open, for a price has no answer to "What about the staff?"."""
    pattern = _YEAR if _YEAR.fullmatch(topic) else _NAME
    named = [m for m in pattern.finditer(before) if m.start()] if pattern.fullmatch(topic) else []
    if named:
        return before[: named[-1].start()] + topic + before[named[-1].end() :]
    present = {word.casefold() for word in _words(topic)}
    added = [word for word in _content(before) if word.casefold() not in present]
    return " ".join([topic, *dict.fromkeys(added)]) + "?"


def _leans(asked: str, *, joined: bool) -> bool:
    """Whether the question cannot be understood without the one before."""
    words, content = _words(asked), _content(asked)
    if not content or (joined and len(content) <= 3):
        return True
    before = list(takewhile(lambda word: word.casefold() not in _PRONOUNS, words))
    if len(before) == len(words):
        return False
    if not _content(" ".join(before)):
        return len(content) <= 5
    # "The agreement" or a name before the pronoun is what it stands for.
    named = any(word[0].isupper() and word.casefold() not in _STOP for word in before[1:])
    return not named and "the" not in before and len(content) <= 3


def _content(text: str) -> list[str]:
    return [word for word in _words(text) if word.casefold() not in _STOP | _PRONOUNS]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
