"""A sentence is no answer where another one tells just what it leaves out."""

from tests.selection.conftest import Compose


def test_what_the_next_sentence_tells_of_them_is_the_answer(compose: Compose) -> None:
    drafted = compose("When do the reading gardens open?", "desk")

    assert drafted.answers
    assert "They open in June 2025." in drafted.text
    assert compose("When were the reading gardens approved?", "desk").text.startswith(
        "The committee approved"
    )


def test_a_price_is_no_count(compose: Compose) -> None:
    assert (
        "£1,000" not in compose("How many beds does a garden have?", "desk").text
        or not compose("How many beds does a garden have?", "desk").answers
    )


def test_who_did_it_is_not_told_by_a_sentence_that_names_nobody(compose: Compose) -> None:
    drafted = compose("Who signed the repair contract?", "desk")

    assert "Ruth Adair signed" in drafted.text
    assert "The county has signed" not in drafted.text
