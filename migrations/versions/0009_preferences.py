"""What clients chose about messages.

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "message_preferences",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("is_one_a_day", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_until", sa.Time(), nullable=False),
        sa.Column("declined", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["clients.id"],
            name=op.f("fk_message_preferences_client_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_preferences")),
        sa.UniqueConstraint("client_id", name=op.f("uq_message_preferences_client_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "reminder_times",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["clients.id"],
            name=op.f("fk_reminder_times_client_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercises.id"],
            name=op.f("fk_reminder_times_exercise_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_times")),
        sa.UniqueConstraint(
            "client_id", "exercise_id", name=op.f("uq_reminder_times_client_id_exercise_id")
        ),
        sqlite_strict=True,
    )
    with op.batch_alter_table("reminder_times", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reminder_times_exercise_id"), ["exercise_id"], unique=False
        )


def downgrade() -> None:
    """Change the schema back."""
    with op.batch_alter_table("reminder_times", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_times_exercise_id"))

    op.drop_table("reminder_times")
    op.drop_table("message_preferences")
