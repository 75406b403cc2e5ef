"""What a report about a group told, sealed, so that the next one cannot be subtracted from it.

Revision: 0028, after 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("report_issues", **_COPIED) as batch:
        batch.add_column(sa.Column("told", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("report_issues", **_COPIED) as batch:
        batch.drop_column("told")
