"""Token states survive the way to the store and back, sentence by sentence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.late import (
    SMALL,
    VECTOR,
    WIDTH,
    Matrix,
    Query,
    Reading,
    States,
    interact,
    pack,
    project,
    reading,
    unpack,
)
from retrieval.sentences import sentences
from tests.retrieval.parts import passage


def rows(count: int, width: int, seed: int = 0) -> Matrix:
    """Unit-length states, drawn."""
    drawn = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=30), st.integers(0, 9))
def test_packed_states_come_back_as_they_were(tokens: list[tuple[int, bool]], seed: int) -> None:
    states = rows(len(tokens), VECTOR, seed) if tokens else np.zeros((0, VECTOR), dtype=np.float32)
    sentence = np.array(sorted(number for number, _ in tokens), dtype=np.uint8)
    keep = np.array([kept for _, kept in tokens], dtype=np.bool_)

    back = unpack(pack(states, keep, sentence, 4))

    assert back.sentence.tolist() == sentence[keep].tolist()
    assert back.tokens.shape == (keep.sum(), WIDTH)
    assert np.allclose(back.tokens / 127, project(states[keep]), atol=0.5 / 127 + 1e-6)
    for number in range(4):
        inside = states[sentence == number + 1]
        kept = back.sentences[number].astype(np.float32)
        if len(inside):
            mean = inside.mean(axis=0)
            assert kept @ mean / np.linalg.norm(kept) / np.linalg.norm(mean) == pytest.approx(1, abs=0.001)
        else:
            assert not kept.any()


def test_a_text_without_sentences_packs_to_next_to_nothing() -> None:
    none = np.zeros(0)

    blob = pack(rows(1, VECTOR)[:0], none.astype(np.bool_), none.astype(np.uint8), 0)

    assert len(blob) == 4
    assert len(unpack(blob).tokens) == len(unpack(blob).sentences) == 0


@pytest.mark.parametrize("change", [-1, 1, -400])
def test_a_blob_of_another_shape_is_refused(change: int) -> None:
    blob = pack(rows(3, VECTOR), np.ones(3, np.bool_), np.array([1, 1, 2], np.uint8), 2)

    with pytest.raises(ValueError, match="ingest the corpus again"):
        unpack(blob[:change] if change < 0 else blob + bytes(change))


@given(st.text(st.characters(exclude_characters="\n")), st.lists(st.text(min_size=1)))
def test_sentences_of_a_reading_start_where_it_says(header: str, lines: list[str]) -> None:
    read = Reading(header, tuple(lines))

    assert [
        read.text[start : start + len(line)] for start, line in zip(read.starts(), lines, strict=True)
    ] == lines


def test_a_reading_has_one_line_for_each_sentence_of_the_passage() -> None:
    text = "The wall broke.[1] Homes were flooded.\r\n• Bring boots."

    read = reading(passage(text))

    assert list(read.sentences) == [text[start:end] for start, end in sentences(text)]


def test_a_passage_in_another_language_is_read_in_english() -> None:
    read = reading(passage("La reparación cuesta mucho. El río subió.", language="es"))

    assert len(read.sentences) == 2
    assert "repair" in read.sentences[0]
    assert "river" in read.sentences[1]


def states(sentence: list[int], tokens: Matrix, means: Matrix) -> States:
    return States(
        np.array(sentence, np.uint8),
        np.rint(tokens * 127).astype(np.int8),
        np.rint(means * 127).astype(np.int8),
    )


def question(tokens: Matrix, vector: Matrix) -> Query:
    return Query(vector, tokens, tuple((i, i + 1) for i in range(len(tokens))))


def test_a_question_is_closest_to_the_sentence_that_holds_its_words() -> None:
    words, means = rows(4, WIDTH), rows(2, VECTOR, 1)

    (found,) = interact(
        question(words[2:], means[1]), np.full(2, 0.5, np.float32), [states([1, 1, 2, 2], words, means)]
    )

    assert found.lines[1] == pytest.approx(1, abs=0.02) == found.whole
    assert found.lines[0] < 0.6
    assert found.meanings[1] == pytest.approx(1, abs=0.02)


def test_words_in_two_neighbouring_sentences_are_found_as_a_pair() -> None:
    words, means = rows(3, WIDTH), rows(3, VECTOR, 1)

    (found,) = interact(
        question(words[:2], means[0]), np.full(2, 0.5, np.float32), [states([1, 2, 3], words, means)]
    )

    assert found.pair == pytest.approx(1, abs=0.02)
    assert found.lines.max() < 0.8


def test_a_word_without_weight_brings_nothing() -> None:
    words, means = rows(2, WIDTH), rows(2, VECTOR, 1)

    asked = question(words, means[0])

    (found,) = interact(asked, np.array([0, 1], np.float32), [states([1, 2], words, means)])

    assert found.lines[1] == pytest.approx(1, abs=0.02)
    assert found.lines[0] < 0.6


def test_a_passage_without_sentences_is_close_to_nothing() -> None:
    (found,) = interact(
        question(rows(2, WIDTH), rows(1, VECTOR)[0]),
        np.full(2, 0.5, np.float32),
        [unpack(pack(rows(1, VECTOR)[:0], np.zeros(0, np.bool_), np.zeros(0, np.uint8), 0))],
    )

    assert (found.whole, found.pair, len(found.lines), len(found.meanings)) == (0, 0, 0, 0)


@given(st.lists(st.lists(st.integers(0, 3), max_size=6), max_size=5), st.integers(1, 4), st.integers(0, 9))
def test_passages_compared_together_are_compared_as_each_alone(
    passages: list[list[int]], asked: int, seed: int
) -> None:
    every = [
        states(sorted(places), rows(len(places), WIDTH, seed + n), rows(3, VECTOR, seed + n))
        for n, places in enumerate(passages)
    ]
    query = question(rows(asked, WIDTH, seed + 50), rows(1, VECTOR, seed)[0])
    weights = np.full(asked, 1 / asked, np.float32)

    together = interact(query, weights, every)

    assert len(together) == len(every)
    for one, states_of_one in zip(together, every, strict=True):
        (alone,) = interact(query, weights, [states_of_one])
        assert (one.whole, one.pair) == pytest.approx((alone.whole, alone.pair), abs=1e-5)
        assert np.allclose(one.lines, alone.lines, atol=1e-5)
        assert np.allclose(one.meanings, alone.meanings, atol=1e-5)


def test_a_comparison_too_large_for_one_piece_comes_out_the_same() -> None:
    words, means = rows(2 * SMALL // WIDTH, WIDTH), rows(1, VECTOR, 1)
    query = question(words[-2:], means[0])

    (found,) = interact(query, np.full(2, 0.5, np.float32), [states([1] * len(words), words, means)])

    assert found.whole == pytest.approx(1, abs=0.02)
