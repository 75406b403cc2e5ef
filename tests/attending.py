"""Who came, marked by name, and what the page of the cohort says of it."""

from collections.abc import Callable
from datetime import UTC, datetime

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import AttendanceMark
from clinic.models.programs import ProgramRow
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from tests.cast import NOW, Cast
from tests.client import Person

As = Callable[[str], Person]

AFTER = datetime(2026, 4, 2, 12, 0, tzinfo=UTC)


def mark(db: Db, cast: Cast, number: int, at: datetime = NOW, **marks: str) -> None:
    """Mark a session by the cast's names."""
    by = Actor(cast.accounts["theresa"].id, at, Role.THERAPIST)
    room = {
        cast.enrollments[name].public_id: PersonMark(AttendanceMark(word))
        for name, word in marks.items()
    }
    mark_attendance(db, by, cast.sessions[number], room)


def people(as_: As, cast: Cast) -> str:
    """Give the table of people on the cohort's page, and what follows it."""
    text = as_("theresa").get("therapist.cohorts.show", cohort_id=cast.cohort.public_id).text
    return text[text.index("Reaching 6 of 8") :]


RULE = "make_ups_count: true\n"


@operation
def set_rule(db: Db, actor: Actor, row: ProgramRow, rule: str) -> None:
    assert actor
    row.source = rule + row.source
