"""The newer database of zones is read, wherever it is, and new rules give sessions their hour."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import tzdata

from clinic.domain.anchors import instant_meant, wall_of
from clinic.domain.errors import Refused
from clinic.domain.groups.schedule_rows import Meeting
from clinic.domain.groups.schedules import ChangeKind, Circumstances, WantedChange, plan_change
from clinic.domain.programs.programs import SessionKind
from clinic.zone_database import newest, use_newest_zones
from tests.zone_files import write_zone, write_zones

NOW = datetime(2026, 9, 1, tzinfo=UTC)
WALL = "2026-11-24T18:00"
CHANGED = [
    ("America/Vancouver", "PST8PDT,M3.2.0,M11.1.0"),
    ("America/Edmonton", "MST7MDT,M3.2.0,M11.1.0"),
    ("America/Winnipeg", "CST6CDT,M3.2.0,M11.1.0"),
    ("America/Havana", "CST5CDT,M3.2.0/0,M11.1.0/1"),
    ("Africa/Casablanca", "<+01>-1"),
]
ASK = (
    "from clinic.zone_database import use_newest_zones as f; from zoneinfo import ZoneInfo as Z;"
    "from datetime import datetime as D; said = f();"
    "at = D(2026, 11, 24, tzinfo=Z('America/Vancouver'));"
    "print(said.version, said.is_of_machine, at.utcoffset())"
)


@pytest.mark.parametrize(
    ("machine", "version", "is_of_machine"),
    [
        ("2024a", "2026f", False),
        ("2026f", "2026f", False),
        ("2026g", "2026g", True),
        ("2031aa", "2031aa", True),
        ("nonsense", "2026f", False),
        (None, "2026f", False),
    ],
)
def test_the_newer_database_is_chosen(
    tmp_path: Path, machine: str | None, version: str, is_of_machine: bool
) -> None:
    chosen = newest(["/nowhere", str(write_zones(tmp_path, machine))], "2026f")
    assert (chosen.version, chosen.is_of_machine) == (version, is_of_machine)


def test_the_letters_of_a_long_year_go_on_after_z(tmp_path: Path) -> None:
    assert newest([str(write_zones(tmp_path, "2025z"))], "2025aa").version == "2025aa"


@pytest.mark.parametrize("name", ["+VERSION", "version"])
def test_a_version_may_stand_in_a_file_of_its_own(tmp_path: Path, name: str) -> None:
    chosen = newest([str(write_zones(tmp_path, **{name: "2099a\n"}))], "2026f")
    assert chosen.version == "2099a"


@pytest.mark.parametrize(("version", "hours"), [("2024a", -7), ("2099a", -8)])
def test_a_process_reads_one_database_whatever_the_machine_has(
    tmp_path: Path, version: str, hours: int
) -> None:
    write_zone(tmp_path, "America/Vancouver", CHANGED[0][1])
    write_zones(tmp_path, version)
    said = subprocess.run(  # noqa: S603  # our own interpreter and text
        [sys.executable, "-c", ASK],
        env={"PYTHONTZPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    is_old = version < tzdata.IANA_VERSION
    shown = tzdata.IANA_VERSION if is_old else version
    assert said.split(maxsplit=2)[:2] == [shown, str(not is_old)]
    assert said.strip().endswith(str(timedelta(hours=hours)))


def test_the_tests_read_no_older_one() -> None:
    assert use_newest_zones().version >= tzdata.IANA_VERSION


@pytest.mark.parametrize(("key", "rule"), CHANGED)
def test_a_session_laid_by_old_rules_gets_its_hour_back(
    tmp_path: Path, key: str, rule: str
) -> None:
    write_zone(tmp_path, key, rule)
    with (tmp_path / key).open("rb") as file:
        old = ZoneInfo.from_file(file, key=key)
    starts_at, zone = instant_meant(WALL, old), ZoneInfo(key)
    assert wall_of(starts_at, zone) != WALL
    length = timedelta(hours=2)
    meeting = Meeting(1, 1, SessionKind.REGULAR, starts_at, starts_at + length, wall=WALL)
    outcome = plan_change(
        [meeting], [], WantedChange(ChangeKind.CLOCK, 1), Circumstances(zone, NOW)
    )
    (change,) = outcome.meetings
    assert wall_of(change.after.starts_at, zone) == change.after.wall == WALL
    assert change.after.ends_at - change.after.starts_at == length


def test_where_no_rule_changed_there_is_nothing_to_reset() -> None:
    zone = ZoneInfo("Europe/London")
    starts_at = instant_meant(WALL, zone)
    end = starts_at + timedelta(hours=2)
    meeting = Meeting(1, 1, SessionKind.REGULAR, starts_at, end, wall=WALL)
    with pytest.raises(Refused, match="already has"):
        plan_change([meeting], [], WantedChange(ChangeKind.CLOCK, 1), Circumstances(zone, NOW))
