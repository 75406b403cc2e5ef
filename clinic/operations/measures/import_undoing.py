"""Taking a file of scores back: its scores, the people of whom it alone told, and their cohort."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.measures.score_files import Going, going_with
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort, Facilitator
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration, ScoreImport
from clinic.models.sessions import GroupSession


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back; people whom something else tells of as well stay."""

    scores: int
    people: int
    has_cohort: bool
    """Whether the cohort that was recorded for the file went with it."""


@operation
def undo_import(db: Db, actor: Actor, imported: ScoreImport) -> Undone:
    """Take back all that a file brought, or nothing where something was built upon a score."""
    lock(db, imported)
    if imported.undone_at is not None:
        raise Refused(
            N_("This import was taken back already, on %(day)s."),
            {"day": imported.undone_at.date().isoformat()},
        )
    going = going_with(db, imported)
    if going.is_built_upon:
        raise Refused(
            N_("A score of this file was corrected, or stands in a report. Nothing was taken back.")
        )
    _take_scores(db, imported)
    _take_people(db, going)
    imported.undone_at = actor.at
    db.flush()
    if going.has_cohort:
        _take_cohort(db, imported)
    return Undone(going.scores, going.people, going.has_cohort)


def _take_scores(db: Db, imported: ScoreImport) -> None:
    rows = db.scalars(
        select(Administration)
        .where(Administration.score_import_id == imported.id)
        .options(selectinload(Administration.scores))
    ).all()
    for row in rows:
        for score in row.scores:
            db.delete(score)
    db.flush()
    for row in rows:
        db.delete(row)
    db.flush()


def _take_people(db: Db, going: Going) -> None:
    for place in going.places:
        db.delete(db.get_one(Enrollment, place))
    db.flush()
    for client in going.clients:
        db.delete(db.get_one(Client, client))
    db.flush()


def _take_cohort(db: Db, imported: ScoreImport) -> None:
    """Take a cohort in which nothing stands any more but what recording it made."""
    cohort = db.get_one(Cohort, imported.cohort_id)
    for earlier in db.scalars(select(ScoreImport).where(ScoreImport.cohort_id == cohort.id)):
        earlier.cohort_id = None
    for kind in (GroupSession, Facilitator):
        for row in db.scalars(select(kind).filter_by(cohort_id=cohort.id)):
            db.delete(row)
    db.flush()
    db.delete(cohort)
