"""Make-up sessions, and who sits in them.

Revision: 0019, after 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_MARKS = ("present", "late", "left-early", "excused", "absent")


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "make_ups",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("group_session_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_make_ups_ends_after_it_starts")),
        *_points_to("make_ups", ("group_session_id", "group_sessions.id")),
        *_points_to("make_ups", ("made_by_id", "accounts.id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_make_ups")),
        sa.UniqueConstraint("public_id", name=op.f("uq_make_ups_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_make_ups_group_session_id"), "make_ups", ["group_session_id"])
    op.create_index(op.f("ix_make_ups_starts_at"), "make_ups", ["starts_at"])
    op.create_table(
        "make_up_seats",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("make_up_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                *_MARKS,
                name=op.f("ck_make_up_seats_mark"),
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        *_points_to("make_up_seats", ("make_up_id", "make_ups.id")),
        *_points_to("make_up_seats", ("enrollment_id", "enrollments.id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_make_up_seats")),
        sa.UniqueConstraint(
            "make_up_id", "enrollment_id", name=op.f("uq_make_up_seats_make_up_id_enrollment_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_make_up_seats_enrollment_id"), "make_up_seats", ["enrollment_id"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table("make_up_seats")
    op.drop_table("make_ups")


def _points_to(table: str, *pairs: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [other], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT"
        )
        for column, other in pairs
    ]
