"""The keyword index: finds words in any inflection, counts them, and follows what it is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.keywords import Keywords
from tests.retrieval.parts import indexed, passage


@pytest.fixture
def keywords(tmp_path: Path) -> Iterator[Keywords]:
    index = Keywords(tmp_path / "keywords.sqlite", "store")
    yield index
    index.close()


def add(index: Keywords, *texts: str, collection: str = "c", language: str = "en") -> None:
    added = [indexed(passage(text, text, collection=collection, language=language)) for text in texts]
    index.apply(collection, (), added, 1)


def found(index: Keywords, *words: str, collection: str = "c") -> list[str]:
    return [name for name, _ in index.search(collection, words, 10)]


def test_a_word_is_found_in_any_inflection_and_in_both_spellings(keywords: Keywords) -> None:
    add(keywords, "Councils organized it", "Defence spending", "Nothing of note")

    assert found(keywords, "organises", "council") == ["Councils organized it"]
    assert found(keywords, "defense") == ["Defence spending"]


def test_the_passage_with_the_rarer_words_is_first_and_scores_are_positive(keywords: Keywords) -> None:
    add(keywords, "tax and housing", "tax and schools", "tax only here", "rain", "snow", "hail", "wind")

    results = keywords.search("c", ["tax", "housing"], 10)

    assert results[0][0] == "tax and housing"
    assert len(results) == 3
    assert all(score > 0 for _, score in results)


def test_a_document_is_known_to_hold_what_stands_in_any_of_its_passages(keywords: Keywords) -> None:
    texts = {"d1.0.0": "The trust pays", "d1.0.1": "Ferries of Selby", "d2.0.0": "The trust of Wick"}
    keywords.apply("c", (), [indexed(passage(text, name, collection="c")) for name, text in texts.items()], 1)

    assert keywords.held("c", "d1", ["selbi", "trust", "wick"]) == {"selbi", "trust"}
    assert keywords.held("c", "d2", ["selbi", "trust", "wick"]) == {"trust", "wick"}
    assert keywords.held("c", "d", ["trust"]) == keywords.held("other", "d1", ["trust"]) == frozenset()


def test_accents_and_apostrophes_are_folded(keywords: Keywords) -> None:
    add(keywords, "La accesibilidad según él", "The minister’s plan")

    assert found(keywords, "segun") == ["La accesibilidad según él"]
    assert found(keywords, "minister") == ["The minister’s plan"]


def test_a_foreign_passage_is_found_by_its_english_gloss(keywords: Keywords) -> None:
    add(keywords, "El gobierno mejorará la accesibilidad", "The weather is fine", language="es")

    assert found(keywords, "government") == ["El gobierno mejorará la accesibilidad"]


def test_compounds_are_found_by_their_parts_together(keywords: Keywords) -> None:
    add(keywords, "GPT-4o runs it", "four or 4o of them")

    assert found(keywords, "gpt-4o") == ["GPT-4o runs it"]


@given(st.lists(st.text(max_size=12), max_size=5))
def test_no_word_is_read_as_syntax(words: list[str]) -> None:
    index = Keywords(Path(":memory:"), "store")
    add(index, "a plain passage")

    index.search("c", words, 5)
    index.frequency("c", words)
    index.close()


@pytest.mark.parametrize(
    "word", ['"', "NEAR(a b)", "body:plain", "a* OR b", "plain) OR (x", "-", "^", "'", "\x00", ""]
)
def test_query_syntax_is_only_text(keywords: Keywords, word: str) -> None:
    add(keywords, "something else")

    assert found(keywords, word) == []


def test_collections_do_not_see_each_other(keywords: Keywords) -> None:
    add(keywords, "a secret plan", collection="one")
    add(keywords, "an open plan", collection="two")

    assert found(keywords, "plan", collection="two") == ["an open plan"]
    assert found(keywords, "secret", collection="two") == []
    assert found(keywords, "plan", collection="three") == []
    assert keywords.frequency("two", ["secret", "plan"]) == {"secret": 0, "plan": 1}
    assert keywords.terms("three") == {}


def test_a_word_that_most_passages_hold_does_not_hide_the_others(keywords: Keywords) -> None:
    add(keywords, *(f"plan number {n} about a thing" for n in range(1, 10)), "zebra plan")

    assert found(keywords, "plan", "zebra") == ["zebra plan"]
    assert len(found(keywords, "plan")) == 10


@pytest.mark.slow
def test_among_many_passages_the_rarest_words_choose_what_is_ranked(keywords: Keywords) -> None:
    plain = [f"tax number {n}" for n in range(3000)] + [f"cost number {n}" for n in range(3000)]
    both = [f"tax and cost {n}" for n in range(2600)]
    rest = [f"rain {n}" for n in range(3000)]
    add(keywords, *plain, *both, *rest, "tax of the zebra")

    assert found(keywords, "tax", "zebra")[0] == "tax of the zebra"
    assert all(name.startswith("tax and cost") for name in found(keywords, "tax", "cost"))
    assert len(found(keywords, "tax")) == 10
    assert len(found(keywords, "tax", "cost", "absent")) == 10


def test_frequencies_and_sizes_follow_every_change(keywords: Keywords) -> None:
    add(keywords, "one plan", "two plans")
    keywords.apply("c", ["one plan"], [indexed(passage("three planes", "three"))], 2)

    assert keywords.size("c") == 2
    assert keywords.frequency("c", ["plan", "one", "planes"]) == {"plan": 1, "one": 0, "planes": 1}
    assert keywords.terms("c") == {"two": 1, "plans": 1, "three": 1, "planes": 1}
    assert keywords.generations() == {"c": 2}


def test_the_same_passage_again_is_counted_once(keywords: Keywords) -> None:
    for _ in range(3):
        add(keywords, "one plan")

    assert keywords.size("c") == 1
    assert keywords.terms("c") == {"one": 1, "plan": 1}


def test_a_dropped_collection_is_gone_and_may_come_back(keywords: Keywords) -> None:
    add(keywords, "one plan")
    keywords.drop("c")
    keywords.drop("never there")

    assert found(keywords, "plan") == []
    assert keywords.generations() == {}
    add(keywords, "two plans")
    assert found(keywords, "plan") == ["two plans"]


@pytest.mark.parametrize(
    ("word", "variants"),
    [
        ("humphrey", ["humprey"]),
        ("datacentre", ["data centre", "datacentres"]),
        ("datacenter", ["data centre", "datacentres"]),
        ("plan", []),
        ("cat", []),
    ],
)
def test_spelling_variants(keywords: Keywords, word: str, variants: list[str]) -> None:
    add(
        keywords,
        "Humprey helps",
        "a data centre here",
        "two datacentres",
        "planet and cart",
        "centre of data",
    )

    assert [variant for variant, _ in keywords.similar("c", word)] == variants


def test_the_words_of_passages_are_kept_by_sentence(keywords: Keywords) -> None:
    add(keywords, "One plan. Two walls.")

    known = keywords.lexes("c", ["One plan. Two walls.", "gone"])

    assert list(known) == ["One plan. Two walls."]
    assert known["One plan. Two walls."].spans.tolist() == [[0, 9], [10, 20]]
    assert keywords.lexes("never there", ["x"]) == {}


def test_an_index_of_another_store_is_emptied(tmp_path: Path) -> None:
    first = Keywords(tmp_path / "k.sqlite", "one")
    add(first, "a plan")
    first.close()

    second = Keywords(tmp_path / "k.sqlite", "two")

    assert second.generations() == {}
    assert found(second, "plan") == []
    second.close()
