"""Resealing what is sealed, beside people who write the same rows."""

import os

import pytest
from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.lookups.clinic.keys import can_unseal, count_under_former_keys
from clinic.models.audit import AuditHead
from clinic.models.readings import ChartNote
from clinic.models.sealed import read_sealed
from clinic.operations.clinic.keys import SealedBatch, begin_new_keys, reseal_batch
from clinic.operations.people.chart_notes import write_chart_note
from tests.cast import NOW, Cast
from tests.databases import engine_of

SYSTEM = Actor(None, NOW)
WORDS = ("one", "two", "three")


@operation
def hold_first(db: Db, _actor: Actor, other: Db) -> SealedBatch | None:
    """Reseal the notes while somebody holds the first of them."""
    lock(db, db.scalars(select(ChartNote).order_by(ChartNote.id).limit(1)).one())
    return reseal_batch(other, SYSTEM, ChartNote, "words", 0)


def under(db: Db, ring: KeyRing) -> Db:
    """Open a session of a process that has this ring."""
    other = db.beside()
    other.info = {**db.info, "keys": ring}
    return other


@pytest.fixture
def notes(db: Db, cast: Cast) -> list[int]:
    """The rows of some notes, the oldest first."""
    theresa = Actor(cast.accounts["theresa"].id, NOW)
    for words in WORDS:
        write_chart_note(db, theresa, cast.enrollments["mia"], NOW.date(), words, NOW.date())
    return list(db.scalars(select(ChartNote.id).order_by(ChartNote.id)))


@pytest.fixture
def newer(keys: KeyRing) -> KeyRing:
    return keys.begin_change(os.urandom)


def test_batches_follow_one_another_to_the_end(db: Db, notes: list[int], newer: KeyRing) -> None:
    with under(db, newer) as other:
        left = count_under_former_keys(other)
        first = reseal_batch(other, SYSTEM, ChartNote, "words", 0, 2)
        assert first == SealedBatch(notes[1], 2, ())
        rest = reseal_batch(other, SYSTEM, ChartNote, "words", first.last)
        assert rest == SealedBatch(notes[-1], len(notes) - 2, ())
        assert reseal_batch(other, SYSTEM, ChartNote, "words", rest.last) is None
        assert count_under_former_keys(other) == left - len(notes)
        found = [read_sealed(newer, row, "words") for row in other.scalars(select(ChartNote))]
        assert set(WORDS) <= set(found)


def test_a_row_that_somebody_holds_is_left_and_waited_for_by_nobody(
    db: Db, notes: list[int], newer: KeyRing
) -> None:
    if engine_of(db).dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    with under(db, newer) as other:
        assert hold_first(db, SYSTEM, other) == SealedBatch(notes[-1], len(notes) - 1, ())
        assert reseal_batch(other, SYSTEM, ChartNote, "words", 0) == SealedBatch(notes[0], 1, ())


def test_from_its_beginning_an_older_ring_is_refused(db: Db, keys: KeyRing, newer: KeyRing) -> None:
    assert can_unseal(db)
    with under(db, newer) as other:
        assert can_unseal(other)
        begin_new_keys(other, SYSTEM)
        assert can_unseal(other)
    db.expire_all()
    db.commit()
    assert not can_unseal(db)


@operation
def spoil(db: Db, _actor: Actor) -> None:
    db.scalars(select(AuditHead).where(AuditHead.chain == 3)).one().seal = "f" * 64


def test_an_end_that_somebody_changed_is_not_made_right(db: Db, newer: KeyRing) -> None:
    spoil(db, SYSTEM)
    with under(db, newer) as other:
        begin_new_keys(other, SYSTEM)
        seals = {head.chain: head.seal for head in other.scalars(select(AuditHead))}
        assert seals[3] == "f" * 64
        assert can_unseal(other), "the others tell that the ring is right"
