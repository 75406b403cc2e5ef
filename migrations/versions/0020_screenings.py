"""What was found in a first talk, point by point, and what was decided.

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_OUTCOMES = ("suitable", "not-now", "other-help")


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "screenings",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                *_OUTCOMES,
                name=op.f("ck_screenings_outcome"),
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_screenings_a_decision_has_its_time"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_screenings_{column}"), ondelete="RESTRICT"
            )
            for column, target in (
                ("enrollment_id", "enrollments.id"),
                ("saved_by_id", "accounts.id"),
                ("decided_by_id", "accounts.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screenings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_screenings_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_screenings_enrollment_id"), "screenings", ["enrollment_id"])
    op.create_index(
        "uq_screenings_enrollment_id_open",
        "screenings",
        ["enrollment_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_index("uq_screenings_enrollment_id_open", table_name="screenings")
    op.drop_index(op.f("ix_screenings_enrollment_id"), table_name="screenings")
    op.drop_table("screenings")
