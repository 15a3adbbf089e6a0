"""English at large, as the embedding model's vocabulary has it: which words there are, and how rare."""

from collections.abc import Mapping
from functools import lru_cache
from math import log

from retrieval.late import MINILM


def is_english(word: str) -> bool:
    """Whether a folded word is one that the model knows whole, names and abbreviations among them."""
    return word in _ranks()


@lru_cache(maxsize=8192)
def rarity(word: str) -> float:
    """0 for the commonest English word, 1 for one that the tokenizer's vocabulary (which is in order of
    frequency) does not hold."""
    return log(_ranks().get(word, 30000)) / log(30000)


@lru_cache(maxsize=1)
def _ranks() -> Mapping[str, int]:
    import json

    pieces: dict[str, int] = json.loads((MINILM / "tokenizer.json").read_text(encoding="utf-8"))["model"][
        "vocab"
    ]
    return {piece: i - 1995 for piece, i in pieces.items() if i > 1995}
