"""Who typed a paper questionnaire in, and codes on printed questionnaires.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_ONE_OF_TWO = "(assignment_id IS NULL) <> (administration_id IS NULL)"


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "keyings",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.Column(
            "turn",
            sa.Enum(
                "first",
                "second",
                "settled",
                name=op.f("ck_keyings_turn"),
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("written_total", sa.Float(), nullable=True),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["administration_id"],
            ["administrations.id"],
            name=op.f("fk_keyings_administration_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_keyings_account_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyings")),
        sa.UniqueConstraint(
            "administration_id", "turn", name=op.f("uq_keyings_administration_id_turn")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_keyings_account_id"), "keyings", ["account_id"])
    with op.batch_alter_table("sheet_codes", **_COPIED) as batch:
        batch.alter_column("assignment_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("administration_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_sheet_codes_administration_id"),
            "administrations",
            ["administration_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch.create_check_constraint(batch.f("ck_sheet_codes_sheet_or_questionnaire"), _ONE_OF_TWO)
        batch.create_index(batch.f("ix_sheet_codes_administration_id"), ["administration_id"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.execute(sa.text("DELETE FROM sheet_codes WHERE assignment_id IS NULL"))
    with op.batch_alter_table("sheet_codes", **_COPIED) as batch:
        batch.drop_index(batch.f("ix_sheet_codes_administration_id"))
        batch.drop_constraint(batch.f("ck_sheet_codes_sheet_or_questionnaire"), type_="check")
        batch.drop_constraint(batch.f("fk_sheet_codes_administration_id"), type_="foreignkey")
        batch.drop_column("administration_id")
        batch.alter_column("assignment_id", existing_type=sa.Integer(), nullable=False)
    op.drop_index(op.f("ix_keyings_account_id"), table_name="keyings")
    op.drop_table("keyings")
