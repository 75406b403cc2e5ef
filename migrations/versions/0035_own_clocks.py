"""The clock that a client lives by, and the one she was asked about and did not take.

Revision: 0035, after 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_COLUMNS = ("time_zone", "zone_declined")


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("clients", **_COPIED) as batch:
        for name in _COLUMNS:
            batch.add_column(sa.Column(name, sa.String(length=60), nullable=True))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("clients", **_COPIED) as batch:
        for name in _COLUMNS:
            batch.drop_column(name)
