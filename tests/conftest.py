"""Parts that take seconds to make, made once and only where a test asks for them."""

from collections.abc import Iterator

import pytest

from retrieval.embeddings import LocalModel
from retrieval.ingest import ingest
from retrieval.search import Retriever
from retrieval.store import Store
from tests.shelf import SEEDS, TOWN


@pytest.fixture(scope="session")
def local_model() -> LocalModel:
    """The packaged model."""
    return LocalModel(threads=1)


@pytest.fixture(scope="session")
def retriever(local_model: LocalModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    """Over the five articles in "default" and the papers of a small town in "town". Not to be changed."""
    store = Store.open(
        tmp_path_factory.mktemp("shelf"), embedding=local_model.identity, dimensions=local_model.dimensions
    )
    try:
        ingest(store, local_model, [SEEDS])
        ingest(store, local_model, [TOWN], collection="town")
        yield Retriever(store=store, model=local_model)
    finally:
        store.close()
