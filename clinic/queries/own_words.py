"""What a client wrote for herself alone, opened for its own writer.

Here alone it is decided whether the owner may open it; the rows that come in are her own already.
"""

import json

from clinic.db import Db
from clinic.domain.worksheets import Answer
from clinic.models.practice import PracticeEntry
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse


def own_answers(db: Db, response: WorksheetResponse | None) -> dict[str, Answer]:
    """Open what the owner wrote into a sheet, shared or not."""
    text = read_sealed(db.keys, response, "answers") if response else None
    answers: dict[str, Answer] = json.loads(text) if text else {}
    return answers


def own_note(db: Db, entry: PracticeEntry) -> str | None:
    """Open the note of a practice that nobody but its writer reads."""
    return read_sealed(db.keys, entry, "private_note")
