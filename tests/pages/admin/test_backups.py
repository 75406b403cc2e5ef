"""Backups: what an administrator sees of them, and when she is told."""

from collections.abc import Callable
from datetime import timedelta

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.operations.clinic.backups import (
    begin_backup_run,
    end_backup_run,
    note_backup,
    note_copied,
    note_failed_backup,
    note_not_copied,
)
from tests.cast import NOW
from tests.client import Page, Person

As = Callable[[str], Person]


def is_warned(page: Page) -> bool:
    """Whether the entry of the navigation bears a mark."""
    entry = page.parts("a", href="/admin/backups")[0]
    return bool(entry.parts(class_="tag-ember"))


def test_an_empty_list_says_how_to_begin(as_: As) -> None:
    page = as_("ada").get("admin.backups.index")
    assert "clinic backup-key" in page.html
    assert "If this machine were lost now" in page.html


def test_a_good_one_stands_with_its_size(as_: As, db: Db) -> None:
    note_backup(db, Actor(None, NOW - timedelta(hours=9)), 5_300_000, 12_345, 1_400)
    page = as_("ada").get("admin.backups.index")
    assert "The last good backup was made on" in page.html
    assert "12,345" in page.html
    assert "5.3 MB" in page.html
    assert "would be lost" not in page.html


def test_an_old_or_failed_one_is_told_on_every_page(as_: As, db: Db) -> None:
    note_backup(db, Actor(None, NOW - timedelta(days=3)), 5_300_000, 12_345, 1_400)
    note_failed_backup(db, Actor(None, NOW), 900, "No space left on device")
    page = as_("ada").get("admin.backups.index")
    assert "would be lost with this machine" in page.html
    assert "No space left on device" in page.html
    assert is_warned(as_("ada").get("admin.accounts.index"))
    note_backup(db, Actor(None, NOW), 5_300_000, 12_345, 1_400)
    assert not is_warned(as_("ada").get("admin.accounts.index"))


def test_copying_that_goes_on_says_up_to_when(as_: As, db: Db) -> None:
    note_backup(db, Actor(None, NOW), 5_300_000, 12_345, 1_400)
    run = begin_backup_run(db, Actor(None, NOW - timedelta(hours=2)))
    assert is_warned(as_("ada").get("admin.accounts.index"))
    assert note_copied(db, Actor(None, NOW), run.id, NOW - timedelta(minutes=1))
    page = as_("ada").get("admin.backups.index")
    assert "copied within moments" in page.html
    assert not is_warned(page)


def test_copying_that_fell_silent_is_told_on_every_page(as_: As, db: Db) -> None:
    note_backup(db, Actor(None, NOW), 5_300_000, 12_345, 1_400)
    run = begin_backup_run(db, Actor(None, NOW - timedelta(minutes=6)))
    assert note_not_copied(db, Actor(None, NOW), run.id, "No space left on device")
    page = as_("ada").get("admin.backups.index")
    assert "not copied any more" in page.html
    assert "No space left on device" in page.html
    assert is_warned(as_("ada").get("admin.accounts.index"))


def test_copying_that_was_stopped_on_purpose_is_said_and_not_nagged_about(as_: As, db: Db) -> None:
    note_backup(db, Actor(None, NOW), 5_300_000, 12_345, 1_400)
    run = begin_backup_run(db, Actor(None, NOW - timedelta(hours=9)))
    end_backup_run(db, Actor(None, NOW - timedelta(hours=8)), run.id)
    page = as_("ada").get("admin.backups.index")
    assert "was stopped on" in page.html
    assert not is_warned(page)
