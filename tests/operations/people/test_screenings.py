"""First talks: who decided what and when stays, however often one looks again."""

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused, Stale
from clinic.domain.people.screenings import (
    PointAnswer,
    PointKind,
    ScreeningOutcome,
    TalkPoint,
    from_text,
)
from clinic.models.enrollments import Enrollment
from clinic.models.screenings import Screening
from clinic.models.sealed import read_sealed
from clinic.operations.people.screenings import note_screening
from tests.cast import NOW, Cast
from tests.crowd import theresa

NOT_NOW, SUITABLE = ScreeningOutcome.NOT_NOW, ScreeningOutcome.SUITABLE
POINTS = [TalkPoint(PointKind.INCLUSION, "Is an adult", PointAnswer.YES, "born 1990")]


@operation
def refer(db: Db, actor: Actor, place: Enrollment, status: EnrollmentStatus) -> None:
    place.status = status


def looks(db: Db, place: Enrollment) -> list[Screening]:
    found = select(Screening).where(Screening.enrollment_id == place.id)
    return list(db.scalars(found.order_by(Screening.id)))


def test_a_draft_is_written_on_and_a_decision_carries_name_and_time(db: Db, cast: Cast) -> None:
    place = cast.enrollments["mia"]
    draft = note_screening(db, theresa(cast), place, POINTS, None, "so far", seen="")
    assert (draft.outcome, draft.decided_at, draft.decided_by_id) == (None, None, None)
    row = note_screening(db, theresa(cast), place, POINTS, NOT_NOW, "later", seen=draft.mark)
    assert row is draft
    assert (row.decided_at, row.decided_by_id) == (NOW, cast.accounts["theresa"].id)
    assert read_sealed(db.keys, row, "words") == "later"
    assert from_text(read_sealed(db.keys, row, "points")) == tuple(POINTS)
    assert "1990" not in str(row.points)


def test_to_look_again_leaves_the_first_decision_as_it_was(db: Db, cast: Cast) -> None:
    place = cast.enrollments["mia"]
    first = note_screening(db, theresa(cast), place, POINTS, NOT_NOW, "later", seen="")
    note_screening(db, theresa(cast), place, POINTS, SUITABLE, "now", seen=first.mark)
    assert [row.outcome for row in looks(db, place)] == [NOT_NOW, SUITABLE]
    assert read_sealed(db.keys, first, "words") == "later"


def test_two_who_write_at_once_do_not_overwrite_each_other(db: Db, cast: Cast) -> None:
    place = cast.enrollments["mia"]
    note_screening(db, theresa(cast), place, POINTS, None, "hers", seen="")
    with pytest.raises(Stale):
        note_screening(db, theresa(cast), place, POINTS, NOT_NOW, "his", seen="")
    (row,) = looks(db, place)
    db.refresh(row)
    assert (row.outcome, read_sealed(db.keys, row, "words")) == (None, "hers")


@pytest.mark.parametrize(
    ("before", "after"),
    [("referred", "screened"), ("waitlisted", "waitlisted"), ("enrolled", "enrolled")],
)
def test_who_was_referred_counts_as_screened_once_it_is_decided(
    db: Db, cast: Cast, before: str, after: str
) -> None:
    place = cast.enrollments["mia"]
    refer(db, theresa(cast), place, EnrollmentStatus(before))
    draft = note_screening(db, theresa(cast), place, POINTS, None, "", seen="")
    assert place.status.value == before
    note_screening(db, theresa(cast), place, POINTS, SUITABLE, "", seen=draft.mark)
    assert place.status.value == after


def test_the_program_itself_decides_about_nobody(db: Db, cast: Cast) -> None:
    with pytest.raises(Refused, match="Only a person"):
        note_screening(db, Actor(None, NOW), cast.enrollments["mia"], POINTS, NOT_NOW, "", seen="")
