"""Enrolling newcomers: the largest deed there is, with the homework of a whole course."""

from dataclasses import replace

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium, NewClient
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.operations.people.enrollments import enroll_new_client
from tests.cast import BEFORE, PLAN


def enroll_newcomer(db: Db, actor: Actor, name: str) -> Enrollment:
    """Give somebody new a place in Theresa's cohort, before it begins."""
    cohort = db.scalars(select(Cohort).where(Cohort.name == PLAN.name)).one()
    person = NewClient(preferred_name=name, medium=Medium.PAPER)
    return enroll_new_client(db, replace(actor, at=BEFORE), cohort, person)
