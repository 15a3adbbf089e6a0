"""Takes out of a question what cannot be seen."""

import re
import unicodedata

# A tag spells hidden text, an override shows text in another order, a selector can carry bytes.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Arabic, Indic and their neighbours need joiners to be read; nothing else does.
_JOINER = re.compile("(?<![\u0600-\u10ff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u10ff])")
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")
# As chat platforms write them: ":smile:", ":+1::skin-tone-2:"
_EMOJI_NAME = re.compile(r":[a-z0-9_+'-]*[a-z+-][a-z0-9_+'-]*:", re.IGNORECASE)
_DROPPED = frozenset({"Cc", "Cs", "Co", "Cn"})


def clean(text: str) -> str:
    """The text without control characters, lone surrogates, tags, zero-width characters and overrides."""
    text = _LINE_ENDS.sub("\n", text)
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _DROPPED)
    return unicodedata.normalize("NFC", _JOINER.sub("", _INVISIBLE.sub("", kept))).strip()


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit of any script, other than in the name of an emoji."""
    return any(character.isalnum() for character in _EMOJI_NAME.sub("", text))
