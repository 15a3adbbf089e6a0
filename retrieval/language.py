"""The language of each paragraph of a document."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

CANDIDATES = (
    *("en", "cy", "gd", "ga", "es", "fr", "de", "it", "nl", "pt", "pl", "ro", "lt", "lv", "cs", "sk", "hu"),
    *("bg", "el", "tr", "ru", "uk", "sq", "sv", "da", "no", "fi", "ar", "fa", "he", "ur", "hi", "pa", "bn"),
    *("gu", "ta", "te", "ml", "ne", "so", "sw", "vi", "zh", "ja", "ko", "am"),
)
UNKNOWN = "und"
ENOUGH = 60
"""Letters from which on a text tells its language by itself."""
ENOUGH_MARKED = 40
"""Letters that do where some are not plain Latin: accents and other writing say more."""
READ = 500
"""Characters that are looked at: more makes it no surer."""
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[a-z]+")
_ENGLISH = frozenset(
    """the and that for with this are from which have they you were their been when would who there by it to
    not be as or at but has can should must its these those than""".split()  # noqa: SIM905 - easier to read
)
"""Common words that few other candidates share."""


def languages(paragraphs: Sequence[str]) -> tuple[str, list[str]]:
    """The language of a whole document, and of each of its paragraphs. A short one takes that of the
    paragraphs around it."""
    told = [_tell(paragraph) for paragraph in paragraphs]
    letters: Counter[str] = Counter()
    for language, paragraph in zip(told, paragraphs, strict=True):
        if language:
            letters[language] += len(paragraph)
    if not letters:
        whole = _likeliest(" ".join(paragraphs[:50]), CANDIDATES)
        return whole, [whole] * len(paragraphs)
    whole = letters.most_common(1)[0][0]
    before = accumulate(told, _latest)
    after = reversed(list(accumulate(reversed(told), _latest)))
    around = zip(told, before, after, paragraphs, strict=True)
    return whole, [here or _inherited(text, whole, last, following) for here, last, following, text in around]


def _latest(last: str | None, here: str | None) -> str | None:
    return here or last


def _tell(text: str) -> str | None:
    """The language of a text, None where it is too short to tell."""
    sample = text[:READ]
    if len(sample) >= ENOUGH and _is_plain_english(sample):
        return "en"
    letters = len(_LETTER.findall(sample))
    if letters < (ENOUGH if sample.isascii() else ENOUGH_MARKED):
        return None
    language = _likeliest(sample, CANDIDATES)
    return None if language == UNKNOWN else language


def _is_plain_english(sample: str) -> bool:
    """Without the identifier, which takes two seconds to load, and a third of a millisecond each time."""
    words = _WORD.findall(sample.lower())
    found = [word for word in words if word in _ENGLISH]
    return sample.isascii() + len(set(found)) >= 4 and len(found) > len(words) / 7


def _inherited(text: str, whole: str, before: str | None, after: str | None) -> str:
    if before == after and before is not None:
        return before
    among = list(dict.fromkeys(filter(None, (whole, after, before))))
    return among[0] if len(among) == 1 else _likeliest(text, among)


def _likeliest(text: str, among: Sequence[str]) -> str:
    """The first of `among` where the text says nothing, unless it could be any language at all."""
    for language, probability in _identifier().rank(text[:READ]):
        if language in among:
            return language if probability > 2 / len(CANDIDATES) else _fallback(among)
    return _fallback(among)


def _fallback(among: Sequence[str]) -> str:
    return UNKNOWN if among is CANDIDATES else among[0]


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(CANDIDATES)
    return identifier
