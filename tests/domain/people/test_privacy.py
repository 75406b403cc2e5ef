"""What stays closed after resets through other hands, and what opens which of it."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic.domain.people.privacy import Closure, Privacy

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def at(day: float) -> datetime:
    return DAY + timedelta(days=day)


def privacy(*closures: tuple[float, float | None]) -> Privacy:
    return Privacy(
        tuple(Closure(at(shut), at(opened) if opened else None) for shut, opened in closures)
    )


@pytest.mark.parametrize(
    ("closures", "written", "closed"),
    [
        ((), 1, False),
        (((5, None),), 4, True),
        (((5, None),), 5, True),
        (((5, None),), 6, False),
        (((5, 6),), 4, False),
        # The second reset closes what the first had left open, and nothing else.
        (((5, None), (8, None)), 4, True),
        (((5, None), (8, None)), 6, True),
        (((5, None), (8, None)), 9, False),
        # Whoever came in by the first one knows the secret of the second closure alone.
        (((5, None), (8, 9)), 4, True),
        (((5, None), (8, 9)), 6, False),
        # The owner knows what held before the first: what was written between is not hers.
        (((5, 9), (8, None)), 4, False),
        (((5, 9), (8, None)), 6, True),
        # What was opened is closed again by a later reset.
        (((5, 6), (8, None)), 4, True),
        (((5, 6), (8, 9)), 4, False),
    ],
)
def test_what_is_closed(
    closures: tuple[tuple[float, float | None], ...], written: float, closed: bool
) -> None:
    assert privacy(*closures).is_closed(at(written)) is closed


def test_whether_anything_may_be_closed() -> None:
    assert not privacy().has_closed
    assert not privacy((5, 6)).has_closed
    assert privacy((5, 6), (8, None)).has_closed
