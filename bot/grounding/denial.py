"""A sentence that takes back the one before it: "That is wrong." """

import re

_TAKES_BACK = re.compile(
    r"""^["“”'‘’(\[]*(?:(?:But|However|Yet|Though)\b,?\s+)?(?:
        (?:That|This|It|Both|Neither|(?:The|That|This|These|Those)\s(?:claim|report|figure|story|statement|number|rumour
            |allegation|assertion|suggestion|account|date)s?)
        \s+(?:(?:is|was|are|were)(?:\slater)?|has\sbeen|have\sbeen|proved|proves|turned\sout\sto\sbe)\s+(?:[\w-]+ly\s+|also\s+|quite\s+|simply\s+)?
        (?:wrong|false|untrue|incorrect|inaccurate|mistaken|misleading|nonsense|a\s(?:mistake|myth|hoax|rumour|lie)|retracted
            |corrected|refuted|disproved|baseless|unfounded|not\s(?:true|right|correct|so|the\scase|accurate|what\shappened))
        |(?:In\s(?:fact|reality|truth)|Not\s(?:so|true))\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:not|n['’]t|never|no|wrong(?:ly)?|false(?:ly)?|untrue|incorrect(?:ly)?|inaccurate|mistaken(?:ly)?"
    r"|misleading|den(?:y|ies|ied)|myth|retracted|corrected)\b",
    re.IGNORECASE,
)


def takes_back(sentence: str) -> bool:
    """Whether it says that what stands before it is not so."""
    return _TAKES_BACK.match(sentence.strip()) is not None


def is_taken_back(claim: str) -> bool:
    """Whether a claim itself says that something is not so."""
    return _TAKEN_BACK.search(claim) is not None
