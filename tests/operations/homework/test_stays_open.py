"""A safety plan never closes to its writer: not late, not in a break, not after the group."""

from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.domain.errors import Refused
from clinic.models.assignments import Assignment
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.groups.cohorts import close_cohort
from clinic.operations.people.enrollments import change_status
from tests.cast import NOW, Cast
from tests.homework import sheet_of
from tests.marks import make_older
from tests.sheets import save

LATER = NOW + timedelta(days=400)


@pytest.fixture(params=["newest", "older"])
def plan(request: pytest.FixtureRequest, db: Db, cast: Cast) -> Assignment:
    if request.param == "older":
        make_older(db, therapist(cast), "W28")
    return sheet_of(db, cast, code="W28")


def write(db: Db, cast: Cast, row: Assignment, at: timedelta) -> WorksheetResponse:
    mia = Actor(cast.accounts["mia"].id, NOW + at, Role.CLIENT)
    return save(db, mia, row, {"step_1": "I go quiet."}, None, Medium.PORTAL)


def therapist(cast: Cast) -> Actor:
    account = cast.accounts["theresa"]
    return Actor(account.id, NOW, account.role)


def test_it_is_open_long_after_its_window(db: Db, cast: Cast, plan: Assignment) -> None:
    assert write(db, cast, plan, timedelta(days=400)).answered == 1


@pytest.mark.parametrize(
    "status", [EnrollmentStatus.PAUSED, EnrollmentStatus.WITHDRAWN, EnrollmentStatus.COMPLETED]
)
def test_it_is_open_in_a_break_and_after_leaving(
    db: Db, cast: Cast, plan: Assignment, status: EnrollmentStatus
) -> None:
    change_status(db, therapist(cast), cast.enrollments["mia"], status, "so it is")
    assert write(db, cast, plan, timedelta(hours=1)).answered == 1


def test_it_is_open_after_the_group(db: Db, cast: Cast, plan: Assignment) -> None:
    close_cohort(db, therapist(cast), cast.cohort)
    assert write(db, cast, plan, timedelta(hours=1)).answered == 1


def test_it_does_not_open_before_it_was_given(db: Db, cast: Cast, plan: Assignment) -> None:
    with pytest.raises(Refused, match="not open yet"):
        write(db, cast, plan, -timedelta(days=2))


def test_every_other_sheet_closes(db: Db, cast: Cast) -> None:
    row = sheet_of(db, cast, code="W01")
    mia = Actor(cast.accounts["mia"].id, LATER, Role.CLIENT)
    with pytest.raises(Refused, match="closed now"):
        save(db, mia, row, {}, None, Medium.PORTAL)
