"""No damaged backup is brought back: 200 of 200 changes to the sealed file, and torn copies."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from clinic.backups import making
from clinic.backups.making import opened
from clinic.backups.snapshots import look_over, take
from clinic.domain.clinic.backups import NotABackup
from clinic.domain.clinic.keys import KeyRing
from clinic.settings import Settings
from tests.backups.conftest import Kept
from tests.cast import ROOT

CHANGES = 200
PAGE = 4096


def changed(whole: bytes, chance: random.Random) -> bytes:
    """Flip a bit, cut the end, take out a piece, put two pieces in each other's place."""
    at = chance.randrange(len(whole))
    match chance.randrange(4):
        case 0:
            return whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :]
        case 1:
            return whole[:at]
        case 2:
            return whole[:at] + whole[at + chance.randrange(1, 5000) :]
        case _:
            size = chance.randrange(16, 5000)
            to = chance.randrange(len(whole))
            first, second = sorted((at, to))
            piece = whole[first : first + size]
            rest = whole[:first] + whole[first + size : second] + piece
            return rest + whole[second:]


def test_every_change_to_the_file_is_found(kept: Kept, tmp_path: Path) -> None:
    whole = kept.made.path.read_bytes()
    chance = random.Random(15)  # noqa: S311 - the same changes at every run
    changes = [one for one in (changed(whole, chance) for _ in range(2 * CHANGES)) if one != whole]
    path = tmp_path / "changed.age"
    refused = 0
    for one in changes[:CHANGES]:
        path.write_bytes(one)
        try:
            with opened(path, kept.identity, kept.elsewhere):
                pass
        except NotABackup:
            refused += 1
    assert refused == CHANGES
    assert not list(kept.elsewhere.data.iterdir())


@pytest.fixture
def copy(engine: Engine, keys: KeyRing, tmp_path: Path) -> Path:
    path = tmp_path / "copy.db"
    take(engine, keys, ROOT / "migrations", path)
    return path


def test_a_whole_copy_is_taken_for_one(copy: Path, keys: KeyRing) -> None:
    found = look_over(copy, keys)
    assert found.tables["accounts"] > 5


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda whole: b"", id="empty"),
        pytest.param(lambda whole: whole[: -3 * PAGE], id="cut at the border of a page"),
        pytest.param(lambda whole: whole[:-100], id="cut within a page"),
        pytest.param(lambda whole: bytes(16) + whole[16:], id="another salt"),
        pytest.param(
            lambda whole: whole[: 9 * PAGE] + whole[8 * PAGE : 9 * PAGE] + whole[10 * PAGE :],
            id="a page in another's place",
        ),
        pytest.param(
            lambda whole: whole[: 9 * PAGE + 50] + bytes(60) + whole[9 * PAGE + 110 :],
            id="a page that was written over",
        ),
        pytest.param(lambda whole: b"SQLite format 3\x00" + bytes(4 * PAGE), id="not encrypted"),
    ],
)
def test_a_damaged_copy_is_not(copy: Path, keys: KeyRing, harm: Callable[[bytes], bytes]) -> None:
    copy.write_bytes(harm(copy.read_bytes()))
    with pytest.raises(NotABackup):
        look_over(copy, keys)


def test_other_keys_are_refused(copy: Path) -> None:
    with pytest.raises(NotABackup, match="keys do not open"):
        look_over(copy, KeyRing.fresh(bytes))


def test_a_failed_backup_leaves_no_file(
    kept: Kept,
    engine: Engine,
    keys: KeyRing,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def torn(engine: Engine, keys: KeyRing, migrations: Path, target: Path) -> None:
        take(engine, keys, migrations, target)
        whole = target.read_bytes()
        target.write_bytes(whole[: len(whole) // 2])

    monkeypatch.setattr(making, "take", torn)
    folder = tmp_path / "torn"
    with pytest.raises(NotABackup):
        making.make(
            engine, keys, settings, [kept.identity.to_public()], folder, kept.made.manifest.made_at
        )
    assert not list(folder.iterdir())
    assert not list(settings.data.glob(".backup-*"))
