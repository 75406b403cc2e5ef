"""Changes of a schedule, with what they touched.

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BELONGS_TO = (
    ("cohort_id", "cohorts.id"),
    ("group_session_id", "group_sessions.id"),
    ("made_by_id", "accounts.id"),
    ("undone_by_id", "accounts.id"),
)


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "schedule_changes",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("group_session_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("move", "shift", "break", "skip", "cancel"),
                name=op.f("ck_schedule_changes_kind"),
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("touched", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [other], name=op.f(f"fk_schedule_changes_{column}"), ondelete="RESTRICT"
            )
            for column, other in _BELONGS_TO
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_changes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_schedule_changes_public_id")),
        sqlite_strict=True,
    )
    for column, _other in _BELONGS_TO:
        op.create_index(op.f(f"ix_schedule_changes_{column}"), "schedule_changes", [column])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table("schedule_changes")
