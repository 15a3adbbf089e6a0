"""What the cited words really say is kept with exact citations; the rest is cut."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Claim, Draft, Evidence
from bot.grounding.ground import Grounded, ground
from retrieval.corpus import Kind
from tests.grounding.passages import passage

TEXT = (
    "In February 2025, the government asked local councils to express interest, receiving 200 applications. "
    "It has also invested up to £500m in sovereign AI.[3] The company employs more than 100 people in London."
)
SOURCE = passage(TEXT, start=40)
OTHER = passage("Scotland and Wales will both host growth zones.", "b.txt")
LABELLED = {"S1": SOURCE, "S2": OTHER}


def grounded(text: str, *evidence: tuple[str, str]) -> Grounded:
    return ground(Draft((Claim(text, tuple(Evidence(*pair) for pair in evidence)),)), LABELLED)


def test_a_claim_with_its_quote_becomes_a_statement_with_the_exact_range() -> None:
    (statement,) = grounded(
        "Scotland and Wales will both host growth zones.", ("S2", "Scotland and Wales")
    ).statements

    (citation,) = statement.citations
    assert (citation.document, citation.start, citation.end) == ("b.txt", 0, 18)
    assert citation.quote == "Scotland and Wales"


def test_a_range_counts_in_the_document_not_in_the_passage() -> None:
    (statement,) = grounded(
        "The government received 200 applications.", ("S1", "receiving 200 applications")
    ).statements

    citation = statement.citations[0]
    assert ("x" * 40 + TEXT)[citation.start : citation.end] == citation.quote == "receiving 200 applications"


def test_a_quote_that_is_not_in_any_passage_is_no_citation() -> None:
    result = grounded("The government received 300 applications.", ("S1", "receiving 300 applications"))

    assert result.statements == ()
    assert "quote" in result.cut[0].reasons[0]


def test_a_label_that_was_not_shown_is_dropped_even_with_a_true_quote() -> None:
    assert grounded("There were 200 applications.", ("S99", "receiving 200 applications")).statements == ()


def test_a_quote_under_the_wrong_label_is_cited_where_it_stands() -> None:
    (statement,) = grounded(
        "The government received 200 applications.", ("S2", "receiving 200 applications")
    ).statements

    assert statement.citations[0].document == "a.txt"


def test_a_qualifier_just_outside_the_quote_still_counts() -> None:
    result = grounded("The government has invested £500m in sovereign AI.", ("S1", "£500m in sovereign AI"))

    assert result.statements == ()
    assert "up to" in " ".join(result.cut[0].reasons)


def test_a_claim_that_goes_beyond_its_quote_is_cut_with_the_reason() -> None:
    result = grounded("The government received 300 applications.", ("S1", "receiving 200 applications"))

    assert result.statements == ()
    assert "300" in result.cut[0].reasons[0]


def test_the_same_sentence_twice_is_one_statement_with_both_citations() -> None:
    claims = tuple(
        Claim(text, (Evidence("S1", quote),))
        for text, quote in [
            ("The company employs more than 100 people.", "employs more than 100 people"),
            ("The company  employs more than 100 people", "more than 100 people in London"),
        ]
    )

    (statement,) = ground(Draft(claims), LABELLED).statements

    assert [citation.quote for citation in statement.citations] == [
        "employs more than 100 people",
        "more than 100 people in London",
    ]


def test_footnote_marks_labels_and_links_are_not_shown() -> None:
    text = "The company employs more than 100 people [3] (S1). ![x](https://evil.example/?q=1)"

    (statement,) = grounded(text, ("S1", "employs more than 100 people")).statements

    assert statement.text == "The company employs more than 100 people."


def test_a_claim_of_nothing_but_links_is_cut() -> None:
    result = grounded("![](https://evil.example/?q=secret)", ("S1", "receiving 200 applications"))

    assert result.statements == ()
    assert "no words" in result.cut[0].reasons[0]


def test_furniture_is_cited_as_furniture() -> None:
    teaser = passage("Government to use experimental AI tool to read notes", kind=Kind.FURNITURE)
    draft = Draft((Claim(teaser.text, (Evidence("S1", teaser.text),)),))

    (statement,) = ground(draft, {"S1": teaser}).statements

    assert statement.citations[0].kind is Kind.FURNITURE


@given(st.data())
def test_every_whole_sentence_of_a_passage_is_kept_and_cited_exactly(data: st.DataObject) -> None:
    sentence = data.draw(
        st.sampled_from(
            [
                "It has also invested up to £500m in sovereign AI.",
                "The company employs more than 100 people in London.",
                TEXT[: TEXT.index(" It has")],
            ]
        )
    )
    start = data.draw(st.integers(0, 10_000))
    source = passage(TEXT, start=start)

    (statement,) = ground(Draft((Claim(sentence, (Evidence("S1", sentence),)),)), {"S1": source}).statements

    citation = statement.citations[0]
    assert TEXT[citation.start - start : citation.end - start] == citation.quote == sentence


def test_a_copy_of_words_that_markdown_marks_is_kept() -> None:
    line = "Send it by **9 June 2025** to the [permit office](https://example.org/permits)."

    (statement,) = ground(Draft((Claim(line, (Evidence("S1", line),)),)), {"S1": passage(line)}).statements

    assert statement.text == "Send it by 9 June 2025 to the permit office."
    assert statement.citations[0].quote == line


def test_what_is_struck_out_proves_nothing() -> None:
    labelled = {"S1": passage("The fee is ~~£400~~ £450. ~~It rose in May.~~")}

    def kept(claim: str, quote: str) -> bool:
        return bool(ground(Draft((Claim(claim, (Evidence("S1", quote),)),)), labelled).statements)

    assert kept("The fee is £450.", "The fee is ~~£400~~ £450.")
    assert not kept("The fee is £400.", "The fee is ~~£400~~ £450.")
    assert not kept("The fee is £400.", "£400")
    assert not kept("It rose in May.", "It rose in May.")
