"""Taking a file of scores back: its scores, the people of whom it alone told, and their cohort."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.models.base import Base
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort, Facilitator
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration, Score, ScoreImport
from clinic.models.sessions import GroupSession


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back; people whom something else tells of as well stay."""

    scores: int
    people: int
    has_cohort: bool
    # whether the cohort that was recorded for the file went with it


@operation
def undo_import(db: Db, actor: Actor, imported: ScoreImport) -> Undone:
    """Take back all that a file brought, or nothing where something was built upon a score."""
    lock(db, imported)
    if imported.undone_at is not None:
        raise Refused(
            N_("This import was taken back already, on %(day)s."),
            {"day": imported.undone_at.date().isoformat()},
        )
    scores = _take_scores(db, imported)
    people = _take_people(db, imported)
    imported.undone_at = actor.at
    db.flush()
    return Undone(scores, people, imported.made_cohort and _take_cohort(db, imported))


def _take_scores(db: Db, imported: ScoreImport) -> int:
    rows = db.scalars(
        select(Administration)
        .where(Administration.score_import_id == imported.id)
        .options(selectinload(Administration.scores))
    ).all()
    if _referred(db, Administration, [row.id for row in rows], besides=(Score,)):
        raise Refused(
            N_("A score of this file was corrected, or stands in a report. Nothing was taken back.")
        )
    count = sum(len(row.scores) for row in rows)
    for row in rows:
        for score in row.scores:
            db.delete(score)
    db.flush()
    for row in rows:
        db.delete(row)
    db.flush()
    return count


def _take_people(db: Db, imported: ScoreImport) -> int:
    """Take the people of files whom nothing tells of any more, of an earlier file as well."""
    places = db.execute(
        select(Enrollment, Client)
        .join(Client, Enrollment.client_id == Client.id)
        .where(Enrollment.cohort_id == imported.cohort_id, Client.score_import_id.is_not(None))
    ).all()
    kept = _referred(db, Enrollment, [place.id for place, _ in places])
    kept_clients = _referred(db, Client, [one.id for _, one in places], besides=(Enrollment,))
    gone = [
        (place, one) for place, one in places if place.id not in kept and one.id not in kept_clients
    ]
    for place, _ in gone:
        db.delete(place)
    db.flush()
    for _, one in gone:
        db.delete(one)
    db.flush()
    return len(gone)


def _take_cohort(db: Db, imported: ScoreImport) -> bool:
    """Take the cohort where nothing stands in it but what recording it made."""
    cohort = db.get_one(Cohort, imported.cohort_id)
    made = (GroupSession, Facilitator)
    rows = [row for kind in made for row in db.scalars(select(kind).filter_by(cohort_id=cohort.id))]
    sessions = [row.id for row in rows if isinstance(row, GroupSession)]
    others = db.scalars(
        select(ScoreImport.id).where(
            ScoreImport.cohort_id == cohort.id, ScoreImport.undone_at.is_(None)
        )
    ).all()
    besides = (*made, ScoreImport)
    if (
        others
        or _referred(db, Cohort, [cohort.id], besides)
        or _referred(db, GroupSession, sessions)
    ):
        return False
    for earlier in db.scalars(select(ScoreImport).where(ScoreImport.cohort_id == cohort.id)):
        earlier.cohort_id = None
    for row in rows:
        db.delete(row)
    db.flush()
    db.delete(cohort)
    return True


def _referred(
    db: Db, kind: type[Base], ids: Collection[int], besides: Sequence[type[Base]] = ()
) -> set[int]:
    """Find which rows some other row points to, whatever table that is in."""
    own, left = kind.__table__, {each.__table__ for each in besides}
    return {
        found
        for table in Base.metadata.sorted_tables
        if table not in left
        for column in table.columns
        if any(key.column.table is own for key in column.foreign_keys)
        for found in db.scalars(select(column).where(column.in_(ids)))
    }
