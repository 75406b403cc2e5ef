"""Who reads a sheet: as it said when it was begun, until its writer shares it or takes it back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.content.library import SourceText
from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused, Stale
from clinic.domain.homework.worksheets import Readers
from clinic.models.assignments import Assignment
from clinic.models.programs import WorksheetRow
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse, readable_by_staff
from clinic.operations.homework.worksheets import choose_readers
from tests.cast import NOW, Cast
from tests.homework import sheet_of
from tests.sheets import finish, save, save_for_readers

WORDS = {"to": "Dear Mia", "happened": "The call"}


@pytest.fixture
def mia(cast: Cast) -> Actor:
    return Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)


@pytest.fixture
def letter(db: Db, cast: Cast) -> Assignment:
    return sheet_of(db, cast, code="W18")


def readable(db: Db) -> int:
    db.commit()
    return len(db.scalars(select(WorksheetResponse.id).where(readable_by_staff())).all())


def later(actor: Actor) -> Actor:
    return Actor(actor.account_id, actor.at + timedelta(hours=1), actor.role)


def test_a_private_sheet_is_its_writers_until_she_shares_it(
    db: Db, mia: Actor, letter: Assignment
) -> None:
    row = finish(db, mia, letter, WORDS, 0, Medium.PORTAL)
    assert (row.readers, row.shared_at) == (Readers.MINE, None)
    assert (row.is_readable, readable(db)) == (False, 0)
    choose_readers(db, mia, row, is_shared=True)
    choose_readers(db, later(mia), row, is_shared=True)
    assert row.shared_at == NOW
    assert (row.is_readable, readable(db)) == (True, 1)
    choose_readers(db, mia, row, is_shared=False)
    assert (row.is_readable, readable(db)) == (False, 0)
    assert "The call" in str(read_sealed(db.keys, row, "answers"))


def test_a_sheet_that_is_read_is_no_secret_later(db: Db, cast: Cast, mia: Actor) -> None:
    row = save(db, mia, sheet_of(db, cast), {"hopes": "Rest"}, 0, Medium.PORTAL)
    assert (row.readers, readable(db)) == (Readers.FACILITATORS, 1)
    for is_shared in (True, False):
        with pytest.raises(Refused, match="said so when you began"):
            choose_readers(db, mia, row, is_shared=is_shared)


def test_what_is_typed_when_it_is_shared_is_kept_with_it(
    db: Db, mia: Actor, letter: Assignment
) -> None:
    row = save_for_readers(db, mia, letter, WORDS, 0, is_shared=True)
    assert row.is_readable
    save(db, mia, letter, {"to": "Dear you"}, row.version, Medium.PORTAL)
    assert row.is_readable
    old = row.version
    save_for_readers(db, mia, letter, {"to": "Dear me"}, old, is_shared=False)
    assert not row.is_readable
    with pytest.raises(Stale):
        save_for_readers(db, mia, letter, {"to": "Dear us"}, old, is_shared=True)
    assert (row.is_readable, readable(db)) == (False, 0)


def test_paper_that_was_handed_in_is_shared_by_that_and_may_be_taken_back(
    db: Db, mia: Actor, letter: Assignment
) -> None:
    desk = Actor(None, NOW, Role.THERAPIST)
    row = finish(db, desk, letter, WORDS, 0, Medium.PAPER)
    assert (row.readers, row.shared_at) == (Readers.MINE, NOW)
    choose_readers(db, mia, row, is_shared=False)
    assert readable(db) == 0


@pytest.mark.parametrize("version", [None, 0, 1, 2])
@pytest.mark.parametrize("typed", [WORDS, {"to": "Somebody else"}, {}])
def test_the_desk_types_over_nothing_that_is_not_shared_and_learns_nothing_by_trying(
    db: Db, mia: Actor, letter: Assignment, typed: dict[str, object], version: int | None
) -> None:
    """The same words again must not be told from others: that would be a way to guess them."""
    row = save(db, mia, letter, WORDS, 0, Medium.PORTAL)
    before = row.version
    with pytest.raises(Refused, match="is not shared") as refused:
        save(db, Actor(None, NOW), letter, typed, version, Medium.PAPER)
    assert not isinstance(refused.value, Stale)
    assert (row.version, row.medium) == (before, Medium.PORTAL)


@pytest.mark.parametrize(
    ("begun", "after"),
    [
        ("readers: facilitators", "readers: mine until shared"),
        ("readers: mine until shared", "readers: facilitators"),
        ("", "readers: mine until shared"),
    ],
)
def test_another_version_of_a_sheet_neither_opens_nor_hides_what_stands(
    db: Db, cast: Cast, mia: Actor, letter: Assignment, begun: str, after: str
) -> None:
    _turn_to(db, mia, letter, begun)
    row = save(db, mia, letter, WORDS, 0, Medium.PORTAL)
    was_readable = row.is_readable
    assert was_readable is (begun != "readers: mine until shared")
    _turn_to(db, mia, letter, after)
    save(db, mia, letter, {"to": "Dear you"}, row.version, Medium.PORTAL)
    assert (row.is_readable, readable(db)) == (was_readable, int(was_readable))


@operation
def _turn_to(db: Db, actor: Actor, assignment: Assignment, line: str) -> None:
    """Let the sheet that was given be a version with this line in its front matter."""
    row = db.scalars(select(WorksheetRow).where(WorksheetRow.code == "W18")).first()
    assert row
    source = row.source.replace("readers: mine until shared\n", f"{line}\n" if line else "")
    digest = SourceText(source).sha256
    version = db.scalars(select(WorksheetRow).where(WorksheetRow.content_hash == digest)).first()
    if version is None:
        version = WorksheetRow(
            code="W18",
            slug=row.slug,
            title=row.title,
            source=source,
            content_hash=digest,
            adopted_at=actor.at,
        )
        db.add(version)
        db.flush()
    assignment.worksheet_id = version.id
