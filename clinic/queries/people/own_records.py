"""The whole record of one person, read for herself: every row of hers in every table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.people.privacy import Privacy
from clinic.lookups.homework.own_words import own_answers, own_note, own_unread
from clinic.lookups.people.record_rows import Row, Telling, record_rows
from clinic.models.accounts import privacy_of
from clinic.models.clients import Client
from clinic.queries.people.contacts import get_own_client

Opener = Callable[[Db, Any, Privacy], object]

OPENERS: dict[str, Opener] = {
    "practice_entries.private_note": own_note,
    "worksheet_responses.answers": own_answers,
    "worksheet_responses.unread": own_unread,
}
"""What she wrote for herself alone, opened as on her own pages: closed there is closed here."""


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A person's record as plain values: her name, and the rows of hers by table."""

    person: Client
    tables: Mapping[str, tuple[Row, ...]]


def own_record(db: Db, reader: Reader) -> OwnRecord:
    """Give the reader's own record, whole; staff have none."""
    client = get_own_client(db, reader)
    privacy = privacy_of(db, client.account_id)
    alone = {name: _for(db, opener, privacy) for name, opener in OPENERS.items()}
    return OwnRecord(client, record_rows(db, client, Telling(alone)))


def _for(db: Db, opener: Opener, privacy: Privacy) -> Callable[[Any], object]:
    return lambda row: opener(db, row, privacy)
