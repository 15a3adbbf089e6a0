"""The packaged model gives what it gave when it was checked, one text at a time or many."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from retrieval.embeddings import (
    BATCH_TOKENS,
    WEIGHTS_SHA256,
    LocalEmbeddings,
    LocalModel,
    ModelFileError,
    checked,
)
from retrieval.late import VECTOR, WIDTH, Reading, unpack

TEXTS = (
    "The flood wall broke at Lower Mill.",
    "",
    "School meals cost £2.30 each. " * 20,
    "El río subió.",
    "🙂 …",
)


def read(text: str) -> Reading:
    return Reading("", (text,))


def test_the_model_says_which_weights_it_has(local_model: LocalModel) -> None:
    assert local_model.identity == f"all-MiniLM-L6-v2-int8:{WEIGHTS_SHA256[:8]}"
    assert len(local_model.encode([read("flood")])[0].vector) == local_model.dimensions == VECTOR


def test_other_weights_are_refused_by_name(tmp_path: Path) -> None:
    weights = tmp_path / "model.onnx"
    weights.write_bytes(b"other weights")

    with pytest.raises(ModelFileError, match=r"model\.onnx.*pip install --force-reinstall") as refused:
        checked(weights)

    assert hashlib.sha256(b"other weights").hexdigest()[:12] in str(refused.value)


def test_every_vector_has_unit_length(local_model: LocalModel) -> None:
    vectors = np.array([encoded.vector for encoded in local_model.encode([read(text) for text in TEXTS])])

    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_a_text_alone_has_the_vector_that_it_has_in_a_batch(local_model: LocalModel) -> None:
    together = local_model.encode([read(text) for text in TEXTS])

    for text, encoded in zip(TEXTS, together, strict=True):
        (alone,) = local_model.encode([read(text)])
        # The weights are int8: their scales are drawn over the batch, so the last digits differ.
        assert alone.vector @ encoded.vector > 0.98
        assert unpack(alone.states).sentence.tolist() == unpack(encoded.states).sentence.tolist()


def test_a_question_has_the_vector_of_the_same_text(local_model: LocalModel) -> None:
    (encoded,) = local_model.encode([read("Who chaired the inquiry?")])

    assert local_model.query("Who chaired the inquiry?").vector @ encoded.vector == pytest.approx(1, abs=1e-3)


def test_texts_of_one_meaning_are_nearer_than_others(local_model: LocalModel) -> None:
    flood, water, meal = (
        encoded.vector
        for encoded in local_model.encode(
            [
                read("The town was flooded."),
                read("Water entered the houses."),
                read("Pupils eat lunch at noon."),
            ]
        )
    )

    assert flood @ water > flood @ meal + 0.2


def test_no_texts_give_nothing(local_model: LocalModel) -> None:
    assert local_model.encode([]) == []


def test_each_text_is_reported_once(local_model: LocalModel) -> None:
    heard: list[int] = []

    local_model.encode([read(text) for text in TEXTS], heard.append)

    assert heard == sorted(set(heard))
    assert heard[-1] == len(TEXTS)


def test_ten_thousand_words_are_read_as_far_as_the_model_reads(local_model: LocalModel) -> None:
    (encoded,) = local_model.encode([Reading("Title", ("flood",) * 10_000)])
    states = unpack(encoded.states)

    assert np.linalg.norm(encoded.vector) == pytest.approx(1, abs=1e-5)
    assert len(states.sentences) == 10_000
    assert 200 < len(states.tokens) <= 256
    assert BATCH_TOKENS >= 256


def test_states_stand_in_the_sentence_that_they_come_from(local_model: LocalModel) -> None:
    (encoded,) = local_model.encode([Reading("Floods", ("The wall broke.", "Of the.", "Pupils eat lunch."))])
    states = unpack(encoded.states)

    assert states.sentence.tolist() == [0, 1, 1, 3, 3, 3]
    assert states.tokens.shape == (6, WIDTH)
    assert [bool(mean.any()) for mean in states.sentences] == [True, True, True]


def test_the_word_of_a_question_lies_nearest_to_itself(local_model: LocalModel) -> None:
    (encoded,) = local_model.encode([Reading("", ("The generator failed.", "Pupils eat lunch."))])
    states, query = unpack(encoded.states), local_model.query("Which generator?")

    (row,) = [tokens for tokens, (start, _) in zip(query.tokens, query.offsets, strict=True) if start == 6]
    assert states.sentence[np.argmax(states.tokens @ row)] == 1


@pytest.mark.parametrize("text", ["", " ", "?", "the of and", "🙂", "\x00", "x" * 5000])
def test_any_question_can_be_read(local_model: LocalModel, text: str) -> None:
    query = local_model.query(text)

    assert np.isfinite(query.vector).all()
    assert len(query.tokens) == len(query.offsets)
    assert all(0 <= start <= end <= len(text) for start, end in query.offsets)


def test_langchain_gets_plain_lists_of_numbers(local_model: LocalModel) -> None:
    embeddings = LocalEmbeddings()
    embeddings.model = local_model

    (document,) = embeddings.embed_documents(["The wall broke."])
    assert len(document) == VECTOR
    assert np.array(document) @ np.array(embeddings.embed_query("The wall broke.")) == pytest.approx(
        1, abs=1e-3
    )
    assert embeddings.embed_documents([]) == []
