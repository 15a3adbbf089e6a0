"""Questions about a topic as such, and the ones that are suggested."""

import pytest

from bot.selection.about import suggestions, tells_of, topic_of
from retrieval.corpus import Found, Kind, Passage
from tests.retrieval.parts import passage


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What do the sources say about school meals?", "school meals"),
        ("What do these two articles say about Lower Mill", "Lower Mill"),
        ("What is known about the pump?", "the pump"),
        ("Is there anything about bins?", ""),
        ("What is said about nuts?", "nuts"),
        ("Tell me more about Priya Nair!", "Priya Nair"),
        ("Please summarise what is said about the flood.", "the flood"),
        ("Summarize the flood", "the flood"),
        ("Brief me on GOV.UK Chat?", "GOV.UK Chat"),
        ("What about buses?", "buses"),
        ("Summarise the flood in two sentences, please.", "the flood"),
        ("Give me a short summary of the flood, in plain English", "the flood"),
        ("An overview of the flood in no more than 50 words?", "the flood"),
        ("Summarise progress in short sections of the report", "progress in short sections of the report"),
        ("What did the cook say about nuts?", ""),
        ("Who chaired the inquiry?", ""),
        ("", ""),
    ],
)
def test_the_topic_of_a_question_about_a_topic(question: str, topic: str) -> None:
    assert topic_of(question) == topic


def test_a_sentence_tells_of_a_topic_whose_every_word_it_holds() -> None:
    assert tells_of("Free meals are offered at every school.", "school meals")
    assert not tells_of("Free meals are offered.", "school meals")
    assert not tells_of("The of and.", "the of")


def found(text: str, *, kind: Kind = Kind.BODY, language: str = "en") -> Found:
    whole = passage(text, language=language)
    return Found(
        Passage(
            id=text,
            document_id="d",
            collection="default",
            document="d.txt",
            title="",
            date=None,
            heading="",
            start=0,
            end=whole.end,
            text=text,
            language=language,
            kind=kind,
        ),
        0.9,
    )


def test_names_in_the_passages_found_are_suggested() -> None:
    hits = [found("The inquiry was chaired by Dame Margaret Osei. The pump at Lower Mill failed.")]

    assert suggestions("Who is the mayor?", hits) == (
        "What do the sources say about Dame Margaret Osei?",
        "What do the sources say about Lower Mill?",
    )


def test_a_name_keeps_its_article_but_not_that_of_another_word() -> None:
    hits = [found("It was signed by the Lower Mill Trust. They met in the Castle Street rooms of a Mr Osei.")]

    assert suggestions("Who is the mayor?", hits) == (
        "What do the sources say about the Lower Mill Trust?",
        "What do the sources say about Castle Street?",
        "What do the sources say about a Mr Osei?",
    )


def test_a_name_that_takes_an_article_gets_it_where_another_word_stands_before_it() -> None:
    hits = [
        found("It is home to the county’s Tidal Energy Authority. Talks with the United Kingdom team failed.")
    ]

    assert suggestions("Who is the mayor?", hits) == (
        "What do the sources say about the Tidal Energy Authority?",
        "What do the sources say about the United Kingdom?",
    )


def test_no_more_suggestions_than_asked_for_and_none_twice() -> None:
    hits = [
        found("The pump at Lower Mill failed. They met at Lower Mill again."),
        found("The plan of Mill Lane and Castle Street and Bridge Road failed."),
    ]

    offered = suggestions("Who is the mayor?", hits)

    assert len(offered) == len(set(offered)) == 3
    assert len(suggestions("Who is the mayor?", hits, most=1)) == 1


def test_what_was_asked_is_not_suggested() -> None:
    assert suggestions("Who works at Lower Mill?", [found("The pump at Lower Mill failed.")]) == ()


@pytest.mark.parametrize(
    "hit",
    [
        found("Read more about the pump at Lower Mill.", kind=Kind.FURNITURE),
        found("La bomba de Lower Mill ha fallado hoy.", language="es"),
        found("Photo: Lower Mill"),
    ],
)
def test_furniture_other_languages_and_headings_suggest_nothing(hit: Found) -> None:
    assert suggestions("Who is the mayor?", [hit]) == ()
