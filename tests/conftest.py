"""Parts that take seconds to make, made once and only where a test asks for them."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest
from dbos import DBOS
from hypothesis import settings as properties

from bot.app import App, build
from config.models import EXTRACTIVE, LOCAL_EMBEDDING
from config.settings import Settings
from retrieval.embeddings import LocalModel
from retrieval.ingest import ingest
from retrieval.search import Retriever
from tests.shelf import DESK, SEEDS, TOWN

# A few examples of each property at one's desk, many in CI.
properties.register_profile("quick", max_examples=20, deadline=None)
properties.register_profile("thorough", max_examples=200, deadline=None)
properties.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# Every HTTP client reads all the authorities that it trusts, which takes 30 ms each time. No test leaves this
# machine, so one of them is enough.
_END = "-----END CERTIFICATE-----\n"
_AUTHORITY = tempfile.NamedTemporaryFile("w", suffix=".pem")  # noqa: SIM115 - kept until the tests end
_AUTHORITY.write(Path(certifi.where()).read_text("utf-8").partition(_END)[0] + _END)
_AUTHORITY.flush()
os.environ["SSL_CERT_FILE"] = _AUTHORITY.name


@pytest.fixture(scope="session")
def local_model() -> LocalModel:
    """The packaged model."""
    return LocalModel(threads=1)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The bot as it is wired, over the five articles in "default" and the papers of a small town in "town".
    Not to be changed."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("shelf"),
        model=EXTRACTIVE,
        embedding_model=LOCAL_EMBEDDING,
        database_url=None,
        chroma_url=None,
        questions_per_minute=0,
    )
    app = build(settings)
    try:
        ingest(app.store, app.embedder, [SEEDS])
        ingest(app.store, app.embedder, [TOWN], collection="town")
        ingest(app.store, app.embedder, [DESK], collection="desk")
        yield app
    finally:
        app.close()


@pytest.fixture(scope="session")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty queue. A bot that starts with a copy of it is spared half of its start."""
    file = tmp_path_factory.mktemp("queue") / "work.sqlite"
    DBOS.migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def retriever(app: App) -> Retriever:
    return app.retriever
