"""Which backups were made, and which failed.

Revision: 0040, after 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_TABLE = "backups"


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{_TABLE}_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f(f"ix_{_TABLE}_made_at"), _TABLE, ["made_at"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table(_TABLE)
