"""Backups beside work: changes are noticed, nothing is left over, no other clinic is touched."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pyrage import x25519
from sqlalchemy import Engine

from clinic.backups import making
from clinic.backups.making import make, opened, sweep, thin_out
from clinic.backups.snapshots import take
from clinic.domain.clinic.backups import NotABackup
from clinic.domain.clinic.keys import KeyRing
from clinic.settings import Settings
from tests.backups.conftest import Kept
from tests.cast import NOW


def test_what_one_that_was_killed_left_is_swept(
    kept: Kept, settings: Settings, engine: Engine
) -> None:
    folder = kept.made.path.parent
    recipients = [kept.identity.to_public()]
    (settings.data / ".backup-killed").mkdir()
    (settings.data / ".backup-killed" / "copy.db").write_bytes(b"half")
    part = folder / f".{kept.made.path.name}.part"
    part.write_bytes(b"half")

    sweep(settings.data, folder, recipients)

    assert not list(settings.data.glob(".backup-*"))
    assert [path.name for path in folder.iterdir()] == [kept.made.path.name]


def test_two_clinics_in_one_folder_leave_each_others_alone(
    kept: Kept, engine: Engine, keys: KeyRing, settings: Settings
) -> None:
    folder, theirs = kept.made.path.parent, [x25519.Identity.generate().to_public()]
    later = [NOW + timedelta(days=400 + day) for day in range(6)]
    for at in later:
        make(engine, keys, settings, theirs, folder, at)

    assert thin_out(folder, theirs, later[-1] + timedelta(days=90), 30) == 3
    assert kept.made.path.exists()


def test_a_database_that_cannot_be_copied_is_told_in_a_sentence(
    engine: Engine, keys: KeyRing, settings: Settings, tmp_path: Path
) -> None:
    there_already = tmp_path / "copy.db"
    there_already.write_bytes(b"something")
    with pytest.raises(NotABackup, match="could not be copied"):
        take(engine, keys, settings.migrations, there_already)


def test_a_folder_with_odd_characters_in_its_name_is_as_good_as_any(
    kept: Kept, tmp_path: Path
) -> None:
    data = tmp_path / "50% of #1? yes"
    with opened(kept.made.path, kept.identity, replace(kept.elsewhere, data=data)) as found:
        assert found.opened.manifest == kept.made.manifest
    assert making._ASIDE not in "".join(path.name for path in data.iterdir())
