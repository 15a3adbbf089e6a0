"""Questions about a topic as such, and the ones that can be suggested."""

import re
from collections.abc import Iterator, Sequence

from bot.selection.heads import is_sentence
from retrieval.corpus import Found, Kind, Passage
from retrieval.sentences import sentences
from retrieval.words import STOP_WORDS, fold, stem, stems, words

_SOURCES = (
    r"(?:the|these|those|our|your|all)?\s*(?:\w+\s+)?"
    r"(?:sources?|articles?|documents?|texts?|papers?|reports?|files?)"
)
_TELLS = r"(?:say|says|said|written|tell us|know|known|mention(?:ed|s)?|report(?:ed|s)?|recorded)"
_MANNER = (
    r"(?:,?\s+(?:please|briefly|for\s+me|in\s+(?:brief|short|full|outline|plain\s+english"
    r"|(?:\w+\s+){1,5}(?:words?|lines?|sentences?|paragraphs?|bullets?|points?))))*"
)
"""How it is to be told, which is no part of the topic."""
_ABOUT = re.compile(
    rf"""^\s*(?:please\s+|can\ you\s+|could\ you\s+)?(?:
        (?:what|anything|something)\s+(?:(?:do|does|did|is|are|was)\s+)?(?:(?:{_SOURCES}|you|we|there|it|they)\s+)?
            {_TELLS}\s+(?:in\s+{_SOURCES}\s+)?(?:about|on|of)
        |tell\ me\ (?:more\ )?about|summari[sz]e(?:\ what\ is\ said\ about)?|brief\ me\ on|what\ about
        |(?:(?:give\ me|i\ need|i\ want)\ )?(?:a|an|the)\ (?:\w+\ )?
            (?:summary|overview|briefing)\ (?:of|on|about)
    )\s+(?P<topic>.+?){_MANNER}[\s?.!]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_NAME = re.compile(
    r"""(?<![\w.])(?:
        (?:Department|Ministry|Office|Committee|Institute|Minister|Secretary\ of\ State)
            \ (?:of|for)\ (?:the\ )?[A-Z]\w+(?:(?:,\ |\ and\ |,\ and\ )[A-Z]\w+)*
        |[A-Z][\w’'-]*(?:\s+(?:of\s+|for\s+|the\s+)?(?:(?:[A-Z]\.)+|[A-Z][\w’'-]*))+
        |[A-Z][a-z]+[A-Z]\w*
        |[A-Z][\w-]*\d[\w.]*
    )""",
    re.VERBOSE,
)
_ARTICLE = re.compile(r"\b(the|an?) $", re.IGNORECASE)
_BODY = (
    r"(?:Authority|Agency|Board|Bureau|Commission|Committee|Convention|Council|Court|Department|Fund|Government|House"
    r"|Institute|Kingdom|Ministry|Office|Parliament|Service|States|Treasury|Trust|Union)"
)
_TAKES_ARTICLE = re.compile(
    rf"(?:[\w’'-]+ )+{_BODY}|(?:{_BODY}|Bank|Memorandum|University|Secretary) (?:of|for)\b.*"
)
"""Names that English gives an article, though the sentence may have a "UK's" in its place."""
MOST_WORDS = 7


def topic_of(question: str) -> str:
    """What a question such as "What do the sources say about data sharing?" is about; "" for any other."""
    match = _ABOUT.match(question)
    return match["topic"] if match else ""


def tells_of(sentence: str, topic: str) -> bool:
    """Whether every word of the topic that carries meaning stands in the sentence."""
    asked = [stem(w) for w in words(topic) if w not in STOP_WORDS]
    here = {stem(w) for w in words(sentence)}
    return bool(asked) and all(word in here for word in asked)


def stands_under(passage: Passage, topic: str) -> bool:
    """Whether the topic is the title of the passage's document, or the heading above it."""
    asked = stems(topic)
    return bool(asked) and asked in (stems(passage.heading), stems(passage.title))


def about(topic: str) -> str:
    return f"What do the sources say about {topic}?"


def suggestions(question: str, found: Sequence[Found], most: int = 3) -> tuple[str, ...]:
    """Questions near this one that the passages answer: each names a topic that a sentence of theirs holds,
    and asking what the sources say about it finds that sentence."""
    asked = set(words(question))
    topics: dict[str, str] = {}
    for topic in _topics(found):
        known = fold(topic)
        if not set(words(topic)) <= asked and not any(known in other or other in known for other in topics):
            topics[known] = topic
        if len(topics) == most:
            break
    return tuple(map(about, topics.values()))


def _topics(found: Sequence[Found]) -> Iterator[str]:
    for item in found:
        if item.passage.kind is Kind.FURNITURE or item.passage.language != "en":
            continue
        for start, end in sentences(item.passage.text):
            sentence = item.passage.text[start:end]
            if is_sentence(sentence):
                yield from (name for name in _names(sentence) if tells_of(sentence, name))


def _names(sentence: str) -> Iterator[str]:
    for match in _NAME.finditer(sentence):
        name = re.sub(r"['’]s?$", "", re.sub(r"^.*['’]s\s+", "", match.group().strip(" .,-")))
        if match.start() and 1 <= len(name.split()) <= MOST_WORDS and len(name) > 2:
            yield f"{_article(sentence, match) if match.group().startswith(name) else _own(name)}{name}"


def _article(sentence: str, name: re.Match[str]) -> str:
    """The one before the name; where that belongs to a later word, as in "the Humphrey tools", the name's
    own, if it takes any."""
    article = _ARTICLE.search(sentence, 0, name.start())
    following = (
        words(sentence[name.end() :].partition(" ")[2])[:1] if sentence[name.end() :][:1] == " " else []
    )
    if article and set(following) <= STOP_WORDS:
        return f"{article[1].lower()} "
    return _own(name.group().strip(" .,-"))


def _own(name: str) -> str:
    return "the " if _TAKES_ARTICLE.fullmatch(name) else ""
