"""The chains of the audit trail hold, and show wherever somebody took a hand to them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, Engine, RowMapping, delete, insert, select, update

from clinic.db import Db, open_engine, session_factory
from clinic.domain.access import Action, Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.domain.clinic.trail import ChainEnd, LinkFault, PageRead, Subject, read_ends
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.clinic.trail import broken_links, chain_ends
from clinic.models.audit import KEYLESS, AuditEntry, AuditHead, AuditJournal, keyless_hash
from clinic.models.base import Base
from clinic.operations.clinic.settings import change_settings
from clinic.operations.clinic.trail import note_reads, seal_trail
from tests.cast import NOW

CHANGES = 1000
ENTRIES = Base.metadata.tables[AuditEntry.__tablename__]
HEADS = Base.metadata.tables[AuditHead.__tablename__]


@pytest.fixture
def engine(database_url: str, keys: KeyRing) -> Iterator[Engine]:
    """The test's own database, with deeds of several people in it."""
    engine = open_engine(database_url, keys)
    with session_factory(engine, keys, AuditJournal())() as db:
        for turn in range(40):
            actor = Actor(turn % 5 or None, NOW)
            change_settings(db, actor, replace(clinic_settings(db), clinic_name=f"Name {turn}"))
            read = PageRead(NOW, turn % 5 + 1, Action.CLIENT_READ)
            note_reads(db, actor, [(read, Subject(("clients", turn + 1), turn + 1, turn % 3 + 1))])
    yield engine
    engine.dispose()


@pytest.fixture
def line(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(clinic_writes=True) as connection:
        yield connection


def faults(line: Connection, keys: KeyRing, noted: list[ChainEnd] | None = None) -> set[LinkFault]:
    with session_factory(line.engine, keys, AuditJournal())(bind=line) as db:
        return {one.fault for one in broken_links(db, noted or [])}


def rows(line: Connection) -> list[RowMapping]:
    return list(line.execute(select(ENTRIES).order_by(ENTRIES.c.id)).mappings())


Change = Callable[[Connection, random.Random], None]


def edit(line: Connection, chance: random.Random) -> None:
    entry = chance.choice(rows(line))
    name, value = chance.choice(
        [
            ("deed", f"{entry['deed']}s"),
            ("rows", f"[{entry['rows']}]"),
            ("account_id", (entry["account_id"] or 0) % 5 + 1),
            ("client_id", (entry["client_id"] or 0) + 1),
            ("cohort_id", None if entry["cohort_id"] else 1),
            ("number", entry["number"] + 1000),
            ("chain", 15),
            ("chain", 99),
            ("hash", entry["hash"][::-1]),
        ]
    )
    line.execute(update(ENTRIES).where(ENTRIES.c.id == entry["id"]).values({name: value}))


def remove(line: Connection, chance: random.Random) -> None:
    line.execute(delete(ENTRIES).where(ENTRIES.c.id == chance.choice(rows(line))["id"]))


def cut(line: Connection, chance: random.Random) -> None:
    """Take away the newest of a chain."""
    chain = chance.choice(rows(line))["chain"]
    hanging = [row["id"] for row in rows(line) if row["chain"] == chain]
    gone = hanging[-chance.randint(1, len(hanging)) :]
    line.execute(delete(ENTRIES).where(ENTRIES.c.id.in_(gone)))


def cut_and_call_it_the_end(line: Connection, chance: random.Random) -> None:
    """Take away the newest of a chain, and say that the one before was always the last."""
    chain = chance.choice(rows(line))["chain"]
    hanging = [row for row in rows(line) if row["chain"] == chain]
    line.execute(delete(ENTRIES).where(ENTRIES.c.id == hanging[-1]["id"]))
    number, last = (hanging[-2]["number"], hanging[-2]["hash"]) if hanging[1:] else (0, "")
    end = update(HEADS).where(HEADS.c.chain == chain)
    line.execute(end.values(number=number, hash=last))


def swap(line: Connection, chance: random.Random) -> None:
    """Let two entries say what the other said."""
    one, other = chance.sample(rows(line), 2)
    aside = {"chain": -5, "number": -5, "hash": "-"}
    said = {name: one[name] for name in one if name != "id"}
    line.execute(update(ENTRIES).where(ENTRIES.c.id == one["id"]).values(aside))
    theirs = {name: other[name] for name in other if name not in ("id", "chain", "number")}
    mine = {name: said[name] for name in theirs}
    line.execute(update(ENTRIES).where(ENTRIES.c.id == other["id"]).values(mine))
    kept = {"chain": said["chain"], "number": said["number"]}
    line.execute(update(ENTRIES).where(ENTRIES.c.id == one["id"]).values(theirs | kept))


def hang_on(line: Connection, chance: random.Random) -> None:
    """Add an entry that nobody wrote."""
    entry = dict(chance.choice(rows(line)))
    entry |= {"id": 100_000, "number": entry["number"] + 500, "hash": "f" * 64}
    line.execute(insert(ENTRIES).values(entry))


def change_the_end(line: Connection, chance: random.Random) -> None:
    name, value = chance.choice([("seal", "0" * 64), ("number", 77), ("hash", "0" * 64)])
    end = update(HEADS).where(HEADS.c.chain == chance.randrange(16))
    line.execute(end.values({name: value}))


HARMS: tuple[Change, ...] = (
    edit,
    remove,
    cut,
    cut_and_call_it_the_end,
    swap,
    hang_on,
    change_the_end,
)


def test_the_trail_of_a_clinic_at_work_holds(line: Connection, keys: KeyRing) -> None:
    assert len(rows(line)) > 40
    assert faults(line, keys) == set()


def test_a_thousand_of_a_thousand_changes_are_found(line: Connection, keys: KeyRing) -> None:
    chance = random.Random(15)  # noqa: S311 - the same changes at every run
    missed = []
    for turn in range(CHANGES):
        harm = HARMS[turn % len(HARMS)]
        before = rows(line), list(line.execute(select(HEADS)))
        point = line.begin_nested()
        harm(line, chance)
        changed = (rows(line), list(line.execute(select(HEADS)))) != before
        if changed and not faults(line, keys):
            missed.append((turn, harm.__name__))
        point.rollback()
    assert missed == []


def test_a_chain_recomputed_without_the_keys_is_found(line: Connection, keys: KeyRing) -> None:
    """Who knows how it is done but not the keys cannot make a chain that holds."""
    thief = KeyRing.fresh(lambda size: b"x" * size)
    line.execute(delete(ENTRIES))
    line.execute(update(HEADS).values(number=0, hash="", seal=""))
    with session_factory(line.engine, thief, AuditJournal())(bind=line) as db:
        change_settings(db, Actor(None, NOW), replace(clinic_settings(db), clinic_name="Forged"))
    assert faults(line, keys) >= {LinkFault.CHANGED, LinkFault.END_CHANGED}


def test_an_older_database_put_back_shows_against_ends_from_elsewhere(db: Db) -> None:
    older = chain_ends(db)
    change_settings(db, Actor(3, NOW), replace(clinic_settings(db), clinic_name="Newer"))
    newer = read_ends([end.line() for end in chain_ends(db)])
    assert broken_links(db, newer) == broken_links(db, older) == []
    ahead = [replace(end, number=end.number + 1) for end in newer if end.chain == 3]
    assert [one.fault for one in broken_links(db, ahead)] == [LinkFault.OLDER_END]


def test_another_key_of_the_ring_still_holds_what_it_made(line: Connection, keys: KeyRing) -> None:
    added = KeyRing("k2", {**keys.keys, "k2": b"2" * 32}, keys.database)
    assert faults(line, added) == set()


def test_what_stood_before_the_keys_is_held_by_the_first_chain(
    line: Connection, keys: KeyRing
) -> None:
    """As the migration leaves it: the old chain on its own, its last hash the first one's start."""
    line.execute(delete(ENTRIES))
    last = ""
    for number in (1, 2):
        entry = AuditEntry(at=NOW, account_id=None, deed="old.deed", rows="[]")
        last = keyless_hash(last, entry)
        row = {"id": number, "at": NOW, "deed": "old.deed", "rows": "[]", "hash": last}
        line.execute(insert(ENTRIES).values(row | {"chain": KEYLESS, "number": number}))
    line.execute(update(HEADS).values(number=0, hash="", seal=""))
    line.execute(update(HEADS).where(HEADS.c.chain == 0).values(hash=last))
    with session_factory(line.engine, keys, AuditJournal())(bind=line) as db:
        seal_trail(db, Actor(None, NOW))
        assert broken_links(db) == []
        change_settings(db, Actor(None, NOW), replace(clinic_settings(db), clinic_name="Later"))
        assert broken_links(db) == []
    line.execute(delete(ENTRIES).where(ENTRIES.c.chain == KEYLESS, ENTRIES.c.number == 2))
    assert LinkFault.CHANGED in faults(line, keys)
