"""What was typed into a sheet and could not be read as its field asks.

Revision: 0032, after 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema to this revision."""
    # Not in a batch: SQLite would rebuild the whole table for a column that may be empty.
    op.add_column("worksheet_responses", sa.Column("unread", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_column("worksheet_responses", "unread")
