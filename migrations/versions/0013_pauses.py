"""Pauses as rows of their own, with the day on which somebody comes back.

Revision: 0013, after 0012
"""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "pauses",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ends_on IS NULL) = (ends_at IS NULL)", name=op.f("ck_pauses_day_and_instant")
        ),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_pauses_ends_after_it_begins")),
        sa.CheckConstraint("ended_at >= begins_at", name=op.f("ck_pauses_ended_after_it_began")),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_pauses_{column}"), ondelete="RESTRICT"
            )
            for column, target in (
                ("enrollment_id", "enrollments.id"),
                ("begun_by_id", "accounts.id"),
                ("ended_by_id", "accounts.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pauses_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_pauses_enrollment_id"), "pauses", ["enrollment_id"])
    op.create_index(
        "uq_pauses_enrollment_id_open",
        "pauses",
        ["enrollment_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    with op.batch_alter_table("enrollments", **_COPIED) as batch:
        batch.add_column(sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            op.f("ck_enrollments_until_is_of_a_pause"),
            "status = 'paused' OR paused_until IS NULL",
        )
    _carry()


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("enrollments", **_COPIED) as batch:
        batch.drop_constraint(op.f("ck_enrollments_until_is_of_a_pause"), type_="check")
        batch.drop_column("paused_until")
    op.drop_index("uq_pauses_enrollment_id_open", table_name="pauses")
    op.drop_index(op.f("ix_pauses_enrollment_id"), table_name="pauses")
    op.drop_table("pauses")


def _carry() -> None:
    """Give every place that is paused a row, from now on and without an end."""
    enrollments = sa.table("enrollments", sa.column("id"), sa.column("status"))
    pauses = sa.table(
        "pauses",
        sa.column("public_id"),
        sa.column("enrollment_id"),
        sa.column("begins_at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    paused = connection.execute(
        sa.select(enrollments.c.id).where(enrollments.c.status == "paused")
    ).scalars()
    rows = [
        {
            "public_id": "".join(secrets.choice(_ALPHABET) for _ in range(20)),
            "enrollment_id": enrollment_id,
            "begins_at": _now(connection),
        }
        for enrollment_id in paused
    ]
    if rows:
        connection.execute(sa.insert(pauses), rows)


def _now(connection: sa.Connection) -> datetime:
    now = datetime.now(UTC)
    return now.replace(tzinfo=None) if connection.dialect.name == "sqlite" else now
