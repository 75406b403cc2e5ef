"""The place from which a link was asked for that a second person grants.

Revision: 0038, after 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("invitation_requests", **_COPIED) as batch:
        batch.add_column(sa.Column("enrollment_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_invitation_requests_enrollment_id"),
            "enrollments",
            ["enrollment_id"],
            ["id"],
            ondelete="RESTRICT",
        )


def downgrade() -> None:
    """Take the schema back to the revision before; what only it can say is not granted any more."""
    op.execute(
        sa.text(
            "UPDATE invitation_requests SET settled_at = asked_at"
            " WHERE enrollment_id IS NOT NULL AND settled_at IS NULL"
        )
    )
    with op.batch_alter_table("invitation_requests", **_COPIED) as batch:
        batch.drop_constraint(batch.f("fk_invitation_requests_enrollment_id"), type_="foreignkey")
        batch.drop_column("enrollment_id")
