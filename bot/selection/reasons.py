"""Sentences that tell why."""

import re

_ASKS = re.compile(
    r"\b(?:why|how come|what (?:is|was|are|were) the (?:\w+ )?(?:reasons?|causes?|explanation)\b"
    r"|what (?:caused|causes|led to|explains?))\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"""\b(?:because|due\ to|owing\ to|thanks\ to|as\ a\ (?:result|consequence)|therefore
        |since\ (?!\d|(?:then|last|january|february|march|april|may|june|july|august|september|october
            |november|december)\b)
        |result(?:s|ed|ing)\ (?:of|from|in)|led\ to|leads?\ to|causes?|caused|reasons?|reflect(?:s|ed|ing)?
        |explain(?:s|ed)|attribut\w+|driven\ by|contribut\w+\ to
        |ha(?:d|s|ve|ving)\ (?:had\ )?an?\ (?:\w+\ )?(?:impact|effect)
        |in\ order\ to|so\ (?:that|as\ to)|aims?\ to|designed\ to|to\ (?:avoid|ensure|prevent|reduce|protect)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def asks_why(question: str) -> bool:
    return _ASKS.search(question) is not None


def tells_why(sentence: str) -> bool:
    """Whether it may give a reason or a purpose."""
    return _TELLS.search(sentence) is not None
