"""What the audit trail is given beside deeds: reads of pages, and seals of its ends."""

from collections.abc import Sequence

from clinic.db import Db, housekeeping, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.trail import LOST_READS, PageRead, Subject
from clinic.models.audit import entry_of, hang_up, seal_heads


@housekeeping
def seal_trail(db: Db, _actor: Actor) -> None:
    """Seal what a migration has made: it runs without keys. Whatever is sealed stays as it is."""
    seal_heads(db)


@housekeeping
def note_reads(
    db: Db, actor: Actor, reads: Sequence[tuple[PageRead, Subject]], lost: int = 0
) -> None:
    """Hang up one entry for each read, and one that says how many found no room in memory."""
    entries = []
    for read, subject in reads:
        rows = [[*subject.row, "read"]] if subject.row else []
        entry = entry_of(read.at, read.account_id, read.action.value, rows)
        entry.client_id, entry.cohort_id = subject.client_id, subject.cohort_id
        entries.append(entry)
    if lost:
        entries.append(entry_of(actor.at, None, LOST_READS, [["audit_entries", lost, "lost"]]))
    hang_up(db, entries)


@operation
def note_table(_db: Db, _actor: Actor) -> None:
    """Leave an entry in the trail: some of it has left the program as a table."""
