"""Which sheets of home practice came in on paper.

Revision: 0037, after 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_TABLE = "practice_papers"
_POINTS_TO = {
    "enrollment_id": "enrollments.id",
    "group_session_id": "group_sessions.id",
    "account_id": "accounts.id",
}


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("group_session_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_{_TABLE}_{column}"), ondelete="RESTRICT"
            )
            for column, target in _POINTS_TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{_TABLE}_public_id")),
        sa.UniqueConstraint(
            "enrollment_id",
            "group_session_id",
            name=op.f(f"uq_{_TABLE}_enrollment_id_group_session_id"),
        ),
        sqlite_strict=True,
    )
    for column in ("group_session_id", "account_id"):
        op.create_index(op.f(f"ix_{_TABLE}_{column}"), _TABLE, [column])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table(_TABLE)
