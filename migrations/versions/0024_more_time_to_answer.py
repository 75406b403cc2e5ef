"""A line of the waiting list's history for an offer that is held longer.

Revision: 0024, after 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_KINDS = (
    "'listed', 'changed', 'offered', {more}'accepted', 'declined', 'expired', 'withdrawn', "
    "'left', 'rule'"
)


def upgrade() -> None:
    """Change the schema to this revision."""
    _allow(_KINDS.format(more="'extended', "))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    # It tells until when the place is held, as the line of an offer does.
    op.execute(sa.text("UPDATE waiting_events SET kind = 'offered' WHERE kind = 'extended'"))
    _allow(_KINDS.format(more=""))


def _allow(kinds: str) -> None:
    with op.batch_alter_table("waiting_events", **_COPIED) as batch:
        name = batch.f("ck_waiting_events_kind")
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"kind IN ({kinds})")
