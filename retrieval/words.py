"""Words of a text as search compares them: folded, stemmed, without the ones that carry no topic."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from Stemmer import Stemmer

COMPOUND = 8
"""Letters of a word that may be two written as one."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ACCENT = re.compile("[\u0300-\u034e\u0350-\u036f]")
_OTHER_SCRIPT = re.compile("[\u0483-\u1fff\u20d0-\U0010ffff]")
"""Writing that may have marks of its own; looking at each character takes ten times as long."""
_POSSESSIVE = re.compile(r"['’]s?$")
_STEMMER = Stemmer("english", 100_000)

STOP_WORDS = frozenset(
    """
    a about above across after again against all also am among an and another any anyone anything are aren't
    as at be because been before being below between both but by can can't cannot could couldn't did didn't
    do does doesn't doing don't done down during each either else ever every everyone everything few for
    from further get gets getting give gives given go goes going got had hadn't has hasn't have haven't
    having he her here hers herself him himself his how however i if in into is isn't it its itself just let
    like many may me might more most much must my myself neither no nor not now of off on once one ones only
    onto or other others our ours ourselves out over own per please rather s said same say says shall she
    should shouldn't since so some someone something such t tell than that the their theirs them themselves
    then there these they thing things this those through to too toward towards under until up upon us very
    via was wasn't we were weren't what whatever when where whether which while who whom whose why will with
    within without won't would wouldn't yes yet you your yours yourself
    """.split()  # noqa: SIM905 - a list of 200 quoted words would be unreadable
)

ABOUT_SOURCES = frozenset(
    """
    date dates name names number amount money article articles source sources document documents text
    texts passage report reports according mention mentions mentioned stated states state describe
    described describes discuss discussed tell happen happens happened happening usually typically generally
    normally actually really exactly precisely detail details info figure figures piece pieces
    """.split()  # noqa: SIM905 - easier to read
)
"""Words of a question that speak of the corpus, or of the kind of answer wanted: they carry topic only where
nothing else does."""


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents and typographic apostrophes: the form in which words are compared."""
    return _folded(text)


def words(text: str) -> list[str]:
    """Every word, folded, in order; a possessive ending is dropped."""
    found = _WORD.findall(_folded(text))
    return [_POSSESSIVE.sub("", word) if "'" in word else word for word in found]


def _folded(text: str) -> str:
    """Not cached: `words` is called with whole passages."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    plain = _ACCENT.sub("", decomposed)
    if _OTHER_SCRIPT.search(plain):
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain.lower()


def topical(text: str) -> list[str]:
    """The words of a question that carry its topic, folded, in order."""
    return [word for word in words(text) if word not in STOP_WORDS and word not in ABOUT_SOURCES]


def content(text: str) -> list[str]:
    """The words that carry the topic, folded, in order. All words where there would be none."""
    every = words(text)
    return [word for word in every if word not in STOP_WORDS] or every


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The English stem of a folded word, with American spelling brought to British."""
    stemmed: str = _STEMMER.stemWord(british(word))
    return stemmed


@lru_cache(maxsize=16384)
def stems(text: str) -> tuple[str, ...]:
    """The stems of `content(text)`."""
    return tuple(stem(word) for word in content(text))


@lru_cache(maxsize=16384)
def held(text: str) -> frozenset[str]:
    """The stems of the text, and of neighbouring words written as one: "data centre" holds "datacentre"."""
    topical = content(text)
    joined = (a + b for a, b in pairwise(topical) if len(a) + len(b) >= COMPOUND)
    return frozenset((*stems(text), *(stem(word) for word in joined)))


_BRITISH = (
    (re.compile(r"(?<=[a-z]{2})iz(e|es|ed|ing|er|ers|ation|ations|ational)$"), r"is\1"),
    (re.compile(r"(?<=[a-z]{3})yz(e|es|ed|ing|er|ers)$"), r"ys\1"),
    (re.compile(r"^(col|fav|behavi|lab|neighb|hon|harb|flav|rum|hum|vap|endeav)or(?!at|e\b|ab)"), r"\1our"),
    (re.compile(r"(cent|theat|met|lit|fib|calib|meag|spect)er(s?)$"), r"\1re\2"),
    (re.compile(r"(def|off|lic|pret)ense(s?)$"), r"\1ence\2"),
    (re.compile(r"^(program)(s?)$"), r"\1me\2"),
    (re.compile(r"(?<=[a-z]{3}[aeiou])l(ed|ing|er|ers)$"), r"ll\1"),
)
_MAY_DIFFER = re.compile(r"[iy]z|or|ers?$|enses?$|^program|l(?:ed|ing)$")
"""What none of the patterns above can do without: asking each of them for each word is slow."""


def british(word: str) -> str:
    """A folded word in the spelling that both sides of the Atlantic are compared in. Not for showing."""
    if not _MAY_DIFFER.search(word):
        return word
    for pattern, spelling in _BRITISH:
        word = pattern.sub(spelling, word)
    return word
