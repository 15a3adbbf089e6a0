"""A comparison is looked up as a question about each side."""

import pytest

from bot.selection.comparison import compared
from tests.selection.conftest import Compose


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Which is larger, the fund for ports or the grant for roads?",
            ("How much is the fund for ports?", "How much is the grant for roads?"),
        ),
        (
            "What came first: the plan or the treaty?",
            ("When was the plan?", "When was the treaty?"),
        ),
        ("Which is a town, Alder or Birch?", ("What is Alder?", "What is Birch?")),
    ],
)
def test_a_comparison_asks_about_each(question: str, expected: tuple[str, ...]) -> None:
    assert compared(question) == expected


@pytest.mark.parametrize(
    "question",
    ["Who signed the plan?", "Is it red or blue?", "Which plan or treaty is it?", "", "Which, or?"],
)
def test_any_other_question_does_not(question: str) -> None:
    assert compared(question) == ()


def test_both_sums_of_a_comparison_are_shown(compose: Compose) -> None:
    text = compose("Which is larger, the funding for AI growth zones or the sovereign AI investment?").text

    assert "£2 billion" in text
    assert "£500m" in text
