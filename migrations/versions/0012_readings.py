"""Notes to days in a person's course, and the clinic's own norms.

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "chart_notes",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollments.id"],
            name=op.f("fk_chart_notes_enrollment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["accounts.id"],
            name=op.f("fk_chart_notes_made_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_notes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_chart_notes_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("chart_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chart_notes_enrollment_id"), ["enrollment_id"])
        batch_op.create_index(batch_op.f("ix_chart_notes_made_by_id"), ["made_by_id"])
    _norms()


def downgrade() -> None:
    """Take the schema back to the revision before."""
    for table in ("clinic_norms", "chart_notes"):
        op.drop_table(table)


def _norms() -> None:
    op.create_table(
        "clinic_norms",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("instrument_key", sa.String(length=60), nullable=False),
        sa.Column("scale", sa.String(length=60), nullable=False),
        sa.Column("sd", sa.Float(), nullable=False),
        sa.Column("reliability", sa.Float(), nullable=False),
        sa.Column("clinical_mean", sa.Float(), nullable=True),
        sa.Column("functional_mean", sa.Float(), nullable=True),
        sa.Column("functional_sd", sa.Float(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("sd > 0", name=op.f("ck_clinic_norms_sd_above_0")),
        sa.CheckConstraint(
            "reliability >= 0 AND reliability < 1",
            name=op.f("ck_clinic_norms_reliability_in_range"),
        ),
        sa.CheckConstraint(
            "(functional_mean IS NULL) = (functional_sd IS NULL)",
            name=op.f("ck_clinic_norms_functional_is_whole"),
        ),
        sa.CheckConstraint("functional_sd > 0", name=op.f("ck_clinic_norms_functional_sd_above_0")),
        sa.ForeignKeyConstraint(
            ["set_by_id"],
            ["accounts.id"],
            name=op.f("fk_clinic_norms_set_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic_norms")),
        sa.UniqueConstraint("public_id", name=op.f("uq_clinic_norms_public_id")),
        sa.UniqueConstraint(
            "instrument_key", "scale", name=op.f("uq_clinic_norms_instrument_key_scale")
        ),
        sqlite_strict=True,
    )
    with op.batch_alter_table("clinic_norms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clinic_norms_set_by_id"), ["set_by_id"])
