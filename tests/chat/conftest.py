"""The databases that the records of chat channels are tested on."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from tests.retrieval.test_servers import postgres

__all__ = ["database", "fresh", "postgres"]


@pytest.fixture
def fresh(postgres: str) -> Iterator[str]:
    """A database of its own on the Postgres server; who is still connected in the end is sent away, for the
    server waits for them."""
    name = f"t{uuid4().hex}"
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield postgres.rpartition("/")[0] + f"/{name}"
    with server.connect() as connection:
        gone = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(text(gone), {"name": name})
    server.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("fresh"))
    return f"sqlite:///{tmp_path / 'b.db'}"
