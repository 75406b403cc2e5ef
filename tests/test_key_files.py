"""The key file: exchanged as a whole, and followed by whoever runs."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from clinic.domain.clinic.keys import KeyRing
from clinic.key_files import KeyFile, exchange_keys, load_keys, write_keys
from clinic.settings import Settings

PATIENCE = 30


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a key file of this test's own."""
    made = replace(settings, key_file=tmp_path / "kept" / "keys.json")
    load_keys(made)
    return made


def test_whoever_runs_takes_over_what_the_file_becomes(own: Settings) -> None:
    held = KeyFile(own)
    begun = held.now().begin_change(os.urandom)

    exchange_keys(own.key_file, begun)
    assert held.now() == begun

    exchange_keys(own.key_file, begun.opening_with(begun.database_keys[-1]))
    assert held.now() == load_keys(own) == begun.opening_with(begun.database_keys[-1])


def test_whoever_slept_through_whole_changes_takes_over_the_last(own: Settings) -> None:
    held, ring = KeyFile(own), load_keys(own)
    for _ in range(3):
        ring = ring.begin_change(os.urandom)
        ring = ring.opening_with(ring.database_keys[-1])
    exchange_keys(own.key_file, ring)
    assert held.now() == ring


def test_nobody_is_given_the_ring_before_while_another_reads_the_next(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, ring = KeyFile(own), load_keys(own).begin_change(os.urandom)
    begun, free = Event(), Event()
    read = KeyRing.from_json

    def slowly(text: str) -> KeyRing:
        begun.set()
        assert free.wait(PATIENCE)
        return read(text)

    exchange_keys(own.key_file, ring)
    monkeypatch.setattr(KeyRing, "from_json", slowly)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(held.now)
        assert begun.wait(PATIENCE)
        second = threads.submit(held.now)
        with suppress(TimeoutError):
            assert second.result(0.1) == ring
        free.set()
        assert first.result(PATIENCE) == second.result(PATIENCE) == ring


@pytest.mark.parametrize("harm", ["gone", "spoiled", "older", "another clinic's", "open to others"])
def test_a_file_of_no_use_changes_nothing_for_whoever_runs(own: Settings, harm: str) -> None:
    older = load_keys(own)
    ring = older.begin_change(os.urandom)
    exchange_keys(own.key_file, ring)
    held = KeyFile(own)
    match harm:
        case "gone":
            own.key_file.unlink()
        case "spoiled":
            own.key_file.write_text("{")
        case "older":
            exchange_keys(own.key_file, older)
        case "open to others":
            exchange_keys(own.key_file, ring.begin_change(os.urandom))
            own.key_file.chmod(0o644)
        case _:
            exchange_keys(own.key_file, KeyRing.fresh(os.urandom))

    assert held.now() == ring


def test_after_a_file_of_no_use_the_right_one_is_taken(own: Settings) -> None:
    held = KeyFile(own)
    ring = held.now().begin_change(os.urandom)
    aside = own.key_file.rename(own.key_file.with_suffix(".aside"))
    assert held.now() == KeyRing.from_json(aside.read_text())
    write_keys(own.key_file, ring)
    assert held.now() == ring


def test_an_exchange_that_fails_leaves_the_file_as_it_was(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = own.key_file.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        exchange_keys(own.key_file, load_keys(own).begin_change(os.urandom))
    monkeypatch.undo()

    assert own.key_file.read_bytes() == before
    exchange_keys(own.key_file, load_keys(own))
    assert [path.name for path in own.key_file.parent.iterdir()] == ["keys.json"]


def test_it_stays_for_its_owner_alone_and_behind_its_link(own: Settings, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    shutil.move(own.key_file, elsewhere)
    own.key_file.symlink_to(elsewhere)

    exchange_keys(own.key_file, load_keys(own).begin_change(os.urandom))

    assert own.key_file.is_symlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o600
    assert load_keys(own).coming is not None
