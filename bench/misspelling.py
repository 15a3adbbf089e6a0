"""Questions as people type them in a hurry: one word of each is misspelt."""

import random
import re
from collections.abc import Sequence

from retrieval.words import STOP_WORDS

SHORTEST = 5
"""Letters of a word that is misspelt."""
_WORD = re.compile(r"[^\W\d_]+")
_NEAR = {
    **dict(zip("qwertyuiop", ("wa", "qe", "wr", "et", "ry", "tu", "yi", "uo", "ip", "o"), strict=True)),
    **dict(zip("asdfghjkl", ("sq", "ad", "sf", "dg", "fh", "gj", "hk", "jl", "k"), strict=True)),
    **dict(zip("zxcvbnm", ("x", "zc", "xv", "cb", "vn", "bm", "n"), strict=True)),
}
"""The keys beside each key."""


def misspelt(text: str, seed: str = "") -> str:
    """The text with one slip in one of its longer words, never in its first letter; the same text always gets
    the same slip. Unchanged where no word is long enough."""
    choose = random.Random(f"{seed}{text}")  # noqa: S311 - measures, keeps no secret
    words = [m for m in _WORD.finditer(text) if len(m[0]) >= SHORTEST and m[0].lower() not in STOP_WORDS]
    if not words:
        return text
    word = choose.choice(words)
    return text[: word.start()] + _slipped(word[0], choose) + text[word.end() :]


def _slipped(word: str, choose: random.Random) -> str:
    place = choose.randrange(1, len(word) - 1)
    slips: Sequence[str] = (
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        word[:place] + choose.choice(_NEAR.get(word[place].lower(), "e")) + word[place + 1 :],
    )
    different = [slip for slip in slips if slip != word]
    return choose.choice(different)
