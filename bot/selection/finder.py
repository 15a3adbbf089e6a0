"""Finds passages for every part of a question."""

from collections.abc import Sequence
from itertools import chain, zip_longest

from bot.selection.direct import direct
from bot.selection.leaning import completed
from bot.selection.parts import parts
from retrieval.corpus import Found
from retrieval.search import Retriever


class PartsFinder:
    """Searches for each part of a question by itself, so that none is crowded out by the others."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever

    def find(self, text: str, collections: Sequence[str], k: int) -> list[Found]:
        """The k best passages of these collections; those of several parts take turns."""
        asked = [direct(part) for part in parts(text)]
        if len(asked) == 1:
            return self._retriever.find(asked[0], collections, k)
        whole = [completed(part, asked[:number]) for number, part in enumerate(asked)]
        each = [self._retriever.find(part, collections, k) for part in whole]
        turns = (item for item in chain.from_iterable(zip_longest(*each)) if item)
        return list({item.passage.id: item for item in turns}.values())[:k]
