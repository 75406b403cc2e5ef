"""How often a session was changed, for the calendars that show it.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("group_sessions", **_COPIED) as batch:
        # The default is for rows that stand already: nobody has a calendar entry of them yet.
        batch.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("group_sessions", **_COPIED) as batch:
        batch.alter_column("sequence", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("group_sessions", **_COPIED) as batch:
        batch.drop_column("sequence")
