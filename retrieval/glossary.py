"""A rough English gloss of a foreign passage, for an embedding model that reads only English."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import combining, normalize

from retrieval.words import STOP_WORDS

GLOSSARIES = Path(__file__).parent / "glossaries"
DROPPED = "-"
"""The English side of a word that English does not have, such as a reflexive pronoun."""
LANGUAGES = ("cy", "es", "fr")
SHORTEST = 3
"""Words of a question that tell its language."""
SOME = 0.25
"""Share of English function words from which on a question is taken for English; and of words unlike their
English ones that a question in another language has."""
MOST = 0.6
"""Share of a question's words that a glossary must hold for the question to be in its language."""
_WORD = re.compile(r"(\w+)")
_SPACES = re.compile(r"  +")
_SENTENCE_ENDS = frozenset(".!?…¡¿\n•")


class Glossary(NamedTuple):
    """One language's words and phrases in English, and what to do with a word that is not there."""

    english: dict[str, str]
    reach: dict[tuple[str, str], int]
    """The first two words of a phrase, and the most words that a phrase beginning with them has."""
    beginnings: dict[str, str]
    endings: dict[str, str]


def gloss(text: str, language: str) -> str:
    """`text` with each word in English; numbers, names and punctuation stay. A language without a
    glossary, English among them, comes back unchanged."""
    glossary = _glossary(language)
    if glossary is None:
        return text
    pieces = _WORD.split(text.replace("’", "'"))
    english: list[str] = []
    at = 1
    while at < len(pieces):
        between = pieces[at - 1]
        end, known = _longest(pieces, at, glossary)
        english += [" " if between == "'" else between, known if end > at else _unknown(pieces, at, language)]
        at = max(end, at + 2)
    return _SPACES.sub(" ", "".join([*english, pieces[-1]])).strip(" ")


def in_english(question: str) -> str:
    """A question in a language that has a glossary as its gloss; any other comes back unchanged."""
    found = [
        word.lower() for word in re.findall(r"[^\W\d_]+", question) if not word.isupper() or len(word) == 1
    ]
    if len(found) < SHORTEST or sum(word in STOP_WORDS for word in found) >= len(found) * SOME:
        return question
    known = {language: _known(found, language) for language in LANGUAGES}
    likeliest = max(LANGUAGES, key=lambda language: len(known[language]))
    foreign = [word for word, english in known[likeliest] if word[:3] != english[:3]]
    enough = len(known[likeliest]) >= len(found) * MOST and len(foreign) >= len(found) * SOME
    return gloss(question, likeliest) if enough else question


def _known(found: Sequence[str], language: str) -> list[tuple[str, str]]:
    glossary = _glossary(language)
    return [(word, glossary.english[word]) for word in found if word in glossary.english] if glossary else []


def _longest(pieces: Sequence[str], at: int, glossary: Glossary) -> tuple[int, str]:
    """Where the longest known phrase at `at` ends, and its English; `at` itself where none is known."""
    first, second = pieces[at].lower(), "".join(pieces[at + 2 : at + 3]).lower()
    for words in range(glossary.reach.get((first, second), 1), 1, -1):
        end = at + 2 * words
        known = glossary.english.get("".join(pieces[at : end - 1]).lower())
        if known is not None:
            return end, known
    known = glossary.english.get(first)
    return (at, "") if known is None else (at + 2, known)


def _unknown(pieces: Sequence[str], at: int, language: str) -> str:
    """A number, an acronym or a name as it stands; another word as its likely English cognate."""
    word = pieces[at]
    opens = at == 1 or not _SENTENCE_ENDS.isdisjoint(pieces[at - 1])
    named = word[0].isupper() and (not opens or word.isupper())
    return word if named or not word.isalpha() else _cognate(word.lower(), language)


@lru_cache(maxsize=8192)
def _cognate(word: str, language: str) -> str:
    glossary = _glossary(language)
    plain = _plain(word)
    if glossary is None:
        return plain
    for size in range(min(9, len(plain) - 1), 2, -1):
        if plain[:size] in glossary.beginnings:
            plain = glossary.beginnings[plain[:size]] + plain[size:]
            break
    for start in range(2, len(plain)):
        if plain[start:] in glossary.endings:
            return plain[:start] + glossary.endings[plain[start:]]
    return plain


def _plain(word: str) -> str:
    decomposed = normalize("NFD", word.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in decomposed if not combining(letter))


@lru_cache(maxsize=8)
def _glossary(language: str) -> Glossary | None:
    words = GLOSSARIES / f"{language}.tsv"
    if not words.is_file():
        return None
    english = {form: "" if gloss == DROPPED else gloss for form, gloss in _entries(words)}
    rules = [(_plain(form), gloss) for form, gloss in _entries(GLOSSARIES / f"{language}.cognates.tsv")]
    beginnings = {form[:-1]: gloss[:-1] for form, gloss in rules if form.endswith("-")}
    endings = {form[1:]: gloss[1:] for form, gloss in rules if form.startswith("-")}
    return Glossary(english, _reach(english), beginnings, endings)


def _reach(forms: Iterable[str]) -> dict[tuple[str, str], int]:
    reach: dict[tuple[str, str], int] = {}
    for form in forms:
        found = [] if form.isalpha() else _WORD.findall(form)
        if len(found) > 1:
            opening = (found[0], found[1])
            reach[opening] = max(reach.get(opening, 1), len(found))
    return reach


def _entries(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        forms, english = line.split("\t")
        for form in forms.split("|"):
            yield form, english
