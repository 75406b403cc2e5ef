"""Places in cohorts: what comes with one, what refuses one, and how one ends."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus, Medium, NewClient
from clinic.domain.errors import Refused
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.operations.groups.cohorts import change_cohort, close_cohort
from clinic.operations.people.enrollments import change_status, enroll, enroll_new_client
from tests.cast import BEFORE, NOW, Cast

INES = NewClient(preferred_name="Ines", medium=Medium.PAPER)


def theresa(cast: Cast, at: datetime = BEFORE) -> Actor:
    return Actor(cast.accounts["theresa"].id, at)


def join(db: Db, cast: Cast, person: NewClient = INES, at: datetime = BEFORE) -> Enrollment:
    return enroll_new_client(db, theresa(cast, at), cast.cohort, person)


def resize(db: Db, cast: Cast, capacity: int) -> None:
    change_cohort(
        db,
        theresa(cast),
        cast.cohort,
        replace(cast.cohort.details, place="", capacity=capacity),
        cast.cohort.version,
    )


def clients(db: Db) -> int:
    return db.scalar(select(func.count()).select_from(Client)) or 0


def test_a_place_comes_with_the_homework_and_measures_of_the_whole_course(
    db: Db, cast: Cast
) -> None:
    def count(kind: type[Assignment] | type[Administration], enrollment: Enrollment) -> int:
        found = select(func.count()).where(kind.enrollment_id == enrollment.id)
        return db.scalar(found) or 0

    ines, mia = join(db, cast), cast.enrollments["mia"]
    for kind in (Assignment, Administration):
        assert count(kind, ines) == count(kind, mia) > 0


def test_who_joins_later_gets_nothing_that_is_over(db: Db, cast: Cast) -> None:
    late = cast.sessions[2].starts_at
    ines = join(db, cast, at=late)
    closes = db.scalars(select(Assignment.closes_at).where(Assignment.enrollment_id == ines.id))
    assert min(closes) > late


def test_a_person_who_gets_no_place_is_not_entered(db: Db, cast: Cast) -> None:
    resize(db, cast, 3)
    before = clients(db)
    with pytest.raises(Refused, match="3 of 3 places are taken"):
        join(db, cast)
    assert clients(db) == before


def test_a_client_is_in_a_cohort_once(db: Db, cast: Cast) -> None:
    with pytest.raises(Refused, match="Mia already has a place"):
        enroll(db, theresa(cast), cast.cohort, cast.clients["mia"])


def test_the_same_address_is_in_a_cohort_once_however_it_is_written(db: Db, cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        join(db, cast, replace(INES, email="MIA@Example.org"))
    assert refused.value.field == "email"


def test_a_paused_place_is_kept_and_a_given_up_one_is_free(db: Db, cast: Cast) -> None:
    resize(db, cast, 3)
    change_status(db, theresa(cast), cast.enrollments["max"], EnrollmentStatus.PAUSED, None)
    with pytest.raises(Refused, match="full"):
        join(db, cast)
    change_status(db, theresa(cast), cast.enrollments["max"], EnrollmentStatus.WITHDRAWN, "Moved")
    assert join(db, cast).status is EnrollmentStatus.ENROLLED


def test_who_left_comes_back_only_when_there_is_room(db: Db, cast: Cast) -> None:
    left = cast.enrollments["max"]
    change_status(db, theresa(cast), left, EnrollmentStatus.WITHDRAWN, None)
    resize(db, cast, 2)
    with pytest.raises(Refused, match="full"):
        change_status(db, theresa(cast), left, EnrollmentStatus.ENROLLED, None)


def test_nobody_comes_back_into_a_closed_cohort(db: Db, cast: Cast) -> None:
    left = cast.enrollments["max"]
    change_status(db, theresa(cast), left, EnrollmentStatus.WITHDRAWN, None)
    close_cohort(db, theresa(cast), cast.cohort)
    with pytest.raises(Refused, match="closed"):
        change_status(db, theresa(cast), left, EnrollmentStatus.ENROLLED, None)


def test_a_new_reason_does_not_move_the_day_on_which_somebody_left(db: Db, cast: Cast) -> None:
    left = cast.enrollments["max"]
    change_status(db, theresa(cast, NOW), left, EnrollmentStatus.WITHDRAWN, "Moved")
    later = theresa(cast, NOW + timedelta(days=3))
    change_status(db, later, left, EnrollmentStatus.WITHDRAWN, "Moved to Leeds")
    assert (left.ended_at, left.reason) == (NOW, "Moved to Leeds")
