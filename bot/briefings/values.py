"""What a summary is made of."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import Citation


@dataclass(frozen=True, slots=True)
class Noted:
    """One line with its source. Raises ValueError when built without a quote."""

    text: str
    """What is shown: the quote, or a sentence that passed grounding against it."""
    quote: str
    """The words of the message or document, exactly."""
    link: str = ""
    """To the message, "" for a document."""
    author: str = ""
    """Who wrote the message; a document's title."""
    at: datetime | None = None
    owner: str = ""
    """Who is to do it: a name that stands in the quote, or its author. "" where nobody is named."""
    due: str = ""
    """By when, as written, with the day it means."""
    citation: Citation | None = None
    """Where in a document the quote stands."""

    def __post_init__(self) -> None:
        if not self.quote.strip():
            raise ValueError(f"A line of a summary needs a quote: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Summary:
    """A briefing on messages or a document, by sections, each in the order it was said."""

    title: str
    main: tuple[Noted, ...] = ()
    decisions: tuple[Noted, ...] = ()
    questions: tuple[Noted, ...] = ()
    """Those that nobody answered."""
    actions: tuple[Noted, ...] = ()
    notice: str = ""

    @property
    def lines(self) -> tuple[Noted, ...]:
        return self.main + self.decisions + self.questions + self.actions
