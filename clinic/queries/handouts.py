"""Reading what is printed for a room: whose handouts, which sheets, under which name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

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
from clinic.queries.sheet_codes import codes_of_session


@dataclass(frozen=True, slots=True)
class RoomPerson:
    """Somebody who takes part, as the paper names her, with the codes of her sheets."""

    name: str
    codes: Mapping[str, str]
    # by the code of the worksheet; only what she takes home to fill in has one


@dataclass(frozen=True, slots=True)
class RoomPack:
    """One meeting with the sheets of its plan and the people they are for."""

    session: GroupSession
    planned: PlannedSession | None
    language: str
    sheets: tuple[Worksheet, ...]
    people: tuple[RoomPerson, ...]

    @property
    def is_regular(self) -> bool:
        """Whether the meeting goes by a number."""
        return self.session.kind is SessionKind.REGULAR


def room_pack(db: Db, reader: Reader, session_id: str, now: datetime) -> RoomPack:
    """Give the handouts of a meeting for everybody who takes part and is not paused."""
    session = get_session(db, reader, session_id)
    planned = planned_session(session.cohort.program, session.number)
    codes = planned.handouts if planned else ()
    found = {
        row.code: row
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
    handed_out = [found[code] for code in codes if code in found]
    sheets = tuple(map(worksheet_of, handed_out))
    language = sheets[0].language if sheets else "en"
    people = _people(db, session, handed_out, now)
    return RoomPack(session, planned, language, sheets, tuple(people))


def get_worksheet(db: Db, reader: Reader, public_id: str) -> rows.Worksheet:
    """Give one sheet to anybody who works with cohorts: a blank sheet holds nobody's words."""
    is_staff = reader.role in (Role.THERAPIST, Role.SUPERVISOR)
    return db.scalars(
        select(rows.Worksheet).where(
            rows.Worksheet.public_id == public_id, true() if is_staff else false()
        )
    ).one()


def printed_name(cohort: Cohort, client: Client) -> str:
    """Name somebody on paper as her cohort chose to."""
    if cohort.paper_names is PaperNames.CODE:
        return client.code
    return short_name(client.preferred_name, client.family_name)


def _people(
    db: Db, session: GroupSession, handed_out: Sequence[rows.Worksheet], now: datetime
) -> list[RoomPerson]:
    cohort = session.cohort
    codes = codes_of_session(db, session, now)
    clients = db.execute(
        select(Enrollment.id, Client)
        .join(Client, Enrollment.client_id == Client.id)
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status == EnrollmentStatus.ENROLLED)
        .order_by(Client.preferred_name, Client.family_name, Client.id)
    )
    people = [
        RoomPerson(
            printed_name(cohort, client),
            {row.code: codes[place, row.id] for row in handed_out if (place, row.id) in codes},
        )
        for place, client in clients
    ]
    if cohort.paper_names is PaperNames.CODE:
        # In the order of the names the codes would tell whose they are.
        people.sort(key=lambda person: person.name)
    return people
