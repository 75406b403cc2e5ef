"""More than one spell of the same person in a group, and colleagues who stand in for an evening.

Revision: 0046, after 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_PARTS = ("facilitators", "supervisions")


def upgrade() -> None:
    """Change the schema to this revision."""
    for table in _PARTS:
        with op.batch_alter_table(table, **_COPIED) as batch:
            batch.drop_constraint(batch.f(f"uq_{table}_cohort_id_account_id"), type_="unique")
            batch.create_unique_constraint(
                batch.f(f"uq_{table}_cohort_id_account_id_since"),
                ["cohort_id", "account_id", "since"],
            )
            batch.create_check_constraint(
                batch.f(f"ck_{table}_ends_after_it_begins"), "ended_at >= since"
            )
    op.create_table(
        "stand_ins",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("group_session_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_stand_ins_{column}", ondelete="RESTRICT"
            )
            for column, table in (
                ("group_session_id", "group_sessions"),
                ("account_id", "accounts"),
                ("made_by_id", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stand_ins"),
        sa.UniqueConstraint("public_id", name="uq_stand_ins_public_id"),
        sa.UniqueConstraint(
            "group_session_id",
            "account_id",
            "made_at",
            name="uq_stand_ins_group_session_id_account_id_made_at",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_stand_ins_account_id", "stand_ins", ["account_id"])


def downgrade() -> None:
    """Take the schema back to the revision before; of several spells the newest stays."""
    op.drop_table("stand_ins")
    for table in _PARTS:
        op.execute(
            sa.text(
                f"DELETE FROM {table} WHERE id NOT IN"  # noqa: S608 - names of ours
                f" (SELECT max(id) FROM {table} GROUP BY cohort_id, account_id)"
            )
        )
        with op.batch_alter_table(table, **_COPIED) as batch:
            batch.drop_constraint(batch.f(f"ck_{table}_ends_after_it_begins"), type_="check")
            batch.drop_constraint(batch.f(f"uq_{table}_cohort_id_account_id_since"), type_="unique")
            batch.create_unique_constraint(
                batch.f(f"uq_{table}_cohort_id_account_id"), ["cohort_id", "account_id"]
            )
