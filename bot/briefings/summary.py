"""Summarises a thread, a channel's day or a document: every line with the words it rests on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from string import Template
from typing import Protocol

from bot.briefings import documents, reading
from bot.briefings.actions import Task, tasks
from bot.briefings.due import LONDON
from bot.briefings.main import main_points
from bot.briefings.questions import open_questions
from bot.briefings.reading import Line
from bot.briefings.values import Noted, Summary
from bot.briefings.writing import Writer, Written
from bot.chat.marking import marking
from bot.chat.place import Message
from bot.models import ChatModel, Judge
from config.replies import Replies
from retrieval.corpus import Document

__all__ = ["Library", "Noted", "Summariser", "Summary", "of_messages"]
MOST_LINES = 20
"""In one section: the latest are kept."""


class Library(Protocol):
    """The documents as ingested."""

    def document(self, collection: str, path: str) -> Document | None: ...


class Summariser:
    """What was decided, asked and promised is selected by rules; the main points are written by a model where
    there is one, each sentence grounded, and else selected too."""

    def __init__(
        self,
        library: Library,
        replies: Replies,
        model: ChatModel | None = None,
        judge: Judge | None = None,
    ) -> None:
        self._library = library
        self._replies = replies
        self._writer = Writer(model, judge) if model else None

    def of_messages(
        self, messages: Sequence[Message], *, title: str, today: date | datetime | None = None
    ) -> Summary:
        """With a notice that says how it was made, or why there is nothing in it."""
        said = reading.spoken(messages)
        if not said:
            return Summary(title, notice=self._replies.summary.no_messages)
        summary = of_messages(messages, title=title, today=today)
        if not summary.lines:
            return replace(summary, notice=self._replies.summary.nothing_messages)
        written = self._writer.messages(said) if self._writer and summary.main else None
        return self._whole(summary, written, [message.text for message in said])

    def of_document(self, collection: str, path: str) -> Summary:
        """The same for one document; who may see it is for the caller to check."""
        document = self._library.document(collection, path)
        summary = documents.of_document(document) if document else Summary(path)
        if document is None or not summary.lines:
            return replace(summary, notice=self._replies.summary.nothing_document)
        written = self._writer.document(document) if self._writer else None
        return self._whole(summary, written, [document.text])

    def _whole(self, summary: Summary, written: Written | None, texts: Sequence[str]) -> Summary:
        main = written.lines if written and written.lines else summary.main
        return replace(summary, main=main, notice=" ".join(self._notices(written, texts)))

    def _notices(self, written: Written | None, texts: Sequence[str]) -> list[str]:
        said = self._replies.summary
        marked = next(filter(None, map(marking, texts)), None)
        notices = [Template(said.marked_messages).substitute(marking=marked)] if marked else []
        if written and written.trouble:
            notices.append(self._replies.notice(written.trouble))
        if written and written.cut:
            notices.append(said.some_left_out)
        return [*notices, said.generated if written and written.lines else said.selected]


def of_messages(messages: Sequence[Message], *, title: str, today: date | datetime | None = None) -> Summary:
    """By rules alone, without a notice. A date that was named is resolved from its own message's day; one
    that is past `today` is said to be."""
    said = reading.spoken(messages)
    lines = reading.lines(said)
    people = {message.author for message in said}
    to_do = {line: found for line in lines if (found := tasks(line, people))}
    rest = [line for line in lines if line not in to_do]
    decided = [line for line in rest if line.is_decision]
    asked = list(open_questions(rest, messages))
    given = [each for found in to_do.values() for each in found]
    return Summary(
        title,
        main=tuple(map(_noted, main_points(lines, (*to_do, *decided, *asked)))),
        decisions=tuple(map(_noted, decided[-MOST_LINES:])),
        questions=tuple(map(_noted, asked[-MOST_LINES:])),
        actions=tuple(_to_do(line, found, _day(today)) for line, found in given[-MOST_LINES:]),
    )


def _noted(line: Line) -> Noted:
    message = line.message
    return Noted(line.text, line.quote, message.link, message.author, message.at)


def _to_do(line: Line, found: Task, today: date) -> Noted:
    return replace(_noted(line), owner=found.owner, due=found.due.shown(today) if found.due else "")


def _day(today: date | datetime | None) -> date:
    if isinstance(today, datetime) or today is None:
        return (today or datetime.now(UTC)).astimezone(LONDON).date()
    return today
