"""Whose record a page showed, and indexes by which the trail is looked through.

Both are no foreign keys: an entry outlives what it is about, and keeps the number alone.

Revision: 0045, after 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_BY = ("account_id", "client_id", "cohort_id", "deed")
_OLD = "ix_audit_entries_account_id"


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("audit_entries", **_COPIED) as batch:
        batch.add_column(sa.Column("client_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("cohort_id", sa.Integer(), nullable=True))
        batch.drop_index(op.f(_OLD))
        for name in _BY:
            batch.create_index(op.f(f"ix_audit_entries_{name}_at"), [name, "at"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("audit_entries", **_COPIED) as batch:
        for name in _BY:
            batch.drop_index(op.f(f"ix_audit_entries_{name}_at"))
        batch.create_index(op.f(_OLD), ["account_id"])
        batch.drop_column("cohort_id")
        batch.drop_column("client_id")
