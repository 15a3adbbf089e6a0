"""Selects the main points of a document, and what it records as decided or to be done."""

from collections.abc import Iterable
from datetime import UTC, datetime

from bot.briefings import reading
from bot.briefings.main import main_points
from bot.briefings.patterns import patterns
from bot.briefings.reading import Line
from bot.briefings.values import Noted, Summary
from bot.chat.place import Message
from bot.domain import Citation
from retrieval.corpus import Document, Kind, Passage
from retrieval.passages import split
from retrieval.sentences import readable

MOST_MAIN, MOST_NOTED = 7, 20
_NO_TIME = datetime.fromtimestamp(0, UTC)


def of_document(document: Document) -> Summary:
    """Its main points in the order of the text, without a notice."""
    body = {passage.id: passage for passage in split(document) if passage.kind is Kind.BODY}
    lines = reading.lines([_message(passage) for passage in body.values()])
    read = patterns().reading
    decided = [line for line in lines if read["recorded_decision"].search(line.text) and not line.is_question]
    to_do = [line for line in lines if read["recorded_action"].match(line.text)]

    def noted(chosen: Iterable[Line]) -> tuple[Noted, ...]:
        return tuple(_noted(line, body[line.message.id], document) for line in chosen)

    return Summary(
        document.title,
        main=noted(main_points(lines, (*decided, *to_do), MOST_MAIN)),
        decisions=noted(decided[:MOST_NOTED]),
        actions=noted(to_do[:MOST_NOTED]),
    )


def _noted(line: Line, passage: Passage, document: Document) -> Noted:
    text = readable(line.text) or line.text
    cited = Citation.of(passage, line.start, line.end)
    return Noted(text, line.quote, author=document.title, citation=cited)


def _message(passage: Passage) -> Message:
    return Message(passage.id, _NO_TIME, passage.title, passage.text)
