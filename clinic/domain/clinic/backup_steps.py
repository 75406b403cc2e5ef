"""The steps between two whole backups as values: what one says about itself, and how they link."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from clinic.domain.clinic.backups import FORMAT, TIME_IN_NAME, NotABackup

BEHIND_AFTER = timedelta(minutes=5)
"""Copying says each minute that it lives: after five of silence somebody is told."""


@dataclass(frozen=True, slots=True)
class BackupStep:
    """What was written between two moments: the pages that differ, and the states it lies between.

    A state names the content of the whole file, so that steps link to one another and to a backup
    by what they hold, and none can be left out, doubled or put in another's place.
    """

    made_at: datetime
    before: str
    after: str
    pages: int
    """How many pages the file has afterward."""
    numbers: tuple[int, ...]
    """Of the pages in it, from 1."""

    def to_json(self) -> str:
        """Write it as it stands in the file."""
        told = asdict(self) | {"made_at": self.made_at.isoformat()}
        return json.dumps({"format": FORMAT} | told)

    @classmethod
    def from_json(cls, text: str) -> "BackupStep":
        """Read what `to_json` wrote; raises `NotABackup` for anything else."""
        try:
            told = json.loads(text)
            if int(told["format"]) > FORMAT:
                raise NotABackup("it was made by a newer version of Hearth")
            return cls(
                made_at=datetime.fromisoformat(told["made_at"]).astimezone(UTC),
                before=str(told["before"]),
                after=str(told["after"]),
                pages=int(told["pages"]),
                numbers=tuple(int(number) for number in told["numbers"]),
            )
        except NotABackup:
            raise
        except (ValueError, KeyError, TypeError) as fault:
            raise NotABackup("what it says about itself cannot be read") from fault


def step_name(made_at: datetime, owner: str) -> str:
    """Name the file of a step, so that it stands behind the backup that it follows."""
    return f"hearth-{owner}-{made_at.astimezone(UTC).strftime(TIME_IN_NAME)}.step.age"


def step_made_at(name: str, owner: str = "[a-z0-9]+") -> datetime | None:
    """Read from its name when a step was made; None for another's, or what is no step."""
    found = re.fullmatch(rf"hearth-{owner}-(\d{{8}}T\d{{6}}\.\d{{6}}Z)\.step\.age", name)
    try:
        return datetime.strptime(found[1], TIME_IN_NAME).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def linked(state: str, steps: Iterable[BackupStep]) -> list[BackupStep]:
    """Give the steps that lead on from a state, in order.

    Where two begin at one state the younger counts: the copier was killed behind the elder and
    began again from where it stood.
    """
    by_before = {step.before: step for step in sorted(steps, key=lambda step: step.made_at)}
    found: list[BackupStep] = []
    while (step := by_before.pop(state, None)) is not None:
        found.append(step)
        state = step.after
    return found


def is_behind(copied_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Say whether copying should be going on and is not: nobody ended it, and it is silent."""
    return ended_at is None and now - copied_at > BEHIND_AFTER
