"""Which cases of a parametrised test are tried at one's desk: the rest of them wait for the slow set."""

from collections.abc import Iterable

import pytest
from _pytest.mark import ParameterSet


def rarely(cases: Iterable[object]) -> list[ParameterSet]:
    """The first of the cases always, the others with the slow tests. A tuple is the values of one case."""
    return [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow if place else ())
        for place, case in enumerate(cases)
    ]
