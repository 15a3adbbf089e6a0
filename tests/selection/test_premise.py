"""What a question takes for granted and a sentence denies."""

import pytest

from bot.selection.lines import Candidate
from bot.selection.premise import denials
from retrieval.corpus import Line
from tests.retrieval.parts import passage
from tests.selection.conftest import Compose


def denied(question: str, sentence: str) -> bool:
    line = Line(0, len(sentence), 0.5, 0.5, 0.5)
    candidate = Candidate("S1", passage(sentence), line, 0, 0, 1.0, 1.0, right_kind=True)
    return bool(denials(question, [candidate]))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When does the compulsory scheme start?", "The scheme is not compulsory."),
        ("When does the compulsory scheme start?", "The scheme is not yet compulsory for small firms."),
        ("Who enforces the binding agreement?", "Ministers said that the agreement isn’t legally binding."),
        ("Who pays the annual fee?", "There is no fee: members never pay an annual fee."),
        ("When does the binding contract expire?", "This does not constitute a binding contract."),
    ],
)
def test_what_a_question_takes_for_granted_is_denied(question: str, sentence: str) -> None:
    assert denied(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When does the new scheme start?", "The scheme will not open new offices."),
        ("When does the new scheme start?", "The scheme is not new offices for old."),
        ("When does the compulsory scheme start?", "The scheme is compulsory."),
        ("When does the compulsory scheme start?", "School meals are not compulsory."),
        ("Why is the scheme not compulsory?", "The scheme is not compulsory."),
        ("Does a scheme start?", "The scheme is not compulsory."),
    ],
)
def test_a_denial_of_something_else_is_none(question: str, sentence: str) -> None:
    assert not denied(question, sentence)


def test_a_no_in_another_word_goes_before_what_only_shares_words_with_the_question(compose: Compose) -> None:
    drafted = compose("Does the lease with Northmere Lines commit the board?", "desk")

    assert drafted.answers
    assert drafted.text.startswith("The lease with Northmere Lines is non-binding")


def test_what_is_denied_of_something_else_is_no_refusal(compose: Compose) -> None:
    drafted = compose("Did the harbour board confirm the cost of the terminal?", "desk")

    assert "non-binding" not in drafted.text
