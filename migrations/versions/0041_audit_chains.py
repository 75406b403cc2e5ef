"""Chains of the audit trail with a key, and their ends.

Entries that stand keep their hashes, on a chain of their own; the first new chain goes on from the
last of them, so that from then on they are held by the key too.

Revision: 0041, after 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_CHAINS = 16
_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_UNIQUE = "uq_audit_entries_chain_number"


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("audit_entries", **_COPIED) as batch:
        batch.add_column(sa.Column("chain", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("number", sa.Integer(), nullable=True))
    entries = sa.table(
        "audit_entries", *(sa.column(name) for name in ("id", "chain", "number", "hash"))
    )
    op.execute(entries.update().values(chain=-1, number=entries.c.id))
    with op.batch_alter_table("audit_entries", **_COPIED) as batch:
        batch.alter_column("chain", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("number", existing_type=sa.Integer(), nullable=False)
        batch.create_unique_constraint(op.f(_UNIQUE), ["chain", "number"])
    heads = op.create_table(
        "audit_heads",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("chain", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_heads")),
        sa.UniqueConstraint("chain", name=op.f("uq_audit_heads_chain")),
        sqlite_strict=True,
    )
    last = op.get_bind().scalar(sa.select(entries.c.hash).order_by(entries.c.id.desc()).limit(1))
    op.bulk_insert(
        heads,
        [
            {"chain": chain, "number": 0, "hash": (last or "") if chain == 0 else "", "seal": ""}
            for chain in range(_CHAINS)
        ],
    )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table("audit_heads")
    with op.batch_alter_table("audit_entries", **_COPIED) as batch:
        batch.drop_constraint(op.f(_UNIQUE), type_="unique")
        batch.drop_column("number")
        batch.drop_column("chain")
