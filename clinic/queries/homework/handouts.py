"""Reading what is printed for a room: whose papers, which sheets, under which name."""

from datetime import datetime

from sqlalchemy import false, select, true

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.homework.room_packs import RoomPack, room_of
from clinic.models import programs as rows
from clinic.queries.groups.make_ups import get_make_up
from clinic.queries.groups.sessions import get_session


def room_pack(db: Db, reader: Reader, session_id: str, now: datetime) -> RoomPack:
    """Give what a meeting needs on paper, for everybody who takes part and is not paused."""
    return room_of(db, get_session(db, reader, session_id), now)


def make_up_pack(db: Db, reader: Reader, make_up_id: str, now: datetime) -> RoomPack:
    """Give what a make-up needs on paper, for exactly the people who are expected there."""
    row = get_make_up(db, reader, make_up_id)
    if row.is_cancelled:
        raise Refused(N_("This make-up is canceled."))
    return room_of(db, row.group_session, now, row)


def get_worksheet(db: Db, reader: Reader, public_id: str) -> rows.WorksheetRow:
    """Give one sheet to anybody who works with cohorts: a blank sheet holds nobody's words."""
    is_staff = reader.role in (Role.THERAPIST, Role.SUPERVISOR)
    return db.scalars(
        select(rows.WorksheetRow).where(
            rows.WorksheetRow.public_id == public_id, true() if is_staff else false()
        )
    ).one()
