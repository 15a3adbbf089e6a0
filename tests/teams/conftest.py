"""A Teams service for the tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.teams.server import TeamsServer


@pytest.fixture
def teams() -> Iterator[TeamsServer]:
    server = TeamsServer()
    running = server.start()
    yield server
    running.stop()
