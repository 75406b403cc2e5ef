"""Until when that may be finished which was begun before its window closed."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic.domain.errors import Refused
from clinic.domain.homework.homework import Meets, check_window, finish_by, is_in_time

FIVE = datetime(2026, 3, 5, 17, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("begins", "until"),
    [
        ([HOUR], 3 * HOUR),
        ([-2 * HOUR], 2 * HOUR),
        ([-HOUR], HOUR),
        ([DAY], DAY + 2 * HOUR),
        ([DAY + HOUR], 2 * HOUR),
        ([-7 * DAY, 7 * DAY], 2 * HOUR),
        ([7 * DAY, HOUR], 3 * HOUR),
        ([], 2 * HOUR),
    ],
    ids=["next", "just-over", "under-way", "tomorrow", "too-far", "no-near", "any-order", "none"],
)
def test_it_may_be_finished_until_the_meeting_ends(
    begins: list[timedelta], until: timedelta
) -> None:
    meetings = [Meets(FIVE + begin, FIVE + begin + 2 * HOUR) for begin in begins]
    assert finish_by(FIVE, meetings) == FIVE + until


def test_what_is_begun_when_it_closes_is_late() -> None:
    assert is_in_time(FIVE - timedelta(seconds=1), FIVE)
    assert not is_in_time(FIVE, FIVE)
    assert not is_in_time(None, FIVE)


def test_the_end_itself_is_over() -> None:
    check_window(FIVE - DAY, FIVE, FIVE - timedelta(seconds=1))
    with pytest.raises(Refused, match="closed now"):
        check_window(FIVE - DAY, FIVE, FIVE)
