"""Readiness: what counts as settled, and in which way somebody is told of the rest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clinic.domain.enrollments import Medium
from clinic.domain.people.consents import ConsentState
from clinic.domain.people.readiness import (
    Baseline,
    Need,
    ReadinessStanding,
    State,
    TellingWay,
    is_watched,
    states_of,
    still_missing,
    way_to_tell,
)
from clinic.domain.people.screenings import ScreeningOutcome

READY = ReadinessStanding(
    outcome=ScreeningOutcome.SUITABLE,
    is_talk_begun=True,
    consent=ConsentState.GIVEN,
    is_emergency_asked=True,
    is_access_asked=True,
    has_language=True,
    medium=Medium.PORTAL,
    can_sign_in=True,
    is_invited=False,
    has_email=True,
    is_paused=False,
    baseline=Baseline(2, 2, 0),
)
PAPER = replace(READY, medium=Medium.PAPER, can_sign_in=False, has_email=False)
S = State


def test_who_has_everything_lacks_nothing_and_is_told_nothing() -> None:
    assert {state.is_missing for state in states_of(READY).values()} == {False}
    assert (way_to_tell(READY), way_to_tell(PAPER)) == (None, None)
    assert states_of(PAPER)[Need.ACCOUNT] is S.NOT_NEEDED


@pytest.mark.parametrize(
    ("change", "need", "state"),
    [
        ({"outcome": None, "is_talk_begun": False}, Need.TALK, S.MISSING),
        ({"outcome": None}, Need.TALK, S.PARTLY),
        ({"outcome": ScreeningOutcome.NOT_NOW}, Need.TALK, S.PARTLY),
        ({"consent": ConsentState.NONE}, Need.CONSENT, S.MISSING),
        ({"consent": ConsentState.WITHDRAWN}, Need.CONSENT, S.MISSING),
        ({"consent": ConsentState.OUTDATED}, Need.CONSENT, S.PARTLY),
        ({"can_sign_in": False}, Need.ACCOUNT, S.MISSING),
        ({"can_sign_in": False, "is_invited": True}, Need.ACCOUNT, S.DONE),
        ({"baseline": Baseline(2, 0, 2)}, Need.BASELINE, S.MISSING),
        ({"baseline": Baseline(2, 1, 1)}, Need.BASELINE, S.PARTLY),
        ({"baseline": Baseline(2, 1, 0)}, Need.BASELINE, S.LATER),
        ({"baseline": Baseline()}, Need.BASELINE, S.NOT_NEEDED),
        ({"has_language": False}, Need.LANGUAGE, S.MISSING),
        ({"is_access_asked": False}, Need.ACCESS, S.MISSING),
        ({"is_emergency_asked": False}, Need.EMERGENCY, S.MISSING),
    ],
)
def test_how_it_stands_with_each(change: dict[str, object], need: Need, state: State) -> None:
    assert states_of(replace(READY, **change))[need] is state  # type: ignore[arg-type]  # each test names what it changes


@pytest.mark.parametrize(
    ("change", "way"),
    [
        ({"consent": ConsentState.NONE}, TellingWay.MESSAGE),
        ({"consent": ConsentState.NONE, "has_email": False}, TellingWay.BY_HAND),
        ({"can_sign_in": False}, TellingWay.INVITATION),
        ({"can_sign_in": False, "has_email": False}, TellingWay.BY_HAND),
        ({"can_sign_in": False, "is_invited": True, "consent": ConsentState.NONE}, None),
        ({"consent": ConsentState.NONE, "is_paused": True}, None),
        ({"consent": ConsentState.NONE, "medium": Medium.PAPER}, TellingWay.PAPER),
        ({"is_paused": True, "medium": Medium.PAPER, "has_language": False}, None),
        ({"outcome": None}, None),
        ({"baseline": Baseline(2, 0, 0)}, None),
    ],
)
def test_in_which_way_somebody_is_told(change: dict[str, object], way: TellingWay | None) -> None:
    assert way_to_tell(replace(READY, **change)) is way  # type: ignore[arg-type]  # each test names what it changes


def test_a_group_is_watched_from_a_week_before_and_a_late_joiner_for_a_week() -> None:
    starts = datetime(2026, 3, 10, 18, tzinfo=UTC)
    ends, early = starts + timedelta(hours=2), starts - timedelta(days=30)
    week, minute = timedelta(days=7), timedelta(minutes=1)
    assert not is_watched(starts - week - minute, starts, ends, early)
    assert is_watched(starts - week, starts, ends, early)
    assert is_watched(ends - minute, starts, ends, early)
    assert not is_watched(ends, starts, ends, early)
    joined = ends + timedelta(days=5)
    assert is_watched(joined + week - minute, starts, ends, joined)
    assert not is_watched(joined + week, starts, ends, joined)


def test_after_the_beginning_consent_and_a_contact_are_urged_until_they_are_there() -> None:
    consent = ConsentState
    assert still_missing(consent.NONE, is_emergency_asked=False) == (Need.CONSENT, Need.EMERGENCY)
    assert still_missing(consent.OUTDATED, is_emergency_asked=True) == (Need.CONSENT,)
    assert still_missing(consent.WITHDRAWN, is_emergency_asked=False) == (Need.EMERGENCY,)
    assert still_missing(consent.GIVEN, is_emergency_asked=True) == ()
