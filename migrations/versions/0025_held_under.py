"""The version of the program under which a past session was held.

Revision: 0025, after 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("group_sessions", **_COPIED) as batch:
        batch.add_column(sa.Column("held_under_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_group_sessions_held_under_id"),
            "programs",
            ["held_under_id"],
            ["id"],
            ondelete="RESTRICT",
        )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("group_sessions", **_COPIED) as batch:
        batch.drop_constraint(batch.f("fk_group_sessions_held_under_id"), type_="foreignkey")
        batch.drop_column("held_under_id")
