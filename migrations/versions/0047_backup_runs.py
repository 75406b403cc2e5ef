"""Since when what is written is copied as it is written, and up to when it is.

Revision: 0047, after 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_TABLE = "backup_runs"
_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("began_at", _AT, nullable=False),
        sa.Column("copied_at", _AT, nullable=False),
        sa.Column("ended_at", _AT, nullable=True),
        sa.Column("fault", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{_TABLE}_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f(f"ix_{_TABLE}_began_at"), _TABLE, ["began_at"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table(_TABLE)
