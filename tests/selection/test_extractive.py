"""Selected sentences answer what was asked, in the sources' own words, or say that nothing does."""

import pytest

from bot.domain import Answer, Outcome
from bot.models.extractive import MOST_OF_ALL, Extractive
from bot.selection.answering import MOST_CLOSEST
from retrieval.search import Retriever
from retrieval.sentences import readable
from tests.selection.conftest import Ask, Compose

ANSWERED = (
    (
        "default",
        "How many applications to host a growth zone did the government receive?",
        "200 applications",
    ),
    (
        "default",
        "When had the government asked councils to express interest in growth zones?",
        "In February 2025",
    ),
    ("default", "What does Humphrey do for civil servants?", "admin tasks for civil servants"),
    ("default", "What does Humprey do for civil servants?", "admin tasks for civil servants"),
    ("default", "Who called AI a core technology for nation building?", "Altman"),
    ("default", "How many people work in OpenAI's London office?", "more than 100 people"),
    ("default", "Who did Peter Kyle meet in March?", "official dinners in March and April"),
    ("default", "How many civil servants will Google train?", "100,000 civil servants"),
    (
        "default",
        "Are chatbots deployed to handle routine queries?",
        "could be deployed to handle routine queries",
    ),
    ("default", "Which qualities of public services should AI tools improve?", "eficiencia, accesibilidad"),
    ("default", "What turns handwritten notes and scanned documents into data?", "experimental AI tool"),
    ("default", "What does the MoU say about sovereign AI?", "goal to build sovereign AI"),
    ("default", "Where will the first AI growth zone be?", "Culham in Oxfordshire"),
    ("town", "When are recycling bins emptied?", "every Tuesday"),
    ("town", "How much does a garden bin cost?", "£52 a year"),
    ("town", "When is general trash collected?", "every second Thursday"),
    ("town", "Which company runs the waste service?", "Greenway Ltd"),
    ("town", "Who chaired the inquiry?", "Dame Margaret Osei"),
    ("town", "Why did the pumping station fail?", "generator had not been tested"),
    ("town", "How long is the flood wall?", "180 metres"),
    ("town", "How many days did it rain?", "three days of rain"),
    ("town", "When did the river burst its banks?", "14 November 2023"),
    ("town", "Where will the second pumping station be built?", "Lower Mill"),
    ("town", "How much does the school meals program cost?", "£2.30 a meal"),
    ("town", "What did Priya Nair say about nuts?", "no nuts"),
    ("town", "How many children are expected to take part?", "4,100 children"),
    ("town", "Is the garden waste scheme compulsory?", "not compulsory"),
    ("town", "Was the warning late?", "denies that the warning was late"),
    ("town", "Do secondary schools take part in the meals programme?", "Secondary schools are not part"),
)
NOT_THERE = (
    ("default", "What is Peter Kyle's constituency?"),
    ("default", "On what date was the memorandum signed?"),
    ("default", "How much money will OpenAI invest in UK data centres?"),
    ("default", "What is the name of the tool that turns handwritten notes and scanned documents into data?"),
    ("default", "Which towns in Scotland and Wales will host the AI growth zones?"),
    ("town", "On what date did the council approve the flood plan?"),
    ("town", "How much did Dame Margaret Osei earn?"),
    ("town", "What percentage of pupils eat school meals?"),
    ("town", "How long is the waste contract?"),
    ("town", "How much does Greenway Ltd earn?"),
    ("default", "Where was the memorandum signed?"),
    ("default", "Who chairs the AI Energy Council?"),
)
ABSENT = (
    ("default", "How do I bake sourdough bread?"),
    ("default", "Who won the 2018 World Cup?"),
    ("default", "What is the price of gold today?"),
    ("default", "Who chaired the inquiry into the Alderford flood?"),
    ("town", "What is the capital of Mongolia?"),
    ("town", "What is the phone number of the library?"),
    ("town", "How many penguins live in Antarctica?"),
    ("town", "Which OpenAI model powers Humphrey?"),
)
EVERY = (*((collection, question) for collection, question, _ in ANSWERED), *NOT_THERE, *ABSENT)


@pytest.mark.parametrize(("collection", "question", "words"), ANSWERED)
def test_the_sentence_that_answers_is_quoted(
    compose: Compose, collection: str, question: str, words: str
) -> None:
    drafted = compose(question, collection)

    assert drafted.answers
    assert words in drafted.text


def test_words_that_say_what_sort_is_asked_for_do_not_hide_the_topic(compose: Compose) -> None:
    drafted = compose("What sort of material are generative AI systems usually trained on?", "default")

    assert drafted.answers
    assert "publicly available content" in drafted.text


@pytest.mark.parametrize(("collection", "question"), NOT_THERE)
def test_where_the_thing_asked_for_is_missing_the_closest_lines_are_no_answer(
    compose: Compose, collection: str, question: str
) -> None:
    drafted = compose(question, collection)

    assert drafted.draft.closest
    assert 1 <= len(drafted.draft.claims) <= MOST_CLOSEST


@pytest.mark.parametrize(("collection", "question"), ABSENT)
def test_where_the_topic_is_missing_nothing_is_claimed(
    compose: Compose, collection: str, question: str
) -> None:
    drafted = compose(question, collection)

    assert drafted.draft.claims == ()
    assert drafted.draft.closest


@pytest.mark.parametrize(("collection", "question"), EVERY)
def test_claims_are_few_and_quote_exactly(compose: Compose, collection: str, question: str) -> None:
    drafted = compose(question, collection)

    assert len(drafted.draft.claims) <= MOST_OF_ALL
    assert all(quote in passage.text for passage, quote in drafted.quotes)
    assert all(c.text == readable(c.evidence[0].quote) for c in drafted.draft.claims)
    assert len({claim.text for claim in drafted.draft.claims}) == len(drafted.draft.claims)


def test_claims_of_one_document_stand_in_reading_order(compose: Compose) -> None:
    for collection, question in EVERY:
        drafted = compose(question, collection)
        places: dict[str, list[int]] = {}
        for claim in drafted.draft.claims:
            passage = drafted.found[int(claim.evidence[0].label[1:]) - 1].passage
            places.setdefault(passage.document, []).append(
                passage.start + passage.text.index(claim.evidence[0].quote)
            )
        assert all(starts == sorted(starts) for starts in places.values()), question


def test_no_question_of_the_sources_is_shown_as_an_answer(compose: Compose) -> None:
    assert not any(claim.text.endswith("?") for c, q in EVERY for claim in compose(q, c).draft.claims)


def test_what_two_documents_say_alike_is_one_claim_with_both(compose: Compose) -> None:
    drafted = compose("How much will the flood wall cost?", "town")

    (claim,) = drafted.draft.claims
    assert claim.text == "The repair of the flood wall will cost £4.6m, the treasurer said."
    assert [passage.document for passage, _ in drafted.quotes[:2]] == ["gazette.txt", "flood.txt"]


def test_footnote_marks_are_not_shown(compose: Compose) -> None:
    drafted = compose("Which growth zones are backed by government funding?")

    assert "£2 billion" in drafted.text
    assert "[" not in drafted.text


def test_both_parts_of_a_question_are_answered(compose: Compose) -> None:
    drafted = compose("Who chaired the inquiry, and how much will the flood wall cost?", "town")

    assert "Dame Margaret Osei" in drafted.text
    assert "£4.6" in drafted.text
    assert drafted.draft.unanswered == ()


def test_parts_from_two_articles_are_answered(compose: Compose) -> None:
    drafted = compose(
        "Who signed the memorandum for each side, and how many people does its London office employ?"
    )

    assert "Sam Altman" in drafted.text
    assert "Peter Kyle" in drafted.text
    assert "more than 100 people" in drafted.text


def test_the_part_that_is_not_in_the_sources_is_named(compose: Compose) -> None:
    drafted = compose("Who chaired the inquiry, and how many penguins live in Antarctica?", "town")

    assert "Dame Margaret Osei" in drafted.text
    assert drafted.draft.unanswered == ("how many penguins live in Antarctica?",)


@pytest.mark.parametrize(
    ("collection", "question", "denial"),
    [
        (
            "default",
            "When does the legally binding contract between the government and OpenAI expire?",
            "does not constitute a legally binding contract",
        ),
        ("town", "Who may apply for the means-tested benefit of free meals?", "not a means-tested benefit"),
        ("town", "When does the compulsory garden waste scheme start?", "not compulsory"),
    ],
)
def test_a_premise_that_the_sources_deny_is_answered_with_the_denial(
    compose: Compose, collection: str, question: str, denial: str
) -> None:
    drafted = compose(question, collection)

    assert drafted.answers
    assert denial in drafted.text


@pytest.mark.parametrize(
    ("collection", "question", "words"),
    [
        ("default", "¿Cuántos empleados tiene la oficina de Londres?", "more than 100 people"),
        ("default", "Pwy lofnododd y cytundeb ar ran y llywodraeth?", "Peter Kyle"),
        ("default", "Faint o bobl sy'n gweithio yn swyddfa Llundain?", "more than 100 people"),
        ("town", "¿Cuánto costará la reparación del muro contra inundaciones?", "£4.6"),
        ("town", "¿Cuántas casas se inundaron?", "340 homes"),
        ("town", "Faint fydd cost y wal llifogydd?", "£4.6"),
        ("town", "Pwy yw rheolwr y gwasanaeth gwastraff?", "Greenway Ltd"),
    ],
)
def test_questions_in_other_languages_are_answered(
    compose: Compose, collection: str, question: str, words: str
) -> None:
    drafted = compose(question, collection)

    assert drafted.answers
    assert words in drafted.text


@pytest.mark.parametrize("question", ["Who is the mayor of Ulaanbaatar?", "Which bank did Ofsted close?"])
def test_a_name_that_the_sources_lack_is_not_answered_about(compose: Compose, question: str) -> None:
    assert not compose(question, "town").answers


def test_who_somebody_is_stands_with_what_they_are(compose: Compose) -> None:
    assert not compose("Who is the chief executive of Anthropic?").answers
    assert "Sam Altman" in compose("Who is the CEO of OpenAI?").text


def test_a_topic_is_answered_with_what_tells_of_it(compose: Compose) -> None:
    assert "Lower Mill" in compose("What do the sources say about Lower Mill?", "town").text
    assert compose("What do the sources say about Lower Mill?").draft.claims == ()


def test_nothing_found_gives_nothing(retriever: Retriever) -> None:
    draft = Extractive(retriever.understand, retriever.rescore).compose("Who chaired the inquiry?", [])

    assert draft.claims == ()
    assert draft.closest


# The whole way, through the engine


def cited_exactly(retriever: Retriever, answer: Answer) -> bool:
    documents = {
        (c.collection, c.document): retriever.store.document(c.collection, c.document)
        for c in answer.citations
    }
    texts = {key: document.text for key, document in documents.items() if document}
    return all(texts[c.collection, c.document][c.start : c.end] == c.quote for c in answer.citations)


def test_every_citation_is_the_text_of_its_document(retriever: Retriever, ask: Ask) -> None:
    for collection, question, _ in ANSWERED[::3]:
        answer = ask(question, collection)
        assert answer.outcome.is_answer, question
        assert answer.citations
        assert cited_exactly(retriever, answer)


@pytest.mark.parametrize(("collection", "question"), [*NOT_THERE, *ABSENT])
def test_every_suggestion_is_answered_when_asked(ask: Ask, collection: str, question: str) -> None:
    answer = ask(question, collection)

    assert answer.outcome is Outcome.NOT_IN_SOURCES
    assert answer.suggestions
    assert all(ask(suggestion, collection).outcome.is_answer for suggestion in answer.suggestions)


def test_an_answer_of_two_parts_with_one_missing_is_a_part(ask: Ask) -> None:
    answer = ask("Who chaired the inquiry, and how many penguins live in Antarctica?", "town")

    assert answer.outcome is Outcome.PARTLY_ANSWERED
    assert answer.unanswered == ("how many penguins live in Antarctica",)


def test_documents_that_count_differently_are_shown_side_by_side(ask: Ask) -> None:
    answer = ask("How many homes were flooded?", "town")

    assert answer.outcome is Outcome.SOURCES_DISAGREE
    assert [s.citations[0].document for s in answer.statements] == ["flood.txt", "gazette.txt"]


@pytest.mark.parametrize(
    ("collection", "question"),
    [
        ("town", "How much will the flood wall cost?"),
        ("town", "How many volunteers were there?"),
        ("town", "Who led the inquiry?"),
        ("default", "How many people work in OpenAI's London office?"),
        ("default", "How much government money is there for AI?"),
        ("default", "What does Humphrey do for civil servants?"),
        ("default", "Who signed the memorandum?"),
        ("default", "With which companies has the UK reached agreements?"),
    ],
)
def test_what_can_all_be_meant_is_no_disagreement(ask: Ask, collection: str, question: str) -> None:
    assert ask(question, collection).outcome is Outcome.ANSWERED


def test_the_articles_disagree_on_the_model_behind_humphrey(ask: Ask) -> None:
    answer = ask("Which OpenAI model powers Humphrey?")

    assert answer.outcome is Outcome.SOURCES_DISAGREE
    assert {s.citations[0].document[:3] for s in answer.statements} >= {"002", "003"}
