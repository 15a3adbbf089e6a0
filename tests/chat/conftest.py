"""The databases that the records of chat channels are tested on."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from tests.retrieval.test_servers import postgres

__all__ = ["database", "fresh", "postgres"]


@pytest.fixture
def fresh(postgres: str) -> str:
    """A database of its own on the Postgres server."""
    name = f"t{uuid4().hex}"
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return postgres.rpartition("/")[0] + f"/{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("fresh"))
    return f"sqlite:///{tmp_path / 'b.db'}"
