"""What people ask to have corrected about them, and what they were answered.

Revision: 0052, after 0051
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_TABLE = "amendments"
_AT = sa.DateTime(timezone=True)
_STATES = ("open", "done", "not-done")


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column(
            "state",
            sa.Enum(*_STATES, name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", _AT, nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{target}.id"],
                name=op.f(f"fk_{_TABLE}_{column}"),
                ondelete="RESTRICT",
            )
            for column, target in (("enrollment_id", "enrollments"), ("answered_by_id", "accounts"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{_TABLE}_public_id")),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_once"),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f(f"ix_{_TABLE}_enrollment_id"), _TABLE, ["enrollment_id"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table(_TABLE)
