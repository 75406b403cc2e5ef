"""Backups as values: what one says about itself, which ones are kept, when the last is too old."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

FORMAT = 1
STALE_AFTER = timedelta(days=2)
"""A clinic that makes one each night is told after the second night without."""
KEPT_BY_HOUR = timedelta(days=1)
KEPT_IN_ANY_CASE = 3

TIME_IN_NAME = "%Y%m%dT%H%M%S.%fZ"


class NotABackup(ValueError):
    """What was given is no backup, or one that cannot be used; its text says why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says about itself: enough to know that nothing is missing from it."""

    made_at: datetime
    """To the microsecond, in UTC; the name of the file says the same."""
    program: str
    """The version of Hearth that made it."""
    schema: str
    """The newest migration of the database in it."""
    tables: Mapping[str, int]
    """Rows by table."""
    sha256: str
    """Of the database in it, hexadecimal."""

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(self.tables.values())

    def to_json(self) -> str:
        """Write it as it stands in the file."""
        told = asdict(self) | {"made_at": self.made_at.isoformat(), "tables": dict(self.tables)}
        return json.dumps({"format": FORMAT} | told, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read what `to_json` wrote; raises `NotABackup` for anything else."""
        try:
            told = json.loads(text)
            form = int(told["format"])
            if form > FORMAT:
                raise NotABackup("it was made by a newer version of Hearth")
            return cls(
                made_at=datetime.fromisoformat(told["made_at"]).astimezone(UTC),
                program=str(told["program"]),
                schema=str(told["schema"]),
                tables={str(name): int(rows) for name, rows in told["tables"].items()},
                sha256=str(told["sha256"]),
            )
        except NotABackup:
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise NotABackup("what it says about itself cannot be read") from fault


def file_name(made_at: datetime, owner: str) -> str:
    """Name the file of a backup, so that names in order are backups in order.

    `owner` is a short word of letters and digits that tells clinics apart in a shared folder.
    """
    return f"hearth-{owner}-{made_at.astimezone(UTC).strftime(TIME_IN_NAME)}.age"


def made_at_of(name: str, owner: str = "[a-z0-9]+") -> datetime | None:
    """Read from its name when a backup was made; None for another's, or what is no backup."""
    found = re.fullmatch(rf"hearth-{owner}-(\d{{8}}T\d{{6}}\.\d{{6}}Z)\.age", name)
    try:
        return datetime.strptime(found[1], TIME_IN_NAME).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def superfluous(made: Iterable[datetime], now: datetime, days: int) -> frozenset[datetime]:
    """Choose the backups that may go: all but one an hour of the last day, and one a day before.

    The newest few always stay, and so does what says that it comes from the future.
    """
    newest_first = sorted(set(made), reverse=True)
    kept: dict[object, datetime] = {}
    for at in newest_first:
        age = now - at
        if age < timedelta(0):
            kept[at] = at
        elif age <= KEPT_BY_HOUR:
            kept.setdefault(("hour", at.replace(minute=0, second=0, microsecond=0)), at)
        elif age <= timedelta(days=days):
            kept.setdefault(("day", at.date()), at)
    return frozenset(newest_first[KEPT_IN_ANY_CASE:]) - frozenset(kept.values())


def gone_by(ended_at: datetime, days: int) -> datetime:
    """Say when the last backup from before an instant is removed, while one is made each night.

    Where none is made any more, the newest few stay as they are.
    """
    return ended_at + timedelta(days=days + 1)


def is_stale(last_good_at: datetime | None, now: datetime) -> bool:
    """Say whether somebody should be told that there is no backup that is young enough."""
    return last_good_at is None or now - last_good_at > STALE_AFTER
