"""The vector index: one Chroma collection for each Collection, and nothing from anywhere else."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.vectors import Vectors
from tests.retrieval.parts import indexed, passage, vector


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    index = Vectors.embedded(tmp_path / "chroma", "store")
    yield index
    index.close()


def add(index: Vectors, *texts: str, collection: str = "c", generation: int | None = 1) -> None:
    added = [indexed(passage(text, text, collection=collection)) for text in texts]
    index.apply(collection, (), added, generation)


def test_the_nearest_passage_comes_first_with_its_cosine(vectors: Vectors) -> None:
    add(vectors, *(f"text {n}" for n in range(250)))

    results = vectors.search("c", vector("text 7"), 3)

    assert results[0][0] == "text 7"
    assert results[0][1] == pytest.approx(1.0, abs=1e-4)
    assert results[1][1] == pytest.approx(float(np.dot(vector("text 7"), vector(results[1][0]))), abs=1e-4)
    assert [score for _, score in results] == sorted((score for _, score in results), reverse=True)


def test_collections_do_not_see_each_other_even_with_names_that_look_alike(vectors: Vectors) -> None:
    names = ["a b", "a-b", "a/b", "Ünïcode", "x" * 300, "..", "default"]
    for name in names:
        add(vectors, f"only in {name}", collection=name)

    for name in names:
        assert [i for i, _ in vectors.search(name, vector("q"), 10)] == [f"only in {name}"]
    assert vectors.search("other", vector("q"), 10) == []
    assert vectors.generations() == dict.fromkeys(names, 1)


def test_retired_passages_are_not_found_again(vectors: Vectors) -> None:
    add(vectors, "one", "two")
    vectors.apply("c", ["one", "never there"], (), 2)

    assert [i for i, _ in vectors.search("c", vector("one"), 10)] == ["two"]
    assert vectors.generations() == {"c": 2}
    assert vectors.generation("c") == 2
    assert vectors.size("c") == 1


def test_a_generation_is_noted_only_where_it_is_given(vectors: Vectors) -> None:
    add(vectors, "one", generation=None)

    assert vectors.generations() == {"c": 0}


def test_more_results_than_passages_are_no_error(vectors: Vectors) -> None:
    add(vectors, "one")

    assert len(vectors.search("c", vector("one"), 50)) == 1
    assert vectors.search("c", vector("one"), 0) == []


def test_an_index_of_another_store_is_emptied(tmp_path: Path) -> None:
    first = Vectors.embedded(tmp_path / "chroma", "one")
    add(first, "a plan")
    first.close()

    second = Vectors.embedded(tmp_path / "chroma", "two")

    assert second.generations() == {}
    assert second.search("c", vector("a plan"), 5) == []
    second.close()


def test_chroma_is_told_to_send_no_telemetry_and_has_no_embedding_function(vectors: Vectors) -> None:
    add(vectors, "one")
    client = vectors._client

    assert client.get_settings().anonymized_telemetry is False
    (collection,) = client.list_collections()
    hnsw = collection.configuration["hnsw"]
    assert hnsw is not None
    assert hnsw["space"] == "cosine"
    assert collection.configuration["embedding_function"] is None
