"""Copies of people's records that staff made for them.

Revision: 0051, after 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_TABLE = "record_copies"
_AT = sa.DateTime(timezone=True)
_WAYS = ("in-person", "post", "other")


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("open_until", _AT, nullable=False),
        sa.Column("looked_at", sa.Text(), nullable=True),
        sa.Column("taken_at", _AT, nullable=True),
        sa.Column("handed_at", _AT, nullable=True),
        sa.Column("handed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "way",
            sa.Enum(*_WAYS, name="way", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{target}.id"],
                name=op.f(f"fk_{_TABLE}_{column}"),
                ondelete="RESTRICT",
            )
            for column, target in (
                ("enrollment_id", "enrollments"),
                ("made_by_id", "accounts"),
                ("handed_by_id", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{_TABLE}_public_id")),
        sa.CheckConstraint("open_until > made_at", name="open_for_a_while"),
        sa.CheckConstraint(
            "(handed_at IS NULL) = (handed_by_id IS NULL)", name="handed_by_somebody"
        ),
        sa.CheckConstraint("(handed_at IS NULL) = (way IS NULL)", name="handed_in_some_way"),
        sqlite_strict=True,
    )
    op.create_index(op.f(f"ix_{_TABLE}_enrollment_id"), _TABLE, ["enrollment_id"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table(_TABLE)
