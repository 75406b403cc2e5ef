"""Reads wait in memory while nothing can be written, and are written next, in their order."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from clinic.db import Db
from clinic.domain.access import Action
from clinic.domain.clinic.trail import LOST_READS, PageRead
from clinic.lookups.clinic.trail import broken_links
from clinic.models.audit import AuditEntry
from clinic.server.read_writer import ReadWriter
from clinic.web import page_reads
from clinic.web.page_reads import BATCH, write_down
from clinic.web.request_context import hearth
from clinic.web.waiting_reads import WaitingReads
from tests.cast import NOW, Cast
from tests.client import Person


def read_of(cast: Cast, name: str = "theresa") -> PageRead:
    return PageRead(NOW, cast.accounts[name].id, Action.CLIENT_READ)


def deeds(db: Db) -> list[str]:
    db.commit()
    return list(db.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)))


def fail(*_: object) -> None:
    raise OperationalError("INSERT", None, Exception("database or disk is full"))


def test_what_cannot_be_written_waits_and_is_written_next(
    app: Flask, db: Db, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, before = hearth(app), len(deeds(db))
    for _ in range(BATCH + 1):
        held.page_reads.add(read_of(cast))
    with monkeypatch.context() as full:
        full.setattr(page_reads, "note_reads", fail)
        assert not write_down(held)
    assert (len(held.page_reads), held.page_reads.since()) == (BATCH + 1, NOW)
    assert len(deeds(db)) == before
    assert write_down(held)
    assert (len(held.page_reads), held.page_reads.since()) == (0, None)
    assert deeds(db)[before:] == [Action.CLIENT_READ.value] * (BATCH + 1)
    assert broken_links(db) == []


def test_what_finds_no_room_is_counted_in_the_trail(app: Flask, db: Db, cast: Cast) -> None:
    small, before = WaitingReads(most=2), len(deeds(db))
    held = replace(hearth(app), page_reads=small)
    for name in ("theresa", "sigrid", "mia", "ada", "sam"):
        small.add(read_of(cast, name))
    assert write_down(held)
    assert sorted(deeds(db)[before:]) == sorted([*[Action.CLIENT_READ.value] * 2, LOST_READS])
    lost = db.scalars(select(AuditEntry.rows).where(AuditEntry.deed == LOST_READS)).one()
    assert lost == '[["audit_entries", 3, "lost"]]'
    assert broken_links(db) == []


def test_a_page_is_answered_beside_a_held_lock(
    app: Flask, db: Db, as_: Callable[[str], Person]
) -> None:
    """The request only notes the read: whoever reads waits for nobody who writes."""
    theresa = as_("theresa")
    assert write_down(hearth(app))
    before = len(deeds(db))
    with db.beside() as other:
        other.hold()
        assert theresa.get("therapist.clients.index").status == 200
        assert len(deeds(db)) == before
    assert write_down(hearth(app))
    assert deeds(db)[before:] == [Action.CLIENT_READ.value]


def test_a_fault_does_not_end_the_thread_and_the_end_writes_once_more() -> None:
    tries, again = [], Event()

    def write() -> bool:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError
        again.set()
        return True

    writer = ReadWriter(write, pause=0.001)
    assert again.wait(20)
    writer.close()
    count = len(tries)
    writer.close()
    assert len(tries) == count
