"""Values to text for a terminal: plain, and styled with rich. Pure functions over one layout."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from bot.domain import Answer, Citation, Outcome, Statement
from retrieval.corpus import Document, Found, Kind

if TYPE_CHECKING:  # loading these loads the store
    from retrieval.ingest import Ingested
    from retrieval.rows import DocumentSummary

# A document must not be able to move the cursor or recolour the screen of who reads it.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LANGUAGES = {
    "ar": "Arabic",
    "bn": "Bengali",
    "cy": "Welsh",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "ga": "Irish",
    "gd": "Gaelic",
    "gu": "Gujarati",
    "hi": "Hindi",
    "it": "Italian",
    "nl": "Dutch",
    "pa": "Punjabi",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "so": "Somali",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}
"""Those that sources in the United Kingdom are likeliest to be written in."""


class Line(NamedTuple):
    """One paragraph of the layout; `indent` is kept when the paragraph wraps."""

    text: Text
    indent: int = 0


def plain(lines: Iterable[Line]) -> str:
    return "\n".join(
        " " * line.indent + part if part else "" for line in lines for part in line.text.plain.split("\n")
    )


def styled(lines: Iterable[Line]) -> Group:
    return Group(*(Padding(line.text, (0, 0, 0, line.indent)) for line in lines))


def safe(value: str) -> str:
    """Without what a terminal would obey."""
    return _CONTROLS.sub("", value)


def asked(question: str) -> Line:
    return Line(_text(f"{question}\n", "bold underline"))


def answer(answer: Answer, standing: str = "") -> list[Line]:
    """The answer first, then each source in its own words, then what else to know or ask. `standing` is what
    is said under every answer of its kind."""
    parts = [
        list(_said(answer)),
        [line for number, cited in enumerate(answer.citations, 1) for line in _source(number, cited)],
        [Line(_text(answer.notice, "italic"))] if answer.notice else [],
        _suggestions(answer.suggestions),
        [Line(_text(standing, "dim"))] if standing and answer.statements else [],
    ]
    return list(_apart(part for part in parts if part))


def found(results: Sequence[Found]) -> list[Line]:
    """Passages as a search returned them, best first."""
    parts = [
        [
            Line(_text(f"{number}. ", "bold").append(_origin(each.passage.title, each.passage.date))),
            Line(_text(f"{each.passage.document} · {each.passage.start}–{each.passage.end}", "dim"), 3),
            Line(_text(each.passage.text), 3),
        ]
        for number, each in enumerate(results, 1)
    ]
    return list(_apart(parts)) or [Line(_text("Nothing found."))]


def document(whole: Document) -> list[Line]:
    """A document for reading; programs get the text itself."""
    return [Line(_text(whole.text))]


def documents(summaries: "Sequence[DocumentSummary]") -> list[Line]:
    return [
        Line(
            _text(summary.path, "bold")
            .append(" · ")
            .append(_origin(summary.title, summary.date))
            .append(" · withdrawn" if summary.withdrawn else "")
        )
        for summary in summaries
    ]


def ingested(report: "Ingested", collection: str) -> str:
    counts = [_count(report.documents, "document") + f" with {_count(report.passages, 'passage')}"]
    counts += [f"{report.unchanged} unchanged"] if report.unchanged else []
    counts += [f"{report.removed} removed"] if report.removed else []
    counts += [f"{len(report.failed)} failed"] if report.failed else []
    return f"Ingested {', '.join(counts)}, into {collection}, in {report.seconds:.1f} seconds."


def day(iso: str) -> str:
    """A date as people write it: 22 July 2025."""
    try:
        parsed = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{parsed.day} {parsed:%B %Y}"


def _said(answer: Answer) -> Iterator[Line]:
    reply = [Line(_text(answer.reply))] if answer.reply else []
    statements = [_statement(answer, statement) for statement in answer.statements]
    first, second = (statements, reply) if answer.outcome.is_answer else (reply, statements)
    yield from _apart(part for part in (first, second) if part)


def _statement(answer: Answer, statement: Statement) -> Line:
    sides = answer.outcome is Outcome.SOURCES_DISAGREE
    line = _text(f"{_sources(statement)}: " if sides else "", "italic")
    line.append(_text(statement.text, "bold" if answer.outcome.is_answer else ""))
    line.append("".join(f" [{number}]" for number in answer.numbers(statement)), "cyan")
    return Line(line, 2 if sides or not answer.outcome.is_answer else 0)


def _sources(statement: Statement) -> str:
    return ", ".join(dict.fromkeys(_origin(c.title, c.date).plain for c in statement.citations))


def _source(number: int, citation: Citation) -> Iterator[Line]:
    mark = f"[{number}] "
    yield Line(_text(mark, "cyan").append(_origin(citation.title, citation.date)))
    where = [f"{citation.document} · {citation.start}–{citation.end}"]
    where += (
        ["a link or teaser on the page, not the article itself"] if citation.kind is Kind.FURNITURE else []
    )
    where += [f"in {LANGUAGES[citation.language]}"] if citation.language in LANGUAGES else []
    yield Line(_text(" · ".join(where), "dim"), len(mark))
    yield Line(_text(f"“{citation.quote}”"), len(mark))


def _origin(title: str, iso: str | None) -> Text:
    return _text(title, "bold").append(f" ({day(iso)})" if iso else "")


def _suggestions(suggestions: Sequence[str]) -> list[Line]:
    questions = [Line(_text(f"• {question}"), 2) for question in suggestions]
    return [Line(_text("You could ask:")), *questions] if questions else []


def _apart(parts: Iterable[Sequence[Line]]) -> Iterator[Line]:
    for index, part in enumerate(parts):
        if index:
            yield Line(Text(""))
        yield from part


def _text(value: str, style: str = "") -> Text:
    return Text().append(safe(value), style)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
