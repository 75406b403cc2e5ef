"""`clinic backup-key`, `clinic backup`, `clinic restore`: a night, a loss, and a morning after."""

import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from clinic.cli.backups import RECIPIENTS
from clinic.cli.command_context import open_database
from clinic.domain.access import Actor
from clinic.models.accounts import Account, Invitation, LoginSession
from clinic.models.backups import Backup
from clinic.operations.clinic.login_sessions import start_login_session
from clinic.settings import read_settings
from tests.cli.conftest import Console, is_one_sentence


@pytest.fixture
def backed_up(fresh: Console) -> Console:
    assert fresh("backup-key", "-o", fresh.folder / "key.txt").status == 0
    assert fresh("backup", fresh.folder / "backups").status == 0
    return fresh


def only_backup(console: Console) -> Path:
    [path] = (console.folder / "backups").glob("*.age")
    return path


def lose_everything(console: Console) -> None:
    shutil.rmtree(console.folder / "data")
    (console.folder / "keys.json").unlink()


def test_the_key_is_on_paper_and_only_its_half_on_the_server(fresh: Console) -> None:
    answer = fresh("backup-key", "-o", fresh.folder / "key.pdf")

    assert (answer.status, answer.err) == (0, "")
    printed = "".join(PdfReader(fresh.folder / "key.pdf").pages[0].extract_text().split())
    assert "AGE-SECRET-KEY-1" in printed
    stored = (fresh.folder / "data" / RECIPIENTS).read_text()
    assert stored.splitlines()[1].startswith("age1")
    assert "SECRET" not in stored


def test_without_a_key_none_is_made(fresh: Console) -> None:
    answer = fresh("backup", fresh.folder / "backups")

    assert is_one_sentence(answer)
    assert "clinic backup-key" in answer.err


def test_it_comes_back_after_everything_was_lost(backed_up: Console) -> None:
    keys = (backed_up.folder / "keys.json").read_text()
    lose_everything(backed_up)

    key = backed_up.folder / "key.txt"
    answer = backed_up("restore", only_backup(backed_up), "--key", key)

    assert (answer.status, answer.err) == (0, "")
    assert "The clinic is back." in answer.out
    assert (backed_up.folder / "keys.json").read_text() == keys
    assert backed_up("db", "upgrade").status == 0


def test_a_key_typed_in_lines_and_small_letters_opens_it(backed_up: Console) -> None:
    key = backed_up.folder / "typed.txt"
    written = (backed_up.folder / "key.txt").read_text().splitlines()[-1].lower()
    key.write_text(written[:30] + "\n" + written[30:] + "\n")

    answer = backed_up("restore", only_backup(backed_up), "--key", key, "--check")

    assert (answer.status, answer.err) == (0, "")
    assert "all read" in answer.out


def test_a_slip_in_the_key_is_noticed(backed_up: Console) -> None:
    key = backed_up.folder / "key.txt"
    key.write_text(key.read_text().replace("AGE-SE", "AGE-SF"))

    answer = backed_up("restore", only_backup(backed_up), "--key", key, "--check")

    assert is_one_sentence(answer)
    assert "no backup key" in answer.err


def test_what_stands_is_not_overwritten(backed_up: Console) -> None:
    key = backed_up.folder / "key.txt"

    answer = backed_up("restore", only_backup(backed_up), "--key", key)

    assert answer.status == 2
    assert "--replace" in answer.err
    assert backed_up("restore", only_backup(backed_up), "--key", key, "--replace").status == 0
    assert len(list((backed_up.folder / "data").glob("before-*-clinic.db"))) == 1


def test_nobody_is_signed_in_afterward(backed_up: Console) -> None:
    added = backed_up("user", "add", "--name", "Ada", "--email", "ada@example.org")
    assert added.status == 0
    with open_database(read_settings()) as db:
        at = db.scalars(select(Invitation.made_at)).one()
        start_login_session(db, Actor(1, at), db.get_one(Account, 1), "Firefox")
    only_backup(backed_up).unlink()
    assert backed_up("backup", backed_up.folder / "backups").status == 0
    lose_everything(backed_up)

    key = backed_up.folder / "key.txt"
    assert backed_up("restore", only_backup(backed_up), "--key", key).status == 0

    with open_database(read_settings()) as db:
        live = select(func.count()).where(LoginSession.ended_at.is_(None))
        assert db.scalar(live) == 0
        assert db.scalar(select(func.count()).where(Invitation.replaced_at.is_(None))) == 0


def test_good_and_failed_ones_are_noted(
    backed_up: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device", "backups")

    monkeypatch.setattr("clinic.backups.making.seal", full)
    answer = backed_up("backup", backed_up.folder / "backups")

    assert is_one_sentence(answer)
    with open_database(read_settings()) as db:
        good, failed = db.scalars(select(Backup).order_by(Backup.id))
        assert (good.fault, good.rows > 50) == (None, True)
        assert "No space left" in (failed.fault or "")
    assert len(list((backed_up.folder / "backups").glob("*.age"))) == 1


def test_backups_do_not_lie_with_the_data(backed_up: Console) -> None:
    answer = backed_up("backup", backed_up.folder / "data" / "backups")

    assert answer.status == 2
    assert "outside CLINIC_DATA" in answer.err
