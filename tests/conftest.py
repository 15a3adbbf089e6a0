"""Parts that take seconds to make, made once and only where a test asks for them."""

import fcntl
import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import certifi
import pytest
from hypothesis import settings as properties

if TYPE_CHECKING:  # the process that only hands tests to others needs none of them
    from bot.app import App
    from retrieval.embeddings import LocalModel
    from retrieval.search import Retriever

# A few examples of each property at one's desk, many in CI.
properties.register_profile("quick", max_examples=6, deadline=None)
properties.register_profile("thorough", max_examples=200, deadline=None)
properties.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# Every HTTP client reads all the authorities that it trusts, which takes 30 ms each time. No test leaves this
# machine, so one of them is enough.
_END = "-----END CERTIFICATE-----\n"
_AUTHORITY = tempfile.NamedTemporaryFile("w", suffix=".pem")  # noqa: SIM115 - kept until the tests end
_AUTHORITY.write(Path(certifi.where()).read_text("utf-8").partition(_END)[0] + _END)
_AUTHORITY.flush()
os.environ["SSL_CERT_FILE"] = _AUTHORITY.name


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it is not searched for garbage again and again, and the rest seldom."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(scope="session")
def local_model() -> "LocalModel":
    """The packaged model."""
    from retrieval.embeddings import LocalModel

    return LocalModel(threads=1)


@pytest.fixture(scope="session")
def app(shelf: "App") -> "App":
    return shelf


@pytest.fixture(scope="session")
def shelf(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[App]":
    """The bot as it is wired, over the five articles in "default" and the papers of a small town in "town".
    Not to be changed."""
    from tests.shelf import opened

    folder = tmp_path_factory.mktemp("shelf")
    copytree(filled, folder, dirs_exist_ok=True)
    with closing(opened(folder)) as app:
        yield app


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shelf's data folder, to be copied."""
    from tests.shelf import fill

    return _made_once(tmp_path_factory, "filled", fill)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the files of a bot that was asked nothing. A bot that starts with a copy of it is
    spared half of its start."""
    from tests.shelf import prepare

    return _made_once(tmp_path_factory, "empty", prepare)


def _made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first of the processes that test makes, and all of them copy."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".making")
            making.mkdir()
            make(making)
            making.rename(folder)
    return folder


@pytest.fixture(scope="session")
def retriever(app: "App") -> "Retriever":
    return app.retriever
