"""Taking a file of scores back, and the people of whom it alone told."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.errors import Refused
from clinic.lookups.measures.score_files import going_with
from clinic.models.audit import AuditEntry
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration, ScoreImport
from clinic.operations.measures.import_undoing import Undone, undo_import
from clinic.operations.measures.score_imports import (
    import_scores,
)
from clinic.operations.people.chart_notes import write_chart_note
from clinic.operations.people.enrollments import enroll
from clinic.operations.people.links import invite_client
from clinic.operations.people.waiting import put_on_list
from clinic.queries.people.clients import list_clients
from clinic.queries.people.enrollments import joining
from tests.cast import NOW, Cast
from tests.databases import engine_of
from tests.imported_scores import BDI, BY, add_later, people, read_first, scores
from tests.snapshots import rows_of

APART = frozenset({"audit_entries", "audit_heads", "score_imports", "instruments"})
"""What tells of the file for good: the trail, the note of it, and what was declared for it."""


@pytest.fixture
def first(db: Db, cast: Cast) -> ScoreImport:
    return read_first(db, cast)


def test_a_file_that_is_taken_back_leaves_nothing_but_a_note_of_it(db: Db, cast: Cast) -> None:
    before = rows_of(engine_of(db), APART)
    file = read_first(db, cast)

    done = undo_import(db, BY, file)

    assert done == Undone(scores=2, people=2, has_cohort=True)
    assert (file.file_name, file.cohort_id, file.undone_at) == ("first.csv", None, NOW)
    after = rows_of(engine_of(db), APART)
    assert after == before


def test_a_later_file_stands_when_the_first_is_taken_back(db: Db, first: ScoreImport) -> None:
    later = add_later(db, first)

    assert undo_import(db, BY, first) == Undone(scores=2, people=1, has_cohort=False)
    assert people(db) == {"7", "9"}
    assert undo_import(db, BY, later) == Undone(scores=2, people=2, has_cohort=False)
    assert people(db) == set()


def test_the_first_file_stands_when_the_later_is_taken_back(db: Db, first: ScoreImport) -> None:
    undo_import(db, BY, add_later(db, first))

    assert people(db) == {"7", "8"}
    held = select(func.count()).where(Administration.score_import_id == first.id)
    assert db.scalar(held) == 2


def test_a_person_of_a_later_file_without_a_score_stays_with_that_file(
    db: Db, first: ScoreImport
) -> None:
    cohort = db.get_one(Cohort, first.cohort_id)
    rows = scores((("7", "after", 12.0), ("10", "after", None)))
    import_scores(db, BY, cohort, rows, [BDI], {"after": 8})

    undo_import(db, BY, first)

    assert people(db) == {"7", "10"}


def test_what_is_said_beforehand_is_what_goes(db: Db, first: ScoreImport) -> None:
    later = add_later(db, first)
    for file in (first, later):
        going = going_with(db, file)
        assert not going.is_built_upon
        assert undo_import(db, BY, file) == Undone(going.scores, going.people, going.has_cohort)


def test_somebody_of_whom_a_note_was_written_stays(db: Db, cast: Cast, first: ScoreImport) -> None:
    place = db.scalars(select(Enrollment).join(Client).where(Client.preferred_name == "7")).one()
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    write_chart_note(db, theresa, place, NOW.date(), "Asked about this row.", NOW.date())

    assert undo_import(db, BY, first) == Undone(scores=2, people=1, has_cohort=False)
    assert people(db) == {"7"}


def test_a_file_is_taken_back_once(db: Db, first: ScoreImport) -> None:
    undo_import(db, BY, first)
    with pytest.raises(Refused, match="taken back already, on"):
        undo_import(db, BY, first)


def test_taking_back_is_one_line_in_the_trail(db: Db, first: ScoreImport) -> None:
    undo_import(db, BY, first)
    deed = "import_undoing.undo_import"
    (entry,) = db.scalars(select(AuditEntry).where(AuditEntry.deed == deed)).all()
    assert "score_imports" in str(entry.rows)


def test_people_of_a_file_are_nobody_to_enroll_invite_or_put_on_a_list(
    db: Db, cast: Cast, first: ScoreImport
) -> None:
    person = db.scalars(select(Client).where(Client.preferred_name == "7")).one()
    place = db.scalars(select(Enrollment).where(Enrollment.client_id == person.id)).one()
    theresa = cast.accounts["theresa"]
    reader = Reader(theresa.id, Role.THERAPIST, NOW)
    cohort = cast.cohort

    assert person not in joining(db, reader, cohort.public_id, NOW).candidates
    assert "7" not in {line.name for line in list_clients(db, reader, "", 1).lines}
    assert list_clients(db, reader, person.code, 1).found == 0
    for deed in (
        lambda: enroll(db, BY, cohort, person),
        lambda: put_on_list(db, BY, cohort, person, NOW.date(), None),
        lambda: invite_client(db, replace(BY, account_id=theresa.id), place),
    ):
        with pytest.raises(Refused, match="comes from a file of scores"):
            deed()
