"""Values to HTML: pure functions over one template, which escapes every value."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.domain import Answer, Citation, Outcome, Statement
from bot.render import text
from bot.render.fingerprint import fingerprint
from bot.render.sides import said_by
from retrieval.corpus import Kind

LANGUAGES = text.LANGUAGES
LONGEST_HEADING = 400
"""A declined question can have ten thousand characters; its heading need not."""

LINES_ARE_PARAGRAPHS = 100
"""Characters that an average line has in text whose paragraphs stand on one line each."""

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a document and the white space after it; `marked` is what is highlighted of it."""

    before: str
    marked: str
    after: str
    gap: str


def answer(answer: Answer, *, turn: int, standing: str = "") -> Markup:
    """One turn of a conversation. `standing` is the line that stands under every answer."""
    return Markup(  # noqa: S704 - the template escapes every value in it
        _TEMPLATE.render(
            answer=answer,
            asked=shortened(asked(answer), LONGEST_HEADING),
            turn=turn,
            standing=standing if answer.statements else "",
            sides=said_by(answer) if answer.outcome is Outcome.SOURCES_DISAGREE else (),
            repeated={c for s in answer.statements for c in s.citations if _repeats(c, s)},
            copied=text.plain(text.answer(answer)) if answer.statements else "",
        )
    )


def asked(answer: Answer) -> str:
    """The question as a heading shows it."""
    return " ".join(answer.question.text.split()) or "(nothing)"


def announcement(answer: Answer) -> str:
    """What a screen reader says when an answer has arrived."""
    if not answer.outcome.is_answer:
        return answer.reply
    lead = {Outcome.SOURCES_DISAGREE: answer.reply}.get(answer.outcome, "The answer has arrived.")
    sources = len({c.source for c in answer.citations})
    return f"{lead} {_counted(len(answer.statements), 'sentence')}, {_counted(sources, 'source')}."


def source_link(citation: Citation, turn: int = 0) -> str:
    """Where the cited words stand; `turn` is where the way back leads."""
    query: dict[str, object] = {
        "start": citation.start,
        "end": citation.end,
        "collection": citation.collection,
        "words": fingerprint(citation.quote),
    }
    more = {"lang": language(citation.language), "turn": turn}
    query |= {name: value for name, value in more.items() if value}
    return document_link(citation.document, query) + "#quote"


def document_link(document: str, query: Mapping[str, object]) -> str:
    return f"/sources/{quote(document, safe='/')}?{urlencode(query)}"


def blocks(passage: str, start: int, end: int) -> Iterator[Block]:
    """All of `passage` by its paragraphs; `passage[start:end]` is marked, within one block."""
    at = 0
    for gap in [*_paragraph_end(passage).finditer(passage), None]:
        stop, after = gap.span() if gap else (len(passage), len(passage))
        if gap and start < after and stop < end:
            continue  # a paragraph break inside the quote, which is highlighted in one piece
        low, high = (min(max(place, at), stop) for place in (start, end))
        if stop > at or after > stop:
            yield Block(passage[at:low], passage[low:high], passage[high:stop], passage[stop:after])
        at = after


def language(code: str) -> str:
    """The value of a `lang` attribute, "" where the page's own language stands."""
    return "" if code in {"en", "und", ""} else code


def shortened(value: str, length: int) -> str:
    return value if len(value) <= length else value[: length - 1].rstrip() + "…"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _paragraph_end(passage: str) -> re.Pattern[str]:
    lines = [line for line in passage.split("\n") if line.strip()]
    average = sum(map(len, lines)) / max(1, len(lines))
    return _LINE_END if average >= LINES_ARE_PARAGRAPHS else _BLANK_LINES


def _repeats(citation: Citation, statement: Statement) -> bool:
    """Whether the quote is the statement over again, but for a bullet before it or the like."""
    return statement.text in citation.quote and len(citation.quote) - len(statement.text) < 5


def _statement_language(statement: Statement) -> str:
    languages = {citation.language for citation in statement.citations}
    verbatim = any(statement.text in citation.quote for citation in statement.citations)
    return language(languages.pop()) if verbatim and len(languages) == 1 else ""


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "Kind": Kind,
        "LANGUAGES": LANGUAGES,
        "Outcome": Outcome,
        "day": text.day,
        "language": language,
        "source_link": source_link,
        "statement_language": _statement_language,
    }
    return environment


_TEMPLATE = _environment().get_template("answer.html")
