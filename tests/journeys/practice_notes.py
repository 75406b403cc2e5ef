"""Notes of practice that a person writes, and what arrived of them."""

from sqlalchemy import select

from clinic.db import Db
from clinic.models.practice import PracticeEntry
from clinic.models.sealed import read_sealed
from tests.cast import Cast
from tests.homework import exercise_of

WORDS = "The window seat helped."


def notes(db: Db) -> list[str]:
    db.commit()
    rows = db.scalars(select(PracticeEntry).execution_options(populate_existing=True)).all()
    return [read_sealed(db.keys, row, "private_note") or "" for row in rows]


def log_of(db: Db, cast: Cast) -> str:
    return f"/portal/assignments/{exercise_of(db, cast, 'mia').public_id}/practice/new"
