"""The texts that people agree to, by version, and who agreed to which.

Revision: 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "consent_texts",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_consent_texts_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["written_by_id"],
            ["accounts.id"],
            name=op.f("fk_consent_texts_written_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_texts")),
        sa.UniqueConstraint("number", name=op.f("uq_consent_texts_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consent_texts_public_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "portal",
                "paper",
                name=op.f("ck_consents_way"),
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(way = 'paper') = (signed_on IS NOT NULL)", name=op.f("ck_consents_paper_has_a_day")
        ),
        sa.CheckConstraint(
            "withdrawn_at >= agreed_at", name=op.f("ck_consents_withdrawn_after_it_was_given")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_consents_{column}"), ondelete="RESTRICT"
            )
            for column, target in (
                ("enrollment_id", "enrollments.id"),
                ("text_id", "consent_texts.id"),
                ("agreed_by_id", "accounts.id"),
                ("withdrawn_by_id", "accounts.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consents_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_consents_enrollment_id"), "consents", ["enrollment_id"])
    op.create_index(
        "uq_consents_enrollment_id_text_id_open",
        "consents",
        ["enrollment_id", "text_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_index("uq_consents_enrollment_id_text_id_open", table_name="consents")
    op.drop_index(op.f("ix_consents_enrollment_id"), table_name="consents")
    op.drop_table("consents")
    op.drop_table("consent_texts")
