"""What the corpus explains of its abbreviations is known of a question too, and nothing else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.abbreviations import Abbreviations, Explained, abbreviations, bodies, explained, well_known
from retrieval.keywords import Keywords
from retrieval.words import topical
from tests.retrieval.parts import indexed, passage

FERRIES = "The Department for Coastal Transport (DCT) runs ferries."


@pytest.fixture
def keywords(tmp_path: Path) -> Iterator[Keywords]:
    index = Keywords(tmp_path / "keywords.sqlite", "store")
    yield index
    index.close()


def hold(index: Keywords, *texts: str, collection: str = "c") -> Abbreviations:
    index.apply(collection, (), [indexed(passage(t, t, collection=collection)) for t in texts], 1)
    return index.abbreviations((collection,))


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        (
            "the new Department for Science, Innovation and Technology (DSIT) said",
            "dsit",
            "Department for Science Innovation and Technology",
        ),
        ("DCT (the Department for Coastal Transport) will", "dct", "Department for Coastal Transport"),
        ("a memorandum of understanding (MoU) and", "mou", "memorandum of understanding"),
        ("large language models (LLMs)", "llm", "large language models"),
        ("HM Revenue and Customs (HMRC)", "hmrc", "HM Revenue and Customs"),
        ("Environment, Food & Rural Affairs (“EFRA”)", "efra", "Environment Food Rural Affairs"),
    ],
)
def test_an_abbreviation_is_known_from_where_it_is_explained(text: str, short: str, long: str) -> None:
    assert list(explained(text)) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "They met in Leeds (UK) and in Paris (France)",
        "Information Technology (IT) was discussed",  # as a word of a question, "it" is anything
        "A plan for ports. Coastal towns (DCT) wait",
    ],
)
def test_words_in_brackets_that_are_not_spelled_by_those_before_them_explain_nothing(text: str) -> None:
    assert list(explained(text)) == []


@given(st.text(), st.text())
def test_any_text_can_be_read_for_abbreviations(text: str, question: str) -> None:
    found = abbreviations(Explained(short, long, in_capitals=True) for short, long in explained(text))

    for asked in (question, *(short for short, _ in explained(text))):
        assert len(found.both(asked)) >= len(asked)


def test_a_question_with_either_form_is_asked_with_both(keywords: Keywords) -> None:
    known = hold(keywords, FERRIES)

    both = "Does the Department for Coastal Transport (dct) pay?"
    assert known.both("Does the Department for Coastal Transport pay?") == both
    assert known.both("Does the DCT pay?") == "Does the Department for Coastal Transport (DCT) pay?"
    assert known.both(both) == both
    assert known.both("Who pays?") == "Who pays?"


def test_one_that_stands_for_two_things_stands_for_neither(keywords: Keywords) -> None:
    known = hold(keywords, "The Metropolitan Police (MP) came.", "A Member of Parliament (MP) left.")

    for question in ("Who is the MP?", "Did the Metropolitan Police come?"):
        assert known.both(question) == question


def test_one_that_is_an_ordinary_word_too_is_left_alone(keywords: Keywords) -> None:
    known = hold(keywords, "The National Institute for Clinical Excellence (NICE) met.", "A nice day.")

    assert known.both("What did NICE say?") == "What did NICE say?"


def test_they_go_with_the_passage_that_explains_them_and_stay_in_their_collection(keywords: Keywords) -> None:
    hold(keywords, FERRIES)

    assert hold(keywords, "No ferries.", collection="other").longs == {}
    keywords.apply("c", [FERRIES], (), 2)
    assert keywords.abbreviations(("c",)).longs == {}


# What everybody in government knows


def test_tfl_is_found_where_only_transport_for_london_is_written(keywords: Keywords) -> None:
    known = hold(keywords, "Transport for London had to ask for a loan.")

    assert known.both("What did TfL ask for?") == "What did Transport for London (TfL) ask for?"


def test_a_short_form_stays_where_the_corpus_has_no_such_body(keywords: Keywords) -> None:
    known = hold(keywords, "Transport in London is run by the council.")

    assert known.both("What did HMRC ask for?") == "What did HMRC ask for?"


def test_what_the_corpus_itself_explains_goes_first(keywords: Keywords) -> None:
    known = hold(
        keywords,
        "The National Audit Office met. The Northern Arts Orchestra (NAO) played.",
    )

    assert "Northern Arts Orchestra" in known.both("Who leads the NAO?")
    assert "Audit" not in known.both("Who leads the NAO?")


def test_every_short_form_in_the_list_stands_for_one_thing_of_several_words() -> None:
    every = frozenset(word for _, long in bodies() for word in topical(long))
    shorts = [short for short, _ in bodies()]

    assert len(shorts) == len(set(map(str.lower, shorts))) > 80
    assert {one.short for one in well_known(every, frozenset())} == set(map(str.lower, shorts))
    assert all(one.is_clear for one in well_known(every, frozenset()))
