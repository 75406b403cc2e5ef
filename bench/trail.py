"""The audit trail with 100,000 entries: how long its pages ask the database, on both kinds of it.

A clinic of its own, on this machine alone. Each question is asked several times; what counts is the
middle, so that a moment in which others take the machine tells nothing.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import insert, text

from clinic.db import Db, open_engine, operation, session_factory
from clinic.domain.access import Action, Actor, Reader, Role
from clinic.domain.clinic.keys import KeyRing
from clinic.domain.clinic.trail import CLIENTS, DEEDS, PROGRAM, PageRead, TrailFilter
from clinic.domain.clinic.trail import READS as ALL_READS
from clinic.lookups.clinic.subjects import subject_of
from clinic.models.audit import AuditEntry, AuditJournal
from clinic.models.schema import upgrade
from clinic.operations.clinic.trail import note_reads, seal_trail
from clinic.queries.clinic.audit import audit_page, trail_choices
from clinic.queries.people.record_readers import openings_page
from clinic.web.page_reads import BATCH
from clinic.web.waiting_reads import WaitingReads
from tests.cast import NOW, ROOT, Cast, build, load
from tests.databases import engine_of, stock

ENTRIES = 100_000
MOST_MS = 100.0
MOST_READ_MS = 1.0
"""More than it would take without its row."""
READS = 1000
ROUNDS = 7
_LAST = 999_999
"""A page beyond the end: what lies farthest down."""
_KINDS = [Action.CLIENT_READ, Action.RESPONSE_READ, Action.RISK_READ, Action.REPORT_PRINT]
_DEEDS = ["attendance.mark_attendance", "risk_cases.see_case", "clients.add_client"]


def main() -> int:
    """Measure on SQLite and on PostgreSQL, and fail where a page takes longer than it may."""
    slow = [name for kind in ("sqlite", "postgresql") for name in _measured(kind)]
    print("Missed: " + ", ".join(slow) if slow else f"No page asks for {MOST_MS:.0f} ms.")
    return 1 if slow and "--figures" not in sys.argv else 0


def _measured(kind: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, stock(kind, Path(folder)) as made:
        keys = KeyRing.fresh(os.urandom)
        engine = open_engine(made.template_url, keys)
        upgrade(engine, ROOT / "migrations")
        with session_factory(engine, keys, AuditJournal())() as db:
            seal_trail(db, Actor(None, NOW))
            build(db)
            cast = load(db)
            fill(db, Actor(None, NOW), cast)
            analyze(db)
            slow = _reads(kind, db, cast)
            for name, question in questions(db, cast).items():
                took = _middle(db, question)
                print(f"{kind}: {name}: {took:.1f} ms")
                if took > MOST_MS:
                    slow.append(f"{kind}: {name}")
        engine.dispose()
    return slow


def _reads(kind: str, db: Db, cast: Cast) -> list[str]:
    """Measure what a read costs its page, and what its row costs the thread beside."""
    reads, whose = WaitingReads(), cast.clients["mia"].public_id
    who = cast.accounts["theresa"].id
    noted = [PageRead(NOW, who, Action.CLIENT_READ, (("client_id", whose),)) for _ in range(READS)]
    began = time.perf_counter()
    for read in noted:
        reads.add(read)
    on_page = (time.perf_counter() - began) * 1000 / READS
    began = time.perf_counter()
    while batch := reads.first(BATCH)[0]:
        found = [(read, subject_of(db, read)) for read in batch]
        note_reads(db, Actor(None, NOW), found)
        reads.written(len(batch), 0)
    beside = (time.perf_counter() - began) * 1000 / READS
    print(f"{kind}: a read: {on_page:.3f} ms of its page; its row: {beside:.2f} ms beside it")
    return [f"{kind}: a read"] if on_page > MOST_READ_MS else []


@operation
def fill(db: Db, _actor: Actor, cast: Cast) -> None:
    """Hang up entries, half of them reads of one person's record; their hashes are not asked."""
    who = [cast.accounts[name].id for name in ("theresa", "tom", "sigrid", "mia")]
    rows = []
    for number in range(ENTRIES):
        is_read = number % 2 == 0
        deed = _KINDS[number // 2 % 4].value if is_read else _DEEDS[number // 2 % 3]
        rows.append(
            {
                "at": NOW - timedelta(seconds=40 * number),
                "account_id": None if number % 50 == 1 else who[number % 4],
                "deed": deed,
                "client_id": cast.clients["mia"].id if is_read else None,
                "cohort_id": cast.cohort.id if is_read else None,
                "rows": '[["clients", 1, "read"]]',
                "chain": 99,
                "number": number + 1,
                "hash": f"{number:064x}",
            }
        )
    db.execute(insert(AuditEntry), rows)


def analyze(db: Db) -> None:
    """Let the database look at what it holds, as it does by itself after a while."""
    with engine_of(db).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def questions(db: Db, cast: Cast) -> dict[str, Callable[[], object]]:
    """Give what is asked, each with its first page and its last."""
    ada = Reader(cast.accounts["ada"].id, Role.ADMINISTRATOR, NOW)
    mia = Reader(cast.accounts["mia"].id, Role.CLIENT, NOW)
    asked = {
        "everything": TrailFilter(),
        "one of the staff": TrailFilter(who=cast.accounts["theresa"].public_id),
        "clients": TrailFilter(who=CLIENTS),
        "the program": TrailFilter(who=PROGRAM),
        "reads": TrailFilter(kind=ALL_READS),
        "deeds": TrailFilter(kind=DEEDS),
        "one kind": TrailFilter(kind=Action.RISK_READ.value),
        "a month": TrailFilter(since=NOW - timedelta(days=60), until=NOW - timedelta(days=30)),
        "clients' reads of a month": TrailFilter(
            CLIENTS, ALL_READS, NOW - timedelta(days=60), NOW - timedelta(days=30)
        ),
    }
    found: dict[str, Callable[[], object]] = {"what can be asked": lambda: trail_choices(db, ada)}
    for name, one in asked.items():
        for place, page in (("first page", 1), ("last page", _LAST)):
            found[f"{name}, {place}"] = partial(audit_page, db, ada, one, page)
    found["who opened my record, first page"] = lambda: openings_page(db, mia, 1)
    found["who opened my record, last page"] = lambda: openings_page(db, mia, _LAST)
    return found


def _middle(db: Db, question: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        question()
        times.append((time.perf_counter() - began) * 1000)
        db.expunge_all()
    return median(times)


if __name__ == "__main__":
    sys.exit(main())
