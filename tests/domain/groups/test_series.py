"""The rhythm of a group: which day each session gets, and which days are left out for what."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.errors import Refused
from clinic.domain.groups.cohorts import CohortPlan, LaidOut, dates_of
from clinic.domain.groups.days_off import Blocked, OffKind, OffReason, check_days_off
from clinic.domain.groups.series import Rhythm, RhythmKind
from clinic.domain.programs.programs import PlannedSession, Program, SessionKind
from clinic.public_holidays import has_holidays, public_holidays, regions_of

TUESDAY = date(2026, 3, 3)
THURSDAY = 3
RHYTHMS = {
    RhythmKind.WEEKLY: Rhythm(),
    RhythmKind.FORTNIGHTLY: Rhythm(RhythmKind.FORTNIGHTLY),
    RhythmKind.TWICE_WEEKLY: Rhythm(RhythmKind.TWICE_WEEKLY, (1, THURSDAY)),
    RhythmKind.TAPERING: Rhythm(RhythmKind.TAPERING, taper_after=2),
}


def planned(number: int, week: int, kind: SessionKind = SessionKind.REGULAR) -> PlannedSession:
    return PlannedSession(number, kind, week, 120, "", "", (), (), (), ())


def program(regular: int = 4) -> Program:
    sessions = (
        planned(0, -1, SessionKind.ORIENTATION),
        *(planned(week + 1, week) for week in range(regular)),
        planned(regular + 1, regular + 11, SessionKind.BOOSTER),
    )
    return Program("p", "P", "", "en", 3, 2, sessions)


def laid(rhythm: Rhythm, blocked: Blocked | None = None, first_on: date = TUESDAY) -> LaidOut:
    plan = CohortPlan(
        name="G",
        discreet_name="G",
        first_on=first_on,
        begins_at=time(18),
        duration_minutes=90,
        time_zone="Europe/London",
        capacity=8,
        rhythm=rhythm,
    )
    return dates_of(program(), plan, blocked)


def days(laid_out: LaidOut) -> list[date]:
    return [
        each.starts_at.astimezone(ZoneInfo("Europe/London")).date() for each in laid_out.sessions
    ]


def closed(*on: date) -> Blocked:
    return dict.fromkeys(on, (OffReason(OffKind.CLOSED, "Training"),))


@pytest.mark.parametrize(
    ("kind", "gaps"),
    [
        (RhythmKind.WEEKLY, [7, 7, 7, 7, 84]),
        (RhythmKind.FORTNIGHTLY, [7, 14, 14, 14, 84]),
        (RhythmKind.TWICE_WEEKLY, [7, 2, 5, 2, 84]),
        (RhythmKind.TAPERING, [7, 7, 14, 14, 84]),
    ],
)
def test_each_rhythm_gives_its_days(kind: RhythmKind, gaps: list[int]) -> None:
    found = days(laid(RHYTHMS[kind]))
    assert found[1] == TUESDAY
    assert [(b - a).days for a, b in zip(found, found[1:], strict=False)] == gaps


def test_a_closed_day_passes_its_session_and_all_that_follow_on_and_says_why() -> None:
    away = (OffReason(OffKind.LEAVE, "Tom Reed"),)
    laid_out = laid(Rhythm(), {date(2026, 3, 10): away, date(2026, 3, 17): away})
    assert days(laid_out)[1:5] == [TUESDAY, *(TUESDAY + timedelta(weeks=w) for w in (3, 4, 5))]
    assert [(each.on.day, each.number, each.reasons) for each in laid_out.skipped] == [
        (10, 2, away),
        (17, 2, away),
    ]
    assert away[0].message % away[0].params == "Tom Reed is away that day."


def test_a_group_of_two_days_a_week_falls_on_its_other_day() -> None:
    found = days(laid(RHYTHMS[RhythmKind.TWICE_WEEKLY], closed(date(2026, 3, 5))))
    assert found[1:5] == [TUESDAY, date(2026, 3, 10), date(2026, 3, 12), date(2026, 3, 17)]


def test_six_in_the_evening_stays_so_in_summer_and_in_winter() -> None:
    starts = [each.starts_at for each in laid(Rhythm()).sessions]
    assert {at.astimezone(ZoneInfo("Europe/London")).time() for at in starts} == {time(18)}
    assert {at.astimezone(UTC).time() for at in starts} == {time(18), time(17)}


def test_a_preparation_on_a_closed_day_is_held_earlier_and_the_booster_later() -> None:
    usual = days(laid(Rhythm()))
    found = days(laid(Rhythm(), closed(usual[0], usual[-1])))
    assert (usual[0] - found[0], found[-1] - usual[-1]) == (timedelta(weeks=1),) * 2
    assert found[1:-1] == usual[1:-1]


@pytest.mark.parametrize(
    ("rhythm", "sentence"),
    [
        (Rhythm(RhythmKind.TWICE_WEEKLY, (1,)), "Choose the second day of the week"),
        (Rhythm(RhythmKind.TWICE_WEEKLY, (1, 1)), "Choose a different day of the week"),
        (Rhythm(RhythmKind.TAPERING), "Say up to which session"),
    ],
)
def test_a_rhythm_that_says_too_little_is_a_sentence(rhythm: Rhythm, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        laid(rhythm)


def test_a_clinic_that_never_opens_is_a_sentence() -> None:
    never = closed(*(TUESDAY + timedelta(days=day) for day in range(900)))
    with pytest.raises(Refused, match="no free date within a year"):
        laid(Rhythm(), never)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(RhythmKind)),
    st.sets(st.integers(-60, 300), max_size=60),
    st.integers(0, 400),
)
def test_days_rise_and_avoid_what_is_blocked(kind: RhythmKind, off: set[int], later: int) -> None:
    first_on = TUESDAY + timedelta(weeks=later // 7)
    blocked = closed(*(first_on + timedelta(days=day) for day in off))
    laid_out = laid(RHYTHMS[kind], blocked, first_on)
    found = days(laid_out)
    assert found == sorted(set(found))
    assert not set(found) & set(blocked)
    assert {each.on for each in laid_out.skipped} <= set(blocked)
    weekdays = {on.weekday() for on in found}
    assert weekdays <= ({1, THURSDAY} if kind is RhythmKind.TWICE_WEEKLY else {1})


def test_holidays_are_those_of_the_country_and_the_region() -> None:
    span = date(2026, 11, 1), date(2027, 1, 6)
    bavaria = public_holidays("DE", "BY", *span)
    assert bavaria[date(2026, 12, 25)] == "Christmas Day"
    assert date(2027, 1, 6) in bavaria
    assert date(2027, 1, 6) not in public_holidays("DE", "", *span)
    assert public_holidays("DE", "no such region", *span) == public_holidays("DE", "", *span)
    assert regions_of("DE")["BY"] == "Bayern"


def test_a_country_without_a_list_has_no_holidays_and_no_failure() -> None:
    assert not has_holidays("AC")
    assert public_holidays("AC", "", TUESDAY, TUESDAY) == {}
    assert regions_of("AC") == {}


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (date(2026, 3, 9), date(2026, 3, 8), "before the first"),
        (date(2026, 3, 1), date(2026, 3, 2), "are past"),
        (date(2026, 3, 3), date(2027, 3, 4), "at most a year"),
    ],
)
def test_days_off_that_cannot_be_are_a_sentence(first: date, last: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_days_off(first, last, datetime(2026, 3, 3, tzinfo=UTC).date())
