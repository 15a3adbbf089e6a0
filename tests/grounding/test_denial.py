"""What the evidence itself takes back is not told."""

import pytest

from bot.domain import Claim, Draft, Evidence
from bot.grounding.check import check
from bot.grounding.denial import is_taken_back, takes_back
from bot.grounding.ground import ground
from tests.retrieval.parts import passage

REPORT = "It was reported that the ferry lost £9 million. That is wrong. Its books show a loss of £2 million."


@pytest.mark.parametrize(
    ("sentence", "so"),
    [
        ("That is wrong.", True),
        ("This claim was later retracted.", True),
        ("But the figure is not correct.", True),
        ("In fact, it lost £2 million.", True),
        ("That is a long way to go.", False),
        ("The claim was made in May.", False),
        ("It is not known when.", False),
    ],
)
def test_a_sentence_that_takes_back_the_one_before_is_known(sentence: str, so: bool) -> None:
    assert takes_back(sentence) is so


def test_what_is_taken_back_is_not_supported_even_word_for_word() -> None:
    verdict = check("It was reported that the ferry lost £9 million.", REPORT)

    assert not verdict.supported
    assert "That is wrong." in " ".join(verdict.reasons)


def test_what_says_so_itself_and_what_stands_elsewhere_is() -> None:
    assert is_taken_back("It was wrongly reported that the ferry lost £9 million.")
    assert check(REPORT, REPORT).supported
    assert check("Its books show a loss of £2 million.", REPORT).supported


def test_the_denial_counts_though_it_is_not_quoted() -> None:
    claim = Claim("The ferry lost £9 million.", (Evidence("S1", "the ferry lost £9 million"),))

    grounded = ground(Draft((claim,)), {"S1": passage(REPORT)})

    assert not grounded.statements
    assert "That is wrong." in " ".join(grounded.cut[0].reasons)
