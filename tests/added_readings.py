"""What staff add to the reading of scores, for each client of a furnished clinic."""

from collections.abc import Mapping

from sqlalchemy import select

from clinic.content.instrument_files import load_instruments
from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.outcomes.change import Distribution
from clinic.domain.outcomes.readings import OwnNorm
from clinic.models.enrollments import Enrollment
from clinic.models.measures import ScoreImport
from clinic.models.readings import ChartNote
from clinic.operations.measures.norms import set_norm
from clinic.operations.people.chart_notes import write_chart_note

OWN = OwnNorm(5.5, 0.84, "the clinic's audit", 15.4, Distribution(2.9, 3.5))


def add_readings(db: Db, actor: Actor, places: Mapping[Enrollment, str]) -> None:
    """Write a note to each place's day, and set a norm of the clinic's own."""
    for place, words in places.items():
        write_chart_note(db, actor, place, actor.at.date(), words, actor.at.date())
    set_norm(db, actor, "phq-9", load_instruments().instruments["phq-9"].main, OWN)
    add_file_taken_back(db, actor)


@operation
def add_file_taken_back(db: Db, actor: Actor) -> ScoreImport:
    """Leave what stays of a file of scores that was read in and taken back."""
    file = ScoreImport(
        cohort_name="Trial",
        made_cohort=True,
        file_name="scores.csv",
        imported_at=actor.at,
        people=3,
        scores=12,
        undone_at=actor.at,
    )
    db.add(file)
    return file


@operation
def file_of(db: Db, actor: Actor, place: Enrollment) -> ScoreImport:
    """Leave a file of scores in the cohort of a place, as if its rows had been empty."""
    file = ScoreImport(
        cohort_id=place.cohort_id,
        cohort_name="Trial",
        made_cohort=False,
        file_name="scores.csv",
        imported_at=actor.at,
        people=0,
        scores=0,
    )
    db.add(file)
    return file


def note_of(db: Db, place: Enrollment) -> ChartNote:
    """Give the note of a place."""
    return db.scalars(select(ChartNote).where(ChartNote.enrollment_id == place.id)).one()
