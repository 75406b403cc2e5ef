"""Links that go to the owner alone, recovery words, and what stays closed after other resets.

Revision: 0031, after 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_AT = sa.DateTime(timezone=True)
_COLUMNS = (
    ("accounts", "recovery_hash", sa.Text()),
    ("accounts", "confirmed_address", sa.String(254)),
    ("accounts", "address_confirmed_at", _AT),
    ("accounts", "news_at", _AT),
    ("clients", "email_changed_at", _AT),
    ("invitations", "mailed_to", sa.String(254)),
    ("messages", "to_address", sa.String(254)),
)
_KINDS = (
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
)
_NEW_KINDS = ("reset-link", "account-changed")
_EVENTS = (
    "link-mailed",
    "link-printed",
    "link-asked",
    "link-granted",
    "link-at-terminal",
    "passphrase-changed",
    "passphrase-by-link",
    "passphrase-by-words",
    "words-made",
    "address-changed",
    "address-confirmed",
    "private-opened",
)


def upgrade() -> None:
    """Change the schema to this revision."""
    for table, column, kind in _COLUMNS:
        op.add_column(table, sa.Column(column, kind, nullable=True))
    _allow_kinds((*_KINDS, *_NEW_KINDS))
    _table(
        "invitation_requests",
        _public_id(),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("settled_at", _AT, nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "granted_by_id <> asked_by_id", name=op.f("ck_invitation_requests_takes_two")
        ),
        _account("invitation_requests", "account_id"),
        _account("invitation_requests", "asked_by_id"),
        _account("invitation_requests", "granted_by_id"),
        _unique_id("invitation_requests"),
    )
    kind = sa.Enum(
        *_EVENTS,
        name=op.f("ck_account_events_kind"),
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    _table(
        "account_events",
        _public_id(),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("seen_at", _AT, nullable=True),
        _account("account_events", "account_id"),
        _account("account_events", "by_id"),
        _unique_id("account_events"),
    )
    _table(
        "private_closures",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", _AT, nullable=False),
        sa.Column("opened_at", _AT, nullable=True),
        sa.Column("passphrase_hash", sa.Text(), nullable=False),
        sa.Column("recovery_hash", sa.Text(), nullable=True),
        _account("private_closures", "account_id"),
    )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    for table in ("private_closures", "account_events", "invitation_requests"):
        op.drop_index(op.f(f"ix_{table}_account_id"), table)
        op.drop_table(table)
    for name in _NEW_KINDS:
        # No older program knows how to write them, and a link in one would pass through nobody.
        op.execute(sa.text("DELETE FROM messages WHERE kind = :kind").bindparams(kind=name))
    _allow_kinds(_KINDS)
    for table, column, _kind in reversed(_COLUMNS):
        op.drop_column(table, column)


def _allow_kinds(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("messages", **_COPIED) as batch:
        batch.drop_constraint(batch.f("ck_messages_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_messages_kind"), f"kind IN ({listed})")


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_strict=True,
    )
    op.create_index(op.f(f"ix_{name}_account_id"), name, ["account_id"])


def _public_id() -> sa.Column[str]:
    return sa.Column("public_id", sa.String(length=20), nullable=False)


def _unique_id(table: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id"))


def _account(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["accounts.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT"
    )
