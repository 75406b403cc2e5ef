"""The make-up whose time a reminder names.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("messages", **_COPIED) as batch:
        batch.add_column(sa.Column("make_up_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_messages_make_up_id"),
            "make_ups",
            ["make_up_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch.create_index(batch.f("ix_messages_make_up_id"), ["make_up_id"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("messages", **_COPIED) as batch:
        batch.drop_index(batch.f("ix_messages_make_up_id"))
        batch.drop_constraint(batch.f("fk_messages_make_up_id"), type_="foreignkey")
        batch.drop_column("make_up_id")
