"""A client of the web channel, as a browser on this machine would be one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.application import create_app
from bot.conversation import Conversations
from bot.domain import Outcome, Statement
from config.settings import Settings
from tests.web.fakes import BUILT, COST, SPANISH, TEASER, FakeApp, FakeEngine, answered

HERE = "http://127.0.0.1:8080"
Open = Callable[..., TestClient]


def settings(**values: object) -> Settings:
    return Settings.model_validate(values)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FakeApp]:
    both = answered(
        Statement("It was built in 2024.", (BUILT,)), Statement("It cost up to £2m.", (COST, BUILT))
    )
    engine = FakeEngine(
        {
            "When was it built?": both,
            "What else?": answered(Statement("It turns scans into data.", (TEASER,))),
            "Is there a deal?": answered(Statement(SPANISH.quote, (SPANISH,)), notice="The model was slow."),
            "Who is right?": answered(
                Statement("It was built in 2024.", (BUILT,)),
                Statement("It cost up to £2m.", (COST,)),
                outcome=Outcome.SOURCES_DISAGREE,
                reply="The sources do not agree.",
            ),
        }
    )
    conversations = Conversations(f"sqlite:///{tmp_path / 'turns.db'}")
    yield FakeApp(settings(), engine, conversations)
    conversations.close()


@pytest.fixture
def browse() -> Iterator[Open]:
    """Opens an application in a client that has started it."""
    opened: list[TestClient] = []

    def browse(app: FakeApp, base: str = HERE, client: tuple[str, int] = ("127.0.0.1", 50000)) -> TestClient:
        opened.append(TestClient(create_app(app), base, client=client).__enter__())
        return opened[-1]

    yield browse
    for client in opened:
        client.__exit__()


@pytest.fixture
def page(app: FakeApp, browse: Open) -> TestClient:
    return browse(app)
