"""The time on the wall that each session was meant for, and resetting sessions by new rules.

Revision: 0034, after 0033
"""

import os
import sysconfig
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_KINDS = ("move", "shift", "break", "skip", "cancel")
_NEW_KINDS = (*_KINDS, "clock")


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("group_sessions", **_COPIED) as batch:
        batch.add_column(sa.Column("wall", sa.String(length=16), nullable=True))
    _fill()
    with op.batch_alter_table("group_sessions", **_COPIED) as batch:
        batch.alter_column("wall", existing_type=sa.String(length=16), nullable=False)
    _allow(_NEW_KINDS)


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.execute("UPDATE schedule_changes SET kind = 'shift' WHERE kind = 'clock'")
    _allow(_KINDS)
    with op.batch_alter_table("group_sessions", **_COPIED) as batch:
        batch.drop_column("wall")


def _allow(kinds: tuple[str, ...]) -> None:
    said = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("schedule_changes", **_COPIED) as batch:
        batch.drop_constraint(batch.f("ck_schedule_changes_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_schedule_changes_kind"), f"kind IN ({said})")


def _fill() -> None:
    """Read each wall by the rules that the instant was made with: those of the machine, first.

    Until this revision the program read the machine's zones and the package's only after them.
    """
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT s.id, s.starts_at, c.time_zone FROM group_sessions s"
            " JOIN cohorts c ON c.id = s.cohort_id ORDER BY s.id"
        )
    ).all()
    zones = {key: _zone(key) for key in {row.time_zone for row in rows}}
    for row in rows:
        at = row.starts_at
        if isinstance(at, str):
            at = datetime.fromisoformat(at)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
        wall = at.astimezone(zones[row.time_zone]).replace(tzinfo=None)
        connection.execute(
            sa.text("UPDATE group_sessions SET wall = :wall WHERE id = :id"),
            {"wall": wall.isoformat(timespec="minutes"), "id": row.id},
        )


def _zone(key: str) -> ZoneInfo:
    paths = os.environ.get("PYTHONTZPATH") or sysconfig.get_config_var("TZPATH") or ""
    for folder in paths.split(os.pathsep):
        file = Path(folder, key)
        if folder and file.is_file():
            with file.open("rb") as rules:
                return ZoneInfo.from_file(rules, key=key)
    return ZoneInfo(key)
