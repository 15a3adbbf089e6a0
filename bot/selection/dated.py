"""Documents of another time than a question names."""

import re
from collections.abc import Sequence

from bot.selection.lines import Candidate
from retrieval.query import Understood

_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_OF_A_YEAR = re.compile(rf"\b({'|'.join(_MONTHS)})\W+(?:of\W+)?((?:19|20)\d\d)\b", re.IGNORECASE)


_ISSUE = re.compile(
    r"\b(?:meetings?|minutes|board|committee|bulletin|newsletter|edition|issue|statistics|statement|release|update)\b",
    re.IGNORECASE,
)
"""What comes out month by month. What is asked of an event of March, a story of April may tell."""


def month(date: str | None) -> str:
    """The month and year of an ISO date, as a question names them."""
    return f"{_MONTHS[int(date[5:7]) - 1]} {date[:4]}" if date else ""


def another_year(question: Understood, here: frozenset[str]) -> bool:
    """Whether a document with these stems lacks the year that the question names."""
    years = [int(t.word) for t in question.terms if _YEAR.fullmatch(t.word)]
    return not all(
        {str(year), f"{year}s"} & here or {str(year - 1), f"{year % 100:02}"} <= here for year in years
    )


def another_month(question: str, ranked: Sequence[Candidate]) -> frozenset[str]:
    """The documents that do not speak of the month of a year that the question names, where others do: the
    minutes of April 2016 for a question about November 2016. What has it in the title is of it; and of what
    comes out month by month, what is dated so."""
    asked, issue = _OF_A_YEAR.search(question), _ISSUE.search(question)
    if not asked:
        return frozenset()
    told: dict[str, str] = {}
    headed: set[str] = set()
    for passage in {c.passage.id: c.passage for c in ranked}.values():
        above = f"{passage.title}\n{month(passage.date) if issue else ''}"
        told[passage.document_id] = (
            f"{told.get(passage.document_id, above)}\n{passage.heading}\n{passage.text}"
        )
        headed |= {passage.document_id} if _names(above, asked) else set()
    of_it = headed or {document for document, text in told.items() if issue and _names(text, asked)}
    return frozenset(told.keys() - of_it) if of_it else frozenset()


def _names(text: str, asked: re.Match[str]) -> bool:
    number = _MONTHS.index(asked[1].lower()) + 1
    pattern = rf"\b{asked[1]}\W+(?:of\W+)?{asked[2]}\b|\b{asked[2]}-{number:02}\b"
    return re.search(pattern, text, re.IGNORECASE) is not None
