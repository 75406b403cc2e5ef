"""Questionnaires that people of the cast have filled in, for tests that read scores."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium, NewClient
from clinic.lookups.programs.content import instrument_of
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.programs import InstrumentRow
from clinic.operations.groups.cohorts import change_cohort
from clinic.operations.measures.administrations import answer_items, finish_administration
from clinic.operations.people.enrollments import enroll_new_client
from tests.cast import BEFORE, Cast
from tests.homework import measure_of


def give_score(
    db: Db, cast: Cast, name: str, value: int, key: str = "phq-9", occasion: str = "baseline"
) -> None:
    """Let somebody fill in a questionnaire so that its sum is the value, an hour before it closes.

    The item of risk is left at 0 as long as the others can make up the sum.
    """
    fill_in(db, cast, measure_of(db, cast, name, key, occasion), value)


def fill_in(db: Db, cast: Cast, row: Administration, value: int) -> None:
    """Fill in one questionnaire so that its sum is the value."""
    db.refresh(row, ["instrument"])
    instrument = instrument_of(row.instrument)
    actor = Actor(cast.accounts["theresa"].id, row.closes_at - timedelta(hours=1))
    codes: dict[int, int] = {}
    for item in instrument.items:
        codes[item.number] = min(3, value - sum(codes.values()))
    answer_items(db, actor, row, codes, Medium.PAPER)
    finish_administration(db, actor, row, Medium.PAPER)


def newcomers(db: Db, cast: Cast, count: int, keys: Collection[str] = ("phq-9",)) -> None:
    """Let people join who go from 18 to 9, from 18 to 10, and so on, by midway."""
    by = Actor(cast.accounts["theresa"].id, BEFORE, Role.THERAPIST)
    cohort = cast.cohort
    room, url, version = cohort.place, cohort.video_url, cohort.version
    change_cohort(
        db,
        by,
        cohort,
        replace(cohort.details, place=room, video_url=url, capacity=3 + count),
        version,
    )
    for number in range(count):
        person = NewClient(preferred_name=f"Newcomer {number}", medium=Medium.PAPER)
        enroll_new_client(db, by, cohort, person)
    theirs = (
        select(Administration)
        .join(Administration.enrollment)
        .join(Administration.instrument)
        .where(InstrumentRow.key.in_(keys), Enrollment.cohort_id == cohort.id)
        .order_by(Administration.enrollment_id)
    )
    known = [enrollment.id for enrollment in cast.enrollments.values()]
    rows = db.scalars(theirs.where(Enrollment.id.not_in(known))).all()
    for occasion, first, step in (("baseline", 18, 0), ("mid", 9, 1)):
        asked = [row for row in rows if row.occasion == occasion]
        for place, row in enumerate(asked):
            fill_in(db, cast, row, first + step * min(place // len(keys), 9))
