"""Second factors and their codes on paper, and what a sign-in and a device say of them.

Revision: 0039, after 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
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
)
_NEW_EVENTS = (
    "new-device",
    "factor-added",
    "factor-ended",
    "codes-made",
    "code-used",
    "factor-reset-asked",
    "factor-reset",
    "factor-reset-at-terminal",
)


def upgrade() -> None:
    """Change the schema to this revision."""
    _make_factors()
    _make_codes()
    with op.batch_alter_table("login_sessions", **_COPIED) as batch:
        batch.add_column(sa.Column("proved_at", _AT, nullable=True))
        batch.add_column(
            sa.Column("is_waiting", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(sa.text("UPDATE login_sessions SET proved_at = started_at"))
    with op.batch_alter_table("login_sessions", **_COPIED) as batch:
        batch.alter_column("proved_at", existing_type=_AT, nullable=False)
        batch.alter_column("is_waiting", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("known_devices", **_COPIED) as batch:
        batch.add_column(sa.Column("trusted_until", _AT, nullable=True))
    with op.batch_alter_table("invitation_requests", **_COPIED) as batch:
        batch.add_column(
            sa.Column("is_for_factor", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("invitation_requests", **_COPIED) as batch:
        batch.alter_column("is_for_factor", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("account_events", **_COPIED) as batch:
        batch.add_column(sa.Column("device", sa.String(120), nullable=True))
    _allow_events((*_EVENTS, *_NEW_EVENTS))


def downgrade() -> None:
    """Take the schema back to the revision before; what only it can say goes."""
    new = ", ".join(f"'{kind}'" for kind in _NEW_EVENTS)
    op.execute(sa.text(f"DELETE FROM account_events WHERE kind IN ({new})"))  # noqa: S608 - our own
    _allow_events(_EVENTS)
    with op.batch_alter_table("account_events", **_COPIED) as batch:
        batch.drop_column("device")
    # Before, a request could only be for a link: one for something else is granted no more.
    op.execute(sa.text("UPDATE invitation_requests SET settled_at = asked_at WHERE is_for_factor"))
    with op.batch_alter_table("invitation_requests", **_COPIED) as batch:
        batch.drop_column("is_for_factor")
    with op.batch_alter_table("known_devices", **_COPIED) as batch:
        batch.drop_column("trusted_until")
    # Whoever stands at the door is not in.
    op.execute(
        sa.text(
            "UPDATE login_sessions SET ended_at = seen_at WHERE is_waiting AND ended_at IS NULL"
        )
    )
    with op.batch_alter_table("login_sessions", **_COPIED) as batch:
        batch.drop_column("is_waiting")
        batch.drop_column("proved_at")
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")


def _make_factors() -> None:
    op.create_table(
        "second_factors",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("used_step", sa.Integer(), nullable=True),
        sa.Column("credential_id", sa.String(1400), nullable=True),
        sa.Column("public_key", sa.Text(), nullable=True),
        sa.Column("sign_count", sa.BigInteger(), nullable=True),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("used_at", _AT, nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        sa.CheckConstraint("kind IN ('app', 'passkey')", name=op.f("ck_second_factors_kind")),
        sa.CheckConstraint(
            "(kind = 'app') = (secret IS NOT NULL)",
            name=op.f("ck_second_factors_an_app_has_its_secret"),
        ),
        sa.CheckConstraint(
            "(kind = 'passkey') = (credential_id IS NOT NULL AND public_key IS NOT NULL"
            " AND sign_count IS NOT NULL)",
            name=op.f("ck_second_factors_a_passkey_has_its_key"),
        ),
        *_of_an_account("second_factors"),
        sa.UniqueConstraint("public_id", name=op.f("uq_second_factors_public_id")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_second_factors_credential_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_second_factors_account_id"), "second_factors", ["account_id"])


def _make_codes() -> None:
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("used_at", _AT, nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        *_of_an_account("recovery_codes"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_recovery_codes_account_id"), "recovery_codes", ["account_id"])


def _of_an_account(table: str) -> tuple[sa.Constraint, ...]:
    name = op.f(f"fk_{table}_account_id")
    account = sa.ForeignKeyConstraint(
        ["account_id"], ["accounts.id"], name=name, ondelete="RESTRICT"
    )
    return account, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _allow_events(kinds: tuple[str, ...]) -> None:
    rule = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("account_events", **_COPIED) as batch:
        batch.drop_constraint(batch.f("ck_account_events_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_account_events_kind"), f"kind IN ({rule})")
