"""What somebody wrote into a sheet, opened where it was asked that staff may read it."""

import json

from clinic.db import Db
from clinic.domain.homework.worksheets import Answer
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse


def shared_answers(db: Db, response: WorksheetResponse | None) -> dict[str, Answer]:
    """Open answers of which the caller has asked that staff may read them."""
    text = read_sealed(db.keys, response, "answers") if response else None
    answers: dict[str, Answer] = json.loads(text or "{}")
    return answers


def shared_unread(db: Db, response: WorksheetResponse | None) -> dict[str, str]:
    text = read_sealed(db.keys, response, "unread") if response else None
    unread: dict[str, str] = json.loads(text or "{}")
    return unread
