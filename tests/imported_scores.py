"""Scores of a file, imported into a cohort."""

from datetime import date, time

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.groups.cohorts import CohortPlan
from clinic.domain.measures.instruments import Direction, score_only
from clinic.domain.measures.score_files import ScoreFile, ScoreFileRow
from clinic.lookups.clinic.system import newest_program
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.measures import ScoreImport
from clinic.operations.measures.score_imports import (
    NewCohort,
    import_into_new_cohort,
    import_scores,
)
from tests.cast import NOW, Cast

BY = Actor(None, NOW)

BDI = score_only("bdi", "BDI-II", minimum=0, maximum=63, better=Direction.LOWER)

FIRST = (("7", "before", 31.0), ("8", "before", 20.0))

LATER = (("7", "after", 12.0), ("9", "after", 3.0))


def scores(rows: tuple[tuple[str, str, float | None], ...], name: str = "later.csv") -> ScoreFile:
    found = tuple(ScoreFileRow(who, when, "bdi", value) for who, when, value in rows)
    return ScoreFile(found, name=name)


def read_first(db: Db, cast: Cast) -> ScoreImport:
    """Read a file into a cohort of Theresa's that is recorded for it."""
    row = newest_program(db, "safe-connections")
    plan = CohortPlan(
        name="Group of 2019",
        discreet_name="Evenings",
        first_on=date(2019, 1, 8),
        begins_at=time(18, 0),
        duration_minutes=120,
        time_zone="UTC",
        capacity=8,
    )
    new = NewCohort(plan, row, [cast.accounts["theresa"]])
    done = import_into_new_cohort(db, BY, new, scores(FIRST, "first.csv"), [BDI], {"before": 1})
    return db.scalars(select(ScoreImport).where(ScoreImport.public_id == done.public_id)).one()


def add_later(db: Db, first: ScoreImport) -> ScoreImport:
    cohort = db.get_one(Cohort, first.cohort_id)
    done = import_scores(db, BY, cohort, scores(LATER), [BDI], {"after": 8})
    return db.scalars(select(ScoreImport).where(ScoreImport.public_id == done.public_id)).one()


def people(db: Db) -> set[str]:
    found = select(Client.preferred_name).where(Client.score_import_id.is_not(None))
    return set(db.scalars(found))
