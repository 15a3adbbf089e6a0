"""How an answer is marked against what was expected."""

import json
from pathlib import Path

import pytest

from bot.domain import Answer, Citation, Outcome, Question, Statement
from bot.evaluation import questions, run, tally
from bot.evaluation.measure import Marked
from bot.evaluation.questions import Asked, Quote
from retrieval.corpus import Found, Kind, Passage

TEXTS = {
    "a.txt": "The council received 200 applications. It was a busy year.",
    "b.txt": "Only 150 applications came in. The rest were late.",
}
FIRST = Quote("a.txt", "The council received 200 applications.")
SECOND = Quote("b.txt", "Only 150 applications came in.")


def cited(file: str, quote: str, shift: int = 0) -> Citation:
    start = TEXTS[file].index(quote) + shift
    return Citation("default", file, file, None, quote, start, start + len(quote))


def answer(*citations: Citation, outcome: Outcome = Outcome.ANSWERED, said: str = "So it was.") -> Answer:
    statements = tuple(Statement(said, (citation,)) for citation in citations)
    return Answer(Question("How many?"), outcome, statements, seconds=0.5)


def asked(kind: str = "single", *quotes: Quote, must_not_say: tuple[str, ...] = ()) -> Asked:
    return Asked("q1", "How many?", kind, quotes=quotes or (FIRST,), must_not_say=must_not_say)


def marked(question: Asked, given: Answer) -> Marked:
    (mark,) = run.answers([question], lambda _: given, TEXTS.get)
    return mark


def test_evidence_counts_from_sixty_per_cent_of_the_quote() -> None:
    quote = FIRST.quote
    enough, short = quote[: round(len(quote) * 0.62)], quote[: round(len(quote) * 0.55)]

    assert marked(asked(), answer(cited("a.txt", enough))).evidence_any
    assert not marked(asked(), answer(cited("a.txt", short))).evidence_any


def test_two_citations_may_cover_one_quote_together() -> None:
    halves = cited("a.txt", "The council received"), cited("a.txt", "200 applications.")

    assert marked(asked(), answer(*halves)).evidence_any


def test_evidence_in_another_file_does_not_count() -> None:
    assert not marked(asked(), answer(cited("b.txt", "Only 150 applications came in."))).evidence_any


def test_some_evidence_is_told_from_all_of_it() -> None:
    both = asked("combine", FIRST, SECOND)

    mark = marked(both, answer(cited("a.txt", FIRST.quote)))

    assert (mark.evidence_any, mark.evidence_all) == (True, False)


def test_evidence_under_a_refusal_is_not_found() -> None:
    given = answer(cited("a.txt", FIRST.quote), outcome=Outcome.NOT_IN_SOURCES)

    mark = marked(asked(), given)

    assert (mark.evidence_any, mark.refused_wrongly) == (False, True)


def test_a_citation_one_character_off_is_not_exact() -> None:
    mark = marked(asked(), answer(cited("a.txt", "received 200", shift=1), cited("a.txt", "received 200")))

    assert (mark.citations, mark.exact) == (2, 1)


def test_what_must_not_be_said_is_found_whatever_its_case() -> None:
    given = answer(cited("a.txt", "200"), said="There were EXACTLY 200.")

    assert marked(asked(must_not_say=("exactly 200", "150")), given).said == ("exactly 200",)


def test_refusing_the_unanswerable_is_right_and_answering_it_is_not() -> None:
    refusal = marked(asked("unanswerable"), answer(outcome=Outcome.NOT_IN_SOURCES))
    claim = marked(asked("unanswerable"), answer(cited("a.txt", "200")))

    assert (refusal.refused_rightly, claim.refused_rightly) == (True, False)
    assert (refusal.evidence_any, refusal.refused_wrongly) == (None, None)


def test_refusing_a_false_premise_is_not_wrong() -> None:
    assert marked(asked("false_premise"), answer(outcome=Outcome.NOT_IN_SOURCES)).refused_wrongly is None


def test_both_sides_are_shown_only_from_two_documents() -> None:
    question = asked("contradiction", FIRST, SECOND)
    one = marked(question, answer(cited("a.txt", FIRST.quote)))
    two = marked(question, answer(cited("a.txt", FIRST.quote), cited("b.txt", SECOND.quote)))

    assert (one.both_sides, two.both_sides) == (False, True)


def test_a_search_is_ranked_by_its_first_passage_with_evidence() -> None:
    hits = [passage("b.txt", 0, 30), passage("a.txt", 0, 20), passage("a.txt", 0, 40)]

    (ranked,) = run.searches([asked()], lambda _: hits, TEXTS.get)

    assert (ranked.rank, ranked.every) == (3, True)


def test_a_search_is_not_asked_for_what_has_no_answer() -> None:
    assert list(run.searches([asked("unanswerable")], lambda _: [], TEXTS.get)) == []


def test_a_question_about_a_missing_document_says_so() -> None:
    missing = Asked("q9", "x", "single", quotes=(Quote("c.txt", "x"),))

    with pytest.raises(questions.QuestionsError, match=r"q9 expects c\.txt, which is not ingested"):
        marked(missing, answer())


def test_figures_are_shares_of_the_questions_that_ask_for_them() -> None:
    marks = [
        marked(asked(), answer(cited("a.txt", FIRST.quote))),
        marked(asked(), answer(outcome=Outcome.NOT_IN_SOURCES)),
        marked(asked("unanswerable"), answer(outcome=Outcome.NOT_IN_SOURCES)),
    ]

    figures = {figure.name: (figure.value, figure.of) for figure in tally.answers(marks)}

    assert figures["evidence_found"] == (0.5, 2)
    assert figures["citations_exact"] == (1.0, 1)
    assert figures["refused_rightly"] == (1.0, 1)
    assert figures["both_sides_shown"] == (None, 0)
    assert figures["seconds_p95"] == (0.5, None)


def test_a_bar_that_is_not_cleared_is_named_with_its_figure(tmp_path: Path) -> None:
    bars = tmp_path / "bars.toml"
    bars.write_text("evidence_found = { at_least = 0.8 }\nwrongly_said = { at_most = 0 }\n")
    marks = [marked(asked(), answer(outcome=Outcome.NOT_IN_SOURCES))]

    assert tally.below(tally.answers(marks), tally.bars(bars)) == (
        "evidence_found is 0; the bar is at least 0.8",
    )


def test_a_figure_that_could_not_be_measured_clears_no_bar() -> None:
    assert tally.below(tally.answers([]), {"evidence_found": {"at_least": 0.1}}) == (
        "evidence_found is not measured; the bar is at least 0.1",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("evidence = { at_least = 1 }", "evidence is no figure"),
        ("evidence_found = { above = 1 }", "should say at_least or at_most"),
        ("evidence_found", "cannot be read"),
    ],
)
def test_bars_that_cannot_be_used_are_named(tmp_path: Path, text: str, says: str) -> None:
    bars = tmp_path / "bars.toml"
    bars.write_text(text)

    with pytest.raises(tally.BarsError, match=says):
        tally.bars(bars)


def test_a_file_of_questions_may_have_bars_of_its_own(tmp_path: Path) -> None:
    bars = tmp_path / "bars.toml"
    bars.write_text(
        "failed = { at_most = 0 }\n[town]\nwrongly_said = { at_most = 2 }\nfailed = { at_most = 1 }\n"
    )

    assert tally.bars(bars, "town") == {"failed": {"at_most": 1}, "wrongly_said": {"at_most": 2}}
    assert tally.bars(bars, "seeds") == {"failed": {"at_most": 0}}


def test_the_bars_of_the_project_can_be_used() -> None:
    assert tally.bars(Path(__file__).parents[2] / "config" / "bars.toml")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 2 is not JSON"),
        ('{"id": "q"}', "line 2: question: field required"),
        ('{"id": "q", "question": "x", "type": "single", "quotes": "a"}', "line 2: quotes"),
    ],
)
def test_a_bad_line_of_questions_is_named(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"id": "q", "question": "x", "type": "single"}) + "\n" + line)

    with pytest.raises(questions.QuestionsError, match=says):
        questions.load(file)


def test_the_example_questions_are_read() -> None:
    loaded = questions.load(Path(__file__).parents[1] / "data" / "seed_questions.jsonl")

    assert len(loaded) == 14
    assert loaded[0].quotes[0].file == "002_246a87611a4511c2.txt"


def passage(file: str, start: int, end: int) -> Found:
    text = TEXTS[file][start:end]
    return Found(
        Passage("p", file, "default", file, file, None, "", start, start + len(text), text, "en", Kind.BODY),
        0.5,
    )


@pytest.mark.parametrize(
    "outcome", [Outcome.FAILED_INTERNAL, Outcome.FAILED_MODEL, Outcome.DECLINED_RATE_LIMITED]
)
def test_a_failure_is_no_refusal(outcome: Outcome) -> None:
    mark = marked(asked("unanswerable"), answer(outcome=outcome))

    assert (mark.failed, mark.refused, mark.refused_rightly) == (True, False, False)


@pytest.mark.parametrize(
    ("file", "folder"),
    [("stranger_questions.jsonl", "seeds"), ("harbour_questions.jsonl", "tests/data/harbour")],
)
def test_every_quote_that_a_question_expects_stands_in_its_document(file: str, folder: str) -> None:
    root = Path(__file__).parents[2]
    texts = {path.name: path.read_text(encoding="utf-8") for path in (root / folder).iterdir()}

    for one in questions.load(root / "tests" / "data" / file):
        assert len(questions.spans(one, texts.get)) == len(one.quotes)
