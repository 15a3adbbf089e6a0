"""Short cuts to the composer and the engine, over the shelf that the tests share."""

from collections.abc import Callable

import pytest

from bot.app import App
from bot.domain import Answer, Question
from bot.models.extractive import Extractive
from bot.selection.finder import PartsFinder
from retrieval.search import Retriever
from tests.selection.composing import Drafted

Compose = Callable[..., Drafted]
Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def compose(retriever: Retriever) -> Compose:
    """What the composer drafts for a question, and from what."""
    composer, finder = Extractive(retriever.understand, retriever.rescore), PartsFinder(retriever)

    def draft(question: str, collection: str = "default") -> Drafted:
        found = finder.find(question, [collection], 12)
        return Drafted(composer.compose(question, found), found)

    return draft


@pytest.fixture(scope="session")
def ask(app: App) -> Ask:
    """What the bot answers."""

    def answer(question: str, collection: str = "default") -> Answer:
        return app.engine.answer(Question(question, (collection,)))

    return answer
