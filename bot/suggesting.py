"""Questions that the sources do answer, for whoever asked what they do not."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from bot.compose import Writer
from bot.domain import Question
from bot.models import Composer, never
from bot.run import EndedError, Run
from bot.screen import screen
from bot.screen.injection import is_injection
from bot.selection.about import about, stands_under, suggestions, tells_of, topic_of
from bot.selection.heads import is_sentence
from config.replies import Replies
from retrieval.corpus import Found, Kind
from retrieval.rows import DocumentSummary
from retrieval.words import STOP_WORDS, fold

MOST = 3
MOST_TRIED = 6
"""Of each kind; to try one costs as much as to answer a question without a model."""
MOST_WORDS = 20
_NO_WORDS = re.compile(r"https?:|www\.|[@<>{}\[\]|\\]")
_INNER = str.maketrans('“”"', "‘’'")
_LETTERS = re.compile(r"[^\W\d_]{3}")


class Suggestions:
    """Tries each before it is offered: selects an answer, as when somebody asks it."""

    def __init__(
        self,
        find: Callable[[str, Sequence[str], int], list[Found]],
        extractive: Composer,
        documents: Callable[[str], Iterable[DocumentSummary]],
        replies: Replies,
        *,
        passages: int = 4,
    ) -> None:
        """`documents` of a collection. What answers in so few `passages` answers in the dozen that are read
        when it is asked, and is tried in less time."""
        self._find = find
        self._writer = Writer(extractive, None)
        self._documents = documents
        self._replies = replies
        self._passages = passages

    def near(self, question: str, found: Sequence[Found], collections: Sequence[str]) -> tuple[str, ...]:
        """Of what the passages found name; else of what they stand under; else of the newest documents; else
        of what the passages say."""
        for kind, known in (
            (suggestions(question, found, MOST_TRIED), found),
            (_quoted(_headings(found)), found),
            (_quoted(self._newest(collections)), ()),
            (_quoted(_sentences(found)), found),
        ):
            tried = islice(filter(_may_be_asked, kind), MOST_TRIED)
            if offered := tuple(islice((q for q in tried if self._answers(q, collections, known)), MOST)):
                return offered
        return ()

    def _answers(self, question: str, collections: Sequence[str], known: Sequence[Found]) -> bool:
        """Among the `known` passages that hold every word of its topic, or stand under it, which a search for
        it finds as well; where there are none, among those that a search does find."""
        topic = topic_of(question)
        holding = [i for i in known if tells_of(i.passage.text, topic) or stands_under(i.passage, topic)]
        run = Run(Question(question, tuple(collections)), lambda _: None, never, self._replies)
        run.text = run.meaning = question
        run.collections = tuple(collections)
        run.found = tuple(holding[: self._passages] or self._find(question, collections, self._passages))
        try:
            checked = self._writer.check(run, self._writer.draft(run))
        except EndedError:
            return False
        return bool(checked.statements) and not checked.drafted.draft.closest

    def _newest(self, collections: Sequence[str]) -> Iterator[str]:
        """The titles of their documents, the latest date first and what has none last."""
        standing = [each for name in collections for each in self._documents(name) if not each.withdrawn]
        for each in sorted(standing, key=lambda each: each.date or "", reverse=True):
            yield each.title


def _headings(found: Sequence[Found]) -> Iterator[str]:
    for item in found:
        if item.passage.kind is not Kind.FURNITURE:
            yield from (item.passage.heading, item.passage.title)


def _sentences(found: Sequence[Found]) -> Iterator[str]:
    for item in found:
        if item.passage.kind is not Kind.FURNITURE:
            told = (item.passage.text[line.start : line.end] for line in item.lines)
            yield from (sentence for sentence in told if is_sentence(sentence))


def _quoted(titles: Iterable[str]) -> Iterator[str]:
    """A question of each title that can stand in one, in quotation marks: a title may be any words at all."""
    seen = set()
    for title in titles:
        plain = _plain(title)
        if fold(plain) not in seen and _fits(plain):
            yield about(f"“{plain}”")
        seen.add(fold(plain))


def _plain(title: str) -> str:
    """Without marks at its ends; one that was cut short ends with a word that carries meaning."""
    plain = " ".join(title.translate(_INNER).strip(" .,:;–-#*_'‘").split())
    if not plain.endswith("…"):
        return plain
    kept = plain.rstrip("… ").split()
    while kept and kept[-1].casefold() in STOP_WORDS:
        kept.pop()
    return " ".join(kept) + "…"


def _fits(title: str) -> bool:
    return (
        len(title.split()) <= MOST_WORDS
        and _LETTERS.search(title) is not None
        and _NO_WORDS.search(title) is None
        and not is_injection(title)
    )


def _may_be_asked(question: str) -> bool:
    return screen(Question(question), longest=len(question), allow=lambda _: True).declined is None
