"""Indexes along which the trail is looked through without reading its rows.

Revision: 0050, after 0049
"""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_TABLE = "audit_entries"
_BEFORE = (["at"], ["client_id", "at"])
_SINCE = (["at", "id", "account_id", "deed"], ["client_id", "at", "id", "account_id"])


def upgrade() -> None:
    """Change the schema to this revision."""
    _replace(_BEFORE, _SINCE)


def downgrade() -> None:
    """Take the schema back to the revision before."""
    _replace(_SINCE, _BEFORE)


def _replace(old: tuple[list[str], ...], new: tuple[list[str], ...]) -> None:
    for columns in old:
        op.drop_index(op.f(_name(columns)), table_name=_TABLE)
    for columns in new:
        op.create_index(op.f(_name(columns)), _TABLE, columns)


def _name(columns: list[str]) -> str:
    return f"ix_{_TABLE}_{'_'.join(columns)}"
