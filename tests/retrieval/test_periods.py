"""A question that tells time by today's date is about documents of that time."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.embeddings import LocalModel
from retrieval.ingest import ingest
from retrieval.periods import meant, period
from retrieval.search import Retriever
from retrieval.store import Store

TODAY = date(2026, 3, 4)  # a Wednesday
REPORT = "Library visits\n\n{}\n\nThe town's libraries counted {} visits, the council told its members.\n"


@pytest.mark.parametrize(
    ("question", "first", "last", "name"),
    [
        ("What was announced this year?", "2026-01-01", "2026-12-31", "2026"),
        ("What was announced last year?", "2025-01-01", "2025-12-31", "2025"),
        ("Who resigned last month?", "2026-02-01", "2026-02-28", "February 2026"),
        ("What happens this week?", "2026-03-02", "2026-03-08", "the week of 2 March 2026"),
        ("What was said yesterday?", "2026-03-03", "2026-03-03", "3 March 2026"),
    ],
)
def test_a_period_is_counted_from_today(question: str, first: str, last: str, name: str) -> None:
    found = period(question, TODAY)

    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat(), found.name) == (first, last, name)


@pytest.mark.parametrize("question", ["Who leads?", "How did the year end?", "By when at the latest?"])
def test_other_questions_name_no_period(question: str) -> None:
    assert meant(question, TODAY, ["2026-03-01"]) is None


@given(st.dates(date(1900, 2, 1), date(2200, 1, 1)), st.sampled_from(["year", "month", "week"]))
def test_this_period_holds_today_and_the_last_one_ends_before_it(today: date, unit: str) -> None:
    this, last = period(f"this {unit}", today), period(f"last {unit}", today)

    assert this is not None
    assert last is not None
    assert this.holds(today.isoformat())
    assert last.first < last.last < this.first <= today <= this.last


@pytest.fixture(scope="module")
def visits(local_model: LocalModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    """Reports that differ in their date and their figure alone."""
    reports = tmp_path_factory.mktemp("reports")
    for name, day, count in (("a", "3 May 2024", "1,250"), ("b", "2 May 2025", "1,310")):
        (reports / f"{name}.txt").write_text(REPORT.format(day, count), encoding="utf-8")
    store = Store.open(
        tmp_path_factory.mktemp("visits"), embedding=local_model.identity, dimensions=local_model.dimensions
    )
    try:
        ingest(store, local_model, [reports])
        yield Retriever(store=store, model=local_model, today=lambda: TODAY)
    finally:
        store.close()


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("How many visits did the libraries count?", "a.txt"),
        ("How many visits did the libraries count last year?", "b.txt"),
        ("What is the latest number of visits to the libraries?", "b.txt"),
    ],
)
def test_documents_of_the_time_asked_about_go_first(visits: Retriever, question: str, first: str) -> None:
    assert visits.find(question, ["default"])[0].passage.document == first
