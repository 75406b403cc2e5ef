"""Opening and changing cohorts."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.anchors import wall_of
from clinic.domain.enrollments import CohortStatus, SessionStatus
from clinic.domain.errors import Refused, Stale
from clinic.domain.groups.cohorts import (
    CohortDetails,
    CohortPlan,
    SessionDates,
    bring_preparation_forward,
    check_opening,
    dates_of,
    usual_minutes,
)
from clinic.domain.horizon import check_near
from clinic.domain.programs.programs import SessionKind
from clinic.domain.text import N_
from clinic.lookups.groups.capacity import check_enough
from clinic.lookups.groups.days_off import blocked_days
from clinic.lookups.programs.content import program_of
from clinic.models import programs as rows
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort, Facilitator, Supervision
from clinic.models.sessions import GroupSession


@operation
def open_cohort(
    db: Db,
    actor: Actor,
    plan: CohortPlan,
    program_row: rows.ProgramRow,
    facilitators: Sequence[Account],
    supervisors: Sequence[Account] = (),
) -> Cohort:
    """Open a cohort on a program and lay down all of its sessions as rows."""
    check_near(plan.first_on, actor.at.date(), "first_on")
    leading = [person.id for person in facilitators]
    blocked = blocked_days(db, plan.first_on, leading)
    laid_out = bring_preparation_forward(dates_of(program_of(program_row), plan, blocked), actor.at)
    sessions = laid_out.sessions
    check_opening(sessions, len(facilitators), actor.at)
    _check_people(facilitators, Role.THERAPIST)
    _check_people(supervisors, Role.SUPERVISOR)
    cohort = _add_cohort(db, plan, program_row, sessions, CohortStatus.OPEN, actor.at)
    _add_people(db, cohort, facilitators, supervisors, actor.at)
    return cohort


@operation
def record_closed_cohort(
    db: Db,
    actor: Actor,
    plan: CohortPlan,
    program_row: rows.ProgramRow,
    facilitators: Sequence[Account],
) -> Cohort:
    """Record a cohort that is over, so that its scores can be read in; its sessions were held."""
    _check_people(facilitators, Role.THERAPIST)
    sessions = dates_of(program_of(program_row), plan).sessions
    if sessions[-1].ends_at > actor.at:
        raise Refused(
            N_("A closed cohort has to be in the past, through its last session."), field="first_on"
        )
    cohort = _add_cohort(db, plan, program_row, sessions, CohortStatus.CLOSED, actor.at)
    _add_people(db, cohort, facilitators, (), actor.at)
    return cohort


@operation
def change_cohort(
    db: Db,
    actor: Actor,
    cohort: Cohort,
    details: CohortDetails,
    version: int,
) -> Cohort:
    """Change what may change while a cohort runs."""
    lock(db, cohort)
    if cohort.version != version:
        raise Stale(N_("Somebody else changed this cohort since you opened the page."))
    check_enough(db, cohort, details.capacity, actor.at)
    cohort.name = details.name
    cohort.discreet_name = details.discreet_name
    cohort.place = details.place
    cohort.video_url = details.video_url
    cohort.capacity = details.capacity
    return cohort


@operation
def close_cohort(db: Db, actor: Actor, cohort: Cohort) -> Cohort:
    """Close a cohort: nothing more is due, everything stays readable."""
    lock(db, cohort)
    cohort.status = CohortStatus.CLOSED
    return cohort


def _check_people(people: Sequence[Account], role: Role) -> None:
    if len({person.id for person in people}) < len(people):
        raise Refused(N_("The same person is named twice."), field="facilitators")
    for person in people:
        if person.role is not role or not person.is_active:
            raise Refused(
                N_("%(name)s cannot take this place in a cohort."),
                {"name": person.name},
                "facilitators",
            )


def _add_cohort(
    db: Db,
    plan: CohortPlan,
    program_row: rows.ProgramRow,
    sessions: Sequence[SessionDates],
    status: CohortStatus,
    at: datetime,
) -> Cohort:
    cohort = Cohort(
        name=plan.name,
        discreet_name=plan.discreet_name,
        program=program_row,
        first_on=_first_day(plan, sessions),
        begins_at=plan.begins_at,
        duration_minutes=usual_minutes(sessions),
        time_zone=plan.time_zone,
        place=plan.place,
        video_url=plan.video_url,
        capacity=plan.capacity,
        paper_names=plan.paper_names,
        status=status,
        created_at=at,
    )
    db.add(cohort)
    db.flush()
    is_over = status is CohortStatus.CLOSED
    for session in sessions:
        db.add(
            GroupSession(
                cohort_id=cohort.id,
                number=session.planned.number,
                kind=session.planned.kind,
                title=session.planned.title,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                wall=wall_of(session.starts_at, ZoneInfo(plan.time_zone)),
                status=SessionStatus.HELD if is_over else SessionStatus.PLANNED,
            )
        )
    return cohort


def _first_day(plan: CohortPlan, sessions: Sequence[SessionDates]) -> date:
    """Give the day of session 1, which a closed day may have put off."""
    first = next(each for each in sessions if each.planned.kind is SessionKind.REGULAR)
    return first.starts_at.astimezone(ZoneInfo(plan.time_zone)).date()


def _add_people(
    db: Db,
    cohort: Cohort,
    facilitators: Sequence[Account],
    supervisors: Sequence[Account],
    at: datetime,
) -> None:
    for person in facilitators:
        db.add(Facilitator(cohort_id=cohort.id, account_id=person.id, since=at))
    for person in supervisors:
        db.add(Supervision(cohort_id=cohort.id, account_id=person.id, since=at))
