"""Each thing that is looked at before a start has its sentence, and a good start has none."""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clinic.server import starts
from clinic.server.starts import CHECKS, Start, check_clock, check_start
from clinic.settings import Settings, WrongSetting

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def start(tmp_path: Path) -> Start:
    data = tmp_path / "clinic" / "data"
    data.mkdir(parents=True, mode=0o700)
    key_file = tmp_path / "clinic" / "keys.json"
    settings = Settings(data=data, database_url=f"sqlite:///{data}/clinic.db", key_file=key_file)
    return Start(settings, environment={}, mounts="/dev/sda1 / ext4 rw 0 0\n")


def refused(start: Start) -> str:
    with pytest.raises(WrongSetting) as fault:
        check_start(start)
    sentence = str(fault.value)
    assert "\n" not in sentence
    return sentence


def may_start(start: Start) -> bool:
    try:
        check_start(start)
    except WrongSetting:
        return False
    return True


def at(start: Start, **settings: object) -> Start:
    return replace(start, settings=replace(start.settings, **settings))  # type: ignore[arg-type]  # each test names what it changes


def test_a_good_start_has_nothing_against_it_and_writes_nothing(start: Start) -> None:
    before = sorted(start.settings.data.parent.rglob("*"))
    check_start(start)
    assert sorted(start.settings.data.parent.rglob("*")) == before


def test_a_clinic_that_is_not_there_yet_has_nothing_against_it(start: Start) -> None:
    start.settings.data.rmdir()
    check_start(start)
    assert not start.settings.data.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FLASK_DEBUG", "1"),
        ("FLASK_DEBUG", "yes"),
        ("FLASK_ENV", "development"),
        ("WERKZEUG_DEBUG_PIN", "123"),
        ("PYTHONASYNCIODEBUG", "1"),
        ("PYTHONDEVMODE", "1"),
        ("PYTHONINSPECT", "1"),
    ],
)
def test_a_debug_switch_is_refused_by_its_name(start: Start, name: str, value: str) -> None:
    assert refused(replace(start, environment={name: value})).startswith(name)


@pytest.mark.parametrize("value", ["", "0", "false", "off"])
def test_a_switch_that_is_off_is_none(start: Start, value: str) -> None:
    off = {"FLASK_DEBUG": value, "FLASK_ENV": "production"}
    assert may_start(replace(start, environment=off))


@pytest.mark.parametrize("mode", [0o701, 0o704, 0o710, 0o740, 0o755, 0o770, 0o777])
def test_data_that_is_open_to_others_is_refused(start: Start, mode: int) -> None:
    start.settings.data.chmod(mode)
    assert f"chmod 700 {start.settings.data}" in refused(start)


def test_a_database_beside_the_data_folder_is_looked_at_too(start: Start, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    assert str(elsewhere) in refused(at(start, database_url=f"sqlite:///{elsewhere}/clinic.db"))


@pytest.mark.parametrize("mode", [0o707, 0o777])
def test_a_folder_in_which_others_could_exchange_ours_is_refused(start: Start, mode: int) -> None:
    start.settings.data.parent.chmod(mode)
    assert "chmod o-w" in refused(start)
    start.settings.data.parent.chmod(mode | 0o1000)
    check_start(start)


def test_data_that_cannot_be_written_is_refused(start: Start) -> None:
    start.settings.data.chmod(0o500)
    assert "nothing can be written" in refused(start)


def test_a_disk_that_can_only_be_read_is_refused(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_read(_folder: object) -> os.statvfs_result:
        return os.statvfs_result((4096, 4096, 1, 1, 1, 1, 1, 1, os.ST_RDONLY, 255))

    monkeypatch.setattr(os, "statvfs", only_read)
    assert "nothing can be written" in refused(start)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_database_file_on_another_machine_is_refused(start: Start, kind: str) -> None:
    far = f"/dev/sda1 / ext4 rw 0 0\nserver:/x {start.settings.data} {kind} rw 0 0\n"
    assert kind in refused(replace(start, mounts=far))
    check_start(at(replace(start, mounts=far), database_url="postgresql+psycopg://u:p@db/c"))


@pytest.mark.parametrize(
    ("base_url", "bind", "name"),
    [
        ("http://clinic.example.org", "127.0.0.1:8000", "CLINIC_BASE_URL"),
        ("http://192.168.1.5:8000", "192.168.1.5:8000", "CLINIC_BASE_URL"),
        ("http://127.0.0.1:8000", "0.0.0.0:8000", "CLINIC_BIND"),
        ("http://127.0.0.1:8000", "[::]:8000", "CLINIC_BIND"),
    ],
)
def test_plain_http_for_others_is_refused(
    start: Start, base_url: str, bind: str, name: str
) -> None:
    given = at(start, base_url=base_url, bind=bind)
    assert refused(given).startswith(name)
    check_start(replace(given, serves=False))
    check_start(replace(given, is_demo=True))


@pytest.mark.parametrize(
    ("base_url", "bind"),
    [
        ("https://clinic.example.org", "127.0.0.1:8000"),
        ("https://clinic.example.org", "0.0.0.0:8000"),
        ("http://localhost:8000", "127.0.0.1:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
    ],
)
def test_https_and_this_machine_alone_are_not(start: Start, base_url: str, bind: str) -> None:
    assert may_start(at(start, base_url=base_url, bind=bind))


@pytest.mark.parametrize(
    ("name", "instead", "words"),
    [
        ("files_at_once", lambda: 256, "LimitNOFILE"),
        ("ZoneInfo", lambda _key: (_ for _ in ()).throw(OSError()), "time zones"),
    ],
)
def test_a_machine_that_lacks_something_is_refused(
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    instead: Callable[..., object],
    words: str,
) -> None:
    monkeypatch.setattr(starts, name, instead)
    assert words in refused(start)


def test_a_machine_without_a_temporary_folder_is_refused(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(tempfile, "gettempdir", none)
    assert "TMPDIR" in refused(start)


def test_a_locale_without_all_letters_is_refused(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "iso8859-1")
    assert "LC_ALL" in refused(start)


def test_a_clock_before_the_last_record_is_refused() -> None:
    check_clock(None, NOW)
    check_clock(NOW + timedelta(minutes=5), NOW)
    with pytest.raises(WrongSetting, match="2026-03-03 12:06 UTC"):
        check_clock(NOW + timedelta(minutes=6), NOW)


def test_every_check_of_the_table_has_a_test_above() -> None:
    tested = "debug_switch letters time_zones temporary_folder open_data exchangeable fixed_data"
    assert " ".join(check.__name__ for check in CHECKS) == f"{tested} far_data plain_http files"
