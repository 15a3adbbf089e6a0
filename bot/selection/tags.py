"""Markup in a question."""

import re

_TAG = re.compile(r"<(script|style)\b[^<>]*>.*?</\1>|</?[a-zA-Z][^<>]{0,300}>", re.IGNORECASE | re.DOTALL)
_BEFORE_STOP = re.compile(r"\s+(?=[?!.,;:])")


def untagged(text: str) -> str:
    """Without tags of HTML, whose words are not what is asked about."""
    left = _TAG.sub(" ", text)
    if left == text or not any(map(str.isalnum, left)):
        return text
    return _BEFORE_STOP.sub("", " ".join(left.split()))
