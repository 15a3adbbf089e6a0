"""Abbreviations that the corpus itself explains: "Department for Transport (DfT)", "DfT (Department for
Transport)"; and those of `bodies.txt` for what it only writes out. One that stands for two things stands for
neither."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from retrieval.english import is_english
from retrieval.words import STOP_WORDS, fold, stem, stems, topical

_SHORT = r"(?P<short>[A-Z][A-Za-z0-9]{1,9})"
_AFTER = re.compile(rf"\((?:the |or |hereafter )?[\"'“‘]?{_SHORT}[\"'”’]?\)")
_BEFORE = re.compile(rf"\b{_SHORT} \((?:the )?(?P<long>[^()\n]{{5,120}})\)")
_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.;:!?()\[\]“”\"•|]\s")
_FURTHER = 5
"""Words of a long form beyond the letters of its short one."""
_LOOSE = 4
"""Letters from which on one word of the long form may have none: National Institute for Health and Care
Excellence (NICE)."""


def explained(text: str) -> Iterator[tuple[str, str]]:
    """Each abbreviation that the text explains, folded, with the words that it stands for."""
    for match in _AFTER.finditer(text):
        before = _STOP.split(text[max(match.start() - 160, 0) : match.start()])[-1]
        yield from _pair(match["short"], _WORD.findall(before))
    for match in _BEFORE.finditer(text):
        yield from _pair(match["short"], _WORD.findall(match["long"]), whole=True)


@dataclass(frozen=True, slots=True)
class Explained:
    """One explanation, as a collection holds it."""

    short: str
    long: str
    in_capitals: bool
    """The collection hardly ever writes the short form in small letters: it is no word besides."""

    @property
    def stems(self) -> tuple[str, ...]:
        """Of the words that a question's terms would be."""
        return tuple(stem(word) for word in topical(self.long))

    @property
    def is_clear(self) -> bool:
        return len(self.stems) > 1 and (self.in_capitals or not is_english(self.short))


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Those of the collections that are searched."""

    longs: Mapping[str, Explained] = field(default_factory=dict)
    """By their folded short form."""
    shorts: Mapping[str, Sequence[Explained]] = field(default_factory=dict)
    """By the first stem of their long form."""

    def both(self, text: str) -> str:
        """A question with each form beside the other: some passages write the one, some the other."""
        spots = [spot for spot in _WORD.finditer(text) if topical(spot[0])]
        written = self.spelled_out([stem(fold(spot[0])) for spot in spots])
        after = {max(places): one.short for one, places in written.items()}
        here = {one.short for one in written}
        said = {fold(spot[0]) for spot in spots}
        pieces, end = [], 0
        for place, spot in enumerate(spots):
            short, one = after.get(place), self._stands_for(spot[0])
            new = f"{spot[0]} ({short})" if short and short not in said else spot[0]
            new = f"{one.long} ({spot[0]})" if one and one.short not in here else new
            pieces += [text[end : spot.start()], new]
            end = spot.end()
        return "".join([*pieces, text[end:]])

    def spelled_out(self, found: Sequence[str]) -> dict[Explained, range]:
        """The places of a question's stems at which a long form is written out."""
        return {
            one: range(place, place + len(one.stems))
            for place, first in enumerate(found)
            for one in self.shorts.get(first, ())
            if tuple(found[place : place + len(one.stems)]) == one.stems
        }

    def _stands_for(self, word: str) -> Explained | None:
        """What may be an ordinary word has to stand in capitals."""
        singular = word.removesuffix("s")
        one = self.longs.get(fold(word)) or self.longs.get(fold(singular))
        return one if one and (singular.isupper() or not is_english(fold(singular))) else None


def abbreviations(found: Iterable[Explained]) -> Abbreviations:
    """Those that stand for one thing, and are nothing else besides."""
    meanings: dict[str, dict[tuple[str, ...], Explained]] = {}
    for one in found:
        meanings.setdefault(one.short, {}).setdefault(stems(one.long), one)
    clear = [one for said in meanings.values() if len(said) == 1 for one in said.values() if one.is_clear]
    shorts: dict[str, list[Explained]] = {}
    for one in clear:
        shorts.setdefault(one.stems[0], []).append(one)
    return Abbreviations({one.short: one for one in clear}, shorts)


def well_known(words: Set[str], explained_: Set[str]) -> Iterator[Explained]:
    """Those that people use without thinking, for what is written out in a corpus with these folded words;
    not those that the corpus explains itself, for it may mean something else."""
    for short, long in bodies():
        if fold(short) not in explained_ and words >= frozenset(topical(long)):
            yield Explained(fold(short), long, in_capitals=True)


@lru_cache(maxsize=1)
def bodies() -> tuple[tuple[str, str], ...]:
    """The list's short forms, each with what it stands for."""
    text = Path(__file__).with_name("bodies.txt").read_text(encoding="utf-8")
    lines = (line.split(" = ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((short, long) for short, long in lines)


def _pair(short: str, before: Sequence[str], *, whole: bool = False) -> Iterator[tuple[str, str]]:
    """The nearest words before it whose initials spell the short form, or all of them."""
    short = short.removesuffix("s") if short[:-1].isupper() else short
    capitals = sum(letter.isupper() for letter in short)
    if len(short) < 2 or short.lower() in STOP_WORDS or (capitals < 2 and len(short) < _LOOSE):
        return
    loose = capitals > 1 and len(short) >= _LOOSE
    most = len(short) + _FURTHER
    for start in (0,) if whole else range(len(before) - 2, max(len(before) - most, 0) - 1, -1):
        long = before[start:]
        if 1 < len(long) <= most and _spells(long, short.lower(), loose=loose):
            yield short.lower(), " ".join(long)
            return


def _spells(long: Sequence[str], letters: str, *, loose: bool) -> bool:
    """Whether the initials spell the letters, the first word's the first. Small words may be passed over, and
    a word in capitals gives all of its letters: HM Revenue and Customs."""
    if not long[0].lower().startswith(letters[:1]) or long[-1].lower() in STOP_WORDS:
        return False
    return _rest(long, letters, loose)


def _rest(long: Sequence[str], letters: str, loose: bool) -> bool:
    if not long:
        return not letters
    word = long[0].lower()
    if letters.startswith(word[:1]) and _rest(long[1:], letters[1:], loose):
        return True
    if (
        long[0].isupper()
        and len(word) > 1
        and letters.startswith(word)
        and _rest(long[1:], letters[len(word) :], loose)
    ):
        return True
    if word in STOP_WORDS:
        return _rest(long[1:], letters, loose)
    return loose and _rest(long[1:], letters, False)
