"""Who reads a sheet that somebody filled in, and since when it is shared.

Revision: 0027, after 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_TABLE = "worksheet_responses"
_CHECKS = {
    "readers": "readers IN ('facilitators', 'mine until shared')",
    "shared_if_mine": "readers <> 'facilitators' OR shared_at IS NULL",
}


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table(_TABLE, **_COPIED) as batch:
        # The default is for rows that stand already: the facilitators could read all of them.
        batch.add_column(
            sa.Column("readers", sa.String(40), nullable=False, server_default="facilitators")
        )
        batch.add_column(sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table(_TABLE, **_COPIED) as batch:
        batch.alter_column("readers", existing_type=sa.String(40), server_default=None)
        for name, rule in _CHECKS.items():
            batch.create_check_constraint(batch.f(f"ck_{_TABLE}_{name}"), rule)


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table(_TABLE, **_COPIED) as batch:
        for name in _CHECKS:
            batch.drop_constraint(batch.f(f"ck_{_TABLE}_{name}"), type_="check")
        batch.drop_column("shared_at")
        batch.drop_column("readers")
