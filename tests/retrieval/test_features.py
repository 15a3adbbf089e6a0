"""A question's words are found in passages by number as they are word by word."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus import Passage
from retrieval.features import matches, wording
from retrieval.late import VECTOR, WIDTH, Query, pack, reading
from retrieval.lexis import lexis
from retrieval.query import Understood, Vocabulary, understand
from retrieval.rows import Indexed
from retrieval.sentences import sentences
from retrieval.words import held, stems
from tests.retrieval.parts import passage

WORDS = ["flood", "wall", "data", "centre", "datacentre", "The", "not", "rains.", "of", "plans", "café", "\n"]
texts = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


def asked(text: str) -> Understood:
    vocabulary = Vocabulary(100, lambda words: dict.fromkeys(words, 3), lambda _: ["wall", "data centre"])
    query = Query(np.ones(VECTOR, np.float32), np.ones((1, WIDTH), np.float32), ((0, len(text)),))
    return understand(text, lambda _: query, vocabulary)


def share(question: Understood, stems_here: frozenset[str]) -> float:
    return sum(t.weight for t in question.terms if t.forms & stems_here) / question.weight


def side_by_side(question: Understood, here: Sequence[str]) -> float:
    near = {*pairwise(here), *zip(here, here[2:], strict=False)}
    pairs = list(pairwise(question.terms))
    found = [(a, b) for a, b in pairs if any((x, y) in near for x in a.forms for y in b.forms)]
    total = sum(a.weight + b.weight for a, b in pairs)
    return sum(a.weight + b.weight for a, b in found) / total if total else 0.0


@given(st.lists(st.tuples(texts, texts), max_size=4), texts)
def test_words_found_by_number_are_those_found_word_by_word(
    told: list[tuple[str, str]], question: str
) -> None:
    passages = [passage(text, title=title) for title, text in told]
    sought = asked(question)

    found = wording(sought, [lexis(one) for one in passages]) if passages else []

    for one, said in zip(passages, found, strict=True):
        read = reading(one)
        title, lines = frozenset(stems(read.header)), [held(sentence) for sentence in read.sentences]
        assert said.covered.tolist() == pytest.approx([share(sought, line) for line in lines], abs=1e-5)
        best = max((share(sought, line | title) for line in lines), default=0)
        assert said.coverage == pytest.approx(best, abs=1e-5)
        here = [s for part in (read.header, *read.sentences) for s in stems(part)]
        assert said.phrases == pytest.approx(side_by_side(sought, here), abs=1e-5)


@given(texts)
def test_a_lexis_knows_where_the_sentences_stand(text: str) -> None:
    one = passage(text)

    assert [tuple(span) for span in lexis(one).spans.tolist()] == list(sentences(one.text))


def test_a_matched_line_is_the_sentence_it_speaks_of() -> None:
    one = passage("The wall broke. Homes were flooded.", title="Rain")

    (match,) = matches(asked("Which homes were flooded?"), [stored(one)], [lexis(one)])

    assert [one.text[line.start : line.end] for line in match.lines] == [
        "The wall broke.",
        "Homes were flooded.",
    ]
    assert match.lines[1].coverage == pytest.approx(1)
    assert match.lines[0].coverage == 0


def test_nothing_is_compared_with_nothing() -> None:
    assert matches(asked("Which homes?"), [], []) == []


def stored(one: Passage) -> Indexed:
    states = np.ones((2, VECTOR), np.float32)
    blob = pack(states, np.ones(2, np.bool_), np.array([1, 2], np.uint8), 2)
    return Indexed(one, np.ones(VECTOR, np.float32), blob)
