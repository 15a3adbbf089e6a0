"""The words of the design as frozen values: what passes between the steps of one question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from retrieval.corpus import Found, Kind, Passage


class Outcome(StrEnum):
    """How a question ended; the list is closed, and `config/replies.toml` has a reply for each."""

    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly_answered"
    NOT_IN_SOURCES = "not_in_sources"
    SOURCES_DISAGREE = "sources_disagree"
    DECLINED_EMPTY = "declined_empty"
    DECLINED_OUT_OF_SCOPE = "declined_out_of_scope"
    DECLINED_PERSONAL_DATA = "declined_personal_data"
    DECLINED_UNSAFE = "declined_unsafe"
    DECLINED_TOO_LONG = "declined_too_long"
    DECLINED_RATE_LIMITED = "declined_rate_limited"
    DECLINED_NO_ACCESS = "declined_no_access"
    STOPPED = "stopped"
    FAILED_MODEL = "failed_model"
    FAILED_INTERNAL = "failed_internal"

    @property
    def is_answer(self) -> bool:
        return self in ANSWERS


ANSWERS = frozenset({Outcome.ANSWERED, Outcome.PARTLY_ANSWERED, Outcome.SOURCES_DISAGREE})


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, by whom, where, and what it may be answered from."""

    text: str
    """As the asker wrote it."""
    collections: tuple[str, ...] = ("default",)
    """The only collections that this asker may be answered from."""
    asker: str = ""
    conversation: str = ""
    turns: tuple[Turn, ...] = ()
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a draft points at: a label such as "S1", and the words it relies on."""

    label: str
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that a composer wrote; not yet believed."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer returns: claims in order, and the parts of the question left without one."""

    claims: tuple[Claim, ...]
    unanswered: tuple[str, ...] = ()
    closest: bool = False
    """The claims are the closest lines, not an answer."""
    likely: float = 1.0
    """How likely the sources answer it, as far as the composer can tell."""
    others: tuple[Claim, ...] = ()
    """What further documents say of the same thing: shown only where they disagree with the claims."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: `document.text[start:end] == quote`."""

    collection: str
    document: str
    title: str
    date: str | None
    quote: str
    start: int
    end: int
    kind: Kind = Kind.BODY
    language: str = "en"

    @classmethod
    def of(cls, passage: Passage, start: int, end: int) -> "Citation":
        """The citation of `passage.text[start:end]`, an offset pair within the passage."""
        return cls(
            collection=passage.collection,
            document=passage.document,
            title=passage.title,
            date=passage.date,
            quote=passage.text[start:end],
            start=passage.start + start,
            end=passage.start + end,
            kind=passage.kind,
            language=passage.language,
        )

    @property
    def source(self) -> tuple[str, str]:
        """Which document it is of, by collection and path: two collections may each have an `a.txt`."""
        return self.collection, self.document

    def stands_in(self, passage: Passage) -> bool:
        """Whether it was taken from this passage."""
        return self.source == passage.source and passage.start <= self.start and self.end <= passage.end


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that passed grounding. Raises ValueError when built without a citation."""

    text: str
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"A statement needs a citation: {self.text!r}")

    @property
    def sources(self) -> frozenset[tuple[str, str]]:
        """The documents it rests on, by collection and path."""
        return frozenset(citation.source for citation in self.citations)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the asker gets back; every channel renders this and nothing else."""

    question: Question
    outcome: Outcome
    statements: tuple[Statement, ...] = ()
    reply: str = ""
    """The bot's own sentence for the outcome, "" where the statements say it all."""
    notice: str = ""
    """What the asker should know about this answer, such as that the model failed."""
    suggestions: tuple[str, ...] = ()
    """Questions that the corpus does answer."""
    unanswered: tuple[str, ...] = ()
    """The parts of the question that the sources do not answer."""
    model: str = "extractive"
    seconds: float = 0.0
    standalone: str = ""
    """The question as it was looked up, where a follow-up was rewritten."""
    found: tuple[Found, ...] = ()
    """The evidence that was retrieved, for the audit record."""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Seconds by step."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Each citation once, in the order of first use; its number is its position plus one."""
        return tuple(dict.fromkeys(c for s in self.statements for c in s.citations))

    def numbers(self, statement: Statement) -> tuple[int, ...]:
        """The numbers of a statement's citations, ascending."""
        order = {citation: number for number, citation in enumerate(self.citations, 1)}
        return tuple(sorted({order[citation] for citation in statement.citations}))
