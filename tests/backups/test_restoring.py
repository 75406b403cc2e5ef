"""What is brought back is what was there, row by row; what cannot be is refused by a sentence."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyrage import x25519
from sqlalchemy import Engine

from clinic.backups.containers import seal
from clinic.backups.making import opened
from clinic.backups.restoring import put_back
from clinic.backups.snapshots import sha256_of
from clinic.backups.transfer import sums
from clinic.domain.clinic.backups import NotABackup
from clinic.domain.clinic.keys import KeyRing
from clinic.key_files import load_keys
from tests.backups.conftest import Kept, Opener
from tests.cast import NOW


def test_every_row_comes_back(kept: Kept, engine: Engine, database_of: Opener) -> None:
    with opened(kept.made.path, kept.identity, kept.elsewhere) as found:
        assert put_back(found, kept.elsewhere, NOW, may_replace=False) == []

    assert load_keys(kept.elsewhere) == found.opened.keys
    with engine.connect() as before, database_of(kept.elsewhere).connect() as after:
        assert sums(after) == sums(before)
    assert kept.made.manifest.rows > 100


def test_nothing_lies_beside_it_afterward(kept: Kept) -> None:
    with opened(kept.made.path, kept.identity, kept.elsewhere) as found:
        put_back(found, kept.elsewhere, NOW, may_replace=False)

    assert {path.name for path in kept.elsewhere.data.iterdir()} == {"clinic.db"}
    assert [path.name for path in kept.made.path.parent.iterdir()] == [kept.made.path.name]


def test_what_stands_is_put_aside_only_when_asked(kept: Kept) -> None:
    with opened(kept.made.path, kept.identity, kept.elsewhere) as found:
        put_back(found, kept.elsewhere, NOW, may_replace=False)
    before = kept.elsewhere.key_file.read_text()

    with (
        opened(kept.made.path, kept.identity, kept.elsewhere) as found,
        pytest.raises(NotABackup, match="--replace"),
    ):
        put_back(found, kept.elsewhere, NOW, may_replace=False)
    assert kept.elsewhere.key_file.read_text() == before

    with opened(kept.made.path, kept.identity, kept.elsewhere) as found:
        aside = put_back(found, kept.elsewhere, NOW, may_replace=True)
    assert sorted(path.name.rpartition("-")[2] for path in aside) == ["clinic.db", "keys.json"]
    assert all(path.exists() for path in aside)


def test_another_key_opens_nothing(kept: Kept) -> None:
    with (
        pytest.raises(NotABackup, match="another backup key"),
        opened(kept.made.path, x25519.Identity.generate(), kept.elsewhere),
    ):
        pass


def test_a_file_under_the_name_of_another_is_refused(kept: Kept) -> None:
    swapped = kept.made.path.with_name("hearth-abc-20260101T000000.000000Z.age")
    shutil.copyfile(kept.made.path, swapped)

    with (
        pytest.raises(NotABackup, match="by its name"),
        opened(swapped, kept.identity, kept.elsewhere),
    ):
        pass


def sealed_as(kept: Kept, keys: KeyRing, folder: Path, **changed: object) -> Path:
    """Seal the same database with another word about it."""
    with opened(kept.made.path, kept.identity, kept.elsewhere) as found:
        told = replace(found.opened.manifest, **changed)  # type: ignore[arg-type]  # any field at all
        target = folder / "another.age"
        seal(found.opened.database, told, keys, [kept.identity.to_public()], target)
    return target


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"schema": "0001"}, "something else than it says"),
        ({"tables": {"accounts": 1}}, "something else than it says"),
        ({"sha256": "0" * 64}, "not the one that it speaks of"),
    ],
)
def test_a_word_that_is_not_true_is_refused(
    kept: Kept, keys: KeyRing, tmp_path: Path, changed: dict[str, object], why: str
) -> None:
    path = sealed_as(kept, keys, tmp_path, **changed)

    with pytest.raises(NotABackup, match=why), opened(path, kept.identity, kept.elsewhere):
        pass


def test_keys_that_do_not_belong_to_it_are_refused(kept: Kept, tmp_path: Path) -> None:
    path = sealed_as(kept, KeyRing.fresh(bytes), tmp_path)

    with (
        pytest.raises(NotABackup, match="keys do not open"),
        opened(path, kept.identity, kept.elsewhere),
    ):
        pass


def test_one_of_a_newer_program_is_refused(
    kept: Kept, keys: KeyRing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.domain.clinic.backups.FORMAT", 2)
    path = sealed_as(kept, keys, tmp_path)
    monkeypatch.undo()

    with (
        pytest.raises(NotABackup, match="newer version"),
        opened(path, kept.identity, kept.elsewhere),
    ):
        pass


def test_what_says_nothing_of_itself_is_refused(kept: Kept) -> None:
    told = json.loads(kept.made.manifest.to_json())
    assert told
    for gone in told:
        part = {name: value for name, value in told.items() if name != gone}
        with pytest.raises(NotABackup):
            type(kept.made.manifest).from_json(json.dumps(part))


def test_the_sum_is_that_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"abc")
    assert sha256_of(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
