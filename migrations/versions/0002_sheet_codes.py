"""Codes on printed sheets.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "sheet_codes",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_sheet_codes_expires_later")),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_sheet_codes_assignment_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_sheet_codes_code")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("sheet_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sheet_codes_assignment_id"), ["assignment_id"], unique=False
        )


def downgrade() -> None:
    """Change the schema back."""
    with op.batch_alter_table("sheet_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sheet_codes_assignment_id"))

    op.drop_table("sheet_codes")
