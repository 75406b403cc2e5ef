"""Noting what a first talk found, and what was decided after it."""

from collections.abc import Sequence

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused, Stale
from clinic.domain.people.screenings import (
    ScreeningOutcome,
    TalkPoint,
    check_screening,
    from_text,
    to_text,
)
from clinic.domain.safety.cries import cries_found, flag_of, places
from clinic.domain.text import N_
from clinic.lookups.safety.open_cases import has_case
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.screenings import Screening, newest_screening
from clinic.models.sealed import read_sealed, write_sealed
from clinic.operations.safety.cries import Retraction, hear
from clinic.operations.safety.risk import CORRECTED


@operation
def note_screening(
    db: Db,
    actor: Actor,
    enrollment: Enrollment,
    points: Sequence[TalkPoint],
    outcome: ScreeningOutcome | None,
    words: str,
    *,
    seen: str,
) -> Screening:
    """Keep what was found so far, and with an outcome decide.

    A decision is never written over: to look again is a row of its own. `seen` is the mark of the
    newest row as the page showed it.
    """
    if actor.account_id is None:
        raise Refused(N_("Only a person can decide about a person."))
    cohort = db.get_one(Cohort, enrollment.cohort_id)
    lock(db, cohort)
    lock(db, enrollment)
    newest = db.scalars(newest_screening(enrollment)).one_or_none()
    if seen != (newest.mark if newest else ""):
        raise Stale(N_("Somebody else wrote into this since you opened the page."))
    check_screening(points, outcome, words)
    before = from_text(read_sealed(db.keys, newest, "points")) if newest else ()
    _hear(db, actor, enrollment, points, before)
    row = newest
    if row is None or row.outcome is not None:
        row = Screening(enrollment_id=enrollment.id)
        db.add(row)
    row.saved_at, row.saved_by_id = actor.at, actor.account_id
    write_sealed(db.keys, row, "points", to_text(points))
    write_sealed(db.keys, row, "words", words or None)
    if outcome is not None:
        row.outcome, row.decided_at, row.decided_by_id = outcome, actor.at, actor.account_id
        if enrollment.status is EnrollmentStatus.REFERRED:
            enrollment.status = EnrollmentStatus.SCREENED
    return row


@operation
def hear_unkept_points(
    db: Db, actor: Actor, enrollment: Enrollment, points: Sequence[TalkPoint]
) -> Enrollment:
    """Hear what a page of a first talk says that could not be kept; it takes nothing back."""
    lock(db, enrollment)
    newest = db.scalars(newest_screening(enrollment)).one_or_none()
    before = from_text(read_sealed(db.keys, newest, "points")) if newest else ()
    heard = places(cries_found(before))
    hear(db, actor, enrollment, cries_found(points), heard)
    return enrollment


def _hear(
    db: Db,
    actor: Actor,
    enrollment: Enrollment,
    points: Sequence[TalkPoint],
    before: Sequence[TalkPoint],
) -> None:
    """Open what a point asks for; one that no longer does says why in its note."""
    cries, asked = cries_found(points), {flag_of(point) for point in points}
    said, reasons = places(cries), []
    for number, point in enumerate(points):
        # A page that could not be kept may have said it, too.
        if flag_of(point) in said or not has_case(db, enrollment, {flag_of(point)}):
            continue
        if not point.note:
            raise Refused(
                N_("A risk case is open for this point. Say in its note why it no longer holds."),
                field=f"note_{number}",
            )
        reasons.append(point.note)
    retraction = Retraction(CORRECTED, "\n".join(reasons), asked)
    hear(db, actor, enrollment, cries, places(cries_found(before)), retraction)
