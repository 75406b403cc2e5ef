"""A larger group than the cast, for pages that must not ask more the more people there are."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.models.cohorts import Cohort
from clinic.models.programs import ProgramRow
from clinic.operations.groups.cohorts import change_cohort, open_cohort
from tests.cast import NOW, PLAN, Cast
from tests.enrolling import enroll_newcomer


def theresa(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)


def fill(db: Db, cast: Cast, people: int) -> None:
    """Let so many more people into Theresa's cohort."""
    resize(db, cast, people + 3)
    for number in range(people):
        enroll_newcomer(db, theresa(cast), f"Newcomer {number}")


def resize(db: Db, cast: Cast, capacity: int) -> Cohort:
    cohort = cast.cohort
    return change_cohort(
        db,
        theresa(cast),
        cohort,
        replace(cohort.details, capacity=capacity),
        cohort.version,
    )


def open_another(db: Db, cast: Cast, name: str) -> Cohort:
    """Open one more cohort of Theresa's, with nobody in it."""
    row = db.scalars(select(ProgramRow).where(ProgramRow.id == cast.cohort.program_id)).one()
    plan = replace(PLAN, name=name, first_on=date(2026, 3, 5))
    lead = [cast.accounts["theresa"]]
    return open_cohort(db, theresa(cast), plan, row, lead)


def ada(cast: Cast) -> Actor:
    return Actor(cast.accounts["ada"].id, NOW, Role.ADMINISTRATOR)
