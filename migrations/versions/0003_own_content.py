"""A clinic's own programs: whose they are, what they were made from, by whom and why.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("programs", **_COPIED) as batch:
        # The default is for rows that stand already: all of them came from files.
        batch.add_column(
            sa.Column("is_own", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("based_on_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("made_by_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("note", sa.String(length=300), nullable=False, server_default="")
        )
    with op.batch_alter_table("programs", **_COPIED) as batch:
        batch.alter_column("is_own", existing_type=sa.Boolean(), server_default=None)
        batch.alter_column("note", existing_type=sa.String(length=300), server_default=None)
        batch.create_foreign_key(
            batch.f("fk_programs_based_on_id"),
            "programs",
            ["based_on_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch.create_foreign_key(
            batch.f("fk_programs_made_by_id"),
            "accounts",
            ["made_by_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch.create_index(batch.f("ix_programs_based_on_id"), ["based_on_id"])
        batch.create_index(batch.f("ix_programs_made_by_id"), ["made_by_id"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("programs", **_COPIED) as batch:
        batch.drop_index(batch.f("ix_programs_made_by_id"))
        batch.drop_index(batch.f("ix_programs_based_on_id"))
        batch.drop_constraint(batch.f("fk_programs_made_by_id"), type_="foreignkey")
        batch.drop_constraint(batch.f("fk_programs_based_on_id"), type_="foreignkey")
        batch.drop_column("note")
        batch.drop_column("made_by_id")
        batch.drop_column("based_on_id")
        batch.drop_column("is_own")
