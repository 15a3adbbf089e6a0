"""Every test of the work runs on a SQLite file, and on a real Postgres."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.work.parts import Place, PostgresServer


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """Skips, and says so, where no Postgres is installed."""
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "sqlite":
        return Place(tmp_path)
    return Place(tmp_path, request.getfixturevalue("postgres").database(f"work_{uuid.uuid4().hex}"))


@pytest.fixture
def shared(postgres: PostgresServer, tmp_path: Path) -> Place:
    return Place(tmp_path, postgres.database(f"work_{uuid.uuid4().hex}"))
