"""Words are compared without what a spelling, an inflection or a typeface adds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.synonyms import phrases, synonyms
from retrieval.words import content, fold, stem, stems, words


@given(st.text())
def test_any_text_has_words_and_stems(text: str) -> None:
    assert all(words(text))
    assert len(stems(text)) == len(content(text)) <= len(words(text))


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_lone_surrogate_is_no_word() -> None:
    assert words("flood \ud800 wall") == ["flood", "wall"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The council’s café, Óscar's and the pupils' menu",
            ["the", "council", "cafe", "oscar", "and", "the", "pupils", "menu"],
        ),
        ("GOV.UK cut 1,200 jobs", ["gov", "uk", "cut", "1", "200", "jobs"]),
        ("power-hungry data_centre", ["power", "hungry", "data", "centre"]),
        ("Don’t pay", ["don't", "pay"]),
        ("ﬁrst ﬂood", ["first", "flood"]),
        ("Москва и Київ", ["москва", "и", "киів"]),
        ("東京都", ["東京都"]),
        ("…–!?", []),
        ("", []),
    ],
)
def test_the_words_of_a_text(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("center", "centre"),
        ("datacenters", "datacentres"),
        ("modernized", "modernised"),
        ("organization", "organisation"),
        ("analyze", "analyse"),
        ("labor", "labour"),
        ("colors", "colours"),
        ("defense", "defence"),
        ("license", "licence"),
        ("program", "programme"),
        ("traveled", "travelled"),
    ],
)
def test_american_and_british_spellings_have_one_stem(american: str, british: str) -> None:
    assert stem(american) == stem(british)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("elaborate", "labour"),
        ("laboratory", "labour"),
        ("parameter", "metre"),
        ("prize", "price"),
        ("sense", "sent"),
        ("license", "lice"),
        ("entering", "centre"),
        ("water", "waste"),
    ],
)
def test_words_of_different_meaning_keep_different_stems(word: str, other: str) -> None:
    assert stem(word) != stem(other)


def test_words_without_topic_are_left_out_unless_there_are_no_others() -> None:
    assert content("What was the cost of the bridge?") == ["cost", "bridge"]
    assert content("What is this?") == ["what", "is", "this"]


def test_synonyms_go_both_ways_and_a_word_is_none_of_its_own() -> None:
    assert "power" in synonyms("underpins")
    assert "underpin" in synonyms("powering")
    assert "powers" not in synonyms("power")
    assert synonyms("umbrella") == frozenset()


def test_a_phrase_says_the_same_as_a_word() -> None:
    said = "was the bid turned down or was it called off".split()  # noqa: SIM905 - easier to read
    found = {" ".join(said[first:end]): others for first, end, others in phrases(said)}

    assert set(found) == {"turned down", "called off"}
    assert "reject" in found["turned down"]
    assert "cancel" in found["called off"]
    assert list(phrases(["turned", "down"][:1])) == []
