"""Make-up sessions: when one may be, and until when its home practice stays open."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic.domain.errors import Refused
from clinic.domain.groups.cohorts import Span
from clinic.domain.groups.make_ups import check_make_up, later_window
from clinic.domain.programs.programs import SessionKind

MISSED = datetime(2026, 3, 3, 20, tzinfo=UTC)
DAY = timedelta(days=1)
WINDOW = Span(MISSED, MISSED + 7 * DAY)
AFTER = MISSED + 5 * DAY


@pytest.mark.parametrize(
    ("kind", "starts_at", "hours", "is_cancelled", "sentence"),
    [
        (SessionKind.BOOSTER, AFTER, 2, False, "Only regular sessions"),
        (SessionKind.REGULAR, AFTER, 2, True, "nobody missed it"),
        (SessionKind.REGULAR, MISSED - DAY, 2, False, "comes after the session"),
        (SessionKind.REGULAR, MISSED + 181 * DAY, 2, False, "within half a year"),
        (SessionKind.REGULAR, AFTER, -1, False, "end before it starts"),
        (SessionKind.REGULAR, AFTER, 9, False, "at most eight hours"),
    ],
)
def test_a_make_up_that_cannot_be_is_a_sentence(
    kind: SessionKind, starts_at: datetime, hours: int, is_cancelled: bool, sentence: str
) -> None:
    ends_at = starts_at + timedelta(hours=hours)
    with pytest.raises(Refused, match=sentence):
        check_make_up(kind, MISSED, starts_at, ends_at, is_cancelled=is_cancelled)


@pytest.mark.parametrize(
    ("days", "is_begun", "expected"),
    [
        (1, False, Span(MISSED, AFTER + 7 * DAY)),
        (9, False, Span(AFTER, AFTER + 7 * DAY)),
        (9, True, Span(MISSED, AFTER + 7 * DAY)),
    ],
    ids=["open: stays open", "over: opens again", "begun and over: keeps its beginning"],
)
def test_home_practice_has_as_long_after_the_make_up(
    days: int, is_begun: bool, expected: Span
) -> None:
    assert later_window(WINDOW, AFTER, MISSED + days * DAY, is_begun=is_begun) == expected


def test_what_closes_later_anyway_stays() -> None:
    long = Span(MISSED, MISSED + 90 * DAY)
    assert later_window(long, MISSED, MISSED + DAY, is_begun=False) is None
