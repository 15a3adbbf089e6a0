"""Put every question to the bot, or to its search alone, and mark what comes back."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from time import perf_counter

from bot.domain import Answer, Citation
from bot.evaluation.measure import Marked, Ranked, mark, rank
from bot.evaluation.questions import Asked, spans
from retrieval.corpus import Found

Text = Callable[[str], str | None]
"""A document's whole text by its path; None where it is not ingested."""


def answers(questions: Sequence[Asked], ask: Callable[[str], Answer], text: Text) -> Iterator[Marked]:
    """Raises QuestionsError where a question's evidence is not in the documents."""
    text = cache(text)
    for asked in questions:
        expected = spans(asked, text)
        answer = ask(asked.question)
        yield mark(asked, expected, answer, [_exact(citation, text) for citation in answer.citations])


def searches(
    questions: Sequence[Asked], find: Callable[[str], Sequence[Found]], text: Text
) -> Iterator[Ranked]:
    """Only the questions whose evidence stands somewhere. Raises QuestionsError."""
    text = cache(text)
    for asked in questions:
        if asked.quotes and asked.answerable:
            begun = perf_counter()
            found = find(asked.question)
            yield rank(asked, spans(asked, text), found, perf_counter() - begun)


def _exact(citation: Citation, text: Text) -> bool:
    whole = text(citation.document)
    return whole is not None and whole[citation.start : citation.end] == citation.quote
