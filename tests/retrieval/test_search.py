"""Search finds the passage that was asked about, in the collections that were asked, and nothing else."""

from collections.abc import Iterator

import pytest

from retrieval.corpus import Found, Kind
from retrieval.embeddings import LocalEmbeddings, LocalModel
from retrieval.ingest import ingest
from retrieval.search import Retriever
from retrieval.store import Store


def first(retriever: Retriever, text: str, collection: str = "default") -> Found:
    return retriever.find(text, [collection])[0]


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("How many applications did the government receive?", "002", "200 applications"),
        ("What does Humprey do?", "002", "Humprey"),
        ("Who is Oliver Blackwood?", "004", "Oliver Blackwood"),
        ("Is the deal legally binding?", "00", "legally binding"),
        ("handwritten notes", "002", "handwritten notes"),
        ("Which American lab has an office in London?", "00", "London"),
        ("Could the move be a model for other nations?", "004", "other nations"),
    ],
)
def test_the_best_passage_holds_what_was_asked(
    retriever: Retriever, question: str, document: str, words: str
) -> None:
    found = first(retriever, question)

    assert found.passage.document.startswith(document)
    assert words in found.passage.text


@pytest.mark.parametrize(
    "question",
    [
        "Which qualities of public services are the AI tools to improve: efficiency, what else?",
        "Which accessibility and responsiveness should artificial intelligence tools improve?",
    ],
)
def test_an_english_question_finds_the_spanish_paragraph(retriever: Retriever, question: str) -> None:
    found = first(retriever, question)

    assert found.passage.language == "es"
    assert "accesibilidad" in found.passage.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("¿Cuánto costará reparar el muro contra inundaciones?", "flood wall"),
        ("Faint fydd cost y wal llifogydd?", "flood wall"),
        ("Combien coûtera la réparation du mur contre les inondations ?", "flood wall"),
    ],
)
def test_a_question_in_another_language_finds_the_english_paragraph(
    retriever: Retriever, question: str, words: str
) -> None:
    assert words in first(retriever, question, "town").passage.text


def test_scores_fall_and_lie_between_nothing_and_one(retriever: Retriever) -> None:
    scores = [found.score for found in retriever.find("How many homes were flooded?", ["town", "default"])]

    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0.9
    assert scores[-1] < 0.1


def test_each_passage_comes_with_its_sentences_in_place(retriever: Retriever) -> None:
    for found in retriever.find("Who chaired the inquiry?", ["town"]):
        for line in found.lines:
            assert 0 <= line.start < line.end <= len(found.passage.text)
            assert max(line.closeness, line.meaning, line.coverage) <= 1.001
        document = retriever.store.document("town", found.passage.document)
        assert document
        assert document.text[found.passage.start : found.passage.end] == found.passage.text


def test_the_sentence_asked_about_is_the_closest_of_its_passage(retriever: Retriever) -> None:
    found = first(retriever, "Who chaired the inquiry?", "town")
    best = max(found.lines, key=lambda line: line.closeness)

    assert found.passage.text[best.start : best.end] == "The inquiry was chaired by Dame Margaret Osei."


def test_only_the_collections_asked_are_searched(retriever: Retriever) -> None:
    question = "Who chaired the flood inquiry in Alderford?"

    assert {found.passage.collection for found in retriever.find(question, ["default"])} == {"default"}
    assert {found.passage.collection for found in retriever.find(question, ["town"])} == {"town"}
    assert retriever.find(question, ["default", "town"])[0].passage.collection == "town"
    assert retriever.find(question, ["nobody's"]) == []
    assert retriever.find(question, []) == []


@pytest.mark.parametrize("k", [0, 1, 3])
def test_no_more_passages_than_asked_for(retriever: Retriever, k: int) -> None:
    assert len(retriever.find("public services", ["default"], k)) == k


@pytest.mark.parametrize(
    "text", ["", "?", "the", "🙂", "' OR 1=1 --", 'NEAR("a" *)', "x" * 3000, "flood " * 2000]
)
def test_any_text_can_be_looked_up(retriever: Retriever, text: str) -> None:
    assert len(retriever.find(text, ["town"], 2)) <= 2


def test_another_question_ranks_the_same_passages_anew(retriever: Retriever) -> None:
    found = retriever.find("Who chaired the inquiry?", ["town"])

    again = retriever.rescore("When are recycling bins emptied?", found)

    assert {item.passage.id for item in again} == {item.passage.id for item in found}
    assert "Recycling bins" in again[0].passage.text
    assert "Recycling bins" not in found[0].passage.text


def test_langchain_invokes_it_and_gets_documents_with_metadata(retriever: Retriever) -> None:
    shelf = Retriever(store=retriever.store, model=retriever.model, collections=("town",), k=2)

    best, second = shelf.invoke("Who chaired the inquiry?")

    assert "Dame Margaret Osei" in best.page_content
    assert best.id != second.id
    assert best.metadata["document"] == "flood.txt"
    assert best.metadata["collection"] == "town"
    assert best.metadata["score"] > second.metadata["score"]
    stored = retriever.store.document("town", "flood.txt")
    assert stored
    assert stored.text[best.metadata["start"] : best.metadata["end"]] == best.page_content


def test_vectors_may_come_from_other_embeddings(retriever: Retriever) -> None:
    embeddings = LocalEmbeddings()
    embeddings.model = retriever.model
    other = Retriever(store=retriever.store, model=retriever.model, embeddings=embeddings)
    question = "When are recycling bins emptied?"

    assert [f.passage.id for f in other.find(question, ["town"], 3)] == [
        f.passage.id for f in retriever.find(question, ["town"], 3)
    ]


HARBOUR = "The council will dredge the harbour in May, once the seals have left the sandbank for the summer."
QUAY = (
    "The dredging of the harbour is paid for by the quay fund, number {}, which the council set up for it. "
)
FERRIES = {
    "news.txt": "Ferry for Carrow\n\nThe Department for Coastal Transport (DCT) has ordered a new ferry.\n",
    "staff.txt": "Staffing\n\nThe Department for Coastal Transport employs 1,250 people in Leeds.\n",
    "works.txt": "Harbour works\n\nThe harbour will be deepened. The £6 million for it is paid by DCT.\n",
}
RELEASE = "Release\n\nThe lighthouse will have two keepers again, the harbour board says.\n"
PLAN = "The {} part of the tide plan is {}approved by the harbour board, which said so after its meeting. "


@pytest.fixture(scope="module")
def own(local_model: LocalModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    """A shelf of its own: "empty" holds nothing, "sea" and "ferries" three pages each."""
    store = Store.open(
        tmp_path_factory.mktemp("own"), embedding=local_model.identity, dimensions=local_model.dimensions
    )
    pages = tmp_path_factory.mktemp("pages")
    teaser = (
        f"Tides\n\nThe tide turns at noon.\n\nRead more about harbours\n\n  • {HARBOUR}\n  • Gulls leave.\n"
    )
    (pages / "teaser.txt").write_text(teaser, encoding="utf-8")
    (pages / "news.txt").write_text(f"Harbour\n\n{HARBOUR}\n", encoding="utf-8")
    many = "\n\n".join(QUAY.format(number) * 6 for number in range(8))
    (pages / "quay.txt").write_text(f"Quay\n\n{many}\n\n{QUAY.format(1) * 6}\n", encoding="utf-8")
    ferries = tmp_path_factory.mktemp("ferries")
    for name, text in FERRIES.items():
        (ferries / name).write_text(text, encoding="utf-8")
    copied = tmp_path_factory.mktemp("copied")
    for number in range(6):
        (copied / f"release{number}.txt").write_text(RELEASE, encoding="utf-8")
    parts = (("south", "fully "), ("north", ""), ("north", "not "))
    plan = "\n\n".join(PLAN.format(*part) * 9 for part in parts)
    (copied / "plan.txt").write_text(f"Tide plan\n\n{plan}\n", encoding="utf-8")
    try:
        ingest(store, local_model, [pages], collection="sea")
        ingest(store, local_model, [copied], collection="copies")
        ingest(store, local_model, [ferries], collection="ferries")
        yield Retriever(store=store, model=local_model)
    finally:
        store.close()


def test_an_empty_store_gives_nothing(own: Retriever) -> None:
    assert own.find("Who chaired the inquiry?", ["default"]) == []
    assert own.invoke("Who chaired the inquiry?") == []


def test_a_teaser_ranks_below_the_body_that_says_the_same(own: Retriever) -> None:
    holding = [
        f
        for f in own.find("When will the council dredge the harbour?", ["sea"], 20)
        if HARBOUR in f.passage.text
    ]

    assert [found.passage.kind for found in holding] == [Kind.BODY, Kind.FURNITURE]
    assert holding[0].score > holding[1].score


def test_a_passage_that_a_document_repeats_is_found_once(own: Retriever) -> None:
    texts = [found.passage.text for found in own.find("Who pays for the dredging?", ["sea"], 20)]

    assert len([text for text in texts if "number 1," in text]) == 1


def test_a_passage_that_denies_what_another_of_its_document_says_is_found_too(own: Retriever) -> None:
    texts = [found.passage.text for found in own.find("Is the tide plan approved?", ["copies"], 9)]

    assert any("north part of the tide plan is not approved" in text for text in texts)
    assert any("north part of the tide plan is approved" in text for text in texts)


def test_copies_of_one_text_leave_room_for_another(own: Retriever) -> None:
    found = own.find("What was the release on the lighthouse about?", ["copies"], 4)

    holding = [f for f in found if "keepers" in f.passage.text]
    assert len({f.passage.document for f in holding}) == len(holding) == 3
    assert len(found) == 4


def test_one_document_does_not_crowd_out_the_others(own: Retriever) -> None:
    found = own.find("dredging of the harbour by the council", ["sea"], 4)

    assert len({item.passage.document for item in found}) > 1


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("How many people does DCT employ?", "staff.txt"),
        ("How many people does the dct employ?", "staff.txt"),
        ("How much does the Department for Coastal Transport pay for the harbour works?", "works.txt"),
    ],
)
def test_an_abbreviation_finds_what_is_written_out_and_the_other_way_round(
    own: Retriever, question: str, document: str
) -> None:
    found = first(own, question, "ferries")

    assert found.passage.document == document
    assert found.score > 0.9
