"""Wrong codes of the second factor among what the owner of an account is told.

Revision: 0044, after 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_NEW = "wrong-codes"
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
    "identity-linked",
    "identity-ended",
)


def upgrade() -> None:
    """Change the schema to this revision."""
    _allow_events((*_EVENTS, _NEW))


def downgrade() -> None:
    """Take the schema back to the revision before; what only it can say goes."""
    op.execute(sa.text("DELETE FROM account_events WHERE kind = 'wrong-codes'"))
    _allow_events(_EVENTS)


def _allow_events(kinds: tuple[str, ...]) -> None:
    rule = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("account_events", **_COPIED) as batch:
        batch.drop_constraint(batch.f("ck_account_events_kind"), type_="check")
        batch.create_check_constraint(batch.f("ck_account_events_kind"), f"kind IN ({rule})")
