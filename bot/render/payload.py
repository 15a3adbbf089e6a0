"""Values to the JSON objects that scripts rely on: pure functions, the keys of the design's contracts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain import Answer, Citation, Statement
from retrieval.corpus import Document, Found

if TYPE_CHECKING:  # loading these loads the store
    from bot.grounding.check import Verdict
    from retrieval.ingest import Ingested
    from retrieval.rows import DocumentSummary

Payload = dict[str, object]


def answer(answer: Answer) -> Payload:
    return {
        "outcome": answer.outcome.value,
        "text": text(answer),
        "statements": [
            {"text": statement.text, "citations": list(answer.numbers(statement))}
            for statement in answer.statements
        ],
        "citations": [_citation(number, citation) for number, citation in enumerate(answer.citations, 1)],
        "notice": notice(answer),
        "suggestions": list(answer.suggestions),
        "model": answer.model,
        "seconds": round(answer.seconds, 4),
    }


def text(answer: Answer) -> str:
    """The statements, each followed by its citation marks, or the reply where there are none."""
    return " ".join(marked(answer, statement) for statement in answer.statements) or answer.reply


def marked(answer: Answer, statement: Statement) -> str:
    marks = "".join(f"[{number}]" for number in answer.numbers(statement))
    return f"{statement.text} {marks}"


def notice(answer: Answer) -> str:
    """What the asker should know beside the text: with statements, that includes the reply, so that
    closest lines are never taken for an answer."""
    said = (answer.reply if answer.statements else "", answer.notice)
    return " ".join(part for part in said if part)


def passages(found: Sequence[Found]) -> Payload:
    return {"passages": [_passage(each) for each in found]}


def ingested(report: "Ingested") -> Payload:
    return {
        "documents": report.documents,
        "passages": report.passages,
        "unchanged": report.unchanged,
        "failed": [{"path": str(failure.path), "error": failure.error} for failure in report.failed],
        "seconds": round(report.seconds, 4),
    }


def verdict(checked: "Verdict") -> Payload:
    return {
        "supported": checked.supported,
        "score": round(checked.score, 4),
        "reasons": list(checked.reasons),
    }


def document(whole: Document) -> Payload:
    return {
        "document": whole.path,
        "title": whole.title,
        "date": whole.date,
        "language": whole.language,
        "withdrawn": whole.withdrawn,
        "superseded_by": whole.superseded_by,
        "text": whole.text,
    }


def listed(summary: "DocumentSummary") -> Payload:
    return {
        "document": summary.path,
        "title": summary.title,
        "date": summary.date,
        "language": summary.language,
        "passages": summary.passages,
        "withdrawn": summary.withdrawn,
    }


def _citation(number: int, citation: Citation) -> Payload:
    return {
        "number": number,
        "document": citation.document,
        "title": citation.title,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def _passage(found: Found) -> Payload:
    passage = found.passage
    return {
        "document": passage.document,
        "title": passage.title,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "score": round(found.score, 6),
    }
