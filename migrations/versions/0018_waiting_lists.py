"""Waiting lists: the rule of a cohort, who waits, the places offered, and the log.

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_AT = sa.DateTime(timezone=True)
_RULES = ("first-come", "referral", "by-hand")
_STATUSES = (
    "referred",
    "screened",
    "waitlisted",
    "enrolled",
    "paused",
    "withdrawn",
    "completed",
)
_ENDINGS = ("place-given", "own-wish", "other-help", "no-contact", "not-suited", "other")
_STATES = ("open", "accepted", "declined", "expired", "withdrawn")
_KINDS = (
    "listed",
    "changed",
    "offered",
    "accepted",
    "declined",
    "expired",
    "withdrawn",
    "left",
    "rule",
)


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("cohorts", **_COPIED) as batch:
        rule = _words("cohorts", "waiting_rule", _RULES)
        batch.add_column(
            sa.Column("waiting_rule", rule, nullable=False, server_default="first-come")
        )
    with op.batch_alter_table("cohorts", **_COPIED) as batch:
        batch.alter_column("waiting_rule", existing_type=sa.String(40), server_default=None)
    _table(
        "waitings",
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("listed_at", _AT, nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("came_from", _words("waitings", "came_from", _STATUSES), nullable=True),
        sa.Column("left_at", _AT, nullable=True),
        sa.Column("ending", _words("waitings", "ending", _ENDINGS), nullable=True),
        sa.CheckConstraint(
            "(left_at IS NULL) = (ending IS NULL)", name=op.f("ck_waitings_left_with_ending")
        ),
        sa.CheckConstraint("left_at >= listed_at", name=op.f("ck_waitings_left_after_listed")),
        _pointing("waitings", "enrollment_id", "enrollments.id"),
    )
    _table(
        "place_offers",
        sa.Column("waiting_id", sa.Integer(), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("until", _AT, nullable=False),
        sa.Column("state", _words("place_offers", "state", _STATES), nullable=False),
        sa.Column("settled_at", _AT, nullable=True),
        sa.CheckConstraint("until > made_at", name=op.f("ck_place_offers_until_after_made")),
        sa.CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)",
            name=op.f("ck_place_offers_settled_unless_open"),
        ),
        _pointing("place_offers", "waiting_id", "waitings.id"),
    )
    _table(
        "waiting_events",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("waiting_id", sa.Integer(), nullable=True),
        sa.Column("kind", _words("waiting_events", "kind", _KINDS), nullable=False),
        sa.Column("rule", _words("waiting_events", "rule", _RULES), nullable=True),
        sa.Column("is_out_of_turn", sa.Boolean(), nullable=False),
        sa.Column("until", _AT, nullable=True),
        sa.Column("at", _AT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        _pointing("waiting_events", "cohort_id", "cohorts.id"),
        _pointing("waiting_events", "waiting_id", "waitings.id"),
        _pointing("waiting_events", "account_id", "accounts.id"),
    )
    _index("waitings", "enrollment_id", only="left_at IS NULL")
    _index("place_offers", "waiting_id", only="state = 'open'")
    _index("waiting_events", "cohort_id")
    _index("waiting_events", "waiting_id")


def downgrade() -> None:
    """Take the schema back to the revision before."""
    for table in ("waiting_events", "place_offers", "waitings"):
        op.drop_table(table)
    with op.batch_alter_table("cohorts", **_COPIED) as batch:
        batch.drop_constraint(batch.f("ck_cohorts_waiting_rule"), type_="check")
        batch.drop_column("waiting_rule")


def _words(table: str, column: str, words: tuple[str, ...]) -> sa.Enum:
    name = op.f(f"ck_{table}_{column}")
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _pointing(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete="RESTRICT")


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{name}_public_id")),
        sqlite_strict=True,
    )


def _index(table: str, column: str, only: str = "") -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    if only:
        op.create_index(
            f"uq_{table}_{column}_open",
            table,
            [column],
            unique=True,
            sqlite_where=sa.text(only),
            postgresql_where=sa.text(only),
        )
