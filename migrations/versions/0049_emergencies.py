"""Records that were opened in an emergency, and the message that tells of it.

Revision: 0049, after 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}}
_AT = sa.DateTime(timezone=True)
_NEW_KIND = "record-opened"
_KINDS = (
    "homework-reminder",
    "measure-reminder",
    "session-reminder",
    "schedule-changed",
    "place-offered",
    "invitation",
    "reset-link",
    "account-changed",
    "readiness",
    "risk-waiting",
    "pause-ended",
    "digest",
)


def upgrade() -> None:
    """Change the schema to this revision."""
    _allow_kinds((*_KINDS, _NEW_KIND))
    op.create_table(
        "emergencies",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("since", _AT, nullable=False),
        sa.Column("ended_at", _AT, nullable=True),
        sa.Column("reviewed_at", _AT, nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("review", sa.Text(), nullable=True),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_emergencies_{name}"))
            for name, rule in (
                ("one_record", "(client_id IS NULL) <> (cohort_id IS NULL)"),
                ("ends_after_it_begins", "ended_at >= since"),
                ("review_has_name", "(reviewed_at IS NULL) = (reviewed_by_id IS NULL)"),
                ("review_takes_two", "reviewed_by_id <> account_id"),
            )
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_emergencies_{column}", ondelete="RESTRICT"
            )
            for column, table in (
                ("account_id", "accounts"),
                ("client_id", "clients"),
                ("cohort_id", "cohorts"),
                ("reviewed_by_id", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_emergencies"),
        sa.UniqueConstraint("public_id", name="uq_emergencies_public_id"),
        sqlite_strict=True,
    )
    for column in ("account_id", "client_id", "cohort_id"):
        op.create_index(f"ix_emergencies_{column}", "emergencies", [column])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table("emergencies")
    # No older program knows how to write them.
    op.execute(sa.text("DELETE FROM messages WHERE kind = :kind").bindparams(kind=_NEW_KIND))
    _allow_kinds(_KINDS)


def _allow_kinds(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("messages", **_COPIED) as batch:
        batch.drop_constraint(batch.f("ck_messages_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_messages_kind"), f"kind IN ({listed})")
