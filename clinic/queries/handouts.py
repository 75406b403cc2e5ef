"""Reading what is printed for a room: whose handouts, which sheets, under which name."""

from dataclasses import dataclass

from sqlalchemy import false, select, true

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.enrollments import EnrollmentStatus, PaperNames
from clinic.domain.programs import PlannedSession, SessionKind
from clinic.domain.text import short_name
from clinic.domain.worksheets import Worksheet
from clinic.models import programs as rows
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.sessions import GroupSession
from clinic.queries.content import worksheet_of
from clinic.queries.sessions import get_session, planned_session


@dataclass(frozen=True, slots=True)
class RoomPack:
    """One meeting with the sheets of its plan and the names that stand on them."""

    session: GroupSession
    planned: PlannedSession | None
    language: str
    sheets: tuple[Worksheet, ...]
    names: tuple[str, ...]

    @property
    def is_regular(self) -> bool:
        """Whether the meeting goes by a number."""
        return self.session.kind is SessionKind.REGULAR


def room_pack(db: Db, reader: Reader, session_id: str) -> RoomPack:
    """Give the handouts of a meeting for everybody who takes part and is not paused."""
    session = get_session(db, reader, session_id)
    planned = planned_session(session.cohort.program, session.number)
    codes = planned.handouts if planned else ()
    found = {
        row.code: worksheet_of(row)
        for row in db.scalars(
            select(rows.Worksheet)
            .join(
                rows.program_worksheets,
                rows.program_worksheets.c.part_id == rows.Worksheet.id,
            )
            .where(
                rows.program_worksheets.c.program_id == session.cohort.program_id,
                rows.Worksheet.code.in_(codes),
            )
        )
    }
    sheets = tuple(found[code] for code in codes if code in found)
    language = sheets[0].language if sheets else "en"
    return RoomPack(session, planned, language, sheets, tuple(_names(db, session.cohort)))


def get_worksheet(db: Db, reader: Reader, public_id: str) -> rows.Worksheet:
    """Give one sheet to anybody who works with cohorts: a blank sheet holds nobody's words."""
    is_staff = reader.role in (Role.THERAPIST, Role.SUPERVISOR)
    return db.scalars(
        select(rows.Worksheet).where(
            rows.Worksheet.public_id == public_id, true() if is_staff else false()
        )
    ).one()


def _names(db: Db, cohort: Cohort) -> list[str]:
    people = db.execute(
        select(Client.preferred_name, Client.family_name, Client.code)
        .join(Enrollment, Enrollment.client_id == Client.id)
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status == EnrollmentStatus.ENROLLED)
        .order_by(Client.preferred_name, Client.family_name, Client.id)
    )
    if cohort.paper_names is PaperNames.CODE:
        return sorted(code for _first, _last, code in people)
    return [short_name(first, last) for first, last, _code in people]
