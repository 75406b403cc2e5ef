"""Which accounts are linked with the clinic's own sign-in server.

Revision: 0043, after 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_AT = sa.DateTime(timezone=True)
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
    "new-device",
    "factor-added",
    "factor-ended",
    "codes-made",
    "code-used",
    "factor-reset-asked",
    "factor-reset",
    "factor-reset-at-terminal",
)
_NEW_EVENTS = ("identity-linked", "identity-ended")


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "linked_identities",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        *(_of_an_account(column) for column in ("account_id", "made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linked_identities")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_linked_identities_account_id"), "linked_identities", ["account_id"])
    _allow_one("uq_linked_identities_account_id_open", "account_id")
    _allow_one("uq_linked_identities_issuer_subject_open", "issuer", "subject")
    _allow_events((*_EVENTS, *_NEW_EVENTS))


def downgrade() -> None:
    """Take the schema back to the revision before; what only it can say goes."""
    new = ", ".join(f"'{kind}'" for kind in _NEW_EVENTS)
    op.execute(sa.text(f"DELETE FROM account_events WHERE kind IN ({new})"))  # noqa: S608 - our own
    _allow_events(_EVENTS)
    op.drop_table("linked_identities")


def _of_an_account(column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_linked_identities_{column}")
    return sa.ForeignKeyConstraint([column], ["accounts.id"], name=name, ondelete="RESTRICT")


def _allow_one(name: str, *columns: str) -> None:
    op.create_index(
        name,
        "linked_identities",
        list(columns),
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _allow_events(kinds: tuple[str, ...]) -> None:
    rule = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("account_events", **_COPIED) as batch:
        batch.drop_constraint(batch.f("ck_account_events_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_account_events_kind"), f"kind IN ({rule})")
