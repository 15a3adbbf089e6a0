"""A question is understood in the corpus's own spelling, by the words that carry its topic."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.late import VECTOR, WIDTH, Query
from retrieval.query import Term, Understood, Vocabulary, understand
from retrieval.search import Retriever
from retrieval.spelling import as_spelled
from retrieval.words import stem


def asked(text: str, known: Mapping[str, int] = {}, similar: Mapping[str, Sequence[str]] = {}) -> Understood:
    """Understood with one token a character, against a corpus of a hundred passages that hold these words."""
    counts = {stem(word): count for word, count in known.items()}
    query = Query(
        np.zeros(VECTOR, np.float32),
        np.zeros((len(text), WIDTH), np.float32),
        tuple((i, i + 1) for i in range(len(text))),
    )
    return understand(
        text,
        lambda _: query,
        Vocabulary(
            size=100,
            frequency=lambda words: {word: counts.get(stem(word), 0) for word in words},
            similar=lambda word: similar.get(word, ()),
        ),
    )


def term(understood: Understood, word: str) -> Term:
    (found,) = [t for t in understood.terms if t.word == word]
    return found


def terms(retriever: Retriever, text: str, collection: str = "default") -> dict[str, Term]:
    return {t.word: t for t in retriever.understand(text, (collection,)).terms}


def test_a_name_with_an_apostrophe_is_one_word() -> None:
    assert [t.word for t in asked("Did O’Dwyer's crew leave?").terms] == ["o'dwyer", "crew", "leave"]


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    understood = asked(text)

    assert all(0 <= t.weight <= 1 for t in understood.terms)
    assert all(0 <= t.start < t.end <= len(text) for t in understood.terms)
    assert not text or understood.token_weights.sum() == pytest.approx(1, abs=1e-3)


def test_words_about_the_sources_carry_no_weight() -> None:
    understood = asked("What do the articles say about the flood?")

    assert [t.word for t in understood.terms] == ["flood"]
    held = {understood.text[i] for i, weight in enumerate(understood.token_weights) if weight}
    assert held == set("flood")


def test_words_about_the_sources_carry_the_topic_where_nothing_else_does() -> None:
    assert [t.word for t in asked("Which documents are there?").terms] == ["documents"]
    assert [t.word for t in asked("What is it?").terms] == ["what", "is", "it"]


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    understood = asked("Did the council test the generator?", {"council": 60, "test": 20, "generator": 1})

    council, test, generator = (term(understood, word).weight for word in ("council", "test", "generator"))
    assert generator > test > council > 0


def test_a_name_is_told_from_the_word_that_opens_the_question() -> None:
    understood = asked("Flood defences at Lower Mill in 2023? NHS staff told GOV.UK so.")

    named = {t.word for t in understood.terms if t.named}
    assert named == {"lower", "mill", "2023", "nhs", "gov", "uk"}


def test_a_misspelt_word_is_read_as_the_corpus_spells_it() -> None:
    understood = asked("Who chaired the inqiry?", {"inquiry": 4}, {"inqiry": ["inquiry"]})

    assert term(understood, "inqiry").variants == ("inquiry",)
    assert stem("inquiry") in term(understood, "inqiry").forms
    assert term(understood, "inqiry").known


def test_a_word_that_the_corpus_has_is_not_read_as_another() -> None:
    understood = asked("Which meals are free?", {"meals": 4}, {"meals": ["metals"]})

    assert "metals" not in term(understood, "meals").variants


def test_a_phrase_is_one_term_and_stands_for_words_that_say_the_same() -> None:
    understood = asked("Was the grant bid turned down?", {"grant": 3, "bid": 2, "rejected": 1}, {})

    assert [t.word for t in understood.terms] == ["grant", "bid", "turned"]
    assert stem("rejected") in term(understood, "turned").forms
    assert understood.text[understood.terms[-1].start : understood.terms[-1].end] == "turned down"


def test_what_is_contracted_and_what_sort_it_is_carry_no_topic() -> None:
    understood = asked("What kind of wall did they say it'd be?", {"wall": 3}, {})

    assert [t.word for t in understood.terms] == ["wall"]


def test_a_short_word_and_a_number_are_not_read_as_others() -> None:
    understood = asked("Is the wall of 20231 dry?", {}, {"wall": ["walk"], "20231": ["20232"]})

    assert term(understood, "wall").variants == ()
    assert term(understood, "20231").variants == ()


def test_a_name_that_is_there_is_also_found_misspelt_by_one_letter() -> None:
    understood = asked(
        "What did Priyanka say?", {"priyanka": 2}, {"priyanka": ["prianka", "briyanka", "piyanko"]}
    )

    assert term(understood, "priyanka").variants == ("prianka",)


def test_two_words_are_found_written_as_one() -> None:
    understood = asked("Who runs the data center?", {"datacentre": 1, "data": 9})

    assert "datacentre" in term(understood, "data").variants
    assert stem("datacentre") in term(understood, "center").forms


def test_one_word_is_found_written_as_two() -> None:
    understood = asked("Where is the sandbag?", {"sand": 3, "bag": 3}, {"sandbag": ["sand bag"]})

    assert {"sand", "bag"} <= term(understood, "sandbag").forms
    assert term(understood, "sandbag").known


def test_words_that_stand_for_one_another_count_as_one() -> None:
    assert stem("inquiry") in term(asked("What caused the investigation?"), "investigation").forms


def test_an_unknown_name_is_known_to_be_missing() -> None:
    missing = term(asked("Who is Zebulon?"), "zebulon")

    assert missing.named
    assert not missing.known
    assert missing.forms == {stem("zebulon")}
    assert missing.weight > 0.9


def test_a_question_without_words_has_no_terms() -> None:
    understood = asked("…?!")

    assert understood.terms == ()
    assert understood.weight == 1
    assert understood.token_weights.sum() == pytest.approx(1)


# With the corpus itself


def test_humphrey_and_its_misspelling_stand_for_each_other(retriever: Retriever) -> None:
    right, wrong = terms(retriever, "What is Humphrey?"), terms(retriever, "What is Humprey?")

    assert right["humphrey"].forms == wrong["humprey"].forms == {"humphrey", "humprey"}


@pytest.mark.parametrize(
    ("question", "word", "form"),
    [
        ("Who will modernise it?", "modernise", "modernis"),
        ("Who will modernize it?", "modernize", "modernis"),
        ("What of defence?", "defence", "defenc"),
        ("What of defense?", "defence", "defenc"),
        ("Which data center?", "centre", "datacentr"),
        ("Which data centre?", "centre", "datacentr"),
        ("Which datacenters?", "datacenters", "datacentr"),
    ],
)
def test_british_and_american_questions_find_the_same_word(
    retriever: Retriever, question: str, word: str, form: str
) -> None:
    found = terms(retriever, question)[word]

    assert form in found.forms
    assert found.known


def test_only_the_words_of_the_collections_asked_are_known(retriever: Retriever) -> None:
    assert terms(retriever, "Who is Priya Nair?", "town")["priya"].known
    assert not terms(retriever, "Who is Priya Nair?", "default")["priya"].known


def test_a_question_in_another_language_is_understood_in_english(retriever: Retriever) -> None:
    assert {"cost", "floods"} <= terms(retriever, "Faint fydd cost y wal llifogydd?", "town").keys()
    assert "repair" in terms(retriever, "¿Cuánto costará la reparación del muro?", "town")


def spelled(text: str, known: Mapping[str, int], similar: Mapping[str, Sequence[str]]) -> str:
    vocabulary = Vocabulary(
        100,
        lambda words: {word: known.get(word, 0) for word in words},
        lambda word: similar.get(word, ()),
    )
    return as_spelled(text, vocabulary)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Which organizations signed?", "Which organisations signed?"),
        ("What is the Program for zones?", "What is the Programme for zones?"),
        ("Who won the prize?", "Who won the prize?"),
        ("Are datacentres planned?", "Are data centre planned?"),
        ("Is Denmark mentioned?", "Is Denmark mentioned?"),
        ("How many pasengers came?", "How many passengers came?"),
        ("Is stamrer new?", "Is stamrer new?"),  # what is near it is no English word
        ("wich bank did it, adn wehre?", "which bank did it, adn where?"),
        ("Waht did mr Wich say abot Wen?", "What did mr Wich say about Wen?"),
        ("What did Gorden Flecher say?", "What did Gordon Fletcher say?"),
        ("Is ACME Prize won?", "Is ACME Prize won?"),
        ("What did Gorden say?", "What did Gorden say?"),  # of one word alone: it may be another's name
        ("What did Gorden Marsh say?", "What did Gorden Marsh say?"),
        ("What did Gorden Harpur say?", "What did Gorden Harpur say?"),  # the corpus has two of them
        ("", ""),
    ],
)
def test_the_model_reads_a_question_as_the_corpus_would_spell_it(question: str, read: str) -> None:
    near = {"datacentres": ["data centre"], "denmark": ["remark"], "pasengers": ["passengers"]}
    near |= {"stamrer": ["starmer"], "gorden": ["gordon"], "flecher": ["fletcher"]}
    near |= {"harpur": ["harper", "harpus"]}

    assert (
        spelled(question, {"organisations": 3, "prize": 1, "acme": 1, "organizations": 3, "program": 2}, near)
        == read
    )


@pytest.mark.parametrize("aside", ["so far", "to date", "at the moment"])
def test_what_is_said_of_the_time_of_asking_is_no_topic(aside: str) -> None:
    assert [t.word for t in asked(f"How much has it paid {aside}?").terms] == ["paid"]
