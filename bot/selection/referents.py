"""What a sentence speaks of that begins with "It" or "She"."""

import re

from bot.grounding.words import is_verb

REACH = 3
"""Sentences back that a pronoun may point."""
_BACK = re.compile(
    r"""^["“”'‘’(\[]*(?:
        (?:It|They|He|She|This|These|Those|That|Its|Their|His|Her|Such|Both|Another|Others|Neither)\b
        |(?:Currently|Now|Today|Usually|Generally|However),?\ (?:it|they|th(?:is|at|[eo]se))\b
        |The\ (?:same|latter|former|other)\b
        |(?:In|For|Under|With|At|On|By|From|To)\ (?:this|these|those|such)\ (?!year|month|week|financial
            |quarter|morning|report|guid|document|paper|bulletin|article|section|publication|release|statement)
    )|\b(?:like|such\ as)\ (?:this|these|those)\b
    |[,”"]\s(?:he|she|they)\s(?:said|says|added|adds|told|warned|argued|wrote|explained)\b""",
    re.VERBOSE,
)
_PERSON = re.compile(r"""^["“”'‘’(\[]*(?:He|She|His|Her)\b|[,”"]\s(?:he|she)\s\w""")
_QUOTED = re.compile(r"^[“\"][^”\"]*\b(?:I|I['’]\w+|[Ww]e|[Mm]y|[Oo]ur|me|us)\b[^”\"]*(?:[”\"]\W*)?$")
"""Nothing but what somebody says of themselves, or of a body they speak for."""
_EXPLETIVE = re.compile(
    r"^It (?:is|was|will be|would be|remains|seems|appears) (?:[\w-]+ ){0,3}(?:that|to|when|for)\b"
)
LONGEST = 8
"""Words of what a sentence speaks of."""
_HELPING = frozenset(
    """is are was were be been has have had do does did will would can could may might must should
    shall""".split()  # noqa: SIM905 - easier to read
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OPENS_NOUN = frozenset("a an the this that its their our his her no some any each every of and or".split())  # noqa: SIM905


def names_somebody(sentence: str) -> bool:
    """Whether it speaks of a person as "he" or "she", or is what a person says and not who that is."""
    return _PERSON.search(sentence) is not None or _QUOTED.match(sentence) is not None


def refers_back(sentence: str) -> bool:
    """Whether it can hardly be understood without the one before."""
    if _QUOTED.match(sentence):
        return True
    return _BACK.search(sentence) is not None and not _EXPLETIVE.match(sentence)


def subject(sentence: str) -> str:
    """What a sentence speaks of: all before its verb. "" where that is long or nothing."""
    before = ""
    found = list(_WORD.finditer(sentence))
    for place, match in enumerate(found[: LONGEST + 1]):
        word = match.group()
        if word in _HELPING or (word.islower() and before not in _OPENS_NOUN and place and is_verb(word)):
            return sentence[: match.start()].strip()
        before = word.lower()
    return ""
