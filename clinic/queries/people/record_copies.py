"""Reading what a copy of a record holds that staff hands out, and which copies were made."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.people.record_copies import blacked_out, names_to_black_out, text_key
from clinic.lookups.homework.responses import shared_answers, shared_unread
from clinic.lookups.people.record_rows import LeftOut, Telling, record_rows
from clinic.models.belongings import OWN_SCREEN
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.reports import RecordCopy
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from clinic.queries.people.enrollments import get_enrollment
from clinic.queries.people.own_records import OwnRecord
from clinic.queries.scope import place_ids

LEFT_OUT = LeftOut("[left out of this copy]")


@dataclass(frozen=True, slots=True)
class StaffWords:
    """Some words of staff, as they would be given."""

    key: str
    column: str
    """In which column of which table."""
    words: object
    """The text, or what is noted point by point."""
    names_somebody: bool
    """Whether the name of somebody else in her groups is blacked out in it."""

    @property
    def place(self) -> tuple[str, str]:
        """Give the table and the column."""
        table, _, name = self.column.partition(".")
        return table, name


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """A place with the copies that were made there, and the words that somebody must look at."""

    place: Enrollment
    copies: Sequence[RecordCopy]
    words: Sequence[StaffWords]


def copies_page(db: Db, reader: Reader, enrollment_id: str) -> CopiesPage:
    """Give the copies of one of the reader's people, the newest first."""
    place = get_enrollment(db, reader, enrollment_id)
    copies = db.scalars(
        select(RecordCopy)
        .where(
            RecordCopy.enrollment_id == place.id, RecordCopy.enrollment_id.in_(place_ids(reader))
        )
        .options(joinedload(RecordCopy.made_by))
        .order_by(RecordCopy.made_at.desc(), RecordCopy.id.desc())
    )
    look = _Look(_others(db, reader, place.client))
    record_rows(db, place.client, _telling(db, reader, place.client, look))
    return CopiesPage(place, list(copies), list(look.found.values()))


def get_copy(db: Db, reader: Reader, public_id: str) -> RecordCopy:
    """Give one copy of one of the reader's people, with its place and who made it."""
    return db.scalars(
        select(RecordCopy)
        .where(RecordCopy.public_id == public_id, RecordCopy.enrollment_id.in_(place_ids(reader)))
        .options(
            joinedload(RecordCopy.made_by),
            joinedload(RecordCopy.enrollment).joinedload(Enrollment.client),
            joinedload(RecordCopy.enrollment).joinedload(Enrollment.cohort),
        )
    ).one()


def record_of_copy(db: Db, reader: Reader, copy: RecordCopy) -> OwnRecord:
    """Give the record as a copy tells it: what the reader's groups keep, and what is hers as such.

    What she wrote for herself alone, and how she uses her own screen, is not in it. Words of staff
    are where somebody looked at these very words; other names of her groups are blacked out.
    """
    client = copy.enrollment.client
    looked_at = json.loads(read_sealed(db.keys, copy, "looked_at") or "[]")
    look = _Look(_others(db, reader, client), frozenset(looked_at))
    return OwnRecord(client, record_rows(db, client, _telling(db, reader, client, look)))


class _Look:
    """Goes through the words of staff: which there are, and which are given."""

    def __init__(self, names: frozenset[str], looked_at: Collection[str] = ()) -> None:
        self._names, self._looked_at = names, looked_at
        self.found: dict[str, StaffWords] = {}

    def told(self, column: str, value: object) -> object:
        """Tell a value as it is given; what is no text of anybody's is given as it stands."""
        if value is None or value == "" or isinstance(value, Enum):
            return value
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        key, given = text_key(column, text), blacked_out(text, self._names)
        words = given if isinstance(value, str) else json.loads(given)
        self.found[key] = StaffWords(key, column, words, given != text)
        return words if key in self._looked_at else LEFT_OUT


def _telling(db: Db, reader: Reader, client: Client, look: _Look) -> Telling:
    places = select(Enrollment.id).where(
        Enrollment.client_id == client.id, Enrollment.id.in_(place_ids(reader))
    )
    return Telling(
        {
            "worksheet_responses.answers": lambda row: _if_shared(db, row, shared_answers),
            "worksheet_responses.unread": lambda row: _if_shared(db, row, shared_unread),
        },
        look.told,
        set(db.scalars(places)),
        OWN_SCREEN,
    )


def _if_shared(db: Db, row: WorksheetResponse, read: Callable[[Db, Any], object]) -> object:
    return read(db, row) if row.is_readable else LEFT_OUT


def _others(db: Db, reader: Reader, client: Client) -> frozenset[str]:
    """Give the names of everybody else with a place in the groups in which the reader sees her."""
    hers = select(Enrollment.cohort_id).where(
        Enrollment.client_id == client.id, Enrollment.id.in_(place_ids(reader))
    )
    others = db.execute(
        select(Client.preferred_name, Client.family_name, Client.code)
        .join(Enrollment, Enrollment.client_id == Client.id)
        .where(Enrollment.cohort_id.in_(hers), Client.id != client.id)
    )
    named = [name for row in others for name in row if name]
    return names_to_black_out(named, [client.preferred_name, client.family_name or ""])
