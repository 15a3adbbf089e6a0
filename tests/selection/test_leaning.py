"""A part of a question without words of its own gets those of the part before it."""

import pytest

from bot.selection.leaning import completed


@pytest.mark.parametrize(
    ("part", "before", "whole"),
    [
        ("who can have one?", "How many heaters are lent?", "who can have one heaters lent?"),
        ("is it binding?", "Does the deal cover defence?", "is it binding?"),
        ("how many people work there?", "Who signed it?", "how many people work there?"),
    ],
)
def test_a_part_is_completed_where_it_says_nothing_by_itself(part: str, before: str, whole: str) -> None:
    assert completed(part, [before]) == whole


def test_the_first_part_stays_as_it_is() -> None:
    assert completed("who can have one?", []) == "who can have one?"
