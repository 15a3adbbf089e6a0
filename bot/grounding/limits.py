"""Whether the claim takes away a limit of which the evidence says nothing."""

import re
from collections.abc import Iterator

from bot.grounding.alignment import Aligned

_NO_LIMIT = re.compile(
    r"\b(?:no|without (?:an?|any)) (?:(?:upper|time|age|fixed|set) )?(?:limit|cap|ceiling|restrictions?|conditions?|exceptions?)\b"
    r"|\bany (?:length|amount|number|period|time|reason|purpose|age|size)\b|\bwhether or not\b|\bno matter\b"
    r"|\bin (?:all|every) (?:cases?|circumstances?)\b",
    re.IGNORECASE,
)


def unlimited(aligned: Aligned) -> Iterator[str]:
    """ "For any length of time", "with no upper limit", "whether or not they agree", of which it says nothing."""
    said = " ".join(sentence.text for sentence in aligned.sentences).lower()
    for found in _NO_LIMIT.finditer(aligned.claim.text):
        if not _NO_LIMIT.search(said) and " any " not in said:
            yield f"“{found.group()}” is not in the evidence"
