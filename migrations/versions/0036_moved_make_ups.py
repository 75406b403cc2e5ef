"""The time of a make-up session that its people knew before it was moved.

Revision: 0036, after 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_COLUMNS = ("known_starts_at", "known_ends_at")


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("make_ups", **_COPIED) as batch:
        for name in _COLUMNS:
            batch.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("make_ups", **_COPIED) as batch:
        for name in _COLUMNS:
            batch.drop_column(name)
