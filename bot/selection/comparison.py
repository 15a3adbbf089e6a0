"""A question that compares two things, as a question about each."""

import re

_COMPARED = re.compile(
    r"""^\s*(?:which|what|who)\b
        [^?,:]*?\b(?:is|was|are|were|has|had|have|did|does|do|came|comes|gets|got|will)\b
        [^?,:]*(?:,|:)\s+(?P<one>[^?,]+?),?\s+or\s+(?P<other>[^?,]+?)\s*\?*\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_EARLIER = re.compile(
    r"\b(?:first|earlier|earliest|later|latest|sooner|before|after|older|newer|last)\b", re.IGNORECASE
)
_MORE = re.compile(
    r"""\b(?:larger|largest|bigger|biggest|smaller|smallest|greater|greatest|higher|highest|lower|lowest|more|most
        |less|least|cheaper|dearer)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def compared(question: str) -> tuple[str, ...]:
    """ "Which is larger, the fund or the grant?" asks how much each is; () for a question that compares
    nothing. What the sources say of each is shown: the comparison is left to the reader."""
    match = _COMPARED.match(question)
    if not match:
        return ()
    asks = "When was" if _EARLIER.search(question) else "How much is" if _MORE.search(question) else "What is"
    return tuple(f"{asks} {match[side].strip()}?" for side in ("one", "other"))
