"""Content that stands in the database and can no longer be read."""

from sqlalchemy import ColumnElement, update

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.models.programs import ProgramRow
from clinic.operations.programs.own_programs import copy_program
from tests.cast import NOW, Cast
from tests.databases import engine_of

BROKEN = 'title: "Broken \u2028 title"\nslug: [\n'


def break_all(db: Db, kind: type, *conditions: ColumnElement[bool]) -> None:
    with engine_of(db).begin() as connection:
        connection.execute(update(kind).where(*conditions).values(source=BROKEN))
    db.expire_all()


def copied(db: Db, cast: Cast) -> ProgramRow:
    by = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    return copy_program(db, by, db.get_one(ProgramRow, cast.cohort.program_id), "Evenings")
