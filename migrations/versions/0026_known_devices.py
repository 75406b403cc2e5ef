"""Devices on which somebody signed in before, whose tries count apart from those of strangers.

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "known_devices",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_known_devices_account_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_devices")),
        sa.UniqueConstraint(
            "account_id", "token_hash", name=op.f("uq_known_devices_account_id_token_hash")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_known_devices_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_known_devices_token_hash"), "known_devices", ["token_hash"])
    op.add_column("sign_in_attempts", sa.Column("device_hash", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_sign_in_attempts_device_hash"), "sign_in_attempts", ["device_hash"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_index(op.f("ix_sign_in_attempts_device_hash"), "sign_in_attempts")
    op.drop_column("sign_in_attempts", "device_hash")
    op.drop_index(op.f("ix_known_devices_token_hash"), "known_devices")
    op.drop_table("known_devices")
