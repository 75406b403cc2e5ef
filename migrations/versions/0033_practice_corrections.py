"""What a line of the practice log said before it was corrected.

Revision: 0033, after 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_TABLE = "practice_corrections"


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("practice_entry_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("practiced_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("has_stepped_down", sa.Boolean(), nullable=False),
        sa.Column("felt_worse", sa.Boolean(), nullable=False),
        sa.Column("memories_broke_in", sa.Boolean(), nullable=False),
        sa.Column("shared_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["practice_entry_id"],
            ["practice_entries.id"],
            name=op.f("fk_practice_corrections_practice_entry_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_practice_corrections_account_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_corrections")),
        sa.UniqueConstraint("public_id", name=op.f("uq_practice_corrections_public_id")),
        sqlite_strict=True,
    )
    for column in ("practice_entry_id", "account_id"):
        op.create_index(op.f(f"ix_practice_corrections_{column}"), _TABLE, [column])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table(_TABLE)
