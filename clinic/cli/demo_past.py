"""A group of the demo clinic that is over, so that its results can be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark, Medium, NewClient
from clinic.domain.groups.cohorts import CohortPlan
from clinic.lookups.programs.content import instrument_of
from clinic.models.accounts import Account
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.programs import ProgramRow
from clinic.models.sessions import GroupSession
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.groups.cohorts import close_cohort, open_cohort
from clinic.operations.homework.practice import Practice, log_practice
from clinic.operations.measures.administrations import answer_items, finish_administration
from clinic.operations.people.chart_notes import write_chart_note
from clinic.operations.people.enrollments import enroll_new_client

WEEKS_AGO = 9
_LAST_ITEM_OF_PHQ_9 = 9
_NOTES = ((9, "Went back to work, mornings at first."), (16, "Sister moved in."))


@dataclass(frozen=True, slots=True)
class Past:
    """Somebody who has been through it: the sums before, in each week and after, and what was done.

    A score that is missing was never given.
    """

    given: str
    family: str
    phq: tuple[int, int | None]
    gad: tuple[int, int | None, int | None, int | None]
    attended: int
    practices: int


PEOPLE = (
    Past("Edith", "Baum", (17, 8), (14, 12, 9, 7), 4, 9),
    Past("Farid", "Nasser", (14, 9), (12, 10, 8, 5), 4, 7),
    Past("Greta", "Holm", (12, 11), (9, 9, 8, 8), 3, 3),
    Past("Hugo", "Marin", (9, 4), (8, 7, 5, 4), 4, 6),
    Past("Iris", "Kelly", (16, 10), (13, 11, 10, 9), 3, 5),
    Past("Jonas", "Weber", (8, 14), (6, 8, 9, 10), 4, 2),
    Past("Katja", "Novak", (20, 13), (15, 13, 11, 10), 4, 8),
    Past("Leo", "Santos", (11, 9), (10, None, 9, 8), 3, 4),
    Past("Maren", "Vogt", (15, None), (12, 12, None, None), 1, 1),
)


def make_past_group(
    db: Db, staff: Mapping[str, Account], row: ProgramRow, tonight: date, zone: str
) -> None:
    """Run a short group from its first to its last evening, weeks ago, and close it."""
    theresa = staff["theresa"]
    first_on = tonight - timedelta(weeks=WEEKS_AGO)
    noon = datetime.combine(first_on, time(12), ZoneInfo(zone)).astimezone(UTC)
    early = _as(theresa, noon - timedelta(days=20))
    plan = CohortPlan(
        name="Autumn evenings",
        discreet_name="Autumn",
        first_on=first_on,
        begins_at=time(18),
        duration_minutes=None,
        time_zone=zone,
        capacity=10,
        place="Room 2, second floor",
    )
    cohort = open_cohort(db, early, plan, row, [theresa, staff["tom"]], [staff["sigrid"]])
    places = []
    for person in PEOPLE:
        newcomer = NewClient(
            preferred_name=person.given, family_name=person.family, medium=Medium.PAPER
        )
        places.append(enroll_new_client(db, early, cohort, newcomer))
    _attendance(db, theresa, cohort.id, places)
    for person, place in zip(PEOPLE, places, strict=True):
        _measures(db, theresa, person, place)
        _practice(db, theresa, person, place)
    for days, words in _NOTES:
        day = noon + timedelta(days=days)
        write_chart_note(db, _as(theresa, day), places[0], day.date(), words, day.date())
    close_cohort(db, _as(theresa, noon + timedelta(weeks=6)), cohort)


def _as(account: Account, at: datetime) -> Actor:
    return Actor(account.id, at, account.role)


def _attendance(db: Db, by: Account, cohort_id: int, places: list[Enrollment]) -> None:
    sessions = select(GroupSession).where(
        GroupSession.cohort_id == cohort_id, GroupSession.number > 0
    )
    for row in db.scalars(sessions.order_by(GroupSession.number)).all():
        marks = {
            place.public_id: PersonMark(
                AttendanceMark.PRESENT if row.number <= person.attended else AttendanceMark.EXCUSED
            )
            for person, place in zip(PEOPLE, places, strict=True)
        }
        mark_attendance(db, _as(by, row.ends_at), row, marks)


def _measures(db: Db, by: Account, person: Past, place: Enrollment) -> None:
    """Type in every questionnaire an hour before its time is over."""
    asked = ("baseline", "week-2", "week-3", "post")
    sums: dict[tuple[str, str], int | None] = {
        ("gad-7", occasion): value for occasion, value in zip(asked, person.gad, strict=True)
    }
    sums |= {("phq-9", "baseline"): person.phq[0], ("phq-9", "post"): person.phq[1]}
    rows = db.scalars(
        select(Administration)
        .where(Administration.enrollment_id == place.id)
        .options(joinedload(Administration.instrument))
    ).all()
    for row in rows:
        value = sums.get((row.instrument.key, row.occasion))
        if value is None:
            continue
        instrument = instrument_of(row.instrument)
        at = _as(by, row.closes_at - timedelta(hours=1))
        answer_items(db, at, row, _codes(value, len(instrument.items)), Medium.PAPER)
        finish_administration(db, at, row, Medium.PAPER)


def _codes(value: int, items: int) -> dict[int, int]:
    """Spread a sum over the answers; the question about not wanting to live stays at 0."""
    open_items = [item for item in range(1, items + 1) if item != _LAST_ITEM_OF_PHQ_9]
    each, more = divmod(value, len(open_items))
    codes = {item: each + (place < more) for place, item in enumerate(open_items)}
    return {item: codes.get(item, 0) for item in range(1, items + 1)}


def _practice(db: Db, by: Account, person: Past, place: Enrollment) -> None:
    assignments = db.scalars(
        select(Assignment)
        .where(Assignment.enrollment_id == place.id, Assignment.exercise_id.is_not(None))
        .order_by(Assignment.opens_at, Assignment.id)
    ).all()
    for turn in range(person.practices):
        assignment = assignments[turn % len(assignments)]
        at = assignment.opens_at + timedelta(days=1)
        entry = Practice(practiced_on=at.date(), minutes=5 + (turn + person.attended) % 4)
        log_practice(db, _as(by, at), assignment, entry, Medium.PAPER)
