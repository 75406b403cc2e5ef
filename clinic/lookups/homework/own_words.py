"""What a client wrote for herself alone, opened for its own writer.

Here alone it is decided whether the owner may open it; the rows that come in are her own already.
"""

import json

from clinic.db import Db
from clinic.domain.homework.worksheets import Answer
from clinic.domain.people.privacy import Privacy
from clinic.models.practice import PracticeEntry
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse


def own_answers(db: Db, response: WorksheetResponse | None, privacy: Privacy) -> dict[str, Answer]:
    """Open what the owner wrote into a sheet, shared or not, unless it is closed to her too."""
    if response is None or response.is_closed(privacy):
        return {}
    text = read_sealed(db.keys, response, "answers")
    answers: dict[str, Answer] = json.loads(text) if text else {}
    return answers


def own_unread(db: Db, response: WorksheetResponse | None, privacy: Privacy) -> dict[str, str]:
    """Open what the owner typed into a sheet that could not be read, by its place."""
    if response is None or response.is_closed(privacy):
        return {}
    text = read_sealed(db.keys, response, "unread")
    unread: dict[str, str] = json.loads(text) if text else {}
    return unread


def own_note(db: Db, entry: PracticeEntry, privacy: Privacy) -> str | None:
    """Open the note of a practice that nobody but its writer reads, unless it is closed."""
    return None if is_note_closed(entry, privacy) else read_sealed(db.keys, entry, "private_note")


def is_note_closed(entry: PracticeEntry, privacy: Privacy) -> bool:
    """Say whether there is a note that only an earlier secret of its writer opens."""
    return entry.private_note is not None and privacy.is_closed(entry.made_at)
