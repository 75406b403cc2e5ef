"""When a place that was over was given back.

Revision: 0042, after 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("enrollments", **_COPIED) as batch:
        batch.add_column(sa.Column("back_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("enrollments", **_COPIED) as batch:
        batch.drop_column("back_at")
