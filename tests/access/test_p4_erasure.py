"""P4: after an erasure nothing of her is found: in no row, freed page or file, and no letter."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from clinic.cli.endings import ENDED, end_due, end_restored
from clinic.domain.clinic.keys import KeyRing
from clinic.lookups.clinic.trail import broken_links
from clinic.lookups.people.belonging_rows import ending_rows, rows_of
from clinic.models.column_fates import FATES
from clinic.operations.clinic.trail import seal_trail
from clinic.settings import Settings
from tests.cast import Cast, load
from tests.databases import engine_of
from tests.ending import at_work, granted, leave_groups, night_of, told
from tests.furniture import AT
from tests.plain_pages import plain_pages
from tests.scenes import World

HERS = re.compile(r"[a-z]+-canary-mia")
UNIQUE = {"token_hash", "stop_token", "message_id"}
"""Columns whose every value stands nowhere else."""


@pytest.fixture
def left(world: World) -> Cast:
    """The furnished clinic after Mia has left her group."""
    cast = load(world.db)
    leave_groups(world.db, cast, cast.clients["mia"], AT)
    return cast


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, data=tmp_path)


def values_of(world: World, cast: Cast) -> set[str]:
    """Give every sealed text and every random word of hers that is to go."""
    return {
        value
        for name, rows in rows_of(world.db, cast.clients["mia"]).items()
        for row in rows
        for column in row.__table__.c
        if column.info.get("is_sealed") or column.name in UNIQUE
        if column.name not in FATES[name].stays.split()
        if isinstance(value := getattr(row, column.name), str)
    }


def found(texts: dict[str, list[str]], words: set[str]) -> set[str]:
    whole = {table: "\n".join(rows) for table, rows in texts.items()}
    return {f"{table}: {word}" for table, text in whole.items() for word in words if word in text}


def letters_in(folder: Path, world: World, cast: Cast) -> Path:
    """Write what a clinic without a mail server keeps of her messages, and of another's."""
    box = folder / "mailbox"
    box.mkdir()
    for row in rows_of(world.db, cast.clients["mia"])["messages"]:
        (box / f"{row.message_id}.eml").write_text("To: mail-canary-mia")
    (box / "another.eml").write_text("To: somebody else")
    return box


def test_p4_after_the_night_nothing_of_hers_is_found(
    world: World, left: Cast, own: Settings, keys: KeyRing, database_url: str
) -> None:
    db = world.db
    before = told(db)
    planted = set(HERS.findall(str(before)))
    assert {"first-canary-mia", "private-canary-mia", "found-canary-mia"} <= planted
    values = values_of(world, left)
    assert len(values) > 50
    box = letters_in(own.data, world, left)
    ending = granted(db, left, left.enrollments["mia"], AT)
    assert end_due(db, own, night_of(ending)) == 1
    assert found(told(db), planted | values) == set()
    assert [file.name for file in box.iterdir()] == ["another.eml"]
    assert broken_links(db) == []
    if engine_of(db).dialect.name == "sqlite":
        pages = plain_pages(Path(str(make_url(database_url).database)), keys.database)
        assert b"first-canary-max" in pages
        assert {word for word in planted | values if word.encode() in pages} == set()


def test_p4_what_is_shown_before_is_what_is_done_and_nobody_else_loses_a_row(
    world: World, left: Cast, own: Settings
) -> None:
    db, mia = world.db, left.clients["mia"]
    others = {name: rows_of(db, left.clients[name]) for name in ("max", "noor", "olga")}
    counts = {name: {t: len(rows) for t, rows in all_.items()} for name, all_ in others.items()}
    ending = granted(db, left, left.enrollments["mia"], AT)
    shown = {name: len(rows) for name, rows in ending_rows(db, mia, ending.kind, None).items()}
    end_due(db, own, night_of(ending))
    db.refresh(ending)
    assert json.loads(ending.removed or "") == shown
    for name, tables in counts.items():
        now = rows_of(db, left.clients[name])
        assert {table: len(rows) for table, rows in now.items()} == tables
    stays = {name for name, rows in rows_of(db, mia).items() if rows}
    assert stays == {"accounts", "audit_entries", "clients", "endings"}


def test_p4_the_list_of_ended_records_holds_random_ids_alone_and_outlives_a_restore(
    world: World, left: Cast, own: Settings
) -> None:
    db, mia = world.db, left.clients["mia"]
    (own.data / ENDED).write_text(f"{mia.public_id} {AT.isoformat()}\nnobody-here {AT}\nno line\n")
    # As after a restore: the backup is from before her record ended.
    assert "ended again: 1" in end_restored(db, own, [own.data])
    assert HERS.findall(str(told(db))) == []
    assert "ended again: 0" in end_restored(db, own, [own.data])
    lines = (own.data / ENDED).read_text().splitlines()
    assert {line.split()[0] for line in lines} >= {mia.public_id}


def test_p4_a_restore_ends_also_what_was_an_open_case_on_the_day_of_the_backup(
    world: World, own: Settings
) -> None:
    db, cast = world.db, load(world.db)
    seal_trail(db, at_work(cast, "ada", AT))
    (own.data / ENDED).write_text(f"{cast.clients['mia'].public_id} {AT.isoformat()}\n")
    assert "ended again: 1" in end_restored(db, own, [own.data])
    assert HERS.findall(str(told(db))) == []


def test_p4_without_a_list_the_restore_says_what_to_look_for(world: World, own: Settings) -> None:
    assert f"There is no {ENDED}" in end_restored(world.db, own, [own.data / "nowhere", own.data])
