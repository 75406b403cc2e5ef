"""Why somebody left a group, and until when the closing questionnaires may be answered.

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_REASONS = (
    "agreed-ending",
    "other-help",
    "times",
    "moved",
    "health",
    "not-suited",
    "no-contact",
    "other",
)


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("enrollments", **_COPIED) as batch:
        batch.add_column(
            sa.Column(
                "leaving",
                sa.Enum(
                    *_REASONS,
                    name=batch.f("ck_enrollments_leaving"),
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch.add_column(sa.Column("exit_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("enrollments", **_COPIED) as batch:
        batch.drop_constraint(batch.f("ck_enrollments_leaving"), type_="check")
        batch.drop_column("exit_until")
        batch.drop_column("leaving")
