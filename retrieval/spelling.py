"""A question in the corpus's own spelling."""

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from retrieval.english import is_english
from retrieval.query import SHORTEST, Vocabulary
from retrieval.words import STOP_WORDS, british, fold

_PART = re.compile(r"[^\W_]+")
_FULL_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)+")
_SMALL = tuple(
    """
    about after against because before between could does during from have into many much please
    should tell than that their there these they this those through under until what when where
    whether which while whose what's who's will with without would
    """.split()  # noqa: SIM905 - easier to read
)


def as_spelled(text: str, vocabulary: Vocabulary) -> str:
    """A question in the spelling of the corpus as far as that is certain, for the embedding model: American
    words as British ones, a word that the corpus writes only as two as those two, and a slip of the fingers
    as the word that was meant: in "wich" too, and in a full name."""
    named = _FULL_NAME.sub(lambda match: _renamed(match.group(), vocabulary), text)
    spelled = _PART.sub(lambda match: _respelled(match, vocabulary), named)
    return vocabulary.abbreviations.both(spelled)


def _renamed(name: str, vocabulary: Vocabulary) -> str:
    """A full name as the corpus has it, where each of its words is there or nearly is. Of one word alone it
    is not told whether it was another's name."""
    parts = [part for part in name.split() if fold(part) not in STOP_WORDS]
    meant = {part: _nearest_name(part, vocabulary) for part in parts}
    if len(parts) < 2 or not all(meant.values()):
        return name
    return " ".join(meant.get(part) or part for part in name.split())


def _nearest_name(part: str, vocabulary: Vocabulary) -> str:
    """ "" where the corpus has no such word, or more than one that it may be a slip of."""
    folded = fold(part)
    if vocabulary.frequency([folded]).get(folded):
        return part
    if len(folded) < SHORTEST or not folded.isalpha() or is_english(folded):
        return ""
    near = {v for v in vocabulary.similar(folded) if v[0] == folded[0] and OSA.distance(v, folded) == 1}
    return near.pop().title() if len(near) == 1 else ""


def _respelled(match: re.Match[str], vocabulary: Vocabulary) -> str:
    word, folded = match.group(), fold(match.group())
    opens = not match.start()
    if (opens or word.islower()) and (small := _small_word(folded, vocabulary)):
        return small.capitalize() if word[0].isupper() else small
    if len(folded) < SHORTEST or not folded.isalpha():
        return word
    new = british(folded)
    if not is_english(new):  # by rule, "prize" would be "prise": only what the model knows as a word
        new = folded
    if new == folded and not vocabulary.frequency([folded]).get(folded):
        new = _meant(word, folded, vocabulary.similar(folded))
    if new == folded:
        return word
    return new.capitalize() if word[0].isupper() else new


def _small_word(folded: str, vocabulary: Vocabulary) -> str:
    """What a question is put with, where one slip makes of it what nobody writes: "which" of "wich"."""
    if len(folded) < 3 or is_english(folded) or folded in STOP_WORDS:
        return ""
    close = (small for small in _SMALL if OSA.distance(small, folded, score_cutoff=1) <= 1)
    near = [
        small for small in close if not Counter(folded) - Counter(small)
    ]  # a letter left out or displaced
    return near[0] if len(near) == 1 and not vocabulary.frequency([folded]).get(folded) else ""


def _meant(word: str, folded: str, similar: Sequence[str]) -> str:
    """What a word that the corpus lacks was to be: two words, or an English one that is spelled almost alike
    where it is none itself. A name is left alone: that of another may differ in one letter."""
    slip = not word[0].isupper() and not is_english(folded)
    meant = (near for near in similar if " " in near or (slip and near[0] == folded[0] and is_english(near)))
    return next(meant, folded)
