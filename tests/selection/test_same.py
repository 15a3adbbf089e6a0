"""Two sentences say the same in nearly the same words, unless a figure or a denial sets them apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.selection.same import same

WALL = "Repairs to the flood wall will cost £4.6 million."


@pytest.mark.parametrize(
    "other",
    [
        WALL,
        "The repair of the flood wall will cost £4.6 million.",
        "The repair of the flood wall will cost £4.6m.",
        "Repairs to the flood wall will cost £4.6 million.[3]",
        "Repairs to the flood wall will cost £4.6 million, the treasurer told councillors who met on Monday.",
    ],
)
def test_nearly_the_same_words_say_the_same(other: str) -> None:
    assert same(WALL, other)
    assert same(other, WALL)


@pytest.mark.parametrize(
    "other",
    [
        "Repairs to the flood wall will cost £5 million.",
        "Repairs to the flood wall will cost £4.6 billion.",
        "Repairs to the flood wall will not cost £4.6 million.",
        "The pumping station failed.",
        "",
    ],
)
def test_another_figure_a_denial_or_another_matter_is_not_the_same(other: str) -> None:
    assert not same(WALL, other)
    assert not same(other, WALL)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The abbey plan will be adopted in June 2025.", "The abbey plan will be adopted in October 2025."),
        (
            "The garden scheme is open to councils in Scotland.",
            "The garden scheme is open to councils in Wales.",
        ),
        ("The kiosk permit must be renewed every month.", "The kiosk permit must be renewed every year."),
        ("The island route may be closed by the council.", "The island route will be closed by the council."),
        ("All pupils at Lark School get free meals.", "Some pupils at Lark School get free meals."),
        ("The ferry fund pays up to £500 a person.", "The ferry fund pays £500 a person."),
        ("The mill was sold to the trust.", "The mill was sold by the trust."),
        ("The old hospital will be demolished in 2027.", "The old hospital will be rebuilt in 2027."),
    ],
)
def test_what_each_says_in_a_word_of_its_own_is_not_the_same(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


@given(st.text(), st.text())
def test_the_order_of_the_two_does_not_matter(one: str, other: str) -> None:
    assert same(one, other) == same(other, one)
