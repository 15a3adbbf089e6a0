"""A question of several parts, taken apart."""

import re

from bot.selection.comparison import compared

_ASKING = (
    r"(?:who|whom|whose|what|when|where|why|which|how"
    r"|is|are|was|were|do|does|did|has|have|can|could|will|would)"
)
_BREAK = re.compile(
    rf"(?:\?\s+(?=\w))|(?:[,;]?\s+(?:and|but)\s+(?:also\s+)?(?={_ASKING}\b))|(?:;\s+(?={_ASKING}\b))",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"(?:{_ASKING}|in which|to whom|by whom|for whom|on what|at what)\b", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\b(?:know|say|says|said|explain|explains|describe|describes|tell|tells|show|shows|about|ask|asked|decide|of)\s*$",
    re.IGNORECASE,
)
_HOW = r"(?:when|where|why|how|(?:by|to|for|from|with) whom)"
_TWICE = re.compile(rf"^\s*({_HOW}),? and ({_HOW}) (.+?)[\s?]*$", re.IGNORECASE)
"""When and where was it signed?"""
_ASKED_AFTER = re.compile(rf"^\s*({_HOW}|who) (.+?),? and ({_HOW})[\s?]*$", re.IGNORECASE)
"""When was it signed, and by whom? Who signed it, and when?"""
_HELPING = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may)\b", re.IGNORECASE
)
_QUESTION_WORD = re.compile(r"\b(?:who|whom|whose|what|when|where|why|which|how)\b", re.IGNORECASE)
MOST = 3


def parts(question: str) -> tuple[str, ...]:
    """The questions that a question is made of, each with a question word of its own; one if it is simple.

    "Who signed it, and how many people work there?" has two. "What is said about who signed and why?" has
    one: its question words hang on a verb.
    """
    if each := compared(question):
        return each
    if both := _shared(question):
        return both
    cut = [0]
    for gap in _BREAK.finditer(question):
        before, after = question[cut[-1] : gap.start()], question[gap.end() :]
        if _OPENS.match(after) and _stands_alone(before) and len(after.split()) >= 3:
            cut.append(gap.end())
    pieces = [question[a:b] for a, b in zip(cut, [*cut[1:], len(question)], strict=True)]
    tidy = tuple(_tidy(piece) for piece in pieces)
    return tidy if 1 < len(tidy) <= MOST else (question.strip(),)


def _shared(question: str) -> tuple[str, ...]:
    """The two questions of two question words that share all else; none where they do not."""
    if match := _TWICE.match(question):
        first, second, rest = match.groups()
    elif match := _ASKED_AFTER.match(question):
        first, rest, second = match.groups()
    else:
        return ()
    if _QUESTION_WORD.search(rest):
        return ()
    if _HELPING.match(rest) and first.casefold() != "who":
        return (f"{first} {rest}?", f"{second} {rest}?")
    if first.casefold() == "who" and not _HELPING.match(rest):
        return (f"{first} {rest}?", f"{second} was it that they {rest}?")
    return ()


def _stands_alone(piece: str) -> bool:
    return (
        len(piece.split()) >= 3
        and re.search(rf"\b{_ASKING}\b", piece, re.IGNORECASE) is not None
        and not _SUBORDINATE.search(piece)
    )


def _tidy(piece: str) -> str:
    piece = re.sub(r"[\s,;]+(?:and|but)?\s*$", "", piece.strip(), flags=re.IGNORECASE)
    return piece if piece.endswith("?") else piece + "?"
