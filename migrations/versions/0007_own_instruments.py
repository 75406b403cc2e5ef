"""A clinic's own questionnaires and wordings: what each was made from, by whom and why.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("instruments", **_COPIED) as batch:
        # The default is for rows that stand already: all of them came with Hearth or a file.
        batch.add_column(
            sa.Column("is_own", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("based_on_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("made_by_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("note", sa.String(length=300), nullable=False, server_default="")
        )
    with op.batch_alter_table("instruments", **_COPIED) as batch:
        batch.alter_column("is_own", existing_type=sa.Boolean(), server_default=None)
        batch.alter_column("note", existing_type=sa.String(length=300), server_default=None)
        batch.create_foreign_key(
            batch.f("fk_instruments_based_on_id"),
            "instruments",
            ["based_on_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch.create_foreign_key(
            batch.f("fk_instruments_made_by_id"),
            "accounts",
            ["made_by_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch.create_index(batch.f("ix_instruments_based_on_id"), ["based_on_id"])
        batch.create_index(batch.f("ix_instruments_made_by_id"), ["made_by_id"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("instruments", **_COPIED) as batch:
        batch.drop_index(batch.f("ix_instruments_made_by_id"))
        batch.drop_index(batch.f("ix_instruments_based_on_id"))
        batch.drop_constraint(batch.f("fk_instruments_made_by_id"), type_="foreignkey")
        batch.drop_constraint(batch.f("fk_instruments_based_on_id"), type_="foreignkey")
        batch.drop_column("note")
        batch.drop_column("made_by_id")
        batch.drop_column("based_on_id")
        batch.drop_column("is_own")
