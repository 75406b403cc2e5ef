"""Would rather not, corrections of what was keyed, and how a person likes to be asked.

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("administrations", **_COPIED) as batch:
        batch.add_column(sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("refused_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("refusal", sa.Text(), nullable=True))
    with op.batch_alter_table("administrations", **_COPIED) as batch:
        batch.create_foreign_key(
            batch.f("fk_administrations_refused_by_id"),
            "accounts",
            ["refused_by_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch.create_index(batch.f("ix_administrations_refused_by_id"), ["refused_by_id"])
        batch.create_check_constraint(
            batch.f("ck_administrations_answered_or_refused"),
            "finished_at IS NULL OR refused_at IS NULL",
        )
    with op.batch_alter_table("clients", **_COPIED) as batch:
        # The default is for rows that stand already: until now everybody was asked one by one.
        batch.add_column(
            sa.Column(
                "question_layout",
                sa.Enum(
                    "one",
                    "list",
                    name=batch.f("ck_clients_question_layout"),
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=False,
                server_default="one",
            )
        )
    with op.batch_alter_table("clients", **_COPIED) as batch:
        batch.alter_column(
            "question_layout", existing_type=sa.String(length=40), server_default=None
        )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["administration_id"],
            ["administrations.id"],
            name=op.f("fk_corrections_administration_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_corrections_account_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_corrections_administration_id"), "corrections", ["administration_id"])
    op.create_index(op.f("ix_corrections_account_id"), "corrections", ["account_id"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table("corrections")
    with op.batch_alter_table("clients", **_COPIED) as batch:
        batch.drop_constraint(batch.f("ck_clients_question_layout"), type_="check")
        batch.drop_column("question_layout")
    with op.batch_alter_table("administrations", **_COPIED) as batch:
        batch.drop_constraint(batch.f("ck_administrations_answered_or_refused"), type_="check")
        batch.drop_index(batch.f("ix_administrations_refused_by_id"))
        batch.drop_constraint(batch.f("fk_administrations_refused_by_id"), type_="foreignkey")
        batch.drop_column("refusal")
        batch.drop_column("refused_by_id")
        batch.drop_column("refused_at")
