"""The readers of public data sets, over small files of the same shape."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import public_sets as sets
from bench.public import Copies, NoDataError, Text, write
from bench.stretches import stands_in
from retrieval.manifest import read_manifest


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path)


def place(copies: Copies, repository: str, file: str, text: str) -> None:
    path = copies.folder / repository.rpartition("/")[2] / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", sets.SETS)
def test_a_set_that_is_not_there_says_how_to_get_it(copies: Copies, name: str) -> None:
    with pytest.raises(NoDataError, match=r"git clone --depth 1 https://github\.com/"):
        sets.SETS[name](copies)


def test_squad_asks_only_what_its_paragraph_answers(copies: Copies) -> None:
    questions = [
        {"question": " Where? ", "answers": [{"text": "Rouen"}], "is_impossible": False},
        {"question": "When?", "answers": [], "is_impossible": True},
    ]
    article = {"title": "Rouen_city", "paragraphs": [{"context": "In Rouen.", "qas": questions}]}
    place(copies, sets.SQUAD, "data/dev-v2.0.json", json.dumps({"data": [article]}))
    found = sets.squad(copies)
    assert [(q.text, set(q.right)) for q in found.reported] == [("Where?", {"Rouen_city_00.txt"})]
    assert found.texts[0].title == "Rouen city"


def test_the_half_of_squad_that_was_fitted_on_reports_nothing(copies: Copies) -> None:
    article = {"title": "Oxygen", "paragraphs": [{"context": "A gas.", "qas": [{"question": "What?"}]}]}
    place(copies, sets.SQUAD, "data/test-v2.0.json", json.dumps({"data": [article]}))
    found = sets.squad_fit(copies)
    assert len(found.fitted_on) == 1
    assert not found.reported


def test_scifact_claims_cite_abstracts_and_only_the_development_ones_are_reported(copies: Copies) -> None:
    path = copies.folder / "claimverifier" / "data" / "scifact.zip"
    path.parent.mkdir(parents=True)
    abstract = "['Cells divide.\\n'\n \"The cell's wall didn't.\"\n 'It rose by 4%.']"
    columns = "id,claim,evidence_doc_id,evidence_label,evidence_sentences,cited_doc_ids\n"
    with ZipFile(path, "w") as archive:
        quoted = abstract.replace('"', '""')
        archive.writestr(
            "corpus_train.csv", f'doc_id,title,abstract,structured\n7,On cells,"{quoted}",False\n'
        )
        archive.writestr("claims_validation.csv", columns + "1,Cells divide.,7,SUPPORT,[0],[7 8]\n" * 2)
        archive.writestr("claims_train.csv", columns + "2,Cells do not.,,,[],[7]\n")
    found = sets.scifact(copies)
    assert found.texts[0].text == "Cells divide. The cell's wall didn't. It rose by 4%."
    assert [(q.text, set(q.right)) for q in found.reported] == [("Cells divide.", {"7.txt", "8.txt"})]
    assert [q.text for q in found.fitted_on] == ["Cells do not."]


def test_a_fact_that_two_questions_need_is_one_document(copies: Copies) -> None:
    fact = {"title": "Deal", "fact": "It paid £3m.", "published_at": "2023-09-26T17:01:22+00:00"}
    place(copies, sets.MULTIHOP, "multihop_rag/queries.json", json.dumps({
        "queries": [{"id": str(n), "question": f"Question {n}?"} for n in range(3)]
    }))  # fmt: skip
    truth = {"0": {"evidence_list": [fact]}, "1": {"evidence_list": []}, "2": {"evidence_list": [fact]}}
    place(copies, sets.MULTIHOP, "multihop_rag/ground_truth.json", json.dumps(truth))
    found = sets.multihop(copies)
    assert [(text.title, text.date) for text in found.texts] == [("Deal", "2023-09-26")]
    assert [q.text for q in found.fitted_on] == ["Question 0?"]
    assert [q.text for q in found.reported] == ["Question 2?"]


def test_a_news_question_knows_its_story_and_the_stretch_it_was_written_from(copies: Copies) -> None:
    for number in range(9):
        story = {
            "altids": {"itemid": f"s{number}"},
            "headline": f"Headline {number}",
            "firstcreated": "2023-11-21T18:58:15Z",
            "body_nitf": f"<p>First &amp; <a href='x'>only</a> {number}.</p><p>More.</p>",
        }
        name = f"datasets/AP_news/raw_data/2023/11/21/{number}.json"
        place(copies, sets.AP_NEWS, name, "\ufeff" + json.dumps(story))
    source = "headline: Headline 3\nfirstcreated: 2023\n<p>First &amp; only 3.</p>"
    asked = {"question_id": "a", "question_text": "Which?", "claims": [{"sources": [{"text": source}]}]}
    name = "datasets/AP_news/generated_questions_v2/data_local_questions_assertions.json"
    place(copies, sets.AP_NEWS, name, json.dumps([asked]))
    found = sets.ap_news(copies)
    assert [text.file for text in found.texts] == ["s3.txt", "s0.txt", "s5.txt"]
    assert found.texts[0].text == "First & only 3.\n\nMore."
    assert found.questions[0].right == {"s3.txt"}
    assert found.questions[0].gold == ("First & only 3.",)


def test_a_snippet_that_answers_is_right_and_one_that_was_falsified_is_left_out(copies: Copies) -> None:
    row = {"id": 0, "query": "Where?", "positive": ["In Tampa."], "positive_wrong": ["In Glendale."],
           "negative": ["It was cold."]}  # fmt: skip
    place(copies, sets.RGB, "data/en_fact.json", json.dumps(row) + "\n\n")
    found = sets.rgb(copies)
    assert [text.text for text in found.texts] == ["In Tampa.", "It was cold."]
    assert found.questions[0].right == {found.texts[0].file}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_title_comes_through_the_manifest(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    folder = write([Text("a.txt", title, "Text.")], tmp_path_factory.mktemp("texts"))
    assert (read_manifest(folder)["a.txt"].title or "") == title.strip()


def test_a_passage_that_is_cut_differently_still_stands_in_its_stretch() -> None:
    stretch = "rounds, so far, of chair building and 15 chairs have been given away. But, he said more"
    assert stands_in("there have been two rounds, so far, of chair building and 15 chairs", [stretch])
    assert not stands_in("A chair was built in the first of the two rounds by fifteen people.", [stretch])
    assert not stands_in("", [stretch])
