"""A page draws several charts at once: none may take long, whatever machine runs this."""

from collections.abc import Callable

import pytest

from bench.charts import DRAWINGS, milliseconds

GENEROUS = 50.0
"""Five times what is wanted, so that a busy machine fails nobody; `make bench` is strict."""


@pytest.mark.parametrize("draw", DRAWINGS, ids=lambda draw: draw.__name__)
def test_a_drawing_takes_no_longer_than_is_generous(draw: Callable[[], str]) -> None:
    assert milliseconds(draw, rounds=9) < GENEROUS
