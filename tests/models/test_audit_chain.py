"""The chain of the audit trail holds, and shows where somebody took a hand to it."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, update

from clinic.db import Db, housekeeping
from clinic.domain.access import Actor
from clinic.models.audit import AuditEntry, broken_links
from tests.cast import NOW


def third(db: Db) -> AuditEntry:
    return db.scalars(select(AuditEntry).order_by(AuditEntry.id).offset(2).limit(1)).one()


def edit(db: Db) -> None:
    db.execute(update(AuditEntry).where(AuditEntry.id == third(db).id).values(rows="[]"))


def rename(db: Db) -> None:
    db.execute(update(AuditEntry).where(AuditEntry.id == third(db).id).values(deed="other.deed"))


def remove(db: Db) -> None:
    db.execute(delete(AuditEntry).where(AuditEntry.id == third(db).id))


def remove_the_first(db: Db) -> None:
    first = select(AuditEntry.id).order_by(AuditEntry.id).limit(1).scalar_subquery()
    db.execute(delete(AuditEntry).where(AuditEntry.id == first))


def swap(db: Db) -> None:
    entry = third(db)
    after = db.scalars(select(AuditEntry).where(AuditEntry.id > entry.id).limit(1)).one()
    aside = -1
    for one, other in ((entry.id, aside), (after.id, entry.id), (aside, after.id)):
        db.execute(update(AuditEntry).where(AuditEntry.id == one).values(id=other))


def test_the_chain_of_a_clinic_at_work_holds(db: Db) -> None:
    assert db.scalars(select(AuditEntry)).all()
    assert broken_links(db) == []


@pytest.mark.parametrize("tamper", [edit, rename, remove, remove_the_first, swap])
def test_a_change_to_the_trail_is_found(db: Db, tamper: Callable[[Db], None]) -> None:
    housekeeping(lambda db, _actor: tamper(db))(db, Actor(None, NOW))
    db.expunge_all()
    assert broken_links(db)
