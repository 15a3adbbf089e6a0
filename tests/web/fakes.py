"""A bot without a model or a store: what the web channel's tests ask."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.conversation import Conversations
from bot.domain import Answer, Citation, Outcome, Question, Statement
from bot.engine import Step
from config import replies
from config.replies import Replies
from config.settings import Settings
from retrieval.corpus import Document, Found, Kind
from retrieval.store import DocumentSummary

HUMPHREY = (
    "OpenAI and UK team up to bring AI to public services\n\n"
    "The department runs a set of internal tools, known as “Humphrey”. It was built in 2024.\n\n"
    "Read more about <b>Extract</b>, which turns scans into data.\n"
)
NEWS = (
    "UK government signs partnership\n\n"
    "Officials said the tools cost up to £2m & “nothing” more.\n\n"
    "El gobierno del Reino Unido ha firmado un acuerdo formal con OpenAI.\n"
)


def document(path: str, text: str, *, collection: str = "default", **values: Any) -> Document:
    title = values.pop("title", None) or text.split("\n", 1)[0]
    language = values.pop("language", None) or "en"
    return Document(f"{collection}/{path}", collection, path, title, text, "0", language, **values)


DOCUMENTS = (
    document("humphrey.txt", HUMPHREY, date="2025-07-22", publisher="The Register"),
    document("news/uk deal.txt", NEWS),
    document("old/plan.txt", "The old plan.", withdrawn=True, superseded_by="news/uk deal.txt"),
    document("secret.txt", "A secret of another team.", collection="secret"),
)


def cite(quote: str, kind: Kind = Kind.BODY, language: str = "en") -> Citation:
    """The citation of words that stand in one of the documents."""
    source = next(d for d in DOCUMENTS if quote in d.text)
    start = source.text.index(quote)
    return Citation(
        source.collection,
        source.path,
        source.title,
        source.date,
        quote,
        start,
        start + len(quote),
        kind,
        language,
    )


BUILT = cite("It was built in 2024.")
COST = cite("Officials said the tools cost up to £2m & “nothing” more.")
TEASER = cite("Read more about <b>Extract</b>, which turns scans into data.", Kind.FURNITURE)
SPANISH = cite("El gobierno del Reino Unido ha firmado un acuerdo formal con OpenAI.", language="es")


@dataclass
class FakeEngine:
    """Answers what it was told to; remembers what it was asked."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)
    before: Callable[[Callable[[], bool]], None] = lambda _stopped: None
    """What happens while it works."""
    broken: bool = False
    found: Sequence[Found] = ()
    """What a search finds."""

    def answer(
        self,
        question: Question,
        *,
        report: Callable[[Step], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Answer:
        self.asked.append(question)
        for step in (Step.SCREENING, Step.SEARCHING):
            report(step)
        self.before(stopped)
        if stopped():
            return Answer(question, Outcome.STOPPED, reply="You stopped this question.")
        canned = self.answers.get(question.text, NOT_THERE)
        return replace(canned, question=question, seconds=0.2, timings={"searching": 0.1})

    def search(self, text: str, collections: Sequence[str], k: int) -> Sequence[Found]:  # noqa: ARG002
        if self.broken:
            raise OSError("no index")
        return self.found


@dataclass
class FakeLibrary:
    """A handful of documents."""

    held: Sequence[Document] = DOCUMENTS

    def collections(self) -> Sequence[str]:
        return sorted({d.collection for d in self.held})

    def documents(self, collection: str) -> Sequence[DocumentSummary]:
        return [
            DocumentSummary(d.id, d.collection, d.path, d.title, d.date, d.language, 1, d.withdrawn)
            for d in self.held
            if d.collection == collection
        ]

    def document(self, collection: str, path: str) -> Document | None:
        return next((d for d in self.held if (d.collection, d.path) == (collection, path)), None)


@dataclass
class FakeApp:
    """All the parts; the conversations are real."""

    settings: Settings
    engine: FakeEngine
    conversations: Conversations
    store: FakeLibrary = field(default_factory=FakeLibrary)
    replies: Replies = field(default_factory=replies.load)


def answered(
    *statements: Statement, outcome: Outcome = Outcome.ANSWERED, reply: str = "", notice: str = ""
) -> Answer:
    return Answer(Question("?"), outcome, statements, reply=reply, notice=notice)


NOT_THERE = Answer(
    Question("?"),
    Outcome.NOT_IN_SOURCES,
    reply="The sources do not answer this.",
    suggestions=("What is Humphrey?", "What do the tools cost?"),
)
