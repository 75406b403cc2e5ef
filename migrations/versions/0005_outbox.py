"""The outbox: messages to people, and what became of each.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "homework-reminder",
                "measure-reminder",
                "session-reminder",
                "schedule-changed",
                "place-offered",
                "invitation",
                "readiness",
                "risk-waiting",
                "pause-ended",
                "digest",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("occasion", sa.String(length=120), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("enrollment_id", sa.Integer(), nullable=True),
        sa.Column("group_session_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "dead",
                "withdrawn",
                "by-hand",
                "told",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("attachment_name", sa.String(length=100), nullable=True),
        sa.Column("attachment_type", sa.String(length=100), nullable=True),
        sa.Column("attachment", sa.LargeBinary(), nullable=True),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("stop_token", sa.String(length=64), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("fault", sa.String(length=300), nullable=True),
        sa.Column("claim", sa.String(length=40), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("carrier_id", sa.Integer(), nullable=True),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'sending') = (claimed_until IS NOT NULL)",
            name=op.f("ck_messages_sending_is_claimed"),
        ),
        sa.CheckConstraint(
            "(state IN ('sent', 'told')) = (sent_at IS NOT NULL)", name=op.f("ck_messages_sent_at")
        ),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (client_id IS NULL)", name=op.f("ck_messages_one_recipient")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_messages_attempts_in_range")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_messages_account_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["carrier_id"],
            ["messages.id"],
            name=op.f("fk_messages_carrier_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_messages_client_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollments.id"],
            name=op.f("fk_messages_enrollment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_session_id"],
            ["group_sessions.id"],
            name=op.f("fk_messages_group_session_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"],
            ["accounts.id"],
            name=op.f("fk_messages_told_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("account_id", "occasion", name=op.f("uq_messages_account_id_occasion")),
        sa.UniqueConstraint("client_id", "occasion", name=op.f("uq_messages_client_id_occasion")),
        sa.UniqueConstraint("message_id", name=op.f("uq_messages_message_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_messages_public_id")),
        sa.UniqueConstraint("stop_token", name=op.f("uq_messages_stop_token")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_carrier_id"), ["carrier_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_messages_enrollment_id"), ["enrollment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_messages_group_session_id"), ["group_session_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_messages_next_try_at"), ["next_try_at"], unique=False)


def downgrade() -> None:
    """Change the schema back."""
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messages_next_try_at"))
        batch_op.drop_index(batch_op.f("ix_messages_group_session_id"))
        batch_op.drop_index(batch_op.f("ix_messages_enrollment_id"))
        batch_op.drop_index(batch_op.f("ix_messages_carrier_id"))

    op.drop_table("messages")
