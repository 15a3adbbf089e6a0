"""The measures of a ranking, against values worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.ranking import measured

NAMES = ("hit", "MRR", "recall", "nDCG", "MAP")
FOUND = st.lists(st.booleans(), max_size=20)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hit@1", 0.0),
        ("hit@2", 1.0),
        ("MRR@10", 1 / 2),
        ("MRR@1", 0.0),
        ("recall@2", 1 / 3),
        ("recall@10", 2 / 3),
        ("MAP@10", (1 / 2 + 2 / 4) / 3),
        ("nDCG@10", (0.6309298 + 0.4306766) / (1 + 0.6309298 + 0.5)),
    ],
)
def test_a_measure_is_what_its_definition_gives(name: str, value: float) -> None:
    assert measured(name, [False, True, False, True, False], 3) == pytest.approx(value, abs=1e-6)


def test_the_best_order_has_the_full_gain_even_where_not_all_right_ones_fit() -> None:
    assert measured("nDCG@10", [True] * 10, 25) == pytest.approx(1)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_found_is_nought(name: str) -> None:
    assert measured(f"{name}@10", [], 1) == 0


@given(FOUND, st.sampled_from(NAMES), st.integers(0, 5))
def test_every_measure_stays_between_nought_and_one(found: list[bool], name: str, missed: int) -> None:
    right = sum(found) + missed
    assert 0 <= measured(f"{name}@10", found, right) <= 1 + 1e-9


@given(FOUND, st.sampled_from(NAMES))
def test_a_right_one_moved_up_never_lowers_a_measure(found: list[bool], name: str) -> None:
    better = sorted(found, reverse=True)
    right = max(1, sum(found))
    assert measured(f"{name}@10", better, right) >= measured(f"{name}@10", found, right) - 1e-9
